//! The constants of the service.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{EndpointRow, EndpointScope, EndpointTable, Outcome, ServiceNames};

pub(super) fn service(names: &ServiceNames, endpoints: &[EndpointTable]) -> TokenStream {
    let ServiceNames {
        sdk_id,
        endpoint_prefix,
        signing_name,
    } = names;
    let tables = endpoints.iter().map(|table| {
        let rows = table.rows.iter().map(row);
        quote!(&[#(#rows),*])
    });
    let endpoints = (!endpoints.is_empty()).then(|| {
        quote! {
            /// The endpoints that are not the standard ones, by the endpoint rules of the model.
            pub(crate) const ENDPOINTS: &[&[http::EndpointRule]] = &[#(#tables),*];
        }
    });
    quote! {
        /// The names and the endpoint prefix of the service.
        pub(crate) const SERVICE: Service = Service {
            sdk_id: #sdk_id,
            endpoint_prefix: #endpoint_prefix,
            signing_name: #signing_name,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        };

        #endpoints
    }
}

fn row(row: &EndpointRow) -> TokenStream {
    let EndpointRow {
        scope,
        fips,
        dual_stack,
        outcome,
    } = row;
    let scope = match scope {
        EndpointScope::Regions(names) => quote!(http::EndpointScope::Regions(&[#(#names),*])),
        EndpointScope::Partitions(names) => quote!(http::EndpointScope::Partitions(&[#(#names),*])),
        EndpointScope::All => quote!(http::EndpointScope::All),
    };
    match outcome {
        Outcome::Error(message) => {
            quote!(http::EndpointRule::error(#scope, #fips, #dual_stack, #message))
        }
        Outcome::Endpoint {
            url,
            signing_name,
            signing_region,
        } => {
            let rule = quote!(http::EndpointRule::url(#scope, #fips, #dual_stack, #url));
            if signing_name.is_none() && signing_region.is_none() {
                return rule;
            }
            let (name, region) = (
                option(signing_name.as_ref()),
                option(signing_region.as_ref()),
            );
            quote!(#rule.sign(#name, #region))
        }
    }
}

fn option(text: Option<&String>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}
