//! Creates the client: with the settings and credentials of the AWS CLI, or for a local endpoint.

use anyhow::{Context as _, anyhow};
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::{BehaviorVersion, ConfigLoader, Region};
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

/// The event tracker of `--local` without `--tracking-id`.
const LOCAL_TRACKER: &str = "local";

/// The region of `--local` for events.
const LOCAL_REGION: &str = "us-east-1";

/// A client, its dataset or event tracker, and the local endpoint of `--local`.
pub(crate) struct Connection {
    pub(crate) client: Client,
    /// A dataset ARN or a tracking ID.
    pub(crate) destination: String,
    pub(crate) local: Option<Emulator>,
}

/// Starts a local endpoint and creates a client for it.
pub(crate) async fn local(
    put: &Put,
    destination: Option<&str>,
    dataset: &Dataset,
) -> anyhow::Result<Connection> {
    let schema = dataset.schema_of_keys()?;
    let name = schema.dataset_type().arn_name();
    let destination = match destination {
        Some(destination) => destination.to_owned(),
        None if dataset.has_events() => LOCAL_TRACKER.to_owned(),
        None => LOCAL_DATASET.to_owned() + name,
    };
    let emulator = Emulator::builder();
    let (mut emulator, region) = if dataset.has_events() {
        let emulator = emulator.tracker_schema(&destination, schema.to_json());
        (emulator, LOCAL_REGION)
    } else {
        let emulator = emulator.schema(&destination, schema.to_json());
        (emulator, dataset_arn::region(&destination))
    };
    if put.input.allow_null_text {
        emulator = emulator.allow_null_text();
    }
    let emulator = emulator.start().await?;
    let config = Config::builder()
        .region(region)
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(emulator.url())
        .build()?;
    Ok(Connection {
        client: Client::new(config)?,
        destination,
        local: Some(emulator),
    })
}

/// Creates a client with the settings and credentials of the AWS CLI. Without a region, it is in that of these settings.
pub(crate) async fn remote(
    put: &Put,
    destination: &str,
    region: Option<&str>,
) -> anyhow::Result<Connection> {
    aws_settings::check(put.profile.as_deref()).await?;
    // The HTTP client for credential providers uses `ring`, as the client itself does.
    let tls = Provider::Rustls(CryptoMode::Ring);
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(tls)
        .build_https();
    let region = match region {
        Some(region) => Region::new(region.to_owned()),
        None => configured_region(put, loader().http_client(http.clone())).await?,
    };
    let mut loader = loader().http_client(http.clone()).region(region.clone());
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
            let of_emulator = match &put.endpoint_url {
                Some(_) => {
                    ". An emulator accepts any: AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test"
                }
                None => "",
            };
            anyhow!(
                "{}; configure credentials as for the AWS CLI, or select a profile that has some with --profile{of_emulator}",
                name_flags(&format!("{error:#}"))
            )
        })?;
    }
    let config = ConfigBuilder::from(&sdk_config).allow_http(put.allow_http);
    let named = |error: ConfigError| anyhow!(name_flags(&format!("{error:#}")));
    Ok(Connection {
        client: Client::new(config.build().map_err(named)?).map_err(named)?,
        destination: destination.to_owned(),
        local: None,
    })
}

fn loader() -> ConfigLoader {
    aws_config::defaults(BehaviorVersion::latest())
}

/// The region of `AWS_REGION` or the profile.
async fn configured_region(put: &Put, loader: ConfigLoader) -> anyhow::Result<Region> {
    let mut loader = loader.no_credentials();
    if let Some(name) = &put.profile {
        loader = loader.profile_name(name);
    }
    let settings = loader.load().await;
    let region = settings.region().cloned();
    region
        .context("no region is set; pass --region, or set AWS_REGION or the region of the profile")
}
