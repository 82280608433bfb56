//! The command `convert`: writes the CSV of a dataset import job.

use std::io;

use anyhow::{Context as _, bail};
use personalize_events::{Action, ActionInteraction, CsvError, Event, Item, User, ValidationError};
use personalize_events_schema::DatasetType;

use crate::arguments::Convert;
use crate::dataset::Dataset;
use crate::dry_run::DryRun;
use crate::input::Input;
use crate::interrupt::Interrupts;
use crate::output::Output;
use crate::paths;
use crate::record_kind::ImportKind;
use crate::report::{ExitStatus, SummaryFormat};
use crate::target::Target;

pub(crate) fn convert(arguments: &Convert) -> anyhow::Result<ExitStatus> {
    let interrupts = Interrupts::listen()?;
    paths::check(&arguments.input, Some(&arguments.output), None)?;
    let dataset = Dataset::load(&arguments.input, DatasetType::ALL, None)?;
    let input = Input::open(&arguments.input, &dataset)?;
    input.warnings.for_import();
    let convert = match dataset.schema.dataset_type() {
        DatasetType::Users => convert_as::<User>,
        DatasetType::Items => convert_as::<Item>,
        DatasetType::Actions => convert_as::<Action>,
        DatasetType::Interactions => convert_as::<Event>,
        DatasetType::ActionInteractions => convert_as::<ActionInteraction>,
        other => bail!("{other} cannot be converted"),
    };
    convert(arguments, &dataset, input, &interrupts)
}

fn convert_as<R: ImportKind>(
    arguments: &Convert,
    dataset: &Dataset,
    input: Input,
    interrupts: &Interrupts,
) -> anyhow::Result<ExitStatus> {
    let unwritable = || format!("{}: cannot be written", arguments.output.display());
    let target = Target::of(&arguments.output).with_context(unwritable)?;
    let paths = arguments.input.rejects.iter().chain([&arguments.output]);
    let format = SummaryFormat::new(arguments.input.json, paths);
    let output = Output::open(&arguments.output, &target).with_context(unwritable)?;
    let invalid_columns = || format!("{}", arguments.input.schema.display());
    let mut csv = R::csv(output, dataset.properties()).with_context(invalid_columns)?;
    // Finds the remaining problems of an invalid record.
    let mut discarded = R::csv(io::sink(), dataset.properties())?;
    let mut run = DryRun::new(&arguments.input, input, dataset, interrupts, |record| {
        let is_valid = record.is_valid();
        record.build(|record| {
            let written = if is_valid {
                csv.write(record)
            } else {
                discarded.write(record)
            };
            split_error(written).map_err(|error| vec![error])
        })
    })?;
    run.complete_output(|| {
        // An output that is complete replaces the file, even if an interrupt comes now.
        interrupts.wait();
        csv.finish().map_err(write_error)?.commit()
    });
    Ok(run.finish(format))
}

/// Distinguishes an invalid record from a failed write.
fn split_error(result: Result<(), CsvError>) -> Result<io::Result<()>, ValidationError> {
    match result {
        Ok(()) => Ok(Ok(())),
        Err(CsvError::Invalid { error, .. }) => Err(error),
        Err(error) => Ok(Err(write_error(error))),
    }
}

fn write_error(error: CsvError) -> io::Error {
    if let CsvError::Io(error) = error {
        error
    } else {
        io::Error::other(error)
    }
}
