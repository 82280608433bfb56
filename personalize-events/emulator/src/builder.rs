//! Configures and starts an emulator.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use crate::access::Hosts;
use crate::body::{MAX_INCOMPLETE_BYTES, READ_TIMEOUT};
use crate::credentials::{Credentials, Key};
use crate::dataset::{DatasetGroup, DatasetType, type_of_arn};
use crate::emulator::Emulator;
use crate::model::{DATASET, Destination, Model};
use crate::schema::Schema;
use crate::start_error::StartError;
use crate::state::{Clock, Memory, State};
use crate::store::Store;
use crate::validate::validate_member;
use crate::violation::{Constraint, Violation};

impl Emulator {
    /// Returns a builder with the defaults.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    /// Starts with the defaults: on a free port of 127.0.0.1, with every dataset and the access key `test` with the
    /// secret `test`.
    ///
    /// # Errors
    ///
    /// If the system provides no port.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }
}

/// Configures an [`Emulator`].
#[derive(Clone, Debug)]
#[must_use]
pub struct EmulatorBuilder {
    listen: SocketAddr,
    allow_remote: bool,
    allowed_hosts: Vec<String>,
    datasets: Vec<String>,
    schemas: Vec<(String, String)>,
    trackers: Vec<(String, String)>,
    credentials: Credentials,
    clock: Clock,
    pub(crate) read_timeout: Duration,
    pub(crate) max_incomplete_bytes: usize,
    allow_null_text: bool,
}

impl Default for EmulatorBuilder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            allow_remote: false,
            allowed_hosts: Vec::new(),
            datasets: Vec::new(),
            schemas: Vec::new(),
            trackers: Vec::new(),
            credentials: Credentials::default(),
            clock: Clock(Arc::new(SystemTime::now)),
            read_timeout: READ_TIMEOUT,
            max_incomplete_bytes: MAX_INCOMPLETE_BYTES,
            allow_null_text: false,
        }
    }
}

impl EmulatorBuilder {
    /// Sets the address to listen on. The default is a free port (0) of 127.0.0.1.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Allows an address that other machines can reach. Everyone who reaches it can read the stored records.
    pub fn allow_remote(mut self) -> Self {
        self.allow_remote = true;
        self
    }

    /// Allows requests to another host, by the name in their `Host` header, such as the name of a container.
    ///
    /// A web page can give its own host name the address of the emulator. So that it cannot read records, the emulator
    /// answers only `localhost` and loopback addresses, on an address that other machines can reach every IP address, and
    /// the hosts of this method.
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.allowed_hosts.push(host.into());
        self
    }

    /// Registers a dataset. If any is registered, requests for other datasets fail with `ResourceNotFoundException`;
    /// if none is, every ARN of a dataset is one.
    pub fn dataset(mut self, arn: impl Into<String>) -> Self {
        self.datasets.push(arn.into());
        self
    }

    /// Registers a dataset with its schema: the Avro JSON of `CreateSchema`, or a response of `DescribeSchema`. Keys of
    /// `properties` and columns are compared without `_` and case. Requests with records that do not match
    /// the schema fail with `InvalidInputException`.
    ///
    /// The schema of a dataset of type `INTERACTIONS` or `ACTION_INTERACTIONS` requires a
    /// [tracker](EmulatorBuilder::tracker), because events name a tracker and no dataset.
    pub fn schema(mut self, arn: impl Into<String>, schema: impl Into<String>) -> Self {
        let arn = arn.into();
        self.datasets.push(arn.clone());
        self.schemas.push((arn, schema.into()));
        self
    }

    /// Registers an event tracker with the ARN of its dataset group. The properties of its events and action interactions
    /// must match the [schemas](EmulatorBuilder::schema) of the group's datasets of type `INTERACTIONS` and
    /// `ACTION_INTERACTIONS`. If any tracker is registered, requests for others fail; if none is, every ID is a tracker.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_emulator::Emulator;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let schema = "";
    /// let emulator = Emulator::builder()
    ///     .schema("arn:aws:personalize:eu-west-1:123456789012:dataset/shop/INTERACTIONS", schema)
    ///     .tracker("tracking-id", "arn:aws:personalize:eu-west-1:123456789012:dataset-group/shop")
    ///     .start()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn tracker(mut self, id: impl Into<String>, dataset_group_arn: impl Into<String>) -> Self {
        self.trackers.push((id.into(), dataset_group_arn.into()));
        self
    }

    /// Adds credentials that requests may be signed with. Without any, these are `test` and `test`.
    pub fn credentials(self, key_id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.key(key_id.into(), secret.into(), None)
    }

    /// Adds temporary credentials. Requests that are signed with them must have the session token.
    pub fn session_credentials(
        self,
        key_id: impl Into<String>,
        secret: impl Into<String>,
        token: impl Into<String>,
    ) -> Self {
        self.key(key_id.into(), secret.into(), Some(token.into()))
    }

    fn key(mut self, id: String, secret: String, token: Option<String>) -> Self {
        self.credentials.insert(Key { id, secret, token });
        self
    }

    /// Replaces the clock, which signatures are checked with and responses have as their `Date`.
    pub fn clock(self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self {
            clock: Clock(Arc::new(now)),
            ..self
        }
    }

    /// Allows the text `null` as an ID. The service has been observed to drop an event with such an ID and to return
    /// success, so requests with one fail with `InvalidInputException` otherwise.
    pub fn allow_null_text(mut self) -> Self {
        self.allow_null_text = true;
        self
    }

    /// Starts the emulator in the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// If the address is not a loopback address and [`EmulatorBuilder::allow_remote`] was not called, if it is not
    /// available, or if a host, an ARN, a schema or a tracker is invalid.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let (emulator, _) = self.spawn().await?;
        Ok(emulator)
    }

    /// Starts the emulator in a thread with its own runtime.
    ///
    /// # Errors
    ///
    /// As [`EmulatorBuilder::start`], and if called within a runtime, which it would block.
    pub fn start_blocking(self) -> Result<Emulator, StartError> {
        if Handle::try_current().is_ok() {
            return Err(StartError::WithinRuntime);
        }
        let address = self.listen;
        let listen_error = |source| StartError::Listen { address, source };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(listen_error)?;
        let (emulator, server) = runtime.block_on(self.spawn())?;
        std::thread::Builder::new()
            .name("personalize-events-emulator".to_owned())
            .spawn(move || {
                // The task ends with an error when the emulator is dropped.
                let _ = runtime.block_on(server);
            })
            .map_err(listen_error)?;
        Ok(emulator)
    }

    /// Starts the server in a task of the current runtime.
    async fn spawn(mut self) -> Result<(Emulator, JoinHandle<()>), StartError> {
        let model = Model::embedded();
        let address = self.listen;
        if !self.allow_remote && !address.ip().is_loopback() {
            return Err(StartError::NotLoopback(address));
        }
        let hosts = Hosts::new(address.ip(), self.allowed_hosts).map_err(StartError::Host)?;
        let mut store = Store::default();
        for arn in self.datasets {
            let violations = violations(model, &arn);
            if !violations.is_empty() {
                return Err(StartError::Dataset { arn, violations });
            }
            store.register(Destination::Dataset, arn);
        }
        let trackers = trackers(self.trackers)?;
        for id in trackers.keys() {
            store.register(Destination::Tracker, id.clone());
        }
        let schemas = schemas(self.schemas, &trackers)?;
        if self.credentials.is_empty() {
            self.credentials.insert(Key {
                id: "test".to_owned(),
                secret: "test".to_owned(),
                token: None,
            });
        }
        let bind = async {
            let listener = TcpListener::bind(address).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let listen_error = |source| StartError::Listen { address, source };
        let (listener, address) = bind.await.map_err(listen_error)?;
        let state = State {
            allow_null_text: self.allow_null_text,
            model,
            credentials: self.credentials,
            clock: self.clock,
            hosts,
            read_timeout: self.read_timeout,
            incomplete_bytes: Semaphore::new(self.max_incomplete_bytes),
            schemas,
            trackers,
            memory: Mutex::new(Memory {
                store,
                ..Memory::default()
            }),
        };
        Ok(Emulator::serve(listener, address, state))
    }
}

/// Returns why an ARN is not that of a dataset.
fn violations(model: &Model, arn: &str) -> Vec<Violation> {
    let value = Value::from(arn);
    let mut violations: Vec<Violation> = model
        .dataset
        .iter()
        .flat_map(|member| validate_member(model, member, DATASET, &value))
        .collect();
    if violations.is_empty()
        && let Err(message) = type_of_arn(arn)
    {
        let all = DatasetType::ALL.map(DatasetType::name).join(", ");
        let message =
            format!("{message}; it must end in `:dataset/{{dataset group}}/` and one of {all}");
        violations.push(Violation::new(DATASET, Constraint::DatasetType, message));
    }
    violations
}

/// Returns the dataset groups of trackers by tracking ID.
fn trackers(
    registered: Vec<(String, String)>,
) -> Result<HashMap<String, DatasetGroup>, StartError> {
    let mut trackers = HashMap::new();
    for (id, arn) in registered {
        let mut problems = Vec::new();
        if id.is_empty() {
            problems.push("the ID is empty".to_owned());
        }
        if trackers.contains_key(&id) {
            problems.push("it is registered twice".to_owned());
        }
        match DatasetGroup::parse(&arn) {
            Some(group) if problems.is_empty() => {
                trackers.insert(id, group);
                continue;
            }
            Some(_) => {}
            None => problems.push(
                "the ARN must be that of a dataset group, such as \
                 arn:aws:personalize:eu-west-1:123456789012:dataset-group/shop"
                    .to_owned(),
            ),
        }
        return Err(StartError::Tracker { id, problems });
    }
    Ok(trackers)
}

/// Returns the schemas of datasets by ARN.
fn schemas(
    registered: Vec<(String, String)>,
    trackers: &HashMap<String, DatasetGroup>,
) -> Result<HashMap<String, Schema>, StartError> {
    let mut schemas = HashMap::new();
    for (arn, text) in registered {
        let (schema, mut problems) = match schema(&arn, &text) {
            Ok(schema) => (Some(schema), Vec::new()),
            Err(problems) => (None, problems),
        };
        problems.extend(lacks_tracker(&arn, trackers));
        if schemas.contains_key(&arn) {
            problems.push("the dataset has two schemas".to_owned());
        }
        match schema {
            Some(schema) if problems.is_empty() => schemas.insert(arn, schema),
            _ => return Err(StartError::Schema { arn, problems }),
        };
    }
    Ok(schemas)
}

fn schema(arn: &str, text: &str) -> Result<Schema, Vec<String>> {
    let ty = type_of_arn(arn).map_err(|problem| vec![problem])?;
    Schema::parse(ty, text)
}

/// Returns why no record would be validated with a schema of this dataset, if so.
fn lacks_tracker(arn: &str, trackers: &HashMap<String, DatasetGroup>) -> Option<String> {
    let ty = type_of_arn(arn).ok()?;
    let has_tracker = trackers.values().any(|group| group.dataset_arn(ty) == arn);
    if !ty.has_trackers() || has_tracker {
        return None;
    }
    let group = DatasetGroup::of_dataset(arn).map_or_else(String::new, |group| group.arn());
    Some(format!(
        "no record would be validated with it, because events name a tracker and no dataset; add a tracker of its \
         dataset group with `tracker` or `--tracker ID={group}`"
    ))
}
