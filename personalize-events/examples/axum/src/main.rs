//! A web service that puts a user whenever a profile changes, and tracks clicks: one client for all requests, errors as HTTP
//! statuses, and a graceful shutdown that sends the clicks that are pending.
//!
//! ```text
//! cargo run             # sends to an emulator in this process, whose URL it prints
//! cargo run -- ARN ID   # to your Users dataset and your event tracker; region and credentials come from the environment
//! ```
//!
//! If `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS` is set, the first command sends to the emulator at that URL, also with
//! settings of the environment (`AWS_REGION`, `AWS_ACCESS_KEY_ID` …). In another terminal:
//!
//! ```text
//! click() { curl -i -X POST "http://127.0.0.1:3000/films/$1/clicks" -b cookies.txt -c cookies.txt; }
//! click film-7                                                                   # 204, and a cookie with a new session
//! click film-8                                                                   # 204, in the same session
//! # Within a second, both are stored:
//! curl "$EMULATOR/_emulator/trackers/12345678-1234-1234-1234-123456789012/events"
//!
//! put() { curl -i -X PUT "http://127.0.0.1:3000/users/$1" -H 'content-type: application/json' -d "$2"; }
//! put viewer-1 '{"videosWatched": 45, "favouriteGenres": ["Comedy", "Drama"]}'   # 204
//! put null '{"videosWatched": 45, "favouriteGenres": ["Comedy|Drama"]}'          # 422: two violations
//!
//! # Three throttling errors, as many as the client has attempts. EMULATOR is the URL that the program prints.
//! curl "$EMULATOR/_emulator/faults" \
//!     -d '{"status": 400, "code": "ThrottlingException", "message": "Rate exceeded", "times": 3}'
//! put viewer-1 '{"videosWatched": 46, "favouriteGenres": []}'                    # 503, after up to three seconds
//! ```

use std::error::Error;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{post, put};
use axum::{Json, Router};
use personalize_events::events::{EventTracker, Session};
use personalize_events::{
    Client, Config, Credentials, Event, PutUsersError, PutUsersRequest, User, UserProperties,
    ValidationError,
};
use personalize_events_emulator::Emulator;
use serde::Deserialize;
use serde_json::json;
use tokio::net::TcpListener;

const ENDPOINT: &str = "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS";
const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
const TRACKER: &str = "12345678-1234-1234-1234-123456789012";

/// The body of a request, and the properties of the user.
#[derive(Deserialize, UserProperties)]
#[serde(rename_all = "camelCase")]
#[personalize(serde)] // the keys are those of serde
struct Profile {
    videos_watched: u32,
    favourite_genres: Vec<String>,
}

/// What all handlers share. Clones of a client share its connections and limits, and those of a tracker its queue.
#[derive(Clone)]
struct App {
    client: Client,
    dataset: String,
    tracker: EventTracker,
}

/// Tracks a click. The response does not wait for Amazon Personalize, and does not depend on it.
async fn click(
    State(app): State<App>,
    Path(film): Path<String>,
    headers: HeaderMap,
) -> impl IntoResponse {
    let session = session(&headers);
    let event = session.event(Event::now("click").item_id(film));
    if let Err(error) = app.tracker.track(event) {
        eprintln!("a click is not tracked: {error}"); // invalid, or the queue is full
    }
    // In production, sign the cookie: visitors can change it.
    let cookie = format!("session={}; Path=/; HttpOnly; SameSite=Lax", session.id());
    (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)])
}

/// The session of the cookie, or a new one. Add the ID of the user who is signed in, if your service knows it.
fn session(headers: &HeaderMap) -> Session {
    let cookies = headers.get_all(COOKIE).iter();
    let mut cookies = cookies
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split("; "));
    let id = cookies.find_map(|cookie| cookie.strip_prefix("session="));
    let of_cookie = id.and_then(|id| Session::from_ids(id, None::<String>).ok());
    of_cookie.unwrap_or_else(Session::anonymous)
}

async fn put_user(
    State(app): State<App>,
    Path(id): Path<String>,
    Json(profile): Json<Profile>,
) -> Result<StatusCode, Failure> {
    // Built apart from the request, so that the paths of violations do not start with `users[0]`.
    let user = User::builder()
        .user_id(id)
        .properties(profile.to_properties())
        .build()?;
    let request = PutUsersRequest::builder()
        .dataset_arn(app.dataset)
        .users([user])
        .build()?;
    app.client.put_users(&request).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Why a user was not put.
enum Failure {
    Invalid(ValidationError),
    Call(personalize_events::Error<PutUsersError>),
}

impl From<ValidationError> for Failure {
    fn from(error: ValidationError) -> Self {
        Self::Invalid(error)
    }
}

impl From<personalize_events::Error<PutUsersError>> for Failure {
    fn from(error: personalize_events::Error<PutUsersError>) -> Self {
        Self::Call(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Invalid(error) => {
                let violations: Vec<_> = error
                    .violations()
                    .iter()
                    .map(|violation| {
                        json!({ "path": violation.path(), "problem": violation.kind().to_string() })
                    })
                    .collect();
                let body = Json(json!({ "violations": violations }));
                (StatusCode::UNPROCESSABLE_ENTITY, body).into_response()
            }
            Self::Call(error) => {
                eprintln!("{error:#}"); // for operators: the caller cannot fix it
                if error.is_retryable() {
                    // Includes throttling. The client has already retried.
                    StatusCode::SERVICE_UNAVAILABLE.into_response()
                } else {
                    StatusCode::BAD_GATEWAY.into_response()
                }
            }
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arn = std::env::args().nth(1);
    let tracking_id = std::env::args().nth(2);
    let is_set = std::env::var(ENDPOINT).is_ok_and(|url| !url.is_empty());
    let emulator = if arn.is_some() || is_set {
        None
    } else {
        Some(Emulator::start().await?)
    };
    // Callers of this service wait for at most ten seconds, and so does the shutdown. What the code does not set comes
    // from the environment.
    let mut config = Config::builder().operation_timeout(Duration::from_secs(10));
    if let Some(emulator) = &emulator {
        println!("the emulator listens on {}", emulator.url());
        config = config
            .region("eu-west-1")
            .credentials(Credentials::new("test", "test"))
            .endpoint_url(emulator.url());
    }
    let client = Client::new(config.build()?)?;
    let tracker = EventTracker::builder(&client, tracking_id.as_deref().unwrap_or(TRACKER))
        .on_failure(|failed| eprintln!("a click is not stored: {}", failed.reason))
        .build()?;

    let app = Router::new()
        .route("/users/{id}", put(put_user))
        .route("/films/{id}/clicks", post(click))
        .with_state(App {
            client,
            tracker: tracker.clone(),
            dataset: arn.unwrap_or_else(|| DATASET.to_owned()),
        });
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("the service listens on http://{}", listener.local_addr()?);
    axum::serve(listener, app)
        .with_graceful_shutdown(async {
            if let Err(error) = tokio::signal::ctrl_c().await {
                eprintln!("Ctrl-C does not stop this program: {error}");
                std::future::pending().await
            }
        })
        .await?; // returns when all requests in flight have their responses
    let report = tracker.shutdown(Duration::from_secs(10)).await;
    println!("clicks at the end: {report}");
    Ok(())
}
