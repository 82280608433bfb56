//! Where keys come from, with an example for each setting.
//!
//! [`Config::from_env`](crate::Config::from_env) finds the keys of a container, an instance or the
//! environment without a line of code; what else there is takes one.
//!
//! | keys | what to do | refreshed |
//! |---|---|---|
//! | in the environment | nothing | no |
//! | of a task of Amazon ECS, of a pod of Amazon EKS (Pod Identity) | nothing | yes |
//! | of an instance of Amazon EC2 (`IMDSv2`) | nothing | yes |
//! | of AWS Lambda | nothing: they are in the environment | by the next environment |
//! | in code | `credentials(…)` | no |
//! | from a place of your own | `credentials_provider(…)` | yes |
//! | profiles, roles to assume, SSO, `credential_process`, web identity (IRSA) | the feature `aws-config` | yes |
//!
//! Keys are kept until about ten seconds before they expire, and new ones are asked for beside the calls
//! while the old ones are good. Clones of a client, and clients made of one `Config`, share them.
//!
//! # The environment, a container, an instance
//!
//! ```no_run
//! use personalize_events::{Client, Config};
//!
//! let client = Client::new(Config::from_env()?)?;
//! # Ok::<(), personalize_events::ConfigError>(())
//! ```
//!
//! The variables decide which it is, in this order, and nothing else is tried:
//!
//! 1. `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, with `AWS_SESSION_TOKEN` if the keys are temporary;
//! 2. `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `AWS_CONTAINER_CREDENTIALS_FULL_URI`, which Amazon ECS and
//!    Amazon EKS set;
//! 3. the metadata service of an instance, unless `AWS_EC2_METADATA_DISABLED=true`.
//!
//! `AWS_PROFILE` or `AWS_WEB_IDENTITY_TOKEN_FILE` without keys are an error, since AWS's SDKs would take
//! another identity than this client: turn on [`aws-config`](#profiles-sso-and-all-else). If there are no keys
//! at the end, the error of the call says where it looked and where it did not.
//!
//! In a container on an instance the metadata service may be out of reach: its answer goes one hop far, unless
//! the instance's hop limit is 2.
//!
//! # Keys in code
//!
//! ```
//! use personalize_events::{Config, Credentials};
//!
//! # let (id, secret, token) = ("AKIDEXAMPLE", "secret", "token"); // from where you keep them
//! let config = Config::builder()
//!     .region("eu-west-1")
//!     .credentials(Credentials::new(id, secret).with_session_token(token))
//!     .build()?;
//! # Ok::<(), personalize_events::ConfigError>(())
//! ```
//!
//! # A place of your own
//!
//! Whatever implements [`ProvideCredentials`](crate::ProvideCredentials), such as a client of your vault. It
//! says in [`Credentials::with_expiry`](crate::Credentials::with_expiry) how long they are good.
//!
//! ```
//! use std::future::Future;
//! use std::pin::Pin;
//! use std::time::{Duration, SystemTime};
//! use personalize_events::{Config, Credentials, CredentialsError, ProvideCredentials};
//!
//! #[derive(Debug)]
//! struct Vault;
//!
//! impl ProvideCredentials for Vault {
//!     fn provide_credentials(
//!         &self,
//!     ) -> Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + '_>> {
//!         Box::pin(async {
//!             let (id, secret) = ask().await?;
//!             let expiry = SystemTime::now() + Duration::from_secs(3600);
//!             Ok(Credentials::new(id, secret).with_expiry(expiry))
//!         })
//!     }
//! }
//!
//! async fn ask() -> Result<(String, String), CredentialsError> {
//!     Err(CredentialsError::new("the vault is sealed"))
//! }
//!
//! let config = Config::builder()
//!     .region("eu-west-1")
//!     .credentials_provider(Vault)
//!     .build()?;
//! # Ok::<(), personalize_events::ConfigError>(())
//! ```
//!
//! # Profiles, SSO and all else
//!
//! AWS's own `aws-config` knows them. With the feature `aws-config` this crate takes what it has read: region,
//! keys, endpoint, FIPS and dual-stack, attempts, timeouts and the name of the application.
//!
//! ```toml
//! [dependencies]
//! aws-config = "1"
//! personalize-events = { path = "…", features = ["aws-config"] }
//! ```
#![cfg_attr(feature = "aws-config", doc = "```no_run")]
#![cfg_attr(not(feature = "aws-config"), doc = "```ignore")]
//! use personalize_events::{Client, Config, ConfigError};
//!
//! # fn example(sdk_config: &aws_types::SdkConfig) -> Result<(), ConfigError> {
//! // let sdk_config = &aws_config::load_defaults(BehaviorVersion::latest()).await;
//! let client = Client::new(Config::from(sdk_config))?;
//! # Ok(())
//! # }
//! ```
//!
//! `ConfigBuilder::from` does the same and leaves room for settings of code. A whole program is in the
//! repository, under `personalize-events/examples/aws-config`. `SdkCredentialsProvider` adapts a single provider of
//! `aws-config` for [`credentials_provider`](crate::ConfigBuilder::credentials_provider). `aws-config` without
//! its default features needs one of its HTTP clients turned on (`default-https-client`), or it panics.
