//! Enums of strings and of integers.
//!
//! ```text
//! pub enum Mode { Fast, …, Unknown(UnknownValue) }
//! impl Mode { pub fn values() -> …; pub fn as_str(&self) -> &str; }
//! impl From<&str> for Mode { … }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident, literal};
use crate::ir::EnumValue;
use crate::plan::Enum;

pub(super) fn enumeration(item: &Enum) -> TokenStream {
    let name = ident(&item.name);
    let docs_of_it = docs(&item.docs);
    let variants = item.variants.iter().map(|variant| {
        let (docs, name) = (docs(&variant.docs), ident(&variant.name));
        quote!(#docs #name)
    });
    let derives = if item.sensitive {
        quote!(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)
    } else {
        quote!(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)
    };
    let unknown = ident(if item.integers {
        "UnknownNumber"
    } else {
        "UnknownValue"
    });
    let (text, conversions, debug) = (text(item), conversions(item), debug(item));
    quote! {
        #docs_of_it
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the model did not have when this was generated.
            Unknown(#unknown),
        }

        #debug
        #text
        #conversions
    }
}

fn text(item: &Enum) -> TokenStream {
    let name = ident(&item.name);
    let values: Vec<TokenStream> = item
        .variants
        .iter()
        .map(|variant| value(&variant.value))
        .collect();
    let arms = item.variants.iter().zip(&values).map(|(variant, value)| {
        let name = ident(&variant.name);
        quote!(Self::#name => #value)
    });
    let (ty, by) = if item.integers {
        (quote!(i32), quote!(as_i32))
    } else {
        (quote!(&str), quote!(as_str))
    };
    let listed = if item.integers {
        quote!(i32)
    } else {
        quote!(&'static str)
    };
    let table = if item.integers {
        quote!(i32)
    } else {
        quote!(&str)
    };
    quote! {
        const VALUES: &[#table] = &[#(#values),*];

        impl #name {
            /// All values that the model has.
            #[must_use]
            pub fn values() -> &'static [#listed] {
                VALUES
            }

            /// The value as it is sent.
            #[must_use]
            pub fn #by(&self) -> #ty {
                match self {
                    #(#arms,)*
                    Self::Unknown(value) => value.#by(),
                }
            }
        }
    }
}

fn value(value: &EnumValue) -> TokenStream {
    match value {
        EnumValue::Text(text) => quote!(#text),
        EnumValue::Integer(integer) => literal::integer(i64::from(*integer)),
    }
}

fn conversions(item: &Enum) -> TokenStream {
    let name = ident(&item.name);
    let arms = item.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), value(&variant.value));
        quote!(#value => Self::#name)
    });
    let (ty, unknown, write) = if item.integers {
        let write = quote!(serializer.serialize_i32(self.as_i32()));
        (quote!(i32), quote!(UnknownNumber), write)
    } else {
        let write = quote!(serializer.serialize_str(self.as_str()));
        (quote!(&str), quote!(UnknownValue), write)
    };
    let sent = item.usage.sent.then(|| {
        quote! {
            impl Serialize for #name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    #write
                }
            }

            impl Validate for #name {
                type Valid = Self;

                fn validate(self, _: &'static [Constraint], _: &mut Scope<'_>) -> Option<Self> {
                    Some(self)
                }
            }
        }
    });
    let received = item.usage.received.then(|| read(item));
    let bound = item.bound.then(|| spelled(item));
    quote! {
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                match value {
                    #(#arms,)*
                    _ => Self::Unknown(#unknown::new(value)),
                }
            }
        }

        #sent
        #received
        #bound
    }
}

/// How it is read from JSON.
fn read(item: &Enum) -> TokenStream {
    let name = ident(&item.name);
    let (read, missing) = if item.integers {
        (quote!(i32::read(value).map(Self::from)), quote!(0))
    } else {
        let read = quote!(String::read(value).map(|text| Self::from(text.as_str())));
        (read, quote!(""))
    };
    quote! {
        impl json::Read for #name {
            fn read(value: json::Value) -> Result<Self, json::Error> {
                #read
            }

            fn missing() -> Result<Self, json::Error> {
                Ok(Self::from(#missing))
            }
        }
    }
}

/// How it stands in paths, queries and headers.
fn spelled(item: &Enum) -> TokenStream {
    let name = ident(&item.name);
    let (spell, parse) = if item.integers {
        (
            quote!(self.as_i32().to_string().into()),
            quote!(text.parse().ok().map(|value: i32| Self::from(value))),
        )
    } else {
        (quote!(self.as_str().into()), quote!(Some(Self::from(text))))
    };
    quote! {
        impl http::ToText for #name {
            fn to_text(&self) -> Cow<'_, str> {
                #spell
            }

            fn parse(text: &str) -> Option<Self> {
                #parse
            }
        }
    }
}

/// What is sensitive has no `Display`, and tells nothing.
fn debug(item: &Enum) -> TokenStream {
    let (name, text) = (ident(&item.name), format!("{}(** redacted **)", item.name));
    let shown = if item.integers {
        quote!(self.as_i32().fmt(f))
    } else {
        quote!(f.write_str(self.as_str()))
    };
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
                    #shown
                }
            }
        }
    }
}
