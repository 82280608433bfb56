//! The settings of a client, from code and from the environment.

#[cfg(feature = "aws-config")]
mod aws_config;
mod builder;
mod dataset;
mod environment;
mod limits;
mod settings;
#[cfg(test)]
mod tests;

pub use builder::ConfigBuilder;
pub(crate) use limits::Limits;
pub use settings::Config;
pub(crate) use settings::Settings;
