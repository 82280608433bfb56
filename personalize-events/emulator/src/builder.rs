//! Configures and starts an emulator.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::credentials::{Credentials, Key};
use crate::emulator::Emulator;
use crate::model::{DATASET, Model};
use crate::schema::Schema;
use crate::state::{Clock, Memory, State};
use crate::store::Store;
use crate::validate::validate_member;
use crate::violation::Violation;

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
    datasets: Vec<String>,
    schemas: Vec<(String, String)>,
    credentials: Credentials,
    clock: Clock,
}

impl Default for EmulatorBuilder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            allow_remote: false,
            datasets: Vec::new(),
            schemas: Vec::new(),
            credentials: Credentials::default(),
            clock: Clock(Arc::new(SystemTime::now)),
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

    /// Registers a dataset. If any is registered, requests for other datasets fail with `ResourceNotFoundException`;
    /// if none is, every well-formed ARN is a dataset.
    pub fn dataset(mut self, arn: impl Into<String>) -> Self {
        self.datasets.push(arn.into());
        self
    }

    /// Registers a dataset with its schema, the Avro JSON of `CreateSchema`. Requests with records that do not match
    /// the schema fail with `InvalidInputException`.
    pub fn schema(mut self, arn: impl Into<String>, schema: impl Into<String>) -> Self {
        let arn = arn.into();
        self.datasets.push(arn.clone());
        self.schemas.push((arn, schema.into()));
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

    /// Starts the emulator in the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// If the address is not a loopback address and [`EmulatorBuilder::allow_remote`] was not called, if it is not
    /// available, or if an ARN or a schema is invalid.
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
        let mut store = Store::default();
        for arn in self.datasets {
            let member = model.dataset.iter();
            let value = Value::from(arn.as_str());
            let violations: Vec<Violation> = member
                .flat_map(|member| validate_member(model, member, DATASET, &value))
                .collect();
            if !violations.is_empty() {
                return Err(StartError::Dataset { arn, violations });
            }
            store.register(arn);
        }
        let mut schemas = HashMap::new();
        for (arn, text) in self.schemas {
            match Schema::parse(&text) {
                Ok(schema) => schemas.insert(arn, schema),
                Err(problem) => return Err(StartError::Schema { arn, problem }),
            };
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
            model,
            credentials: self.credentials,
            clock: self.clock,
            schemas,
            memory: Mutex::new(Memory {
                store,
                ..Memory::default()
            }),
        };
        Ok(Emulator::serve(listener, address, state))
    }
}

/// Why an emulator did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// Other machines can reach the address, which was not allowed.
    NotLoopback(SocketAddr),
    /// The address is not available.
    Listen {
        /// The address.
        address: SocketAddr,
        /// The error of the system.
        source: io::Error,
    },
    /// The ARN of a dataset is invalid.
    Dataset {
        /// The ARN.
        arn: String,
        /// Every violation of its constraints.
        violations: Vec<Violation>,
    },
    /// The schema of a dataset is invalid.
    Schema {
        /// The ARN of the dataset.
        arn: String,
        /// Why the schema is invalid.
        problem: String,
    },
    /// A blocking start within an asynchronous runtime.
    WithinRuntime,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback(address) => write!(
                f,
                "{address} is not a loopback address, so other machines could read the stored records; allow this with \
                 `allow_remote` or `--allow-remote`"
            ),
            Self::Listen { address, source } => write!(f, "cannot listen on {address}: {source}"),
            Self::Dataset { arn, violations } => {
                let all: Vec<&str> = violations.iter().map(Violation::message).collect();
                write!(f, "`{arn}` is not the ARN of a dataset: {}", all.join("; "))
            }
            Self::Schema { arn, problem } => {
                write!(f, "the schema of `{arn}` is invalid: {problem}")
            }
            Self::WithinRuntime => f.write_str(
                "a blocking start would block the asynchronous runtime; await `start` instead",
            ),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::Listen { source, .. } = self {
            Some(source)
        } else {
            None
        }
    }
}
