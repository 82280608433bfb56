//! Why an emulator does not start.

use std::fmt;
use std::io;
use std::net::SocketAddr;

use crate::violation::Violation;

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
    /// A tracker is invalid.
    Tracker {
        /// The tracking ID.
        id: String,
        /// Why the tracker is invalid.
        problem: String,
    },
    /// An allowed host is not the name of a host or an IP address.
    Host(String),
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
            Self::Listen { address, source } => {
                write!(f, "cannot listen on {address}")?;
                if f.alternate() {
                    write!(f, ": {source}")?;
                }
                Ok(())
            }
            Self::Dataset { arn, violations } => {
                let all: Vec<&str> = violations.iter().map(Violation::message).collect();
                write!(f, "`{arn}` is not the ARN of a dataset: {}", all.join("; "))
            }
            Self::Schema { arn, problem } => {
                write!(f, "the schema of `{arn}` cannot be used: {problem}")
            }
            Self::Tracker { id, problem } => write!(f, "the tracker `{id}` is invalid: {problem}"),
            Self::Host(host) => write!(
                f,
                "`{host}` is not a host: `allow_host` and `--allow-host` require a name or an IP address without a port"
            ),
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
