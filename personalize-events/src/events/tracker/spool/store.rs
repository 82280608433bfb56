//! The file of a spool: events by their number, in a `redb` database.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use redb::{Database, DatabaseError, ReadableTable, TableDefinition};

use super::super::spool_error::SpoolError;

/// The format of the file, and the tracking ID of its events.
const META: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");
const EVENTS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("events");

const FORMAT: &[u8] = b"1";

/// Of the pages that are read or written. The default is 1 GiB.
const CACHE_BYTES: usize = 4 * 1024 * 1024;

/// The numbers of events with their text.
pub(super) type Records = Vec<(u64, Vec<u8>)>;

pub(super) struct Store {
    path: PathBuf,
    tracking_id: String,
    /// `None` after an error, until it is opened again.
    database: Option<Database>,
}

impl Store {
    /// Opens or creates the file. Returns the number of the next event too.
    pub(super) fn open(path: PathBuf, tracking_id: String) -> Result<(Self, u64), SpoolError> {
        let mut store = Self {
            path,
            tracking_id,
            database: None,
        };
        let next = store.with(|database| {
            let transaction = database.begin_read().map_err(failed)?;
            let events = transaction.open_table(EVENTS).map_err(failed)?;
            let last = events.last().map_err(failed)?;
            Ok(last.map_or(1, |(number, _)| number.value() + 1))
        })?;
        Ok((store, next))
    }

    /// Adds and removes events in one transaction, which is on disk afterwards.
    pub(super) fn commit(&mut self, added: &Records, removed: &[u64]) -> Result<(), SpoolError> {
        self.with(|database| {
            let transaction = database.begin_write().map_err(failed)?;
            {
                let mut events = transaction.open_table(EVENTS).map_err(failed)?;
                for (number, text) in added {
                    events.insert(number, text.as_slice()).map_err(failed)?;
                }
                for number in removed {
                    events.remove(number).map_err(failed)?;
                }
            }
            transaction.commit().map_err(failed)
        })
    }

    /// Reads the events after a number.
    pub(super) fn read(&mut self, after: u64, max: usize) -> Result<Records, SpoolError> {
        self.with(|database| {
            let transaction = database.begin_read().map_err(failed)?;
            let events = transaction.open_table(EVENTS).map_err(failed)?;
            let range = events.range(after + 1..).map_err(failed)?;
            range
                .take(max)
                .map(|record| {
                    let (number, text) = record.map_err(failed)?;
                    Ok((number.value(), text.value().to_vec()))
                })
                .collect()
        })
    }

    /// Calls a function with the database. After an error, the next call opens it again, which repairs it.
    fn with<T>(&mut self, f: impl FnOnce(&Database) -> Result<T, String>) -> Result<T, SpoolError> {
        // A damaged file can make the database panic.
        let result = catch_unwind(AssertUnwindSafe(|| {
            let database = match self.database.take() {
                Some(database) => database,
                None => self.open_database()?,
            };
            let value = f(&database)?;
            self.database = Some(database);
            Ok(value)
        }));
        let result = result.unwrap_or_else(|_| Err(failed("it is damaged")));
        result.map_err(|problem| SpoolError::new(&self.path, problem))
    }

    fn open_database(&self) -> Result<Database, String> {
        let database = Database::builder()
            .set_cache_size(CACHE_BYTES)
            .create(&self.path)
            .map_err(not_opened)?;
        let transaction = database.begin_write().map_err(failed)?;
        {
            let mut meta = transaction.open_table(META).map_err(failed)?;
            for (name, expected, problem) in [
                (
                    "format",
                    FORMAT,
                    "has the format of another version of this crate; send its events with that version, or use another file",
                ),
                (
                    "tracking ID",
                    self.tracking_id.as_bytes(),
                    "has events for another tracking ID; use one file for each",
                ),
            ] {
                let found = meta.get(name).map_err(failed)?;
                let found = found.map(|value| value.value().to_vec());
                match found {
                    Some(found) if found == expected => {}
                    Some(_) => return Err(problem.to_owned()),
                    None => {
                        meta.insert(name, expected).map_err(failed)?;
                    }
                }
            }
            transaction.open_table(EVENTS).map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
        Ok(database)
    }
}

fn not_opened(error: DatabaseError) -> String {
    if matches!(error, DatabaseError::DatabaseAlreadyOpen) {
        "is open in another tracker or process; use one file for each, or end the other one"
            .to_owned()
    } else if matches!(error, DatabaseError::UpgradeRequired(_)) {
        "was written by another version of `redb`; send its events with the version of this crate that wrote it, or use \
         another file"
            .to_owned()
    } else {
        failed(error)
    }
}

fn failed(error: impl std::fmt::Display) -> String {
    format!(
        "cannot be read or written: {error}; check that its directory exists, its permissions and the free space of the \
         disk. If the file is damaged, move it away"
    )
}
