//! `Serialize` for requests and the structures and unions in them: what serde's derive would do.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ident, types};
use crate::plan::{Member, Part, Structure, Type, Union, UnionVariant};

/// The members that are in the body are fields.
pub(super) fn structure(structure: &Structure) -> TokenStream {
    let name = ident(&structure.name);
    let fields = structure.members.iter().filter_map(field);
    quote!(crate::runtime::implement_serialize!(#name #(, #fields)*);)
}

/// A member that is in the body: `genre: optional("genre")`.
fn field(member: &Member) -> Option<TokenStream> {
    let Part::Body(name, format) = &member.part else {
        return None;
    };
    let kind = if member.is_option() {
        "optional"
    } else {
        "required"
    };
    let (field, wrapper) = (ident(&member.field), format.as_ref().map(types::wrapper));
    Some(if let Some(wrapper) = wrapper {
        let kind = ident(&format!("{kind}_as"));
        quote!(#field: #kind(#name, #wrapper))
    } else {
        let kind = ident(kind);
        quote!(#field: #kind(#name))
    })
}

pub(super) fn union(union: &Union) -> TokenStream {
    let name = &union.name;
    let arms = union.variants.iter().enumerate().map(|(index, variant)| {
        let index = Literal::usize_unsuffixed(index);
        let (json_name, variant_name) = (&variant.json_name, ident(&variant.name));
        let [held, value] = variant_value(variant);
        quote! {
            Self::#variant_name #held => {
                serializer.serialize_newtype_variant(#name, #index, #json_name, #value)
            }
        }
    });
    let union_name = ident(name);
    quote! {
        impl Serialize for #union_name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#arms)*
                    Self::Unknown => Err(json::unknown_variant(#name)),
                }
            }
        }
    }
}

/// The pattern of a variant's value, and what is serialized.
fn variant_value(variant: &UnionVariant) -> [TokenStream; 2] {
    match (&variant.ty, &variant.format) {
        (Type::Unit, _) => [TokenStream::new(), quote!(&json::Unit)],
        (_, Some(format)) => {
            let wrapper = types::wrapper(format);
            [quote!((value)), quote!(&#wrapper(value))]
        }
        (_, None) => [quote!((value)), quote!(value)],
    }
}
