//! Writes the CSV of a dataset import job.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use personalize_events::__private::{CsvWriter, IdColumn};
use personalize_events::{Action, CsvError, Item, User, ValidationError};
use personalize_events_schema::DatasetType;

use crate::arguments::Convert;
use crate::dataset::{Dataset, Keys};
use crate::dry_run::check;
use crate::error::Failure;
use crate::input::Input;
use crate::record::Record;
use crate::record_kind::Kindred;
use crate::report::Outcome;

pub(crate) fn convert(arguments: &Convert) -> Result<Outcome, Failure> {
    let kinds = [DatasetType::Users, DatasetType::Items, DatasetType::Actions];
    let dataset = Dataset::load(&arguments.input.schema, &kinds, Keys::Unused, false)?;
    match dataset.kind() {
        DatasetType::Items => convert_as::<Item>(arguments, dataset),
        DatasetType::Actions => convert_as::<Action>(arguments, dataset),
        DatasetType::Users | DatasetType::Interactions | DatasetType::ActionInteractions | _ => {
            convert_as::<User>(arguments, dataset)
        }
    }
}

fn convert_as<R: Kindred>(
    arguments: &Convert,
    dataset: &'static Dataset,
) -> Result<Outcome, Failure> {
    let input = Input::open(&arguments.input, dataset)?;
    let output = &arguments.output;
    let unwritten = |error: io::Error| {
        Failure::new(format!("{}: cannot be written: {error}", output.display()))
    };
    // Whoever finds the output finds all of it.
    let new = beside(output);
    let mut csv = writer::<R, _>(File::create(&new).map_err(unwritten)?, dataset);
    let mut nowhere = writer::<R, _>(io::sink(), dataset);
    let outcome = check(&arguments.input, input, dataset, |reading| {
        let is_sound = reading.is_sound();
        reading.make(|record| {
            if is_sound {
                written(csv.write(record))
            } else {
                written(nowhere.write(record))
            }
        })
    });
    let outcome = outcome.inspect_err(|_| drop(fs::remove_file(&new)))?;
    let written = csv
        .finish()
        .map_err(io::Error::other)
        .and_then(|file| file.sync_all());
    match outcome {
        Outcome::Complete | Outcome::SomeRejected => {
            written
                .and_then(|()| fs::rename(&new, output))
                .map_err(unwritten)?;
        }
        Outcome::Stopped | Outcome::Interrupted => drop(fs::remove_file(&new)),
    }
    Ok(outcome)
}

fn beside(output: &Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

fn writer<R: Kindred, W: io::Write>(out: W, dataset: &'static Dataset) -> CsvWriter<W, Record> {
    let (column, member) = dataset.id();
    CsvWriter::new(
        out,
        IdColumn { column, member },
        &dataset.parts(),
        |record, properties| {
            record.write(properties);
            R::id_of(record)
        },
    )
}

/// Either is the record wrong, or the file.
fn written(result: Result<(), CsvError>) -> Result<io::Result<()>, ValidationError> {
    match result {
        Ok(()) => Ok(Ok(())),
        Err(CsvError::Invalid { invalid, .. }) => Err(invalid),
        Err(CsvError::Io(error)) => Ok(Err(error)),
        Err(error) => Ok(Err(io::Error::other(error))),
    }
}
