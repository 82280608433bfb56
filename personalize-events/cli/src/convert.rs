//! The command `convert`: writes the CSV of a dataset import job.

use std::io::{self, Write as _};
use std::marker::PhantomData;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use personalize_events::{
    Action, ActionInteraction, CsvError, CsvWriter, Event, Item, User, ValidationError,
};
use personalize_events_schema::DatasetType;

use crate::arguments::Convert;
use crate::checked_block::Consumer;
use crate::dataset::Dataset;
use crate::dry_run::{DryRun, unwritable_output};
use crate::input::Input;
use crate::interrupt::Interrupts;
use crate::output::Output;
use crate::paths::{self, Role};
use crate::record::Record;
use crate::record_kind::ImportKind;
use crate::report::{ExitStatus, SummaryFormat};
use crate::target::Target;

pub(crate) fn convert(arguments: &Convert) -> anyhow::Result<ExitStatus> {
    let interrupts = Interrupts::listen()?;
    let output = (Role::Output, Some(&*arguments.output));
    paths::check(&arguments.input, &[output])?;
    let dataset = Dataset::load(&arguments.input, DatasetType::ALL, None)?;
    let mut input = Input::open(&arguments.input, &dataset)?;
    input.for_import();
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

fn convert_as<R: ImportKind + 'static>(
    arguments: &Convert,
    dataset: &Arc<Dataset>,
    input: Input,
    interrupts: &Interrupts,
) -> anyhow::Result<ExitStatus> {
    let unwritable = || format!("{}: cannot be written", arguments.output.display());
    let target = Target::of(&arguments.output).with_context(unwritable)?;
    let paths = arguments.input.rejects.iter().chain([&arguments.output]);
    let format = SummaryFormat::new(arguments.input.json, paths);
    let mut output = Output::open(&arguments.output, &target).with_context(unwritable)?;
    let invalid_columns = || format!("{}", arguments.input.schema.display());
    let empty = R::csv(Vec::new(), dataset.properties()).with_context(invalid_columns)?;
    let header = empty.finish().map_err(write_error)?;
    let mut has_header = false;
    let lines = Lines::<R> {
        dataset: Arc::clone(dataset),
        kind: PhantomData,
    };
    let mut run = DryRun::new(&arguments.input, input, interrupts, lines, |csv| {
        let csv = csv.finish().map_err(write_error);
        let csv = csv.map_err(unwritable_output)?;
        let start = if std::mem::replace(&mut has_header, true) {
            header.len()
        } else {
            0
        };
        output.write_all(&csv[start..]).map_err(unwritable_output)
    })?;
    run.complete_output(|| {
        // An output that is complete replaces the file, even if an interrupt comes now.
        interrupts.wait();
        if !has_header {
            output.write_all(&header)?;
        }
        output.flush()?;
        output.commit()
    });
    Ok(run.finish(format, None))
}

/// Writes the lines of records of a kind.
struct Lines<R> {
    dataset: Arc<Dataset>,
    kind: PhantomData<fn() -> R>,
}

impl<R: ImportKind + 'static> Consumer for Lines<R> {
    type Output = CsvWriter<Vec<u8>, Record>;

    fn start(&self) -> anyhow::Result<Self::Output> {
        Ok(R::csv(Vec::new(), self.dataset.properties())?)
    }

    fn add(
        &self,
        csv: &mut Self::Output,
        record: &Record,
        is_valid: bool,
    ) -> Result<(), Vec<ValidationError>> {
        let written = if !is_valid {
            // Finds the remaining problems.
            let discarded = R::csv(io::sink(), self.dataset.properties());
            discarded.map_err(|error| vec![error])?.write(record)
        } else if let Some(texts) = record.texts() {
            csv.write_texts(texts)
        } else {
            csv.write(record)
        };
        match written {
            Err(CsvError::Invalid { error, .. }) => Err(vec![error]),
            // `finish` fails too if writing has failed.
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

fn write_error(error: CsvError) -> io::Error {
    if let CsvError::Io(error) = error {
        error
    } else {
        io::Error::other(error)
    }
}
