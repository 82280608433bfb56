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
    #[non_exhaustive]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The error of the system.
        source: io::Error,
    },
    /// The ARN of a dataset is invalid.
    #[non_exhaustive]
    Dataset {
        /// The ARN.
        arn: String,
        /// Every violation of its constraints.
        violations: Vec<Violation>,
    },
    /// The schema of a dataset is invalid.
    #[non_exhaustive]
    Schema {
        /// The ARN of the dataset.
        arn: String,
        /// Every reason why the schema cannot be used.
        problems: Vec<String>,
    },
    /// A tracker is invalid.
    #[non_exhaustive]
    Tracker {
        /// The tracking ID.
        id: String,
        /// Every reason why the tracker is invalid.
        problems: Vec<String>,
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
            Self::Schema { arn, problems } => {
                let all = problems.join("; ");
                write!(f, "the schema of `{arn}` cannot be used: {all}")
            }
            Self::Tracker { id, problems } => {
                write!(f, "the tracker `{id}` is invalid: {}", problems.join("; "))
            }
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
