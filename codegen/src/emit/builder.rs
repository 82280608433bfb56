//! Builders.
//!
//! Their functions are `#[inline]`, so that they are compiled only in the programs that call them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{constraint, default, docs, ident, types};
use crate::plan::{Member, Part, Presence, Sent, Structure, Type};

pub(super) fn builder(structure: &Structure, sent: &Sent) -> TokenStream {
    let (name, builder) = (ident(&structure.name), ident(&sent.builder));
    let builder_docs = docs(&sent.builder_docs);
    let build_docs = format!(
        " Validates the members and builds the [`{}`].",
        structure.name
    );
    let fields = structure.members.iter().map(|member| {
        let (field, ty) = (ident(&member.field), types::in_builder(&member.ty));
        quote!(#field: Option<#ty>)
    });
    let setters = structure.members.iter().map(setter);
    let null_text = sent.null_text.then(|| quote!(allow_null_text: bool,));
    let allow_null_text = sent.null_text.then(allow_null_text);
    let definition = quote! {
        #builder_docs
        #[derive(Clone, Default)]
        #[must_use]
        pub struct #builder {
            #null_text
            #(#fields),*
        }

        impl #builder {
            #(#setters)*
            #allow_null_text

            #[doc = #build_docs]
            ///
            /// # Errors
            ///
            /// Returns every violation, including those of nested values.
            #[inline]
            pub fn build(self) -> Result<#name, ValidationError> {
                crate::runtime::build(self)
            }
        }
    };
    let maybe_setters = maybe_setters(structure, sent);
    let implementation = implementation(structure, sent);
    quote!(#definition #maybe_setters #implementation)
}

fn setter(member: &Member) -> TokenStream {
    let (docs, field) = (docs(&member.setter_docs), ident(&member.field));
    let (parameter, accepted) = (types::parameter(&member.ty), types::accepted(&member.ty));
    let set = match &member.ty {
        Type::List { .. } | Type::Map { .. } => {
            let elements = types::elements(&member.ty, &parameter);
            quote!(crate::runtime::extend(&mut self.#field, #elements))
        }
        Type::Named(_) | Type::Unit => {
            let value = types::convert(&member.ty, &parameter);
            quote!(self.#field = Some(#value))
        }
    };
    quote! {
        #docs
        pub fn #field(mut self, #parameter: #accepted) -> Self {
            #set;
            self
        }
    }
}

/// The setters for values that may be `None`.
fn maybe_setters(structure: &Structure, sent: &Sent) -> Option<TokenStream> {
    let builder = ident(&sent.builder);
    let setters = structure.members.iter().filter_map(|member| {
        let (name, field) = (ident(member.maybe_setter.as_ref()?), ident(&member.field));
        let accepted = types::accepted(&member.ty);
        let raw = member.field.strip_prefix("r#").map(|link| quote!(as #link));
        Some(quote!(#name(#field: #accepted) #raw))
    });
    let setters: Vec<TokenStream> = setters.collect();
    let has_any = !setters.is_empty();
    has_any.then(|| quote!(crate::runtime::implement_maybe_setters!(#builder #(, #setters)*);))
}

fn allow_null_text() -> TokenStream {
    quote! {
        /// Allows the text `null` as an ID, which is a violation otherwise.
        ///
        /// The service has been observed to drop an event with such an ID and to return success. The builders of parts
        /// have their own setting.
        pub fn allow_null_text(mut self) -> Self {
            self.allow_null_text = true;
            self
        }
    }
}

/// What depends only on the names, constraints and defaults of members is a macro of the runtime.
fn implementation(structure: &Structure, sent: &Sent) -> TokenStream {
    let (name, builder) = (ident(&structure.name), ident(&sent.builder));
    let parts = [("nested", sent.nested), ("deserialize", sent.deserialize)];
    let parts = parts.into_iter().filter(|(_, has)| *has);
    let parts = parts.map(|(part, _)| ident(part));
    let setting = sent.null_text.then(|| quote!(with allow_null_text));
    let members = structure.members.iter().map(|member| {
        let (field, wire) = (ident(&member.field), &member.wire);
        let check = ident(match member.presence {
            Presence::Required => "required",
            Presence::ClientOptional => "demanded",
            Presence::Optional | Presence::Default(_) => "optional",
        });
        let json = if let Part::Body(name, _) = &member.part
            && name != wire
        {
            Some(quote!(as #name))
        } else {
            None
        };
        let table = constraint::named(member.table.as_ref());
        let token = member.token.then(|| quote!(, idempotency_token));
        let or = default::or(&member.presence);
        quote!(#field: #check(#wire #json, #table #token)#or)
    });
    quote! {
        crate::runtime::implement_builder!(#name, #builder, [#(#parts),*] #setting #(, #members)*);
    }
}
