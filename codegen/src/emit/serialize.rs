//! `Serialize` for requests and the structures and unions in them: what serde's derive would do.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ident, impls, types};
use crate::plan::{Format, Member, Part, Structure, Type, Union, UnionVariant};

/// The members that are in the body are fields.
pub(super) fn structure(structure: &Structure) -> TokenStream {
    let name = &structure.name;
    let members: Vec<_> = structure.members.iter().filter_map(in_body).collect();
    let len = len(members.iter().map(|(member, ..)| *member));
    let mutable = (!members.is_empty()).then(|| quote!(mut));
    let fields = members.into_iter().map(|(member, name, format)| {
        let field = ident(&member.field);
        match (member.is_option(), format.map(types::wrapper)) {
            (false, None) => quote!(fields.required(#name, &self.#field)?;),
            (false, Some(wrapper)) => quote!(fields.required(#name, &#wrapper(&self.#field))?;),
            (true, None) => quote!(fields.optional(#name, &self.#field)?;),
            (true, Some(wrapper)) => {
                quote!(fields.optional_as(#name, self.#field.as_ref().map(#wrapper))?;)
            }
        }
    });
    let body = quote! {
        let #mutable fields = crate::runtime::Fields::new(serializer, #name, #len)?;
        #(#fields)*
        fields.end()
    };
    impls::serialize(&ident(name), &body)
}

/// A member with its name and format in JSON.
fn in_body(member: &Member) -> Option<(&Member, &str, Option<&Format>)> {
    let Part::Body(name, format) = &member.part else {
        return None;
    };
    Some((member, name, format.as_ref()))
}

/// The arguments that count the members that are set: `2, &[self.rating.is_some()]`.
fn len<'a>(members: impl Iterator<Item = &'a Member>) -> TokenStream {
    let (optional, required): (Vec<_>, Vec<_>) = members.partition(|member| member.is_option());
    let optional = optional.iter().map(|member| ident(&member.field));
    let required = Literal::usize_unsuffixed(required.len());
    quote!(#required, &[#(self.#optional.is_some()),*])
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
    let body = quote! {
        match self {
            #(#arms)*
            Self::Unknown => Err(json::unknown_variant(#name)),
        }
    };
    impls::serialize(&ident(name), &body)
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
