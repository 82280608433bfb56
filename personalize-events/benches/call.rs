//! Time and allocations of the parts of a call, and of tracking an event, without the network.
//!
//! ```text
//! cargo bench --package personalize-events --bench call
//! ```
//!
//! `cargo xtask bench` compares whole calls with those of other clients.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use personalize_events::__private::{OperationError, Request, ResponseMetadata, Transport};
use personalize_events::builders::PutUsersRequestBuilder;
use personalize_events::events::{EventTracker, Session};
use personalize_events::{
    Buildable, Client, Config, Credentials, Event, PutUsersError, PutUsersRequest,
    PutUsersResponse, User, UserProperties, ValidationError,
};
use tokio::runtime::Builder;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// The largest number of users in a call.
const TEN: usize = 10;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: String,
    membership: &'static str,
    number_of_videos_watched: u32,
    average_rating: f64,
    favourite_genres: [&'static str; 2],
    home_city: Option<&'static str>,
}

fn viewers() -> Vec<Viewer> {
    let viewer = |number: u32| Viewer {
        id: format!("user-{number}"),
        membership: "gold",
        number_of_videos_watched: 40 + number,
        average_rating: 3.5,
        favourite_genres: ["Comedy", "Drama"],
        home_city: number.is_multiple_of(2).then_some("\"The\" Hague"),
    };
    (0..10).map(viewer).collect()
}

fn users() -> Vec<Result<User, ValidationError>> {
    viewers().iter().map(Viewer::to_user).collect()
}

fn request() -> PutUsersRequest {
    let request = PutUsersRequest::builder().dataset_arn(USERS).users(users());
    request.build().expect("it is valid")
}

fn main() {
    divan::main();
}

#[divan::bench]
fn typed_users_to_properties(bencher: Bencher<'_, '_>) {
    let viewers = viewers();
    let bencher = bencher.counter(ItemsCount::new(TEN));
    bencher.bench_local(|| viewers.iter().map(Viewer::to_user).collect::<Vec<_>>());
}

#[divan::bench]
fn users_to_body(bencher: Bencher<'_, '_>) {
    let request = request();
    let bencher = bencher.counter(ItemsCount::new(TEN));
    bencher.bench_local(|| Request::of(&request));
}

#[divan::bench]
fn typed_users_to_body(bencher: Bencher<'_, '_>) {
    let viewers = viewers();
    let bencher = bencher.counter(ItemsCount::new(TEN));
    bencher.bench_local(|| {
        let users = viewers.iter().map(Viewer::to_user);
        let request = PutUsersRequest::builder().dataset_arn(USERS).users(users);
        Request::of(&request.build().expect("it is valid"))
    });
}

#[divan::bench]
fn validation_of_typed_users(bencher: Bencher<'_, '_>) {
    validate(bencher, users);
}

/// Properties from text are parsed to check that they are JSON.
#[divan::bench]
fn validation_of_users_with_texts(bencher: Bencher<'_, '_>) {
    validate(bencher, || {
        let texts = users().into_iter().map(|user| {
            let user = user.expect("it is valid");
            let properties = user.properties().expect("they are there").as_str();
            let builder = User::builder().user_id(user.user_id());
            builder.properties(properties)
        });
        texts.collect()
    });
}

#[divan::bench]
fn validation_of_users_with_two_mistakes_each(bencher: Bencher<'_, '_>) {
    let user = || User::builder().user_id("").properties("{\"age\":}");
    validate(bencher, || (0..TEN).map(|_| user()).collect());
}

fn validate<T>(bencher: Bencher<'_, '_>, users: impl Fn() -> Vec<T>)
where
    T: Buildable<User>,
{
    let builder = || PutUsersRequest::builder().dataset_arn(USERS).users(users());
    let bencher = bencher.counter(ItemsCount::new(TEN)).with_inputs(builder);
    bencher.bench_local_values(PutUsersRequestBuilder::build);
}

/// A client that connects to this machine, so that it needs no certificates.
fn client() -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .endpoint_url("http://127.0.0.1:9")
        .credentials(Credentials::new("AKIDEXAMPLE", "a secret"));
    Client::new(config.build().expect("the settings are valid")).expect("the client is created")
}

#[divan::bench]
fn a_new_client(bencher: Bencher<'_, '_>) {
    bencher.bench_local(client);
}

#[divan::bench]
fn a_client_with_another_timeout(bencher: Bencher<'_, '_>) {
    let client = client();
    let second = Duration::from_secs(1);
    bencher.bench_local(|| client.customize().attempt_timeout(second).build());
}

#[divan::bench]
fn a_client_with_other_credentials(bencher: Bencher<'_, '_>) {
    let client = client();
    let credentials = Credentials::new("AKIDEXAMPLE", "another secret");
    bencher.bench_local(|| client.customize().credentials(credentials.clone()).build());
}

/// Signs a request with a cached signing key.
#[divan::bench]
fn signing(bencher: Bencher<'_, '_>) {
    let credentials = Credentials::new("AKIDEXAMPLE", "a secret");
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(credentials.clone());
    let transport = Transport::new(config.build().expect("the settings are valid"));
    let transport = transport.expect("the client is created");
    let bencher = bencher.with_inputs(|| Request::of(&request()).expect("it is JSON"));
    let time: SystemTime = UNIX_EPOCH + Duration::from_secs(1_795_000_000);
    bencher.bench_local_values(|request| transport.prepare(&request, &credentials, time));
}

fn headers(code: &[&str]) -> Vec<(String, String)> {
    let id = ("x-amzn-requestid", "0f2e3d4c-5b6a-4798-8897-a6b5c4d3e2f1");
    let code = code.iter().map(|code| ("x-amzn-errortype", *code));
    let headers = code.chain([id, ("content-type", "application/json")]);
    headers
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[divan::bench]
fn response_of_success(bencher: Bencher<'_, '_>) {
    let bencher = bencher.with_inputs(|| headers(&[]));
    bencher.bench_local_values(|headers| {
        PutUsersResponse::from(ResponseMetadata::from_parts(200, headers, Vec::new()))
    });
}

#[divan::bench]
fn response_of_modeled_error(bencher: Bencher<'_, '_>) {
    error(
        bencher,
        "InvalidInputException",
        r#"{"message":"the properties of a user are not JSON"}"#,
    );
}

#[divan::bench]
fn response_of_another_error(bencher: Bencher<'_, '_>) {
    error(
        bencher,
        "ThrottlingException",
        r#"{"Message":"Rate exceeded"}"#,
    );
}

fn error(bencher: Bencher<'_, '_>, code: &str, body: &str) {
    let bencher = bencher.with_inputs(|| (headers(&[code]), body.as_bytes().to_vec()));
    bencher.bench_local_values(|(headers, body)| {
        let metadata = ResponseMetadata::from_parts(400, headers, body);
        PutUsersError::from_metadata(&metadata)
    });
}

/// What a handler of a service does: the event is built in its session, and put into the queue of the tracker, whose task
/// does not run meanwhile.
#[divan::bench(sample_count = 100, sample_size = 100)]
fn track_an_event(bencher: Bencher<'_, '_>) {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("it starts");
    let _guard = runtime.enter();
    let tracker = tracker();
    let session = session();
    bencher.bench_local(|| {
        let event = Event::now("click").item_id("film-1").event_value(1.5);
        tracker.track(session.event(event))
    });
}

/// The part of the tracker in it.
#[divan::bench(sample_count = 100, sample_size = 100)]
fn track_an_event_that_is_built(bencher: Bencher<'_, '_>) {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("it starts");
    let _guard = runtime.enter();
    let tracker = tracker();
    let event = || session().event(Event::now("click").item_id("film-1").event_value(1.5));
    let bencher = bencher.with_inputs(event);
    bencher.bench_local_values(|event| tracker.track(event));
}

fn tracker() -> EventTracker {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"))
        .build();
    let client = Client::new(config.expect("it is valid")).expect("it is made");
    let tracker = EventTracker::builder(&client, "tracker").max_queue_size(1_000_000);
    tracker.build().expect("it starts")
}

fn session() -> Session {
    Session::from_ids("session-1", Some("viewer-1")).expect("it is valid")
}
