//! Settings and credentials from `aws-config`.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{
    ProvideCredentials, SharedCredentialsProvider, future::ProvideCredentials as Future,
};
use aws_types::SdkConfig;
use aws_types::app_name::AppName;
use aws_types::region::Region;
use aws_types::sdk_config::{Builder, RetryConfig, TimeoutConfig};
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use personalize_events::{
    Client, Config, ConfigBuilder, Credentials, CredentialsError as OwnError, PutUsersRequest,
    SdkCredentialsProvider, User,
};
use personalize_events_emulator::{Emulator, Fault};

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

fn users() -> PutUsersRequest {
    PutUsersRequest::builder()
        .dataset_arn(USERS)
        .users([User::builder().user_id("user-1")])
        .build()
        .expect("the user is valid")
}

/// A provider without a cache, as those of `aws-config`.
#[derive(Clone, Debug, Default)]
struct Counting {
    asked: Arc<AtomicUsize>,
    fails: bool,
}

impl ProvideCredentials for Counting {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Future::ready(if self.fails {
            Err(CredentialsError::provider_error("the profile has no role"))
        } else {
            let expiry = SystemTime::now() + Duration::from_secs(3600);
            let token = Some("the-token".to_owned());
            Ok(aws_credential_types::Credentials::new(
                "id",
                "the-secret",
                token,
                Some(expiry),
                "test",
            ))
        })
    }
}

async fn emulator() -> Emulator {
    Emulator::builder()
        .session_credentials("id", "the-secret", "the-token")
        .start()
        .await
        .expect("a port is free")
}

fn sdk(emulator: &Emulator, provider: &Counting) -> Builder {
    SdkConfig::builder()
        .region(Region::new("eu-west-1"))
        .endpoint_url(emulator.url())
        .credentials_provider(SharedCredentialsProvider::new(provider.clone()))
}

/// A provider for both clients.
#[derive(Clone, Debug)]
struct ForBoth(Counting);

impl ProvideCredentials for ForBoth {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        self.0.provide_credentials()
    }
}

impl personalize_events::ProvideCredentials for ForBoth {
    async fn provide_credentials(&self) -> Result<Credentials, OwnError> {
        self.0.asked.fetch_add(1, Ordering::SeqCst);
        Ok(Credentials::new("id", "the-secret").with_session_token("the-token"))
    }
}

#[tokio::test]
async fn a_provider_may_implement_both_traits() {
    let (emulator, provider) = (emulator().await, ForBoth(Counting::default()));
    let builder = || {
        let builder = Config::builder().region("eu-west-1");
        builder.endpoint_url(emulator.url())
    };
    let own = builder().credentials_provider(provider.clone());
    let adapted = builder().credentials_provider(SdkCredentialsProvider(provider.clone()));
    for (builder, asked) in [(own, 1), (adapted, 2)] {
        let client = Client::new(builder.build().unwrap()).unwrap();
        client.put_users(&users()).await.unwrap();
        assert_eq!(provider.0.asked.load(Ordering::SeqCst), asked);
    }
}

#[tokio::test]
async fn region_endpoint_credentials_and_application_name_of_the_sdk_config_apply() {
    let (emulator, provider) = (emulator().await, Counting::default());
    let sdk = sdk(&emulator, &provider)
        .app_name(AppName::new("films-import").unwrap())
        .build();
    let client = Client::new(Config::try_from(&sdk).unwrap()).unwrap();
    for _ in 0..3 {
        client.put_users(&users()).await.unwrap();
    }
    assert_eq!(
        provider.asked.load(Ordering::SeqCst),
        1,
        "the client caches credentials"
    );
    let request = &emulator.requests()[0];
    let agent = request.header("user-agent").unwrap();
    assert!(agent.ends_with(" app/films-import"), "{agent}");
    let signed = request.header("authorization").unwrap();
    assert!(signed.contains("/eu-west-1/personalize/"), "{signed}");
}

#[tokio::test]
async fn attempts_and_timeouts_of_the_sdk_config_apply() {
    let (emulator, provider) = (emulator().await, Counting::default());
    let once = sdk(&emulator, &provider)
        .retry_config(RetryConfig::standard().with_max_attempts(1))
        .build();
    emulator.inject_fault(Fault::status(500)).unwrap();
    let client = Client::new(Config::try_from(&once).unwrap()).unwrap();
    let error = client.put_users(&users()).await.unwrap_err();
    assert_eq!(error.attempts(), 1);

    let millis = Duration::from_millis;
    for (timeouts, expected) in [
        (
            TimeoutConfig::builder().operation_attempt_timeout(millis(90)),
            "timed out after 90ms waiting for the response",
        ),
        (
            TimeoutConfig::builder().read_timeout(millis(80)),
            "timed out after 80ms waiting for the response",
        ),
        (
            TimeoutConfig::builder().operation_timeout(millis(70)),
            "timed out after 70ms before the call was complete",
        ),
    ] {
        let sdk = sdk(&emulator, &provider)
            .retry_config(RetryConfig::disabled())
            .timeout_config(timeouts.build())
            .build();
        emulator
            .inject_fault(Fault::delay(Duration::from_secs(9)))
            .unwrap();
        let client = Client::new(Config::try_from(&sdk).unwrap()).unwrap();
        let error = client.put_users(&users()).await.unwrap_err();
        assert_eq!(error.to_string(), format!("{expected} (1 attempt)"));
    }
}

#[test]
fn settings_that_conflict_are_errors_of_the_conversion() {
    let sdk = SdkConfig::builder()
        .region(Region::new("eu-west-1"))
        .credentials_provider(SharedCredentialsProvider::new(Counting::default()))
        .endpoint_url("https://example.com")
        .use_fips(true)
        .use_dual_stack(true)
        .retry_config(RetryConfig::adaptive())
        .build();
    let error = Config::try_from(&sdk).unwrap_err();
    let [endpoint, mode] = error.problems() else {
        panic!("{error}");
    };
    assert!(endpoint.contains("FIPS and dual-stack"), "{endpoint}");
    assert!(
        mode.starts_with("the retry mode (AWS_RETRY_MODE, retry_mode)"),
        "{mode}"
    );
    // Settings from code take precedence.
    let builder = ConfigBuilder::from(&sdk).fips(false).dual_stack(false);
    assert!(builder.max_attempts(5).build().is_ok());
}

/// The endpoint of one service in a profile, looked up by the key that AWS documents, after the changes that
/// `aws-config` makes to the service id.
#[derive(Debug)]
struct Profile(String);

impl LoadServiceConfig for Profile {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        let in_files = key.service_id().to_lowercase().replace(' ', "-");
        let in_environment = key.service_id().to_uppercase().replace(' ', "_");
        let wanted = (
            "personalize_events",
            "PERSONALIZE_EVENTS",
            "AWS_ENDPOINT_URL",
            "endpoint_url",
        );
        let found = (
            in_files.as_str(),
            in_environment.as_str(),
            key.env(),
            key.profile(),
        );
        (found == wanted).then(|| self.0.clone())
    }
}

#[tokio::test]
async fn the_endpoint_of_the_service_takes_precedence() {
    let (emulator, provider) = (emulator().await, Counting::default());
    let mut builder = SdkConfig::builder()
        .region(Region::new("eu-west-1"))
        .credentials_provider(SharedCredentialsProvider::new(provider))
        .endpoint_url("http://127.0.0.1:1")
        .service_config(Profile(emulator.url().to_owned()));
    let origin = aws_types::origin::Origin::shared_profile_file();
    builder.insert_origin("endpoint_url", origin);
    let client = Client::new(Config::try_from(&builder.build()).unwrap()).unwrap();
    client.put_users(&users()).await.unwrap();
    assert_eq!(emulator.requests().len(), 1);
}

#[tokio::test]
async fn the_error_of_a_provider_includes_its_causes() {
    let emulator = emulator().await;
    let provider = Counting {
        fails: true,
        ..Counting::default()
    };
    let client =
        Client::new(Config::try_from(&sdk(&emulator, &provider).build()).unwrap()).unwrap();
    let error = client.put_users(&users()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no credentials: the credentials provider of the AWS SDK failed"
    );
    let source = error.source().and_then(|it| it.downcast_ref());
    assert!(matches!(source, Some(CredentialsError::ProviderError(_))));
    let text = format!("{error:#}");
    assert!(text.starts_with(&format!("{error}: ")), "{text}");
    assert!(text.ends_with(": the profile has no role"), "{text}");
}
