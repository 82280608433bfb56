//! The settings of a client, from code and from the environment.

#[cfg(feature = "aws-config-1")]
mod aws_config;
mod build;
mod builder;
mod credentials_source;
mod customizer;
mod dataset;
mod environment;
mod limits;
mod region_endpoint;
mod settings;
#[cfg(test)]
mod tests;

pub use builder::ConfigBuilder;
pub(crate) use customizer::Changes;
pub use customizer::ClientCustomizer;
pub(crate) use limits::Limits;
pub use settings::Config;
