//! What the parts of a call take that are no network, each alone: time and allocations.
//!
//! ```text
//! cargo bench --package personalize-events --bench call
//! ```
//!
//! The call as a whole, beside other clients, is measured by `cargo xtask bench`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use personalize_events::__private::{OperationError, Request, ResponseMetadata, Transport};
use personalize_events::builders::PutUsersRequestBuilder;
use personalize_events::{
    Buildable, Config, Credentials, PutUsersError, PutUsersRequest, PutUsersResponse, User,
    UserProperties, ValidationError,
};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// How many users a call takes at most.
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

/// Their properties have to be read to know that they are JSON.
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

/// From a body to a request that could be sent; the key of the day is the one of the call before.
#[divan::bench]
fn signing(bencher: Bencher<'_, '_>) {
    let credentials = Credentials::new("AKIDEXAMPLE", "a secret");
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(credentials.clone());
    let transport = Transport::new(config.build().expect("the settings fit"));
    let transport = transport.expect("it is made");
    let bencher = bencher.with_inputs(|| Request::of(&request()).expect("it is JSON"));
    let time: SystemTime = UNIX_EPOCH + Duration::from_secs(1_795_000_000);
    bencher.bench_local_values(|request| transport.prepare(request, &credentials, time));
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
fn answer_of_success(bencher: Bencher<'_, '_>) {
    let bencher = bencher.with_inputs(|| headers(&[]));
    bencher.bench_local_values(|headers| {
        PutUsersResponse::from(ResponseMetadata::from_parts(200, headers, Vec::new()))
    });
}

#[divan::bench]
fn answer_of_modelled_error(bencher: Bencher<'_, '_>) {
    error(
        bencher,
        "InvalidInputException",
        r#"{"message":"the properties of a user are no JSON"}"#,
    );
}

#[divan::bench]
fn answer_of_another_error(bencher: Bencher<'_, '_>) {
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
