//! The constant of the service.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::ServiceConst;

pub(super) fn service(constant: &ServiceConst) -> TokenStream {
    let ServiceConst {
        sdk_id,
        endpoint_prefix,
        signing_name,
    } = constant;
    quote! {
        /// The names and the endpoint prefix of the service.
        pub(crate) const SERVICE: Service = Service {
            sdk_id: #sdk_id,
            endpoint_prefix: #endpoint_prefix,
            signing_name: #signing_name,
        };
    }
}
