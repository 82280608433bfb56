//! The command `convert`: writes the CSV of a dataset import job.

use std::io;

use anyhow::Context as _;
use personalize_events::__private::{CsvWriter, IdColumn};
use personalize_events::{Action, CsvError, Item, User, ValidationError};

use crate::arguments::Convert;
use crate::atomic_file;
use crate::dataset::Dataset;
use crate::dry_run::dry_run;
use crate::input::Input;
use crate::record::Record;
use crate::record_kind::RecordKind;
use crate::report::ExitStatus;

pub(crate) fn convert(arguments: &Convert) -> anyhow::Result<ExitStatus> {
    let kinds = [User::DEFINITION, Item::DEFINITION, Action::DEFINITION];
    let dataset = Dataset::load(&arguments.input, &kinds, None, false)?;
    let input = Input::open(&arguments.input, dataset)?;
    input.warnings.for_import();
    if dataset.kind == Item::DEFINITION {
        convert_as::<Item>(arguments, dataset, input)
    } else if dataset.kind == Action::DEFINITION {
        convert_as::<Action>(arguments, dataset, input)
    } else {
        convert_as::<User>(arguments, dataset, input)
    }
}

fn convert_as<R: RecordKind>(
    arguments: &Convert,
    dataset: &'static Dataset,
    input: Input,
) -> anyhow::Result<ExitStatus> {
    let output = arguments.output.as_path();
    let unwritable = || format!("{}: cannot be written", output.display());
    let file = atomic_file::create_beside(output).with_context(unwritable)?;
    let mut csv = writer::<R, _>(file, dataset);
    // Finds the remaining problems of an invalid record.
    let mut discarded = writer::<R, _>(io::sink(), dataset);
    let status = dry_run(&arguments.input, input, dataset, |record| {
        let is_valid = record.is_valid();
        record.build(|record| {
            split_error(if is_valid {
                csv.write(record)
            } else {
                discarded.write(record)
            })
        })
    })?;
    let finished = csv.finish().map_err(io::Error::other);
    match status {
        ExitStatus::Success | ExitStatus::SomeRejected => finished
            .and_then(|file| atomic_file::replace(output, file))
            .with_context(unwritable)?,
        ExitStatus::Stopped | ExitStatus::Interrupted => {}
    }
    Ok(status)
}

fn writer<R: RecordKind, W: io::Write>(out: W, dataset: &'static Dataset) -> CsvWriter<W, Record> {
    let id = IdColumn {
        column: dataset.columns[dataset.id].name,
        member: dataset.id_member,
    };
    CsvWriter::new(out, id, &dataset.properties(), |record, properties| {
        record.write(properties);
        R::valid_id(record)
    })
}

/// Distinguishes an invalid record from a failed write.
fn split_error(result: Result<(), CsvError>) -> Result<io::Result<()>, ValidationError> {
    match result {
        Ok(()) => Ok(Ok(())),
        Err(CsvError::Invalid { error, .. }) => Err(error),
        Err(CsvError::Io(error)) => Ok(Err(error)),
        Err(error) => Ok(Err(io::Error::other(error))),
    }
}
