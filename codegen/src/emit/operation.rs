//! Operations: their constants, responses and errors, and the method of the client.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::{docs, error_enum, ident, pagination, read, waiter};
use crate::customizations::Step;
use crate::ir::Authentication;
use crate::plan::{Format, Method, Operation, Part, Payload, Write};

pub(super) fn operation(operation: &Operation) -> TokenStream {
    let (constants, response) = (constants(operation), response(operation));
    let methods = operation.methods.iter();
    let methods = methods.map(|one| method(operation, one));
    let errors = error_enum::operation_error(operation);
    let pagination = operation.pagination.as_ref();
    let pagination = pagination.map(|it| pagination::pagination(operation, it));
    let waiters = operation.waiters.iter();
    let waiters = waiters.map(|one| waiter::waiter(operation, one));
    quote!(#constants #response #errors #pagination #(#methods)* #(#waiters)*)
}

fn constants(operation: &Operation) -> TokenStream {
    let Operation { name, http, .. } = operation;
    let request = ident(&operation.request);
    let (response, error) = (ident(&operation.response), ident(&operation.error));
    let (method, path) = (&http.method, &http.path);
    let prefix = operation.host_prefix.as_ref();
    let prefix = prefix.map(|prefix| quote!(const HOST_PREFIX: &'static str = #prefix;));
    let headers = (!operation.headers.is_empty()).then(|| {
        let headers = operation.headers.iter();
        let headers = headers.map(|(name, value)| quote!((#name, #value)));
        quote!(const HEADERS: &'static [(&'static str, &'static str)] = &[#(#headers),*];)
    });
    let authentication = match &operation.authentication {
        Authentication::SigV4 => None,
        Authentication::SigV4a(regions) => Some(quote!(SigV4a { region_set: #regions })),
        Authentication::Bearer => Some(quote!(Bearer)),
        Authentication::Anonymous => Some(quote!(Anonymous)),
    };
    let authentication = authentication.map(|scheme| {
        quote!(const AUTHENTICATION: http::Authentication = http::Authentication::#scheme;)
    });
    let optional = operation.authentication_is_optional;
    let optional = optional.then(|| {
        quote!(
            const AUTHENTICATION_IS_OPTIONAL: bool = true;
        )
    });
    let unsigned = operation.unsigned_payload;
    let unsigned = unsigned.then(|| {
        quote!(
            const UNSIGNED_PAYLOAD: bool = true;
        )
    });
    let endpoint = operation.endpoint;
    let endpoint = (endpoint > 0).then(|| {
        let endpoint = Literal::usize_unsuffixed(endpoint);
        quote!(const ENDPOINT: usize = #endpoint;)
    });
    let write = operation.writes.as_deref().map(write);
    let dataset = operation.dataset.as_ref().map(|(arn, dataset_type)| {
        let arn = ident(arn);
        quote! {
            fn dataset(&self) -> Option<DatasetArn<'_>> {
                Some(DatasetArn { arn: &self.#arn, dataset_type: #dataset_type })
            }
        }
    });
    quote! {
        impl Operation for #request {
            type Response = #response;
            type Error = #error;
            const NAME: &'static str = #name;
            const METHOD: &'static str = #method;
            const PATH: &'static str = #path;
            #prefix
            #headers
            #authentication
            #optional
            #unsigned
            #endpoint

            #dataset

            #write
        }
    }
}

/// The method that writes the request, if not all members are in the body.
fn write(writes: &[Write]) -> TokenStream {
    let steps = writes.iter().map(|write| match write {
        Write::Host { wire, field } => {
            let field = ident(field);
            quote!(request.host_label(#wire, &self.#field);)
        }
        Write::WithoutEndpoint { wire, field } => {
            let field = ident(field);
            quote!(request.without_endpoint(#wire, self.#field.as_ref());)
        }
        Write::EndpointArn { wire, field } => {
            let field = ident(field);
            quote!(request.endpoint_arn(&super::service::ENDPOINT_ARN, #wire, &self.#field);)
        }
        Write::Member { wire, field, part } => member(wire, field, part),
        Write::Body => quote!(request.json(self);),
        Write::Gzip => quote!(request.gzip();),
        Write::ContentMd5 => quote!(request.content_md5();),
        Write::Checksum {
            wire,
            field,
            header,
        } => {
            let field = ident(field);
            let header = header.as_ref();
            let header = header.map_or_else(|| quote!(None), |header| quote!(Some(#header)));
            quote!(request.checksum(#wire, &self.#field, #header);)
        }
        Write::Last(Step::PostQuery) => quote!(request.post_query();),
        Write::Last(Step::TreeHash) => quote!(request.tree_hash();),
    });
    let request = if writes.is_empty() {
        quote!(_)
    } else {
        quote!(request)
    };
    quote! {
        fn write(&self, #request: &mut http::RequestWriter) {
            #(#steps)*
        }
    }
}

fn member(wire: &str, field: &str, part: &Part) -> TokenStream {
    let field = ident(field);
    let value = quote!(&self.#field);
    let called = |method: &str, name: &str, format: &Option<Format>| {
        let method = if let Some(format) = format {
            let method = ident(&format!("{method}_as"));
            quote!(#method::<#format>)
        } else {
            ident(method).into_token_stream()
        };
        quote!(request.#method(#name, #value);)
    };
    match part {
        Part::Label(format) => called("label", wire, format),
        Part::Query(name, format) => called("query", name, format),
        Part::Header(name, format) => called("header", name, format),
        Part::QueryParams => quote!(request.query_params(#value);),
        Part::PrefixHeaders(prefix) => quote!(request.prefix_headers(#prefix, #value);),
        Part::Payload(payload) => match payload {
            Payload::Structure => quote!(request.structure_payload(#value);),
            Payload::Json => quote!(request.json_payload(#value);),
            Payload::Text(content_type) => quote!(request.text_payload(#content_type, #value);),
            Payload::Blob(content_type) => quote!(request.blob_payload(#content_type, #value);),
            Payload::Stream(content_type) => {
                quote!(request.stream_payload(#content_type, #value);)
            }
        },
        // The body is written as a whole; a status code is never written.
        Part::Body(..) | Part::StatusCode => TokenStream::new(),
    }
}

fn response(operation: &Operation) -> Option<TokenStream> {
    let response = ident(&operation.response);
    let docs = docs(operation.response_docs.as_ref()?);
    let request_id = read::request_id(&ident("request_id"));
    Some(quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #response {
            request_id: Option<String>,
        }

        impl #response {
            #request_id
        }

        impl From<ResponseMetadata> for #response {
            fn from(metadata: ResponseMetadata) -> Self {
                Self { request_id: metadata.into_request_id() }
            }
        }
    })
}

fn method(operation: &Operation, method: &Method) -> TokenStream {
    let (docs, feature) = (docs(&method.docs), method.feature.iter());
    let client = ident(method.client);
    let (name, request) = (ident(&operation.method), ident(&operation.request));
    let (response, error) = (ident(&operation.response), ident(&operation.error));
    let (asynchronous, wait) = if method.is_async {
        (quote!(async), quote!(.await))
    } else {
        (quote!(), quote!())
    };
    quote! {
        #(#[cfg(feature = #feature)])*
        impl crate::runtime::#client {
            #docs
            pub #asynchronous fn #name(&self, request: &#request) -> Result<#response, Error<#error>> {
                self.send(request)#wait
            }
        }
    }
}
