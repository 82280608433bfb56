//! Structures.

use proc_macro2::TokenStream;
use quote::quote;

use super::{builder, constraint, docs, ident, read, serialize, types};
use crate::plan::{Debug, Member, Structure};

pub(super) fn structure(structure: &Structure) -> TokenStream {
    let sent = structure.sent.as_ref();
    let sent_members = structure.members.iter().filter(|_| sent.is_some());
    let tables = sent_members.filter_map(|member| constraint::table(member.table.as_ref()));
    let serialize = sent.map(|_| serialize::structure(structure));
    let builder = sent.map(|sent| builder::builder(structure, sent));
    let received = structure.received;
    let items = tables
        .chain([definition(structure)])
        .chain(debug(structure))
        .chain(serialize)
        .chain(builder)
        .chain(received.map(|received| read::read(structure, received)));
    items.collect()
}

fn definition(structure: &Structure) -> TokenStream {
    let name = ident(&structure.name);
    let docs_of_it = docs(&structure.docs);
    let is_data = !structure.members.iter().any(Member::is_stream);
    let derives = [
        ("Clone", is_data),
        ("Debug", structure.debug == Debug::All),
        ("PartialEq", is_data),
    ];
    let derives = derives.into_iter().filter(|(_, is_derived)| *is_derived);
    let derives = derives.map(|(name, _)| ident(name));
    let fields = structure.members.iter().map(|member| {
        let (field, ty) = (ident(&member.field), types::field(member));
        quote!(#field: #ty)
    });
    let id = structure.request_id().map(|id| ident(&id));
    let id_field = id.as_ref().map(|id| quote!(#id: Option<String>));
    let id_getter = id.as_ref().map(read::request_id);
    let start = structure.sent.as_ref().map(|sent| {
        let (start_docs, builder) = (docs(&sent.start_docs), ident(&sent.builder));
        quote! {
            #start_docs
            pub fn builder() -> #builder {
                #builder::default()
            }
        }
    });
    let getters = getters(&structure.members);
    let fields = fields.chain(id_field);
    let of_it = quote!(#start #getters #id_getter);
    let of_it = (!of_it.is_empty()).then(|| quote!(impl #name { #of_it }));
    quote! {
        #docs_of_it
        #[derive(#(#derives),*)]
        pub struct #name {
            #(#fields),*
        }

        #of_it
    }
}

pub(super) fn getters(members: &[Member]) -> TokenStream {
    members.iter().map(getter).collect()
}

fn getter(member: &Member) -> TokenStream {
    let (docs, getter) = (docs(&member.docs), ident(&member.field));
    let [of, gives, value] = types::getter(member);
    let must_use = (!member.is_stream()).then(|| quote!(#[must_use]));
    quote! {
        #docs
        #must_use
        pub fn #getter(#of) -> #gives {
            #value
        }
    }
}

fn debug(structure: &Structure) -> Option<TokenStream> {
    let id = structure.request_id().map(|id| {
        let id = ident(&id);
        quote!(#id: shown)
    });
    let fields = debug_fields(&structure.members).chain(id);
    debug_with(&structure.name, structure.debug, fields)
}

/// The `Debug` implementation of a structure with these fields, unless it is derived.
pub(super) fn debug_with(
    name: &str,
    debug: Debug,
    fields: impl Iterator<Item = TokenStream>,
) -> Option<TokenStream> {
    let name = ident(name);
    match debug {
        Debug::All => None,
        Debug::Nothing => Some(quote!(crate::runtime::implement_debug!(#name);)),
        Debug::Redacting => Some(quote!(crate::runtime::implement_debug!(#name #(, #fields)*);)),
    }
}

pub(super) fn debug_fields(members: &[Member]) -> impl Iterator<Item = TokenStream> {
    members.iter().map(|member| {
        let field = ident(&member.field);
        let name = member.field.strip_prefix("r#");
        let name = name.map(|name| quote!(as #name));
        if member.redacted {
            quote!(#field: redacted #name)
        } else {
            quote!(#field: shown #name)
        }
    })
}
