//! The root of a crate of its own: the façade `crate::runtime`, and the client.

use quote::quote;

use super::Emitted;
use crate::plan::Package;

pub(crate) fn package(package: &Package) -> Emitted {
    let client_docs = format!(" A client of {}.", package.title);
    Emitted {
        docs: package.docs.clone(),
        imports: vec![
            quote!(
                use std::sync::Arc;
            ),
            quote!(
                use runtime::Transport;
            ),
        ],
        items: quote! {
            mod generated;

            pub use generated::*;
            pub use personalize_events_codegen_runtime::{
                Blob, ByteStream, ConfigBuilder, ConfigError, Credentials, Document, DocumentError,
                Draft, Error, Invalid, Json, StreamError, Timestamp, Unhandled, UnknownNumber,
                UnknownValue,
            };

            /// The façade: everything that generated code may name.
            mod runtime {
                pub(crate) use super::Client;
                pub(crate) use personalize_events_codegen_runtime::*;
            }

            #[doc = #client_docs]
            #[derive(Clone, Debug)]
            pub struct Client {
                transport: Arc<Transport>,
            }

            impl Client {
                /// Makes a client; what the settings leave out is read from the environment.
                ///
                /// # Errors
                ///
                /// Every setting that is missing or unfit.
                pub fn new(config: ConfigBuilder) -> Result<Self, ConfigError> {
                    let config = config.build_for(&generated::SERVICE)?;
                    Ok(Self { transport: Arc::new(Transport::new(config)?) })
                }

                pub(crate) async fn send<O: runtime::Operation>(
                    &self,
                    operation: &O,
                ) -> Result<O::Response, Error<O::Error>> {
                    runtime::send(&self.transport, operation).await
                }
            }
        },
    }
}
