//! How an emulator is to be, and why it did not start.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::SystemTime;

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::credentials::{Credentials, Key};
use crate::model::{DATASET, Model};
use crate::schema::Schema;
use crate::state::{Clock, State};
use crate::store::Store;
use crate::{Emulator, Violation, validate};

/// How an emulator is to be.
#[derive(Clone, Debug)]
#[must_use]
pub struct EmulatorBuilder {
    listen: SocketAddr,
    remote: bool,
    datasets: Vec<String>,
    schemas: Vec<(String, String)>,
    credentials: Credentials,
    clock: Clock,
}

impl Default for EmulatorBuilder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            remote: false,
            datasets: Vec::new(),
            schemas: Vec::new(),
            credentials: Credentials::default(),
            clock: Clock(Arc::new(SystemTime::now)),
        }
    }
}

impl EmulatorBuilder {
    /// Where to listen; port 0, the default, is any free one.
    pub fn listen(self, address: SocketAddr) -> Self {
        Self {
            listen: address,
            ..self
        }
    }

    /// Lets [`EmulatorBuilder::listen`] name an address that other machines can reach. Everyone who
    /// reaches it can read what is stored.
    pub fn allow_remote(self) -> Self {
        Self {
            remote: true,
            ..self
        }
    }

    /// Registers a dataset. Once one is registered there are no others: a request that names one
    /// is answered with `ResourceNotFoundException`. As long as none is, every well-formed ARN is
    /// a dataset from its first use on.
    pub fn dataset(mut self, arn: impl Into<String>) -> Self {
        self.datasets.push(arn.into());
        self
    }

    /// Registers a dataset with its schema, the Avro JSON of `CreateSchema`: a record whose
    /// properties do not fit is answered with `InvalidInputException`.
    pub fn schema(mut self, arn: impl Into<String>, schema: impl Into<String>) -> Self {
        let arn = arn.into();
        self.datasets.push(arn.clone());
        self.schemas.push((arn, schema.into()));
        self
    }

    /// Adds credentials that requests may be signed with; if none are added, these are `test` and
    /// `test`.
    pub fn credentials(self, key_id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.key(key_id.into(), secret.into(), None)
    }

    /// Adds temporary credentials: a request signed with them must carry their session token.
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

    /// Tells the time: signatures are checked against it, and answers carry it as their `Date`.
    pub fn clock(self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self {
            clock: Clock(Arc::new(now)),
            ..self
        }
    }

    /// Starts within the Tokio runtime of the caller.
    ///
    /// # Errors
    ///
    /// When the address is not a loopback one and [`EmulatorBuilder::allow_remote`] was not called, when
    /// the system does not give it, or when an ARN or a schema is not well-formed.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let (emulator, _) = self.spawn().await?;
        Ok(emulator)
    }

    /// Starts the server in a task of the current runtime.
    async fn spawn(self) -> Result<(Emulator, JoinHandle<()>), StartError> {
        let model = Model::embedded();
        if !self.remote && !self.listen.ip().is_loopback() {
            return Err(StartError::NotLoopback(self.listen));
        }
        let mut store = Store::default();
        for arn in self.datasets {
            let violations = violations(model, &arn);
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
        let mut credentials = self.credentials;
        if credentials.is_empty() {
            credentials.insert(Key {
                id: "test".to_owned(),
                secret: "test".to_owned(),
                token: None,
            });
        }
        let bound = async {
            let listener = TcpListener::bind(self.listen).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let (listener, address) = bound.await.map_err(|source| StartError::Listen {
            address: self.listen,
            source,
        })?;
        let state = State::new(model, credentials, self.clock, schemas, store);
        Ok(Emulator::serve(listener, address, state))
    }

    /// Starts with a runtime and a thread of its own, for callers that have none.
    ///
    /// # Errors
    ///
    /// Like [`EmulatorBuilder::start`], and when it is called from within a runtime, which it would block.
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
                // Dropping the emulator aborts the task.
                let _ = runtime.block_on(server);
            })
            .map_err(listen_error)?;
        Ok(emulator)
    }
}

fn violations(model: &Model, arn: &str) -> Vec<Violation> {
    let member = model.dataset.as_ref();
    member.map_or_else(Vec::new, |member| {
        validate::text(model, member, DATASET, arn)
    })
}

/// Why an emulator did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// Other machines could reach this address, and nobody said that they may.
    NotLoopback(SocketAddr),
    /// The system did not let it listen here.
    Listen {
        /// Where it should have listened.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The ARN of a dataset is not well-formed.
    Dataset {
        /// The ARN.
        arn: String,
        /// What is wrong with it.
        violations: Vec<Violation>,
    },
    /// The schema of a dataset cannot be read.
    Schema {
        /// The ARN.
        arn: String,
        /// What is wrong with it.
        problem: String,
    },
    /// It was to start in a blocking way within an asynchronous runtime.
    WithinRuntime,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback(address) => write!(
                f,
                "{address} is not a loopback address: other machines could read what is stored; \
                 allow this explicitly if it is wanted"
            ),
            Self::Listen { address, source } => write!(f, "cannot listen on {address}: {source}"),
            Self::Dataset { arn, violations } => {
                let all: Vec<&str> = violations.iter().map(Violation::message).collect();
                write!(f, "`{arn}` is not the ARN of a dataset: {}", all.join("; "))
            }
            Self::Schema { arn, problem } => {
                write!(f, "the schema of `{arn}` cannot be read: {problem}")
            }
            Self::WithinRuntime => f.write_str(
                "a blocking start would block the asynchronous runtime it is called from; \
                 await `start` instead",
            ),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Listen { source, .. } => Some(source),
            Self::NotLoopback(_)
            | Self::Dataset { .. }
            | Self::Schema { .. }
            | Self::WithinRuntime => None,
        }
    }
}
