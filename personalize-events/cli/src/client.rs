//! Creates the client: with the settings and credentials of the AWS CLI, or for a local endpoint.

use anyhow::anyhow;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::{BehaviorVersion, Region};
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use personalize_events::{
    Client, Config, ConfigBuilder, ConfigError, Credentials, ProvideCredentials,
    SdkCredentialsProvider,
};
use personalize_events_emulator::Emulator;

use crate::arguments::Put;
use crate::aws_settings;
use crate::dataset::Dataset;
use crate::dataset_arn;
use crate::flags::name_flags;

/// The dataset of `--local` without `--dataset-arn`; its type is appended.
const LOCAL_DATASET: &str = "arn:aws:personalize:us-east-1:000000000000:dataset/local/";

/// A client, its dataset, and the local endpoint of `--local`.
pub(crate) struct Connection {
    pub(crate) client: Client,
    pub(crate) dataset_arn: String,
    pub(crate) local: Option<Emulator>,
}

/// Starts a local endpoint and creates a client for it.
pub(crate) async fn local(put: &Put, dataset: &Dataset) -> anyhow::Result<Connection> {
    let schema = dataset.schema_of_keys()?;
    let name = schema.dataset_type().arn_name();
    let dataset_arn = put.dataset_arn.clone();
    let dataset_arn = dataset_arn.unwrap_or_else(|| LOCAL_DATASET.to_owned() + name);
    let mut emulator = Emulator::builder().schema(&dataset_arn, schema.to_json());
    if put.input.allow_null_text {
        emulator = emulator.allow_null_text();
    }
    let emulator = emulator.start().await?;
    let config = Config::builder()
        .region(dataset_arn::region(&dataset_arn))
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(emulator.url())
        .build()?;
    Ok(Connection {
        client: Client::new(config)?,
        dataset_arn,
        local: Some(emulator),
    })
}

/// Creates a client with the settings and credentials of the AWS CLI, in the region of the dataset.
pub(crate) async fn remote(put: &Put, dataset_arn: &str) -> anyhow::Result<Connection> {
    aws_settings::check(put.profile.as_deref()).await?;
    // The HTTP client for credential providers uses `ring`, as the client itself does.
    let tls = Provider::Rustls(CryptoMode::Ring);
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(tls)
        .build_https();
    let region = Region::new(dataset_arn::region(dataset_arn).to_owned());
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http.clone())
        .region(region.clone());
    if let Some(name) = &put.profile {
        // `--profile` overrides the credentials of the environment, as in the AWS CLI.
        let config = ProviderConfig::without_region()
            .with_http_client(http)
            .with_region(Some(region));
        let credentials = ProfileFileCredentialsProvider::builder()
            .configure(&config)
            .profile_name(name);
        loader = loader
            .profile_name(name)
            .credentials_provider(credentials.build());
    }
    if let Some(url) = &put.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    let sdk_config = loader.load().await;
    if let Some(provider) = sdk_config.credentials_provider() {
        // A run would ask for them again until --retry-timeout, since a provider may fail for a while.
        let provided = SdkCredentialsProvider(provider).provide_credentials().await;
        provided.map_err(|error| {
            anyhow!(
                "{}; configure credentials as for the AWS CLI, or select a profile that has some with --profile",
                name_flags(&format!("{error:#}"))
            )
        })?;
    }
    let config = ConfigBuilder::from(&sdk_config).allow_http(put.allow_http);
    let named = |error: ConfigError| anyhow!(name_flags(&format!("{error:#}")));
    Ok(Connection {
        client: Client::new(config.build().map_err(named)?).map_err(named)?,
        dataset_arn: dataset_arn.to_owned(),
        local: None,
    })
}
