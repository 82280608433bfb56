//! Errors: what `Display`, its alternate form and `source` show.

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as StdError;
use std::path::Path;
use std::time::Duration;
use std::{fs, io};

use personalize_events::__private::{OperationError, PayloadError, TransportError};
use personalize_events::bulk::{
    Bulk, BulkError, RateLimiter, RecordOutcome, RecordResult, Summary,
};
use personalize_events::events::{EventTracker, Session};
use personalize_events::{
    AttemptReport, CallReport, Client, ColumnType, Config, ConfigBuilder, Credentials,
    CredentialsError, CsvError, CsvWriter, Error, Event, Item, JsonString, Outcome, PathSegment,
    Properties, PropertiesWriter, ProvideCredentials, PutActionInteractionsError, PutActionsError,
    PutEventsError, PutItemsError, PutItemsRequest, PutUsersError, PutUsersRequest,
    PutUsersResponse, ResponseMetadata, ServiceError, Timestamp, Unhandled, User, UserProperties,
    ValidationError, ValueWriter, Violation, ViolationKind, builders,
};
use personalize_events_emulator::{Emulator, Fault, Model, StartError};
use personalize_events_schema::{Schema, Type};

/// The causes of an error, the first one first.
fn causes(error: &dyn StdError) -> Vec<String> {
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        causes.push(error.to_string());
        cause = error.source();
    }
    causes
}

/// The types of errors that were checked.
#[derive(Default)]
struct Checked(BTreeSet<String>);

impl Checked {
    /// Checks an error that has a cause, or none.
    fn add<E: StdError + Send + Sync + 'static>(&mut self, error: E, has_cause: bool) {
        let name = type_name::<E>();
        let path = name.split('<').next().unwrap_or_default();
        self.0
            .insert(path.rsplit(':').next().unwrap_or_default().to_owned());
        let (text, all) = (error.to_string(), format!("{error:#}"));
        let causes = causes(&error);
        assert_eq!(!causes.is_empty(), has_cause, "{name}: {all}");
        assert!(!text.is_empty() && !text.contains('\n'), "{name}: {text}");
        for cause in &causes {
            assert!(!text.contains(cause.as_str()), "{name}: {text}");
        }
        // As `anyhow` formats it.
        let own = std::iter::once(text).chain(causes);
        assert_eq!(all, own.collect::<Vec<_>>().join(": "), "{name}");
    }
}

impl Checked {
    /// Checks errors without a cause.
    fn all<E: StdError + Send + Sync + 'static>(&mut self, errors: impl IntoIterator<Item = E>) {
        for error in errors {
            self.add(error, false);
        }
    }
}

/// The public types for which the sources below a folder implement `Error`.
fn implemented(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            implemented(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source file");
        let impls = text.lines().filter(|line| line.starts_with("impl"));
        found.extend(impls.filter_map(|line| {
            let (of, name) = line.split_once("Error for ")?;
            let is_error = of.ends_with([' ', ':']) || of.ends_with("Std");
            let name = name.split(['<', ' ']).next()?;
            let is_public = ["struct", "enum"]
                .into_iter()
                .any(|kind| text.contains(&format!("\npub {kind} {name}")));
            (is_error && is_public).then(|| name.to_owned())
        }));
        // As in generated code.
        for implement in [
            "::implement_error!(",
            "::implement_error_enum!(",
            "::implement_operation_error!(",
        ] {
            let names = text.split(implement).skip(1);
            let names = names.filter_map(|after| after.split([',', ')']).next());
            found.extend(names.map(|name| name.trim().to_owned()));
        }
    }
}

fn metadata(code: &str) -> ResponseMetadata {
    let body = format!(r#"{{"__type":"{code}","message":"because"}}"#);
    ResponseMetadata::from_parts(400, Vec::new(), body.into_bytes())
}

/// The errors of responses with these codes.
fn of_service<E: OperationError>(codes: [&str; 4]) -> [E; 4] {
    codes.map(|code| E::from_metadata(&metadata(code)))
}

fn config(url: &str) -> ConfigBuilder {
    Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(url)
        .max_attempts(1)
        .attempt_timeout(Duration::from_millis(500))
}

fn client(url: &str) -> Client {
    let config = config(url);
    Client::new(config.build().expect("valid settings")).expect("HTTP needs no certificates")
}

fn users() -> PutUsersRequest {
    PutUsersRequest::builder()
        .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
        .users([User::builder().user_id("user-1")])
        .build()
        .expect("the user is valid")
}

fn items() -> PutItemsRequest {
    PutItemsRequest::builder()
        .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/ITEMS")
        .items([Item::builder().item_id("item-1")])
        .build()
        .expect("the item is valid")
}

/// A provider that fails.
#[derive(Debug)]
struct Sealed(CredentialsError);

impl ProvideCredentials for Sealed {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        Err(self.0.clone())
    }
}

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: String,
    age: u8,
}

/// The errors of runs that the service rejects, and for which there are no credentials.
async fn of_bulk_runs(checked: &mut Checked, emulator: &Emulator, clients: [&Client; 2]) {
    for (client, has_cause) in clients.into_iter().zip([false, true]) {
        let missing = Fault::error(404, "ResourceNotFoundException", "no");
        emulator.inject_fault(missing).expect("a fault");
        let bulk = Bulk::users(client, users().dataset_arn());
        let records = [((), User::builder().user_id("user-1"))];
        let run = bulk.retry_timeout(Duration::ZERO).send_iter(records);
        let (_, report) = run.expect("valid settings").collect_rejects().await;
        checked.add(report.abort_error.clone().expect("an abort"), has_cause);
        checked.add(report.into_result().expect_err("an abort"), has_cause);
    }
    let failed = CsvError::from(io::Error::other("connection lost"));
    checked.add(BulkError::<User, _>::Source(failed), true);

    let bulk = Bulk::users(clients[0], users().dataset_arn());
    let run = bulk.send_iter([((), User::builder().user_id("user-1"))]);
    let report = run.expect("valid settings").into_report();
    checked.add(report.into_result().expect_err("unfinished"), false);
}

#[tokio::test]
async fn every_error_describes_its_own_level_and_its_alternate_form_all_causes() {
    let mut checked = Checked::default();

    // Of calls.
    let codes = [
        "InvalidInputException",
        "ResourceInUseException",
        "ResourceNotFoundException",
        "ThrottlingException",
    ];
    let converted = of_service::<PutUsersError>(codes).map(ServiceError::from);
    checked.all(converted);
    for error in of_service::<PutUsersError>(codes) {
        match error.clone() {
            PutUsersError::InvalidInput(error) => checked.add(error, false),
            PutUsersError::ResourceInUse(error) => checked.add(error, false),
            PutUsersError::ResourceNotFound(error) => checked.add(error, false),
            PutUsersError::Unhandled(error) => checked.add(error, false),
            other => panic!("{other}"),
        }
        checked.add(error, false);
    }
    checked.all(of_service::<PutItemsError>(codes));
    checked.all(of_service::<PutActionsError>(codes));
    checked.all(of_service::<PutEventsError>(codes));
    checked.all(of_service::<PutActionInteractionsError>(codes));
    checked.add(Unhandled::from_metadata(&metadata("")), false);

    let emulator = Emulator::builder().start().await.unwrap();
    let client_of_emulator = client(emulator.url());
    emulator
        .inject_fault(Fault::error(403, "AccessDeniedException", "no"))
        .unwrap();
    let rejected = client_of_emulator.put_users(&users()).await.unwrap_err();
    assert!(rejected.to_string().contains("; grant"), "{rejected}");
    checked.add(rejected, false);
    emulator
        .inject_fault(Fault::delay(Duration::from_secs(60)))
        .unwrap();
    let Err(Error::Timeout(timeout)) = client_of_emulator.put_users(&users()).await else {
        panic!("the emulator does not respond");
    };
    checked.add(timeout.clone(), false);
    checked.add(Error::<PutUsersError>::Timeout(timeout), false);
    let refused = client("http://127.0.0.1:1").put_users(&users()).await;
    let refused = refused.unwrap_err();
    assert!(causes(&refused).len() > 1, "{refused:#}");
    checked.add(refused, true);
    checked.add(TransportError::invalid("a header is invalid"), false);
    checked.add(TransportError::read(io::Error::other("no JSON")), true);
    let sealed = CredentialsError::new("the vault failed");
    checked.add(sealed.clone(), false);
    let sealed = sealed.with_source(CsvError::from(io::Error::other("it is sealed")));
    let without_credentials = Config::builder()
        .region("eu-west-1")
        .endpoint_url(emulator.url())
        .credentials_provider(Sealed(sealed.clone()));
    let without_credentials = Client::new(without_credentials.build().unwrap()).unwrap();
    checked.add(sealed.clone(), true);
    checked.add(Error::<PutUsersError>::Credentials(sealed), true);

    of_bulk_runs(
        &mut checked,
        &emulator,
        [&client_of_emulator, &without_credentials],
    )
    .await;

    of_trackers(&mut checked, &client_of_emulator).await;

    // Of settings and values.
    let config = Config::builder().region("no region").app_name("\n").build();
    checked.add(config.unwrap_err(), false);
    checked.add(RateLimiter::per_second(f64::NAN).unwrap_err(), false);
    let invalid = User::builder().user_id("").properties("{").build();
    checked.add(invalid.unwrap_err(), false);
    let mut csv = CsvWriter::users(Vec::new());
    let id = "x".repeat(300);
    checked.add(csv.write(&Viewer { id, age: 34 }).unwrap_err(), true);
    checked.add(CsvError::from(io::Error::other("the disk is full")), true);

    checked.add("yesterday".parse::<Timestamp>().unwrap_err(), false);

    // Of the bodies that only crates of other models have.
    checked.add(PayloadError::new("the file has changed".to_owned()), false);

    // Of the other crates.
    checked.add(Schema::parse(r#"{"type": "record"}"#).unwrap_err(), false);
    checked.add("text".parse::<Type>().unwrap_err(), false);
    checked.add(Model::parse("{\n1").unwrap_err(), false);
    let fault = emulator.inject_fault(Fault::error(1000, "", ""));
    checked.add(fault.unwrap_err(), false);

    let address = emulator.url().trim_start_matches("http://");
    let taken = Emulator::builder()
        .listen(address.parse().unwrap())
        .start()
        .await;
    let taken = taken.unwrap_err();
    assert!(matches!(taken, StartError::Listen { .. }), "{taken}");
    checked.add(taken, true);
    let remote = Emulator::builder()
        .listen("0.0.0.0:0".parse().unwrap())
        .start()
        .await;
    checked.add(remote.unwrap_err(), false);
    let schema = Emulator::builder().schema("arn", "{\n1").start().await;
    checked.add(schema.unwrap_err(), false);

    assert_eq!(checked.0, all_implemented());
}

/// The public errors of these features.
fn all_implemented() -> BTreeSet<String> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut expected = BTreeSet::new();
    for folder in ["src", "schema/src", "emulator/src"] {
        implemented(&package.join(folder), &mut expected);
    }
    if cfg!(not(feature = "spool")) {
        expected.remove("SpoolError");
    }
    expected
}

async fn of_trackers(checked: &mut Checked, client: &Client) {
    let tracker = EventTracker::builder(client, "tracker").max_queue_size(1);
    let tracker = tracker.build().expect("valid");
    let session = Session::anonymous();
    let invalid = tracker.track(session.event(Event::builder()));
    checked.add(invalid.expect_err("it fails"), false);
    tracker
        .track(session.event(Event::now("click")))
        .expect("valid");
    let full = tracker.track(session.event(Event::now("click")));
    checked.add(full.expect_err("it fails"), false);
    let _ = tracker.shutdown(Duration::ZERO).await;
    let shut_down = tracker.track(session.event(Event::now("click")));
    checked.add(shut_down.expect_err("it fails"), false);
    #[cfg(feature = "spool")]
    {
        use personalize_events::events::TrackError;

        let event = session.event(Event::now("click"));
        let no_spool = tracker.track_durable(event).await;
        let no_spool = no_spool.expect_err("there is none");
        if let TrackError::Spool(_, error) = no_spool {
            checked.add(error, false);
        }
    }
}

#[test]
fn the_causes_of_an_error_of_a_writer_are_not_lost() {
    let cause = TransportError::read(io::Error::other("no JSON"));
    let error = CsvError::from(io::Error::other(cause));
    assert_eq!(causes(&error).len(), 2, "{error:#}");
    Checked::default().add(error, true);
}

/// Puts a user and an item.
async fn put(client: &Client) -> Result<(), Error> {
    client.put_users(&users()).await?;
    client.put_items(&items()).await?;
    Ok(())
}

#[tokio::test]
async fn the_errors_of_all_operations_convert_into_one_type() {
    let emulator = Emulator::builder().start().await.unwrap();
    let client = client(emulator.url());
    put(&client).await.unwrap();
    for operation in ["PutUsers", "PutItems"] {
        for (code, is_busy) in [("ResourceInUseException", true), ("Novel", false)] {
            let fault = Fault::error(409, code, "because").for_operation(operation);
            emulator.inject_fault(fault).unwrap();
            let error = put(&client).await.unwrap_err();
            let found = matches!(error.as_service(), Some(ServiceError::ResourceInUse(_)));
            assert_eq!(found, is_busy, "{operation}: {error}");
            assert_eq!((error.code(), error.status()), (Some(code), Some(409)));
            assert_eq!((error.attempts(), error.is_retryable()), (1, false));
            assert_eq!(error.request_id().map(str::len), Some(36));
            let start = format!("{code}: because (HTTP 409, request id ");
            assert!(error.to_string().starts_with(&start), "{error}");
        }
    }
    let fault = Fault::error(400, "ThrottlingException", "slow down");
    emulator.inject_fault(fault).unwrap();
    let error = put(&client).await.unwrap_err();
    assert!(error.is_throttling() && error.is_retryable(), "{error}");
    emulator
        .inject_fault(Fault::delay(Duration::from_secs(60)))
        .unwrap();
    assert!(put(&client).await.unwrap_err().is_timeout());
    let error = put(&self::client("http://127.0.0.1:1")).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_connect()));
    assert!(error.source().is_some());
}

#[cfg(feature = "blocking")]
#[test]
fn the_errors_of_blocking_calls_convert_into_one_type() {
    use personalize_events::blocking::Client;

    fn put(client: &Client) -> Result<(), Error> {
        client.put_users(&users())?;
        client.put_items(&items())?;
        Ok(())
    }

    let config = config("http://127.0.0.1:1");
    let error = put(&Client::new(config.build().unwrap()).unwrap()).unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_connect()));
}

#[test]
fn violations_have_the_parts_of_their_paths() {
    use PathSegment::{Index, Member};

    let mut properties = Properties::new();
    properties.insert("a.b[0]", 1).insert("genres", ["a|b"]);
    let users = [
        User::builder().user_id("user-1").build(),
        properties.to_user("user-2"),
        User::builder().user_id("x".repeat(300)).build(),
    ];
    let error = PutUsersRequest::builder().users(users).build();
    let error = error.unwrap_err();
    let found: BTreeMap<&str, Vec<PathSegment<'_>>> = error
        .violations()
        .iter()
        .map(|violation| (violation.path(), violation.segments().collect()))
        .collect();
    let properties = |key| vec![Member("users"), Index(1), Member("properties"), Member(key)];
    let id = vec![Member("users"), Index(2), Member("userId")];
    let expected = [
        ("datasetArn", vec![Member("datasetArn")]),
        ("users[1].properties.a.b[0]", properties("a.b[0]")),
        ("users[1].properties.genres", properties("genres")),
        ("users[2].userId", id),
    ];
    assert_eq!(found, BTreeMap::from(expected));
}

#[test]
fn elements_of_lists_that_are_serialized_have_their_index_in_the_path() {
    let row = BTreeMap::from([("genres", vec![Some("Drama"), None])]);
    let user = Properties::from_serialize(&row).to_user("user-1");
    let error = user.unwrap_err();
    let [violation] = error.violations() else {
        panic!("{error}");
    };
    assert_eq!(violation.path(), "properties.genres[1]");
    let found: Vec<_> = violation.segments().collect();
    let list = [
        PathSegment::Member("properties"),
        PathSegment::Member("genres"),
    ];
    assert_eq!(found, [&list[..], &[PathSegment::Index(1)]].concat());
}

/// Every public type can be sent to another thread, used by several, and formatted for debugging.
#[test]
fn types_are_send_sync_and_debug() {
    fn check<T: Send + Sync + std::fmt::Debug>() {}
    fn check_error<T: StdError + Send + Sync + 'static>() {}

    check::<Client>();
    check::<Config>();
    check::<ConfigBuilder>();
    check::<Credentials>();
    check::<Violation>();
    check::<ViolationKind>();
    check::<PathSegment<'_>>();
    check::<Properties>();
    check::<PropertiesWriter>();
    check::<ValueWriter<'_>>();
    check::<ColumnType>();
    check::<CsvWriter<Vec<u8>, Viewer>>();
    check::<JsonString>();
    check::<Timestamp>();
    check::<AttemptReport<'_>>();
    check::<CallReport<'_>>();
    check::<Outcome>();
    check::<ResponseMetadata>();
    check::<RateLimiter>();
    check::<Bulk<User>>();
    check::<Summary>();
    check::<RecordOutcome<User>>();
    check::<RecordResult<u8, User>>();
    check::<PutUsersRequest>();
    check::<PutUsersResponse>();
    check::<builders::PutUsersRequestBuilder>();
    check::<builders::UserBuilder>();
    check::<User>();
    check::<Schema>();
    check::<Type>();
    check::<Emulator>();
    check::<Fault>();
    #[cfg(feature = "blocking")]
    check::<personalize_events::blocking::Client>();
    #[cfg(feature = "test-util")]
    check::<personalize_events::test_util::TestResponse>();
    check_error::<Error>();
    check_error::<Error<PutUsersError>>();
    check_error::<ValidationError>();
    check_error::<CsvError>();
}
