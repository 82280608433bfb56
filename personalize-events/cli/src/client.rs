//! Creates the client: with the settings and credentials of the AWS CLI, or for a local endpoint.

use anyhow::{anyhow, bail};
use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_config::{BehaviorVersion, Region};
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use personalize_events::{Client, Config, ConfigBuilder, ConfigError, Credentials};
use personalize_events_emulator::Emulator;
use personalize_events_schema::Schema;

use crate::arguments::Put;
use crate::dataset::Dataset;

/// The dataset of `--local` without `--dataset-arn`; its type is appended.
const LOCAL_DATASET: &str = "arn:aws:personalize:us-east-1:000000000000:dataset/local/";

/// A client, its dataset, and the local endpoint of `--local`.
pub(crate) struct Connection {
    pub(crate) client: Client,
    pub(crate) dataset_arn: String,
    pub(crate) local: Option<Emulator>,
}

pub(crate) async fn connect(put: &Put, dataset: &Dataset) -> anyhow::Result<Connection> {
    match &put.dataset_arn {
        arn if put.local => {
            let schema = dataset.schema_of_keys()?;
            let name = schema.dataset_type().name().to_uppercase();
            let arn = arn.clone();
            let arn = arn.unwrap_or_else(|| LOCAL_DATASET.to_owned() + &name);
            local(put, arn, &schema).await
        }
        Some(dataset) => remote(put, dataset).await,
        None => bail!("--dataset-arn is required"),
    }
}

async fn local(put: &Put, dataset: String, schema: &Schema) -> anyhow::Result<Connection> {
    let mut emulator = Emulator::builder().schema(&dataset, schema.to_json());
    if put.input.allow_null_text {
        emulator = emulator.allow_null_text();
    }
    let emulator = emulator.start().await?;
    let config = Config::builder()
        .region(region_of(&dataset).unwrap_or("us-east-1"))
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(emulator.url())
        .build()?;
    Ok(Connection {
        client: Client::new(config)?,
        dataset_arn: dataset,
        local: Some(emulator),
    })
}

async fn remote(put: &Put, dataset: &str) -> anyhow::Result<Connection> {
    // The HTTP client for credential providers uses `ring`, as the client itself does.
    let tls = Provider::Rustls(CryptoMode::Ring);
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(tls)
        .build_https();
    let mut profile = ProfileFileRegionProvider::builder();
    if let Some(name) = &put.profile {
        profile = profile.profile_name(name);
    }
    let region = RegionProviderChain::first_try(put.region.clone().map(Region::new))
        .or_else(EnvironmentVariableRegionProvider::new())
        .or_else(profile.build())
        .or_else(region_of(dataset).map(|region| Region::new(region.to_owned())))
        .region()
        .await;
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http.clone())
        .region(region.clone());
    if let Some(name) = &put.profile {
        // `--profile` overrides the credentials of the environment, as in the AWS CLI.
        let config = ProviderConfig::without_region()
            .with_http_client(http)
            .with_region(region);
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
    let config = ConfigBuilder::from(&sdk_config)
        .allow_http(put.allow_http)
        .build()
        .map_err(|error| name_flags(&error))?;
    Ok(Connection {
        client: Client::new(config).map_err(|error| name_flags(&error))?,
        dataset_arn: dataset.to_owned(),
        local: None,
    })
}

/// Replaces the settings of the library in a message by flags.
fn name_flags(error: &ConfigError) -> anyhow::Error {
    let text = error.to_string();
    anyhow!(text.replace("`allow_http(true)`", "--allow-http"))
}

/// Returns the region of an ARN.
fn region_of(arn: &str) -> Option<&str> {
    arn.split(':').nth(3).filter(|region| !region.is_empty())
}
