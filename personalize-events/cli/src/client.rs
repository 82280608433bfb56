//! The client: settings and credentials as the AWS CLI has them, or a local endpoint.

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
use crate::error::Failure;

/// What `--local` puts into if no dataset is named, but for its kind.
const LOCAL_DATASET: &str = "arn:aws:personalize:us-east-1:000000000000:dataset/local/";

/// A client, and the local endpoint if it is for that.
pub(crate) struct Connected {
    pub(crate) client: Client,
    pub(crate) dataset_arn: String,
    pub(crate) local: Option<Emulator>,
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        // The library's advice is for those who have code.
        Self::new(
            error
                .to_string()
                .replace("`allow_http(true)`", "--allow-http"),
        )
    }
}

pub(crate) async fn connect(put: &Put, schema: &Schema) -> Result<Connected, Failure> {
    match &put.dataset_arn {
        dataset if put.local => {
            let kind = schema.name().to_uppercase();
            let dataset = dataset
                .clone()
                .unwrap_or_else(|| format!("{LOCAL_DATASET}{kind}"));
            local(dataset, schema).await
        }
        Some(dataset) => remote(put, dataset).await,
        None => Err(Failure::new("--dataset-arn is missing")),
    }
}

async fn local(dataset: String, schema: &Schema) -> Result<Connected, Failure> {
    let emulator = Emulator::builder().schema(&dataset, schema.to_json());
    let emulator = emulator
        .start()
        .await
        .map_err(|error| Failure::new(error.to_string()))?;
    let config = Config::builder()
        .region(region_of(&dataset).unwrap_or("us-east-1"))
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(emulator.url())
        .build()?;
    Ok(Connected {
        client: Client::new(config)?,
        dataset_arn: dataset,
        local: Some(emulator),
    })
}

async fn remote(put: &Put, dataset: &str) -> Result<Connected, Failure> {
    // The HTTP client for credentials that are asked for: with `ring`, as ours.
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
        // Before the keys of the environment, as with the AWS CLI.
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
        .build()?;
    Ok(Connected {
        client: Client::new(config)?,
        dataset_arn: dataset.to_owned(),
        local: None,
    })
}

/// The region that an ARN names.
fn region_of(arn: &str) -> Option<&str> {
    arn.split(':').nth(3).filter(|region| !region.is_empty())
}
