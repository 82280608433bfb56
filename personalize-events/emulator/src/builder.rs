//! Configures and starts an emulator.

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
use crate::dataset::{DatasetType, type_of_arn};
use crate::emulator::Emulator;
use crate::model::{DATASET, Destination, Model};
use crate::start_error::StartError;
use crate::state::{Clock, Memory, State};
use crate::store::{Limit, Store};
use crate::tracker::{Registration, Schemas};
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
    trackers: Vec<(String, Registration)>,
    storage_limit: Limit,
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
            storage_limit: Limit::default(),
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
    /// [tracker](EmulatorBuilder::tracker) of its group, because events name a tracker and no dataset.
    /// [`tracker_schema`](EmulatorBuilder::tracker_schema) needs neither ARN.
    pub fn schema(mut self, arn: impl Into<String>, schema: impl Into<String>) -> Self {
        let arn = arn.into();
        self.datasets.push(arn.clone());
        self.schemas.push((arn, schema.into()));
        self
    }

    /// Registers an event tracker with the ARN of its dataset group. The properties of its events and action interactions
    /// must match the [schemas](EmulatorBuilder::schema) of the group's datasets of type `INTERACTIONS` and
    /// `ACTION_INTERACTIONS`. If any tracker is registered, requests for others fail: `PutEvents` with
    /// `InvalidInputException`, because its model has no other error, `PutActionInteractions` with
    /// `ResourceNotFoundException`. If none is, every ID is a tracker.
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
        let group = Registration::DatasetGroup(dataset_group_arn.into());
        self.trackers.push((id.into(), group));
        self
    }

    /// Registers an event tracker with a schema that its events must match: the Avro JSON of `CreateSchema`, or a response
    /// of `DescribeSchema`.
    ///
    /// A schema of Interactions is for the events of `PutEvents`, one of Action interactions for `PutActionInteractions`.
    /// The name of its record determines which it is or, if that is another, the column `ACTION_ID`. A tracker can have both,
    /// in two calls; without a schema, records are only validated with the model. As after [`EmulatorBuilder::tracker`],
    /// requests for trackers that are not registered fail.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_emulator::Emulator;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let schema = r#"{"type": "record", "name": "Interactions", "fields": [
    ///     {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
    ///     {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"},
    ///     {"name": "DEVICE", "type": ["null", "string"], "categorical": true}]}"#;
    /// let emulator = Emulator::builder().tracker_schema("tracking-id", schema).start().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # What is validated
    ///
    /// - Each property is that of a column and has its type, and a column that is not nullable has a property or a member.
    /// - `eventValue` requires the column `EVENT_VALUE`, and is in its range. Other members of events need no column.
    /// - `IMPRESSION` and `RECOMMENDATION_ID` that are not nullable require the member: the service rejects them among the
    ///   properties.
    /// - An event may lack the item and the user: both members are optional in the model.
    pub fn tracker_schema(mut self, id: impl Into<String>, schema: impl Into<String>) -> Self {
        let schema = Registration::Schema(schema.into());
        self.trackers.push((id.into(), schema));
        self
    }

    /// Sets how many records are stored at most; by default [`MAX_STORED_RECORDS`](crate::MAX_STORED_RECORDS). Requests with
    /// further ones fail with `EmulatorStorageLimitReached`.
    pub fn max_stored_records(mut self, records: usize) -> Self {
        self.storage_limit.records = records;
        self
    }

    /// Sets how many bytes the stored records have together at most; by default
    /// [`MAX_STORED_BYTES`](crate::MAX_STORED_BYTES). Requests with further ones fail with `EmulatorStorageLimitReached`.
    ///
    /// The memory that the emulator needs for events of 250 bytes is about 1.4 times as large.
    pub fn max_stored_bytes(mut self, bytes: usize) -> Self {
        self.storage_limit.bytes = bytes;
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
        let mut store = Store::new(self.storage_limit);
        for arn in self.datasets {
            let violations = violations(model, &arn);
            if !violations.is_empty() {
                return Err(StartError::Dataset { arn, violations });
            }
            store.register(Destination::Dataset, arn);
        }
        let schemas = Schemas::parse(self.schemas, self.trackers)?;
        for id in schemas.trackers.keys() {
            store.register(Destination::Tracker, id.clone());
        }
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
