//! Goes through an input without sending it: for a dry run, and to convert it.

use std::io;

use crate::arguments;
use crate::dataset::Dataset;
use crate::error::Failure;
use crate::input::Input;
use crate::progress::{Progress, State};
use crate::record::{Problem, Reading};
use crate::rejects::Rejects;
use crate::reorder::Ledger;
use crate::report::{self, Checked, Outcome, Report};

/// Looks at every record; `take` does with it what is to be done, or tells what is wrong.
pub(crate) fn check(
    arguments: &arguments::Input,
    mut input: Input,
    dataset: &'static Dataset,
    mut take: impl FnMut(Reading) -> Result<io::Result<()>, Vec<Problem>>,
) -> Result<Outcome, Failure> {
    let rejects = arguments.rejects.as_deref();
    let file = rejects
        .map(|path| Rejects::open(path, &input, None))
        .transpose()?;
    let mut ledger = Ledger::new(input.mark, 0, file);
    let mut progress = Progress::new(input.length, 0);
    let mut report = Report::new(&input, rejects.map(|path| path.display().to_string()));
    let mut state = State::default();
    let stopped = loop {
        let raw = match input.next() {
            Ok(Some(raw)) => raw,
            Ok(None) => break None,
            Err(error) => break Some(error.to_string()),
        };
        let reason = match input.read(dataset, &raw).and_then(&mut take) {
            Ok(Ok(())) => None,
            Ok(Err(error)) => break Some(format!("the output cannot be written: {error}")),
            Err(problems) => Some(report.problems(&progress, &raw, &problems)),
        };
        let mark = input.mark;
        ledger.tell(mark, &raw.bytes, reason.as_deref());
        if let Err(error) = ledger.advance(mark.records) {
            break Some(format!("rejects cannot be written: {error}"));
        }
        let rejected = state.rejected + u64::from(reason.is_some());
        state = State {
            records: mark.records,
            rejected,
            bytes: mark.bytes,
        };
        progress.show(state);
    };
    let written = ledger
        .finish()
        .map_err(|error| format!("rejects cannot be written: {error}"));
    let stopped = stopped.or(written.err());
    report.finish(&progress);
    let seconds = progress.elapsed().as_secs_f64();
    if let Some(why) = &stopped {
        progress.say(&format!("stopped before the end: {why}"));
    }
    progress.finish();
    let State {
        records, rejected, ..
    } = state;
    let outcome = match &stopped {
        Some(_) => Outcome::Stopped,
        None if rejected > 0 => Outcome::SomeRejected,
        None => Outcome::Complete,
    };
    let checked = Checked {
        read: records,
        valid: records - rejected,
        rejected,
        stopped,
        seconds,
    };
    report::print(arguments.json, &checked, checked.text());
    Ok(outcome)
}
