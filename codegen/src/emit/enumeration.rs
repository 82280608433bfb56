//! Enums of strings and of integers.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident, impls};
use crate::plan::{Debug, Enum};

/// What differs between enums of strings and of integers.
struct Values {
    /// The type of a value, and of one that is listed.
    ty: TokenStream,
    listed: TokenStream,
    /// The method that returns the value.
    getter: TokenStream,
    unknown: TokenStream,
    serialize: TokenStream,
    /// From strict JSON in requests.
    deserialize: TokenStream,
    display: TokenStream,
    /// From JSON in responses; and the value if it is missing there.
    read: TokenStream,
    missing: TokenStream,
    to_text: TokenStream,
    parse: TokenStream,
}

fn strings() -> Values {
    Values {
        ty: quote!(&str),
        listed: quote!(&'static str),
        getter: quote!(as_str),
        unknown: quote!(UnknownValue),
        serialize: quote!(serializer.serialize_str(self.as_str())),
        deserialize: quote!(
            String::from_json(value, context).map(|text| Self::from(text.as_str()))
        ),
        display: quote!(f.write_str(self.as_str())),
        read: quote!(String::read(value).map(|text| Self::from(text.as_str()))),
        missing: quote!(""),
        to_text: quote!(self.as_str().into()),
        parse: quote!(Some(Self::from(text))),
    }
}

fn integers() -> Values {
    Values {
        ty: quote!(i32),
        listed: quote!(i32),
        getter: quote!(as_i32),
        unknown: quote!(UnknownNumber),
        serialize: quote!(serializer.serialize_i32(self.as_i32())),
        deserialize: quote!(i32::from_json(value, context).map(Self::from)),
        display: quote!(self.as_i32().fmt(f)),
        read: quote!(i32::read(value).map(Self::from)),
        missing: quote!(0),
        to_text: quote!(self.as_i32().to_string().into()),
        parse: quote!(text.parse().ok().map(|value: i32| Self::from(value))),
    }
}

pub(super) fn enumeration(item: &Enum) -> TokenStream {
    let values = if item.integers { integers() } else { strings() };
    let (definition, accessors) = (definition(item, &values), accessors(item, &values));
    let format = format(item, &values);
    let sent = item.usage.sent.then(|| sent(item, &values));
    let received = item.usage.received.then(|| {
        let missing = &values.missing;
        let missing = quote!(Self::from(#missing));
        impls::read(&ident(&item.name), &values.read, Some(&missing))
    });
    let bound = item.bound.then(|| bound(item, &values));
    quote!(#definition #format #accessors #sent #received #bound)
}

fn definition(item: &Enum, values: &Values) -> TokenStream {
    let (name, docs_of_it) = (ident(&item.name), docs(&item.docs));
    let variants = item.variants.iter().map(|variant| {
        let (docs, name) = (docs(&variant.docs), ident(&variant.name));
        quote!(#docs #name)
    });
    let debug = (!item.sensitive).then(|| quote!(Debug,));
    let unknown = &values.unknown;
    quote! {
        #docs_of_it
        #[derive(Clone, #debug PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the model lacked when this code was generated.
            Unknown(#unknown),
        }
    }
}

/// A sensitive enum has no `Display`, and its `Debug` shows no value.
fn format(item: &Enum, values: &Values) -> TokenStream {
    if item.sensitive {
        impls::debug(&item.name, Debug::Nothing, &TokenStream::new())
    } else {
        impls::format(&ident(&item.name), &quote!(Display), &values.display)
    }
}

fn accessors(item: &Enum, values: &Values) -> TokenStream {
    let name = ident(&item.name);
    let variants = item.variants.iter();
    let (variants, all): (Vec<_>, Vec<_>) = variants
        .map(|variant| (ident(&variant.name), &variant.value))
        .unzip();
    let Values {
        ty,
        listed,
        getter,
        unknown,
        ..
    } = values;
    quote! {
        const VALUES: &[#ty] = &[#(#all),*];

        impl #name {
            /// All values of the model.
            #[must_use]
            pub fn values() -> &'static [#listed] {
                VALUES
            }

            /// The value on the wire.
            #[must_use]
            pub fn #getter(&self) -> #ty {
                match self {
                    #(Self::#variants => #all,)*
                    Self::Unknown(value) => value.#getter(),
                }
            }
        }

        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                match value {
                    #(#all => Self::#variants,)*
                    _ => Self::Unknown(#unknown::new(value)),
                }
            }
        }
    }
}

fn sent(item: &Enum, values: &Values) -> TokenStream {
    let name = ident(&item.name);
    let serialize = impls::serialize(&name, &values.serialize);
    let deserialize = &values.deserialize;
    let valid = impls::valid(&name);
    quote! {
        #serialize

        impl FromJson for #name {
            fn from_json(value: crate::runtime::RequestValue, context: &mut ValidationContext<'_>) -> Option<Self> {
                #deserialize
            }
        }

        #valid
    }
}

/// The form in paths, queries and headers.
fn bound(item: &Enum, values: &Values) -> TokenStream {
    let (name, to_text, parse) = (ident(&item.name), &values.to_text, &values.parse);
    quote! {
        impl http::ToText for #name {
            fn to_text(&self) -> Cow<'_, str> {
                #to_text
            }

            fn parse(text: &str) -> Option<Self> {
                #parse
            }
        }
    }
}
