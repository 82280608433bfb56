//! The traits of JSON-valued members.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::constraint::number;
use super::{docs, ident};
use crate::plan::{Identity, Properties};

pub(super) fn properties(properties: &Properties) -> TokenStream {
    let (name, wire) = (ident(&properties.name), &properties.wire);
    let docs_of_it = docs(&properties.docs);
    let limit = properties.limit.map_or_else(|| quote!(usize::MAX), number);
    let missing = &properties.missing;
    let (label, note) = (format!("no `{name}`"), format!("derive `{name}` for it"));
    let write_docs = format!(" Writes each property; `#[derive({name})]` generates this method.");
    let to_structure = properties.identity.as_ref().map(to_structure);
    let identity = properties.identity.as_ref().map(identity);
    let file = properties.identity.as_ref();
    let file = file.map(|identity| write_file(&name, identity));
    let of_run_time = of_run_time(properties);
    quote! {
        #docs_of_it
        #[diagnostic::on_unimplemented(message = #missing, label = #label, note = #note)]
        pub trait #name {
            /// The maximum length of the JSON text in characters (Unicode scalar values).
            const MAX_LENGTH: usize = #limit;

            /// The columns that are known at compile time.
            #[doc(hidden)]
            const COLUMNS: &'static [PropertiesPart] = &[PropertiesPart::Unknown];

            /// The schema; using it is a compile-time error if a column cannot be determined.
            #[doc(hidden)]
            const SCHEMA: PropertiesSchema = PropertiesSchema::unknown();

            #[doc = #write_docs]
            fn write_properties(&self, properties: &mut PropertiesWriter);

            /// Returns the properties as JSON text.
            ///
            /// # Errors
            ///
            /// Returns every property that cannot be written, and a violation if the text is too long.
            fn to_properties(&self) -> Result<JsonString, ValidationError> {
                let mut write = |writer: &mut PropertiesWriter| self.write_properties(writer);
                crate::runtime::write_properties(#wire, Self::MAX_LENGTH, &mut write)
            }

            #to_structure

            /// Returns the Avro schema of the dataset for `CreateSchema`, with one column per line.
            ///
            /// The text is the same for the same columns. A column that cannot be determined, such as
            /// that of an unmarked string, is a post-monomorphization error: `cargo build` reports it,
            /// `cargo check` does not.
            #[must_use]
            fn schema() -> String {
                Self::SCHEMA.to_json()
            }
        }

        #identity
        #file
        #of_run_time
    }
}

/// The constructor of the writer for a bulk import.
fn write_file(trait_name: &Ident, identity: &Identity) -> TokenStream {
    let (docs, method) = (docs(&identity.file_docs), ident(&identity.file));
    let (identity_trait, structure) = (ident(&identity.name), ident(&identity.structure));
    let (column, wire, id) = (&identity.column, &identity.wire, ident(&identity.id));
    quote! {
        impl<W: io::Write, T> CsvWriter<W, T> {
            #docs
            pub fn #method(out: W) -> Self
            where
                T: #trait_name + #identity_trait,
            {
                let id = IdColumn { column: #column, member: #wire };
                let columns = const { T::SCHEMA.in_file(T::COLUMNS) };
                let write = |record: &T, properties: &mut PropertiesWriter| {
                    record.write_properties(properties);
                    let record = #structure::builder().#id(record.#id()).build();
                    record.map(|record| record.#id().to_owned())
                };
                Self::new(out, id, columns, write)
            }
        }
    }
}

/// `Properties`, whose keys are known only at run time, can be written as any kind of record.
fn of_run_time(properties: &Properties) -> TokenStream {
    let (name, text) = (ident(&properties.name), &properties.name);
    let identity = properties.identity.as_ref();
    let id = if let Some(Identity { wire, .. }) = identity {
        quote!(Some(#wire))
    } else {
        quote!(None)
    };
    let conversion = identity.map(|identity| {
        let (structure, docs) = (ident(&identity.structure), docs(&identity.properties_docs));
        let (method, id) = (ident(&identity.method), ident(&identity.id));
        let (setter, id_wire) = (ident(&identity.setter), &identity.wire);
        let wire = &properties.wire;
        quote! {
            impl Properties {
                #docs
                pub fn #method(&self, #id: impl IdValue) -> Result<#structure, ValidationError> {
                    let mut write = |writer: &mut PropertiesWriter| {
                        #id.check_id(#id_wire, writer);
                        #name::write_properties(self, writer);
                    };
                    let limit = <Self as #name>::MAX_LENGTH;
                    let properties = crate::runtime::write_properties(#wire, limit, &mut write);
                    let builder = #structure::builder().#id(#id.to_id());
                    builder.#setter(properties).build()
                }
            }
        }
    });
    quote! {
        #[diagnostic::do_not_recommend]
        impl #name for Properties {
            fn write_properties(&self, properties: &mut PropertiesWriter) {
                self.write_as(#text, #id, properties);
            }
        }

        #conversion
    }
}

fn to_structure(identity: &Identity) -> TokenStream {
    let (method, docs) = (ident(&identity.method), docs(&identity.method_docs));
    let (structure, trait_name) = (ident(&identity.structure), ident(&identity.name));
    let (id, setter) = (ident(&identity.id), ident(&identity.setter));
    quote! {
        #docs
        fn #method(&self) -> Result<#structure, ValidationError>
        where
            Self: #trait_name,
        {
            let builder = #structure::builder().#id(self.#id());
            builder.#setter(self.to_properties()).build()
        }
    }
}

fn identity(identity: &Identity) -> TokenStream {
    let (name, docs, id) = (
        ident(&identity.name),
        docs(&identity.docs),
        ident(&identity.id),
    );
    let (missing, label, note) = (&identity.missing, &identity.label, &identity.note);
    quote! {
        #docs
        #[diagnostic::on_unimplemented(message = #missing, label = #label, note = #note)]
        pub trait #name {
            /// Returns the ID.
            fn #id(&self) -> String;
        }
    }
}
