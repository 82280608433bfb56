//! The constants of the service.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    ArnCheck, ArnEndpoint, ArnPart, EndpointRow, EndpointScope, EndpointTable, Outcome,
    ServiceNames,
};

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
    // All tables have the same.
    let arn = endpoints.iter().find_map(|table| table.arn.as_ref());
    let arn = arn.map(arn_endpoint);
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

        #arn
    }
}

fn arn_endpoint(endpoint: &ArnEndpoint) -> TokenStream {
    let ArnEndpoint {
        invalid,
        checks,
        host_label,
    } = endpoint;
    let checks = checks.iter().map(|check| {
        let ArnCheck {
            part,
            value,
            is_equal,
            message,
        } = check;
        let part = arn_part(*part);
        quote!(http::ArnCheck { part: #part, value: #value, is_equal: #is_equal, message: #message })
    });
    let host_label = arn_part(*host_label);
    quote! {
        /// What the endpoint rules of the model require of an ARN, and the part of it before the host name.
        pub(super) const ENDPOINT_ARN: http::ArnEndpoint = http::ArnEndpoint {
            invalid: #invalid,
            checks: &[#(#checks),*],
            host_label: #host_label,
        };
    }
}

fn arn_part(part: ArnPart) -> TokenStream {
    let part = match part {
        ArnPart::Partition => quote!(Partition),
        ArnPart::Service => quote!(Service),
        ArnPart::Region => quote!(Region),
        ArnPart::AccountId => quote!(AccountId),
        ArnPart::ResourceType => quote!(ResourceType),
    };
    quote!(http::ArnPart::#part)
}

fn row(row: &EndpointRow) -> TokenStream {
    let EndpointRow {
        scope,
        fips,
        dual_stack,
        outcome,
        rejects_urls,
    } = row;
    let scope = match scope {
        EndpointScope::Regions(names) => quote!(http::EndpointScope::Regions(&[#(#names),*])),
        EndpointScope::Partitions(names) => quote!(http::EndpointScope::Partitions(&[#(#names),*])),
        EndpointScope::All => quote!(http::EndpointScope::All),
    };
    match outcome {
        Outcome::Error(message) => {
            let rejects_urls = rejects_urls.then(|| quote!(.rejecting_urls()));
            quote!(http::EndpointRule::error(#scope, #fips, #dual_stack, #message) #rejects_urls)
        }
        Outcome::Endpoint {
            url,
            signing_name,
            signing_region,
            // Operations have it.
            region_set: _,
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
