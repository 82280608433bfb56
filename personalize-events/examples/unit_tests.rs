//! Tests of an application that puts users: without a network, with constructed responses and errors; and against the
//! emulator, which validates requests and injects faults.
//!
//! ```sh
//! cargo test -p personalize-events-examples --features test-util --example unit_tests
//! ```

use std::fmt;

use personalize_events::{
    Client, Config, Error, PutUsersError, PutUsersRequest, PutUsersResponse, UserProperties,
    ValidationError,
};

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: String,
    videos_watched: u32,
}

/// Why a user is not stored, as the callers of `upsert` distinguish it.
#[derive(Debug)]
enum UpsertError {
    /// The user is invalid; it will not be stored however often it is put.
    Invalid(String),
    /// The service is not available; put the user again later.
    Unavailable(Error<PutUsersError>),
    /// Anything else, such as missing permissions.
    Other(Error<PutUsersError>),
}

impl fmt::Display for UpsertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(reason) => write!(f, "the user is invalid: {reason}"),
            Self::Unavailable(_) => f.write_str("users cannot be stored at present"),
            Self::Other(_) => f.write_str("users cannot be stored"),
        }
    }
}

impl std::error::Error for UpsertError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(_) => None,
            Self::Unavailable(error) | Self::Other(error) => Some(error),
        }
    }
}

impl From<ValidationError> for UpsertError {
    fn from(error: ValidationError) -> Self {
        Self::Invalid(error.to_string())
    }
}

impl From<Error<PutUsersError>> for UpsertError {
    fn from(error: Error<PutUsersError>) -> Self {
        match error.as_service() {
            Some(PutUsersError::InvalidInput(input)) => Self::Invalid(input.to_string()),
            _ if error.is_retryable() => Self::Unavailable(error),
            _ => Self::Other(error),
        }
    }
}

type PutResult = Result<PutUsersResponse, Error<PutUsersError>>;

/// What the application needs of the client. Unit tests implement it without a network.
trait Users {
    async fn put(&self, request: &PutUsersRequest) -> PutResult;
}

impl Users for Client {
    async fn put(&self, request: &PutUsersRequest) -> PutResult {
        self.put_users(request).await
    }
}

/// Stores a viewer and returns the id of the request, for the log.
async fn upsert(users: &impl Users, viewer: &Viewer) -> Result<Option<String>, UpsertError> {
    let request = PutUsersRequest::builder()
        .dataset_arn(USERS)
        .users([viewer.to_user()])
        .build()?;
    let response = users.put(&request).await?;
    Ok(response.request_id().map(str::to_owned))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(Config::from_env()?)?;
    println!("stored by request {:?}", upsert(&client, &viewer()).await?);
    Ok(())
}

fn viewer() -> Viewer {
    Viewer {
        id: "viewer-1".to_owned(),
        videos_watched: 45,
    }
}

/// Without a network.
#[cfg(test)]
mod unit {
    use std::io;
    use std::sync::Mutex;
    use std::time::Duration;

    use personalize_events::test_util::{self, TestResponse};

    use super::*;

    /// Returns a result once, and records the requests.
    struct Fake {
        result: Mutex<Option<PutResult>>,
        requests: Mutex<Vec<PutUsersRequest>>,
    }

    impl Fake {
        fn new(result: PutResult) -> Self {
            Self {
                result: Mutex::new(Some(result)),
                requests: Mutex::default(),
            }
        }
    }

    impl Users for Fake {
        async fn put(&self, request: &PutUsersRequest) -> PutResult {
            self.requests.lock().unwrap().push(request.clone());
            self.result
                .lock()
                .unwrap()
                .take()
                .expect("the application puts once")
        }
    }

    #[tokio::test]
    async fn returns_the_request_id() {
        let response = TestResponse::success().request_id("r-1").into_response();
        let fake = Fake::new(Ok(response));
        assert_eq!(
            upsert(&fake, &viewer()).await.unwrap().as_deref(),
            Some("r-1")
        );
        let requests = fake.requests.into_inner().unwrap();
        let user = &requests[0].users()[0];
        assert_eq!(user.user_id(), "viewer-1");
        assert_eq!(
            user.properties().unwrap().as_str(),
            r#"{"videosWatched":"45"}"#
        );
    }

    #[tokio::test]
    async fn does_not_send_an_invalid_user() {
        let fake = Fake::new(Ok(TestResponse::success().into_response()));
        let viewer = Viewer {
            id: String::new(),
            ..viewer()
        };
        let error = upsert(&fake, &viewer).await.unwrap_err();
        assert!(
            matches!(&error, UpsertError::Invalid(reason) if reason.contains("users[0].userId")),
            "{error}"
        );
        assert!(fake.requests.into_inner().unwrap().is_empty());
    }

    #[tokio::test]
    async fn distinguishes_errors() {
        let rejected = TestResponse::error(400, "InvalidInputException", "bad user");
        let error = upsert(&Fake::new(Err(rejected.into_error())), &viewer())
            .await
            .unwrap_err();
        assert!(matches!(error, UpsertError::Invalid(_)), "{error:?}");

        let throttled = TestResponse::error(400, "ThrottlingException", "Rate exceeded");
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        for error in [
            throttled.attempts(3).into_error(),
            TestResponse::error(503, "", "").into_error(),
            test_util::timeout_error(Duration::from_secs(60)).into(),
            test_util::connect_error(refused).into(),
        ] {
            let error = upsert(&Fake::new(Err(error)), &viewer()).await.unwrap_err();
            assert!(matches!(error, UpsertError::Unavailable(_)), "{error:?}");
        }

        let denied = TestResponse::error(403, "AccessDeniedException", "not authorized");
        let error = upsert(&Fake::new(Err(denied.into_error())), &viewer())
            .await
            .unwrap_err();
        assert!(matches!(error, UpsertError::Other(_)), "{error:?}");
    }
}

/// Against the emulator.
#[cfg(test)]
mod with_emulator {
    use personalize_events::Credentials;
    use personalize_events_emulator::{Emulator, Fault};

    use super::*;

    fn client(emulator: &Emulator) -> Client {
        let config = Config::builder()
            .region("eu-west-1")
            .credentials(Credentials::new("test", "test"))
            .endpoint_url(emulator.url())
            .random_source(|| 0.0) // no delays between attempts
            .build()
            .unwrap();
        Client::new(config).unwrap()
    }

    #[tokio::test]
    async fn throttling_is_retried() {
        let emulator = Emulator::builder()
            .schema(USERS, Viewer::schema())
            .start()
            .await
            .unwrap();
        emulator.inject_fault(Fault::throttling().times(2)).unwrap();
        upsert(&client(&emulator), &viewer()).await.unwrap();
        assert_eq!(emulator.call_counts()["PutUsers"], 3);
        let stored = emulator.user(USERS, "viewer-1").unwrap();
        assert_eq!(stored.properties()["videosWatched"], "45");
    }

    #[tokio::test]
    async fn longer_throttling_is_reported() {
        let emulator = Emulator::builder().start().await.unwrap();
        emulator.inject_fault(Fault::throttling().times(3)).unwrap();
        let error = upsert(&client(&emulator), &viewer()).await.unwrap_err();
        assert!(matches!(error, UpsertError::Unavailable(_)), "{error:?}");
        assert!(emulator.users(USERS).is_empty());
    }

    #[tokio::test]
    async fn a_user_that_the_dataset_does_not_accept_is_reported() {
        // The column AGE is new and required; the application does not know it yet.
        #[derive(UserProperties)]
        struct NewViewer {
            videos_watched: u32,
            age: u8,
        }

        let emulator = Emulator::builder()
            .schema(USERS, NewViewer::schema())
            .start()
            .await
            .unwrap();
        let error = upsert(&client(&emulator), &viewer()).await.unwrap_err();
        assert!(
            matches!(&error, UpsertError::Invalid(reason) if reason.contains("AGE")),
            "{error}"
        );
        assert!(emulator.users(USERS).is_empty());
    }
}
