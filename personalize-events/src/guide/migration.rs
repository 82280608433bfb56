//! Migrate from AWS's SDK for Rust or from boto3.
//!
//! Three things differ from both: a request is built and validated before it is sent, and every violation is reported with
//! its path; `properties` are written from a struct; and the text of an error has all details.
//!
//! # From `aws-sdk-personalizeevents`
//!
//! | AWS's SDK for Rust | here |
//! |---|---|
//! | `aws_config::load_defaults(…).await` | [`Config::from_env`](crate::Config::from_env), or `aws_config` with the feature `aws-config-1` |
//! | `Client::new(&sdk_config)` | `Client::new(config)?`, `Client::new(Config::try_from(&sdk_config)?)?` |
//! | `client.put_users().dataset_arn(arn).users(user).send().await` | `client.put_users(&request).await`, with a built request |
//! | `.users(user)` adds one user | `.users([…])` sets all: users, builders, or results of building |
//! | `User::builder().user_id(…).properties(json).build()?` | `viewer.to_user()` of a struct with [`UserProperties`](macro@crate::UserProperties) |
//! | `DateTime::from_secs(…)` | [`Timestamp::from_secs`](crate::Timestamp::from_secs), `from_millis`, `now` |
//! | `DateTime::from_str(…, Format::DateTime)` | `"2023-11-14T22:13:20Z".parse::<Timestamp>()` |
//! | no validation | `build()` returns [`ValidationError`](crate::ValidationError) with the paths of all violations |
//! | `SdkError::ServiceError(e)`, `e.into_err()` | [`Error::Service`](crate::Error::Service) with `error`, or [`as_service`](crate::Error::as_service) |
//! | `PutUsersError::ResourceInUseException(_)` | `PutUsersError::ResourceInUse(_)` |
//! | `DisplayErrorContext(&error)` | `{error:#}` |
//! | `error.code()`, `error.message()` of `ProvideErrorMetadata` | [`code`](crate::Error::code), and [`Unhandled`](crate::Unhandled) for codes outside of the model |
//! | `RequestId::request_id(&response)` | `response.request_id()`, [`Error::request_id`](crate::Error::request_id) |
//! | `RetryConfig::standard().with_max_attempts(5)` | [`max_attempts(5)`](crate::ConfigBuilder::max_attempts) |
//! | `.customize().config_override(…)` of a call | [`client.customize()`](crate::Client::customize) derives a client |
//! | `TimeoutConfig` | [`connect_timeout`](crate::ConfigBuilder::connect_timeout), [`attempt_timeout`](crate::ConfigBuilder::attempt_timeout), [`operation_timeout`](crate::ConfigBuilder::operation_timeout); all have defaults |
//! | `IdentityCache::lazy().load_timeout(…)` | [`credentials_timeout`](crate::ConfigBuilder::credentials_timeout) |
//! | `BehaviorVersion` | none: the changelog lists changed defaults |
//! | `StaticReplayClient`, `aws-smithy-mocks` | the emulator: [`testing`](super::testing) |
//! | no blocking client | [`blocking::Client`](../../blocking/struct.Client.html) with the feature `blocking` |
//!
//! ```no_run
//! use personalize_events::{Client, Config, PutUsersError, PutUsersRequest, User};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! // let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);
//! let client = Client::new(Config::from_env()?)?;
//!
//! // let result = client.put_users().dataset_arn(arn)
//! //     .users(User::builder().user_id("user-1").properties(r#"{"age":"34"}"#).build()?)
//! //     .send().await;
//! let request = PutUsersRequest::builder()
//!     .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
//!     .users([User::builder().user_id("user-1").properties(r#"{"age":"34"}"#)])
//!     .build()?;
//! let result = client.put_users(&request).await;
//!
//! // match result.map_err(|error| error.into_service_error()) {
//! //     Err(PutUsersError::ResourceInUseException(_)) => …
//! if let Err(error) = result {
//!     match error.as_service() {
//!         Some(PutUsersError::ResourceInUse(_)) => println!("try again later"),
//!         _ => return Err(error.into()),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # From boto3's `put_users`
//!
//! | boto3 | here |
//! |---|---|
//! | `boto3.client("personalize-events", region_name="eu-west-1")` | `Client::new(Config::builder().region("eu-west-1").build()?)?`, or [`blocking::Client`](../../blocking/struct.Client.html) |
//! | `boto3.Session(profile_name="analytics")` | the feature `aws-config-1`: [`credentials`](mod@super::credentials) |
//! | `endpoint_url="http://…"` | [`endpoint_url`](crate::ConfigBuilder::endpoint_url); plain HTTP to another machine requires [`allow_http`](crate::ConfigBuilder::allow_http) |
//! | `client.put_users(datasetArn=arn, users=[…])` | `client.put_users(&request)`, with a built request |
//! | `{"userId": "user-1", "properties": json.dumps({"videosWatched": "45"})}` | a struct with `videos_watched: u32` and [`UserProperties`](macro@crate::UserProperties) |
//! | `"\|".join(genres)` | `Vec<Genre>` or `Vec<String>` |
//! | `ParamValidationError` | [`ValidationError`](crate::ValidationError), also for lengths and patterns |
//! | `client.exceptions.ResourceInUseException` | `PutUsersError::ResourceInUse` |
//! | `error.response["Error"]["Code"]`, `["ResponseMetadata"]["HTTPStatusCode"]`, `["RequestId"]` | [`code`](crate::Error::code), [`status`](crate::Error::status), [`request_id`](crate::Error::request_id) |
//! | `Config(retries={"total_max_attempts": 5, "mode": "standard"})` | [`max_attempts(5)`](crate::ConfigBuilder::max_attempts) |
//! | `Config(connect_timeout=3, read_timeout=10)` | [`connect_timeout`](crate::ConfigBuilder::connect_timeout), [`attempt_timeout`](crate::ConfigBuilder::attempt_timeout) |
//! | `Config(max_pool_connections=64)` | [`max_concurrent_calls(64)`](crate::ConfigBuilder::max_concurrent_calls) |
//! | `Config(user_agent_appid="films")` | [`app_name("films")`](crate::ConfigBuilder::app_name) |
//! | `botocore.stub.Stubber` | the emulator: [`testing`](super::testing) |
//! | `for i in range(0, len(users), 10): …; time.sleep(0.3)` | [`Bulk`](crate::bulk::Bulk), which batches, limits the rate, and reports the outcome of each record |
//!
//! ```no_run
//! use personalize_events::{Client, Config, PutUsersRequest, UserProperties};
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     videos_watched: u32, // "videosWatched": str(viewer.videos_watched)
//!     genres: Vec<String>, // "genres": "|".join(viewer.genres)
//! }
//!
//! # async fn example(viewers: Vec<Viewer>) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(Config::from_env()?)?;
//! for batch in viewers.chunks(10) {
//!     let request = PutUsersRequest::builder()
//!         .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
//!         .users(batch.iter().map(Viewer::to_user))
//!         .build()?;
//!     client.put_users(&request).await?;
//! }
//! # Ok(())
//! # }
//! ```
