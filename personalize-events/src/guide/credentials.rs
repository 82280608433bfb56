//! Sources of credentials, with an example for each.
//!
//! [`Config::from_env`](crate::Config::from_env) uses the credentials of the environment, a container or an instance.
//!
//! | source | setting | refreshed |
//! |---|---|---|
//! | environment variables | none | no |
//! | task of Amazon ECS, pod of Amazon EKS (Pod Identity) | none | yes |
//! | instance of Amazon EC2 (`IMDSv2`) | none | yes |
//! | AWS Lambda | none: environment variables | by a new environment |
//! | code | `credentials(…)` | no |
//! | your own provider | `credentials_provider(…)` | yes |
//! | profiles, assumed roles, SSO, `credential_process`, web identity (IRSA) | feature `aws-config-1` | yes |
//!
//! Credentials are used until they expire. In the last 10 to 15 seconds before that, a call starts a refresh in the
//! background. Clones of a client, and clients of one `Config`, share them. A provider that takes more than 30 seconds is
//! dropped and run again by a later call ([`credentials_timeout`](crate::ConfigBuilder::credentials_timeout)).
//!
//! # Environment, container, instance
//!
//! ```no_run
//! use personalize_events::{Client, Config};
//!
//! let client = Client::new(Config::from_env()?)?;
//! # Ok::<(), personalize_events::ConfigError>(())
//! ```
//!
//! The first source whose variables are set is used; others are not tried:
//!
//! 1. `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, with `AWS_SESSION_TOKEN` if the credentials are temporary;
//! 2. `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `AWS_CONTAINER_CREDENTIALS_FULL_URI`, which Amazon ECS and
//!    Amazon EKS set;
//! 3. the metadata service of an instance, unless `AWS_EC2_METADATA_DISABLED=true`.
//!
//! `AWS_PROFILE` or `AWS_WEB_IDENTITY_TOKEN_FILE` without keys is an error, because AWS's SDKs would use another identity:
//! enable [`aws-config-1`](#profiles-sso-and-others). If there are no credentials, the error of the call lists the sources
//! that were tried and those that were not.
//!
//! A container on an instance may not reach the metadata service, whose responses travel one network hop: set the
//! instance's hop limit to 2.
//!
//! # Credentials in code
//!
//! ```
//! use personalize_events::{Config, Credentials};
//!
//! # let (id, secret, token) = ("AKIDEXAMPLE", "secret", "token"); // from your own storage
//! let config = Config::builder()
//!     .region("eu-west-1")
//!     .credentials(Credentials::new(id, secret).with_session_token(token))
//!     .build()?;
//! # Ok::<(), personalize_events::ConfigError>(())
//! ```
//!
//! # Your own provider
//!
//! Implement [`ProvideCredentials`](crate::ProvideCredentials), for example with a client of your vault. Set the expiry with
//! [`Credentials::with_expiry`](crate::Credentials::with_expiry), as AWS returned it.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! use personalize_events::{Config, Credentials, CredentialsError, ProvideCredentials};
//!
//! #[derive(Debug)]
//! struct Vault;
//!
//! impl ProvideCredentials for Vault {
//!     async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
//!         let (id, secret) = ask().await?;
//!         let expiry = SystemTime::now() + Duration::from_secs(3600);
//!         Ok(Credentials::new(id, secret).with_expiry(expiry))
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
//! [`provide_credentials_fn`](crate::provide_credentials_fn) makes a provider of a closure. Share a provider between clients
//! in an `Arc`; clients of different `Config`s run it separately. The example `own_credentials` in the repository shows both.
//!
//! # Several identities
//!
//! A client signs with one identity. Derive a client for each other one, which shares connections and limits with it, and
//! reuse what you derive if it has a provider:
//!
//! ```
//! use personalize_events::{Client, ConfigError, Credentials};
//!
//! fn of_tenant(client: &Client, keys: Credentials) -> Result<Client, ConfigError> {
//!     client.customize().credentials(keys).build()
//! }
//! ```
//!
//! # Profiles, SSO and others
//!
//! AWS's crate `aws-config` supports them. With the feature `aws-config-1`, this crate uses its settings: region, credentials,
//! endpoint, FIPS and dual-stack, attempts, timeouts and the application name.
//!
//! ```toml
//! [dependencies]
//! aws-config = "1"
//! personalize-events = { path = "…", features = ["aws-config-1"] }
//! ```
#![cfg_attr(feature = "aws-config-1", doc = "```no_run")]
#![cfg_attr(not(feature = "aws-config-1"), doc = "```ignore")]
//! use personalize_events::{Client, Config, ConfigError};
//!
//! # fn example(sdk_config: &aws_types::SdkConfig) -> Result<(), ConfigError> {
//! // let sdk_config = &aws_config::load_defaults(BehaviorVersion::latest()).await;
//! let client = Client::new(Config::try_from(sdk_config)?)?;
//! # Ok(())
//! # }
//! ```
//!
//! `ConfigBuilder::from` does the same and allows more settings in code, which take precedence. `SdkCredentialsProvider` adapts a single provider
//! of `aws-config` for [`credentials_provider`](crate::ConfigBuilder::credentials_provider). The repository has a complete
//! program in `personalize-events/examples/aws-config`. Without default features, `aws-config` panics unless one of its HTTP
//! clients (`default-https-client`) is enabled.
