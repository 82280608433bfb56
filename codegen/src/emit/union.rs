//! Unions.

use proc_macro2::TokenStream;
use quote::quote;

use super::{constraint, docs, ident, serialize, types};
use crate::plan::{Debug, Type, Union, UnionVariant};

pub(super) fn union(union: &Union) -> TokenStream {
    let usage = union.usage;
    let sent_variants = union.variants.iter().filter(|_| usage.sent);
    let tables = sent_variants.map(|variant| constraint::table(variant.table.as_ref()));
    let definition = definition(union);
    let debug = debug(union);
    let serialize = usage.sent.then(|| serialize::union(union));
    let validate = usage.sent.then(|| validate(union));
    let deserialize = union.deserialize.then(|| deserialize(union));
    let read = usage.received.then(|| read(union));
    quote!(#(#tables)* #definition #debug #serialize #validate #deserialize #read)
}

fn definition(union: &Union) -> TokenStream {
    let name = ident(&union.name);
    let docs_of_it = docs(&union.docs);
    let debug = (union.debug == Debug::All).then(|| quote!(Debug,));
    let variants = union.variants.iter().map(|variant| {
        let (docs, name) = (docs(&variant.docs), ident(&variant.name));
        let held = (variant.ty != Type::Unit).then(|| {
            let ty = types::owned(&variant.ty);
            quote!((#ty))
        });
        quote!(#docs #name #held)
    });
    quote! {
        #docs_of_it
        #[derive(Clone, #debug PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A member that the model lacked when this code was generated. It cannot be sent.
            Unknown,
        }
    }
}

fn debug(union: &Union) -> Option<TokenStream> {
    let name = ident(&union.name);
    match union.debug {
        Debug::All => return None,
        Debug::Nothing => return Some(quote!(crate::runtime::implement_debug!(#name);)),
        Debug::Redacting => {}
    }
    let arms = union.variants.iter().map(|variant| {
        let (text, name) = (&variant.name, ident(&variant.name));
        if variant.ty == Type::Unit {
            quote!(Self::#name => f.write_str(#text))
        } else if variant.redacted {
            quote!(Self::#name(_) => f.debug_tuple(#text).field(&Redacted).finish())
        } else {
            quote!(Self::#name(value) => f.debug_tuple(#text).field(value).finish())
        }
    });
    Some(quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    #(#arms,)*
                    Self::Unknown => f.write_str("Unknown"),
                }
            }
        }
    })
}

/// The values of a union are validated when the union is set, since it has no builder.
fn validate(union: &Union) -> TokenStream {
    let name = ident(&union.name);
    if !union.variants.iter().any(|variant| variant.checked) {
        return quote!(crate::runtime::implement_valid!(#name););
    }
    let arms = union.variants.iter().map(arm);
    quote! {
        impl Validate for #name {
            type Valid = Self;

            #[inline]
            fn validate(self, _: &'static [Constraint], context: &mut ValidationContext<'_>) -> Option<Self> {
                let valid = match self {
                    #(#arms,)*
                    Self::Unknown => Self::Unknown,
                };
                Some(valid)
            }
        }
    }
}

/// The match arm that validates a variant.
fn arm(variant: &UnionVariant) -> TokenStream {
    let (name, wire) = (ident(&variant.name), &variant.wire);
    if variant.ty == Type::Unit {
        quote!(Self::#name => Self::#name)
    } else if variant.checked {
        let table = constraint::named(variant.table.as_ref());
        quote!(Self::#name(value) => Self::#name(context.required(#wire, Some(value), #table)?))
    } else {
        quote!(Self::#name(value) => Self::#name(value))
    }
}

/// From strict JSON in requests.
fn deserialize(union: &Union) -> TokenStream {
    let name = ident(&union.name);
    let names: Vec<&str> = union
        .variants
        .iter()
        .map(|it| it.json_name.as_str())
        .collect();
    let arms = union.variants.iter().map(|variant| {
        let (json_name, name) = (&variant.json_name, ident(&variant.name));
        if variant.ty == Type::Unit {
            return quote!(#json_name => Some(Self::#name));
        }
        let (wire, ty) = (&variant.wire, types::in_builder(&variant.ty));
        quote!(#json_name => member.read::<#ty>(#wire, context).map(Self::#name))
    });
    quote! {
        impl FromJson for #name {
            fn from_json(value: crate::runtime::RequestValue, context: &mut ValidationContext<'_>) -> Option<Self> {
                let member = crate::runtime::UnionMember::of(value, context)?;
                match member.name() {
                    #(#arms,)*
                    _ => member.unknown(&[#(#names),*], context),
                }
            }
        }
    }
}

fn read(union: &Union) -> TokenStream {
    let name = ident(&union.name);
    let arms = union.variants.iter().map(|variant| {
        let (json_name, name) = (&variant.json_name, ident(&variant.name));
        let value = (variant.ty != Type::Unit).then(|| {
            let method = types::read_method("read", variant.format.as_ref());
            quote!((variant.#method()?))
        });
        quote!(#json_name => Self::#name #value)
    });
    quote! {
        impl json::Read for #name {
            fn read(value: json::Value) -> Result<Self, json::Error> {
                let variant = json::Variant::of(value)?;
                let read = match variant.name() {
                    #(#arms,)*
                    _ => Self::Unknown,
                };
                Ok(read)
            }

            fn missing() -> Result<Self, json::Error> {
                Ok(Self::Unknown)
            }
        }
    }
}
