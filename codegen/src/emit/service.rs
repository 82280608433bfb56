//! The constant of the service.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::ServiceNames;

pub(super) fn service(names: &ServiceNames) -> TokenStream {
    let ServiceNames {
        sdk_id,
        endpoint_prefix,
        signing_name,
    } = names;
    quote! {
        /// The names and the endpoint prefix of the service.
        pub(crate) const SERVICE: Service = Service {
            sdk_id: #sdk_id,
            endpoint_prefix: #endpoint_prefix,
            signing_name: #signing_name,
        };
    }
}
