//! The traits of JSON-valued members.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use crate::plan::{Identity, Properties};
use crate::tokens::{ident, number};

pub(super) fn properties(properties: &Properties) -> TokenStream {
    let (name, wire) = (ident(&properties.name), &properties.wire);
    let docs_of_it = docs(&properties.docs);
    let limit = number(properties.limit);
    let (kind, missing) = (ident(&properties.kind), &properties.missing);
    let (label, note) = (format!("no `{name}`"), format!("derive `{name}` for it"));
    let write_docs = format!(" Writes each property; `#[derive({name})]` generates this method.");
    let id = properties.identity.as_ref();
    let to_structure = id.map(|identity| to_structure_method(wire, identity));
    let file = id.map(|identity| write_file(&name, &kind, identity));
    let identity = id.map(identity);
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
                let kind = &crate::runtime::RecordKind::#kind;
                crate::runtime::write_properties(kind, #wire, Self::MAX_LENGTH, &mut write)
            }

            #to_structure

            /// Returns the Avro schema of the dataset for `CreateSchema`, with one column per line.
            ///
            /// The text is the same for the same columns. A column that cannot be determined, such as
            /// that of an unmarked string, is a post-monomorphization error: `cargo build` reports it,
            /// `cargo check` does not.
            ///
            /// The type parameter is always `Self`. With it, `-C link-dead-code` does not generate code for
            /// schemas that nobody requests.
            #[must_use]
            fn schema<T: ?Sized>() -> String
            where
                Self: SameAs<T>,
            {
                Self::SCHEMA.to_json()
            }
        }

        #identity
        #file
        #of_run_time
    }
}

/// The constructor of the writer for a bulk import.
fn write_file(trait_name: &Ident, kind: &Ident, identity: &Identity) -> TokenStream {
    let method = ident(&identity.file);
    let start = format!(
        " Creates a writer for the file of a bulk import of {}.",
        identity.file.replace('_', " ")
    );
    let content = format!(
        " Each record has the content of its [`{}`].",
        identity.structure
    );
    let schema = format!(" as for [`schema`]({trait_name}::schema).");
    let (with_columns, write) = (
        format_ident!("{}_with_columns", identity.file),
        format_ident!("write_{}", identity.file),
    );
    let like = format!(
        " Like [`{}`](Self::{}), with columns that are known only at run time: names and types, without the ID.",
        identity.file, identity.file
    );
    let identity_trait = ident(&identity.name);
    let (column, wire, id) = (&identity.column, &identity.wire, ident(&identity.id));
    let constraints = &identity.constraints;
    quote! {
        impl<W, T> CsvWriter<W, T> {
            #[doc = #start]
            ///
            #[doc = #content]
            /// The first line has the names of the columns.
            /// A column that cannot be determined is a compile-time error,
            #[doc = #schema]
            pub fn #method(out: W) -> Self
            where
                W: CsvOutput,
                T: #trait_name + #identity_trait,
            {
                let columns = const { T::SCHEMA.in_file(T::COLUMNS) };
                Self::new(out, ID_COLUMN, columns, #write)
            }

            #[doc = #like]
            ///
            /// The type of each value is checked. A key is the name of its column or differs from it only in `_` and
            /// case.
            ///
            /// # Errors
            ///
            /// Returns every name that is malformed, that of a member of the record, or there twice.
            pub fn #with_columns<N: Into<String>>(
                out: W,
                columns: impl IntoIterator<Item = (N, ColumnType)>,
            ) -> Result<Self, ValidationError>
            where
                W: CsvOutput,
                T: #trait_name + #identity_trait,
            {
                Self::with_columns(out, ID_COLUMN, columns, #write)
            }
        }

        const ID_COLUMN: IdColumn = IdColumn {
            kind: &crate::runtime::RecordKind::#kind,
            column: #column,
            member: #wire,
            constraints: &[#(#constraints),*],
        };

        fn #write<T: #trait_name + #identity_trait>(
            record: &T,
            properties: &mut PropertiesWriter,
            id: &mut String,
        ) -> Result<(), ValidationError> {
            record.write_properties(properties);
            *id = record.#id();
            ID_COLUMN.check(id, record.allow_null_text())
        }
    }
}

/// `Properties`, whose keys are known only at run time, can be written as any kind of record.
fn of_run_time(properties: &Properties) -> TokenStream {
    let name = ident(&properties.name);
    let identity = properties.identity.as_ref();
    let conversion = identity.map(|identity| {
        let structure = ident(&identity.structure);
        let start = format!(" Builds the [`{structure}`] from this ID and these properties.");
        let (method, id) = (ident(&identity.method), ident(&identity.id));
        let setter = ident(&identity.setter);
        quote! {
            impl Properties {
                #[doc = #start]
                ///
                /// # Errors
                ///
                /// Returns every violation, including those of the ID.
                pub fn #method(&self, #id: impl IdValue) -> Result<#structure, ValidationError> {
                    let mut builder = #structure::builder().#id(#id.to_id());
                    if self.allows_null_text() {
                        builder = builder.allow_null_text();
                    }
                    builder.#setter(#name::to_properties(self)).build()
                }
            }
        }
    });
    quote! {
        #[diagnostic::do_not_recommend]
        impl #name for Properties {
            fn write_properties(&self, properties: &mut PropertiesWriter) {
                self.write_to(properties);
            }
        }

        #conversion
    }
}

fn to_structure_method(wire: &str, identity: &Identity) -> TokenStream {
    let method = ident(&identity.method);
    let (structure, trait_name) = (ident(&identity.structure), ident(&identity.name));
    let start = format!(" Builds the [`{structure}`] from the ID and the {wire}.");
    let (id, setter) = (ident(&identity.id), ident(&identity.setter));
    quote! {
        #[doc = #start]
        ///
        /// # Errors
        ///
        /// Returns every violation, including those of the ID.
        fn #method(&self) -> Result<#structure, ValidationError>
        where
            Self: #trait_name,
        {
            let mut builder = #structure::builder().#id(self.#id());
            if self.allow_null_text() {
                builder = builder.allow_null_text();
            }
            builder.#setter(self.to_properties()).build()
        }
    }
}

fn identity(identity: &Identity) -> TokenStream {
    let (name, id) = (ident(&identity.name), ident(&identity.id));
    let docs = docs(&identity.docs);
    let missing = &identity.missing;
    let note = format!("mark the field that holds the ID with `#[personalize({id})]`");
    let allow = format!(" `#[personalize({id}, allow_null_text)]` makes it return `true`.");
    quote! {
        #docs
        #[diagnostic::on_unimplemented(
            message = #missing,
            label = "no field is marked as the ID",
            note = #note
        )]
        pub trait #name {
            /// Returns the ID.
            fn #id(&self) -> String;

            /// Whether the ID may be the text `null`, which is a violation otherwise.
            ///
            #[doc = #allow]
            fn allow_null_text(&self) -> bool {
                false
            }
        }
    }
}
