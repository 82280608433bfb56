//! The arguments of runs with a state: of `put-users`, `put-items` and `put-actions`.

use std::path::PathBuf;

use clap::Args;

/// How unchanged and deleted records are found.
#[derive(Args, Debug)]
pub(crate) struct StateFlags {
    /// Send only records that are new or changed since the last run with this file, which stores a fingerprint of each record
    /// that the service has acknowledged. A run that has stopped continues when the command is run again, also with standard
    /// input
    #[arg(long, value_name = "FILE", conflicts_with = "local")]
    pub(crate) state: Option<PathBuf>,
    /// Send unchanged records too
    #[arg(long, requires = "state")]
    pub(crate) full: bool,
    /// Write the IDs that the input no longer has to this new file, once all records were sent, and remove them from the state.
    /// For users it is what a data deletion job reads; beyond 100 MB there are several files, such as deleted-2.csv.
    /// The input must be a file that is complete, not a pipe: the output of a program that fails, such as `psql`, would look
    /// complete, and all users that it lacks would be listed
    #[arg(
        long,
        value_name = "FILE",
        requires = "state",
        conflicts_with = "dry_run"
    )]
    pub(crate) deleted: Option<PathBuf>,
}
