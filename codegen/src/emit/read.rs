//! Reading structures from JSON and from responses.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{default, ident, types};
use crate::plan::{Member, Part, Payload, Presence, Received, Structure};

pub(super) fn read(structure: &Structure, received: Received) -> TokenStream {
    let name = ident(&structure.name);
    match received {
        Received::Nested => {
            let fields = structure.members.iter().filter_map(of_json);
            quote!(crate::runtime::implement_read!(#name #(, #fields)*);)
        }
        Received::Output if is_body(&structure.members) => {
            let fields = structure.members.iter().filter_map(of_json);
            let id = structure.request_id().map(|id| ident(&id));
            quote! {
                crate::runtime::implement_output!(
                    http::Output, http::Response<'_>, #name, [#id] #(, #fields)*
                );
            }
        }
        Received::Output => {
            let body = body(&structure.members);
            let fields = structure.members.iter().map(of_response);
            let request_id = structure.request_id().map(|id| {
                let id = ident(&id);
                quote!(#id: response.request_id(),)
            });
            let streams = structure.members.iter().any(Member::is_stream);
            let streams = streams.then(|| quote! { const STREAMS: bool = true; });
            quote! {
                impl http::Output for #name {
                    #streams
                    fn read(response: &mut http::Response<'_>) -> Result<Self, json::Error> {
                        #body
                        Ok(Self { #(#fields,)* #request_id })
                    }
                }
            }
        }
    }
}

/// Whether there are members, and all are in the body.
fn is_body(members: &[Member]) -> bool {
    let mut parts = members.iter().map(|member| &member.part);
    !members.is_empty() && parts.all(|part| matches!(part, Part::Body(..)))
}

/// The variable for the object of the body, if a member is in it.
pub(super) fn body(members: &[Member]) -> Option<TokenStream> {
    let mut parts = members.iter().map(|member| &member.part);
    let any = parts.any(|part| matches!(part, Part::Body(..)));
    any.then(|| quote!(let mut object = response.object()?;))
}

/// A field from the object of a nested structure: `genre: optional("genre")`.
fn of_json(member: &Member) -> Option<TokenStream> {
    let Part::Body(name, format) = &member.part else {
        return None;
    };
    let field = ident(&member.field);
    let format = format.as_ref().filter(|format| format.is_for_reading());
    let read = ident(match (is_required(member), format) {
        (true, None) => "required",
        (true, Some(_)) => "required_as",
        (false, None) => "optional",
        (false, Some(_)) => "optional_as",
    });
    let format = format.map(|format| quote!(, #format));
    let default = default::or(&member.presence);
    Some(quote!(#field: #read(#name #format)#default))
}

fn from_object(member: &Member, name: &str, format: Option<&crate::plan::Format>) -> TokenStream {
    let name_of_method = if is_required(member) {
        "required"
    } else {
        "optional"
    };
    let method = types::read_method(name_of_method, format);
    let default = default::or(&member.presence);
    quote!(object.#method(#name)? #default)
}

fn is_required(member: &Member) -> bool {
    matches!(member.presence, Presence::Required)
}

/// A field from a response.
pub(super) fn of_response(member: &Member) -> TokenStream {
    let field = ident(&member.field);
    let required = is_required(member);
    let default = default::or(&member.presence);
    let value = match &member.part {
        Part::Body(name, format) => from_object(member, name, format.as_ref()),
        Part::Header(name, format) => {
            let name_of_method = if required {
                "required_header"
            } else {
                "header"
            };
            let method = types::read_method(name_of_method, format.as_ref());
            quote!(response.#method(#name)? #default)
        }
        Part::PrefixHeaders(prefix) => {
            let or = required.then(|| quote!(.unwrap_or_default()));
            quote!(response.prefix_headers(#prefix)? #or #default)
        }
        Part::StatusCode if required || default.is_some() => quote!(response.status_code()),
        Part::StatusCode => quote!(Some(response.status_code())),
        Part::Payload(payload) => match (payload, required) {
            (Payload::Structure | Payload::Json, true) => quote!(response.required_json_payload()?),
            (Payload::Structure | Payload::Json, false) => {
                quote!(response.json_payload()? #default)
            }
            (Payload::Text(_), true) => quote!(response.required_text_payload()?),
            (Payload::Text(_), false) => quote!(response.text_payload()? #default),
            (Payload::Blob(_), true) => quote!(response.blob_payload().unwrap_or_default()),
            (Payload::Blob(_), false) => quote!(response.blob_payload() #default),
            (Payload::Stream(_), _) => quote!(response.stream()),
        },
        // These are in requests only.
        Part::Label(_) | Part::Query(..) | Part::QueryParams => TokenStream::new(),
    };
    quote!(#field: #value)
}

/// The getter of the request ID.
pub(super) fn request_id(id: &Ident) -> TokenStream {
    quote! {
        /// The request ID, by which AWS Support can find the request.
        #[must_use]
        pub fn #id(&self) -> Option<&str> {
            self.#id.as_deref()
        }
    }
}
