//! Enums of strings.
//!
//! ```text
//! pub enum Mode { Fast, …, Unknown(UnknownValue) }
//! impl Mode { pub fn values() -> …; pub fn as_str(&self) -> &str; }
//! impl From<&str> for Mode { … }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::plan::Enum;

pub(super) fn enumeration(item: &Enum) -> TokenStream {
    let name = ident(&item.name);
    let docs_of_it = docs(&item.docs);
    let variants = item.variants.iter().map(|variant| {
        let (docs, name) = (docs(&variant.docs), ident(&variant.name));
        quote!(#docs #name)
    });
    let derives = if item.sensitive {
        quote!(Clone, PartialEq, Eq, Hash)
    } else {
        quote!(Clone, Debug, PartialEq, Eq, Hash)
    };
    let (text, conversions, debug) = (text(item), conversions(item), debug(item));
    quote! {
        #docs_of_it
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the model did not have when this was generated.
            Unknown(UnknownValue),
        }

        #debug
        #text
        #conversions
    }
}

fn text(item: &Enum) -> TokenStream {
    let name = ident(&item.name);
    let arms = item.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), &variant.value);
        quote!(Self::#name => #value)
    });
    let values = item.variants.iter().map(|variant| &variant.value);
    quote! {
        const VALUES: &[&str] = &[#(#values),*];

        impl #name {
            /// All values that the model has.
            #[must_use]
            pub fn values() -> &'static [&'static str] {
                VALUES
            }

            /// The value as it is sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(#arms,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }
    }
}

fn conversions(item: &Enum) -> TokenStream {
    let name = ident(&item.name);
    let arms = item.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), &variant.value);
        quote!(#value => Self::#name)
    });
    quote! {
        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#arms,)*
                    _ => Self::Unknown(UnknownValue::new(value)),
                }
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl Validate for #name {
            type Valid = Self;

            fn validate(self, _: &'static [Constraint], _: &mut Scope<'_>) -> Option<Self> {
                Some(self)
            }
        }
    }
}

/// What is sensitive has no `Display`, and tells nothing.
fn debug(item: &Enum) -> TokenStream {
    let (name, text) = (ident(&item.name), format!("{}(** redacted **)", item.name));
    if item.sensitive {
        quote! {
            impl fmt::Debug for #name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(#text)
                }
            }
        }
    } else {
        quote! {
            impl fmt::Display for #name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(self.as_str())
                }
            }
        }
    }
}
