//! The command `erase`: makes the CSV of a data deletion job from a list of users.

use std::fs::File;
use std::io::{self, Read};

use anyhow::{Context as _, anyhow, bail, ensure};
use csv::{Reader, StringRecord};
use personalize_events::{CsvWriter, User};
use personalize_events_schema::names::is_same_column;

use crate::arguments::Erase;
use crate::deletion_file::{self, DeletedId, DeletionKind};
use crate::input;
use crate::report::{ExitStatus, println};

const COLUMN: &str = "USER_ID";

/// How many problems are printed.
const MAX_PRINTED: usize = 10;

pub(crate) fn erase(arguments: &Erase) -> anyhow::Result<ExitStatus> {
    deletion_file::check_absent(&arguments.output, "--output")?;
    let mut ids = Ids::open(arguments)?;
    let written = deletion_file::write::<User>(&arguments.output, || ids.next())?;
    ensure!(written.ids > 0, "{}: there are no IDs", ids.name);
    let files = written.files.iter().map(|path| path.display().to_string());
    let (count, s) = (written.ids, if written.ids == 1 { "" } else { "s" });
    println(&format!(
        "{count} ID{s} in {}; {}",
        files.collect::<Vec<_>>().join(", "),
        User::ADVICE
    ));
    Ok(ExitStatus::Success)
}

/// The IDs of a CSV file.
struct Ids {
    /// The name for messages.
    name: String,
    reader: Reader<Box<dyn Read>>,
    record: StringRecord,
    /// The index of the column.
    column: usize,
    /// Finds invalid IDs.
    validator: CsvWriter<io::Sink, DeletedId>,
    problems: Vec<String>,
    more: u64,
}

impl Ids {
    fn open(arguments: &Erase) -> anyhow::Result<Self> {
        let (name, file): (String, Box<dyn Read>) = if input::is_standard_input(&arguments.file) {
            ("standard input".to_owned(), Box::new(io::stdin()))
        } else {
            let name = arguments.file.display().to_string();
            let file = File::open(&arguments.file);
            let file = file.with_context(|| format!("{name}: cannot be read"))?;
            (name, Box::new(file))
        };
        let mut reader = Reader::from_reader(file);
        let header = reader.headers();
        let header = header.with_context(|| format!("{name}: cannot be read"))?;
        let mut names = header.iter();
        let column =
            names.position(|name| is_same_column(name.trim_start_matches('\u{feff}'), COLUMN));
        let Some(column) = column else {
            bail!("{name}:1: the header has no column {COLUMN}; write it above the IDs");
        };
        Ok(Self {
            name,
            reader,
            record: StringRecord::new(),
            column,
            validator: User::ids(io::sink())?,
            problems: Vec::new(),
            more: 0,
        })
    }

    /// Returns the next ID, or all problems after the last one.
    fn next(&mut self) -> anyhow::Result<Option<String>> {
        loop {
            let is_read = self.reader.read_record(&mut self.record);
            if !is_read.with_context(|| format!("{}: cannot be read", self.name))? {
                break;
            }
            let id = DeletedId(self.record[self.column].to_owned());
            match self.validator.write(&id) {
                Ok(()) => return Ok(Some(id.0)),
                Err(error) => self.add_problem(&anyhow!(error)),
            }
        }
        ensure!(self.problems.is_empty(), "{}", self.all_problems());
        Ok(None)
    }

    fn add_problem(&mut self, problem: &anyhow::Error) {
        if self.problems.len() == MAX_PRINTED {
            self.more += 1;
            return;
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        self.problems
            .push(format!("{}:{line}: {problem:#}", self.name));
    }

    fn all_problems(&self) -> String {
        let more = match self.more {
            0 => String::new(),
            more => format!("\nand {more} more problems"),
        };
        self.problems.join("\n") + &more
    }
}
