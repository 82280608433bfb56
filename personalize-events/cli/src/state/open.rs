//! Opens the file of a state, if it belongs to the dataset and no other run uses it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Error, anyhow, bail, ensure};
use rusqlite::types::{FromSql, ToSql};
use rusqlite::{Connection, ErrorCode, params};

use super::shared::{Numbers, State};
use super::store::{Store, TABLES};
use crate::dataset::Dataset;
use crate::progress::eprintln;
use crate::target::Target;

/// Identifies the files of this command among those of `SQLite`, in ASCII: `PEst`.
const APPLICATION_ID: i32 = 0x5045_7374;

/// The version of the tables.
const FORMAT: i32 = 1;

/// Of pages that are read, in KiB.
const CACHE: i32 = 16 * 1024;

const DATASET_ARN: &str = "dataset ARN";
const ENDPOINT: &str = "endpoint";
const KEY: &str = "key";
const EPOCH: &str = "epoch";
const RUN: &str = "run";

/// Where records are sent. A dry run may not know it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Destination<'a> {
    pub(crate) dataset_arn: Option<&'a str>,
    pub(crate) endpoint: Option<&'a str>,
}

/// What decides the content of records besides the input, by the flag that sets it.
pub(crate) struct ContentSettings([(&'static str, String); 3]);

impl ContentSettings {
    pub(crate) fn of(dataset: &Dataset) -> Self {
        let columns = dataset.columns.iter();
        let keys = columns.map(|column| format!("{}={}", column.name, column.key));
        let values = if dataset.json_values {
            "json"
        } else {
            "strings"
        };
        Self([
            ("--schema", dataset.schema.to_json().clone()),
            ("--key", keys.collect::<Vec<_>>().join(" ")),
            ("--values", values.to_owned()),
        ])
    }
}

impl State {
    /// Opens the state for a run, and creates it if it does not exist.
    pub(crate) fn open(
        path: &Path,
        destination: Destination<'_>,
        settings: &ContentSettings,
    ) -> anyhow::Result<Arc<Self>> {
        let mut file = StateFile::open(path)?;
        let is_new = file.is_new;
        let numbers = file.check(destination, settings)?;
        let saved = file.save(numbers, is_new.then_some(destination), settings);
        saved.with_context(|| file.unusable())?;
        file.into_state(numbers)
    }

    /// Opens the state for a dry run, which does not change it.
    pub(crate) fn inspect(
        path: &Path,
        destination: Destination<'_>,
        settings: &ContentSettings,
    ) -> anyhow::Result<Arc<Self>> {
        let mut file = if path.try_exists().unwrap_or(true) {
            StateFile::open(path)?
        } else {
            StateFile::in_memory(path)?
        };
        let numbers = file.check(destination, settings)?;
        if file.is_new {
            file = StateFile::in_memory(path)?;
            let saved = file.save(numbers, Some(destination), settings);
            saved.with_context(|| file.unusable())?;
        }
        file.into_state(numbers)
    }
}

/// An open database, which may not have the tables yet.
struct StateFile {
    /// The name for messages.
    name: String,
    connection: Connection,
    is_new: bool,
}

impl StateFile {
    /// Opens the file, and locks it until it is closed.
    fn open(path: &Path) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let unusable = || format!("{name}: the state cannot be used");
        let Target::File(path) = Target::of(path).with_context(unusable)? else {
            bail!("{name}: a state must be a file, because it is read again by the next run");
        };
        let connection = Connection::open(path).with_context(unusable)?;
        match Self::start(&connection) {
            Ok(is_new) => Ok(Self {
                name,
                connection,
                is_new,
            }),
            Err(error) => Err(match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => anyhow!(
                    "{name}: another run uses this state; wait until it ends, or choose another file"
                ),
                Some(ErrorCode::NotADatabase) => not_a_state(&name),
                _ => Error::new(error).context(unusable()),
            }),
        }
        .and_then(Self::check_format)
    }

    fn in_memory(path: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            name: path.display().to_string(),
            connection: Connection::open_in_memory()?,
            is_new: true,
        })
    }

    /// Locks the file, and returns whether it is empty. No other file is changed.
    fn start(connection: &Connection) -> rusqlite::Result<bool> {
        connection.busy_timeout(Duration::ZERO)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.pragma_update(None, "cache_size", -CACHE)?;
        let tables = "SELECT count(*) FROM sqlite_schema";
        let is_new = connection.query_row(tables, [], |row| row.get::<_, u32>(0))? == 0;
        if is_new || pragma(connection, "application_id")? == APPLICATION_ID {
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.execute_batch("BEGIN IMMEDIATE; COMMIT")?;
        }
        Ok(is_new)
    }

    fn check_format(self) -> anyhow::Result<Self> {
        if self.is_new {
            return Ok(self);
        }
        if pragma(&self.connection, "application_id")? != APPLICATION_ID {
            return Err(not_a_state(&self.name));
        }
        let format = pragma(&self.connection, "user_version")?;
        ensure!(
            format == FORMAT,
            "{}: the state has format {format}, but this version of the command uses format {FORMAT}; choose another \
             file",
            self.name
        );
        Ok(self)
    }

    /// Checks that the state belongs to the destination, and returns the numbers of this run: with a new epoch if all
    /// records count as changed.
    fn check(
        &self,
        destination: Destination<'_>,
        settings: &ContentSettings,
    ) -> anyhow::Result<Numbers> {
        if self.is_new {
            return Ok(Numbers::default());
        }
        let unusable = || self.unusable();
        for (setting, wanted) in destination.settings() {
            let found: String = self.setting(setting).with_context(unusable)?;
            if let Some(wanted) = wanted
                && found != wanted
            {
                bail!(
                    "{}: the state belongs to the {setting} {found}; choose another file",
                    self.name
                );
            }
        }
        let mut changed = Vec::new();
        for (flag, wanted) in &settings.0 {
            if self.setting::<String>(flag).with_context(unusable)? != *wanted {
                changed.push(*flag);
            }
        }
        let mut numbers = Numbers {
            epoch: self.setting(EPOCH).with_context(unusable)?,
            run: self
                .setting::<u32>(RUN)
                .with_context(unusable)?
                .wrapping_add(1),
        };
        if changed.is_empty() {
            return Ok(numbers);
        }
        eprintln(&format!(
            "{}: all records count as changed, because {} {} not what the last run had (warning)",
            self.name,
            changed.join(" and "),
            if changed.len() == 1 { "is" } else { "are" }
        ));
        numbers.epoch = numbers.epoch.wrapping_add(1);
        Ok(numbers)
    }

    /// Saves what fingerprints depend on, and creates the tables of a new state.
    fn save(
        &mut self,
        numbers: Numbers,
        new: Option<Destination<'_>>,
        settings: &ContentSettings,
    ) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        if let Some(destination) = new {
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", FORMAT)?;
            transaction.execute_batch(TABLES)?;
            for (setting, value) in destination.settings() {
                set(&transaction, setting, value.unwrap_or_default())?;
            }
            let key: Vec<u8> =
                transaction.query_row("SELECT randomblob(16)", [], |row| row.get(0))?;
            set(&transaction, KEY, key)?;
        }
        for (flag, value) in &settings.0 {
            set(&transaction, flag, value)?;
        }
        set(&transaction, EPOCH, numbers.epoch)?;
        set(&transaction, RUN, numbers.run)?;
        transaction.commit()
    }

    fn into_state(self, numbers: Numbers) -> anyhow::Result<Arc<State>> {
        let key: Vec<u8> = self.setting(KEY).with_context(|| self.unusable())?;
        let key = key.try_into();
        let key = key.map_err(|_| anyhow!("{}: the state is damaged", self.name))?;
        let store = Store::new(self.connection);
        Ok(Arc::new(State::new(self.name, store, key, numbers)))
    }

    fn setting<T: FromSql>(&self, name: &str) -> rusqlite::Result<T> {
        let select = "SELECT value FROM settings WHERE name = ?";
        self.connection.query_row(select, [name], |row| row.get(0))
    }

    fn unusable(&self) -> String {
        format!("{}: the state cannot be used", self.name)
    }
}

impl<'a> Destination<'a> {
    fn settings(self) -> [(&'static str, Option<&'a str>); 2] {
        [(DATASET_ARN, self.dataset_arn), (ENDPOINT, self.endpoint)]
    }
}

fn set(connection: &Connection, name: &str, value: impl ToSql) -> rusqlite::Result<usize> {
    let replace = "INSERT OR REPLACE INTO settings VALUES (?, ?)";
    connection.execute(replace, params![name, value])
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

fn not_a_state(name: &str) -> Error {
    anyhow!("{name}: this is not a state of this command; choose another file for --state")
}
