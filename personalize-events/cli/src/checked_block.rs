//! Validates the records of a block of the input, and makes something of those that are valid.

use personalize_events::ValidationError;

use crate::findings::Findings;
use crate::input::{Block, RecordParser};
use crate::problem::Problems;
use crate::record::Record;

/// Makes something of the records of a block.
pub(crate) trait Consumer: Send + Sync + 'static {
    type Output: Send + 'static;

    fn start(&self) -> anyhow::Result<Self::Output>;

    /// Adds a record, or returns what is wrong with it. A record that is not `is_valid` has other problems, and nothing of it
    /// is added.
    fn add(
        &self,
        output: &mut Self::Output,
        record: &Record,
        is_valid: bool,
    ) -> Result<(), Vec<ValidationError>>;
}

/// A block whose records have been checked.
pub(crate) struct CheckedBlock<O> {
    pub(crate) block: Block,
    /// The indexes of invalid records, and what is wrong with them.
    pub(crate) invalid: Vec<(usize, Problems)>,
    pub(crate) findings: Findings,
    pub(crate) output: O,
}

/// Checks the records of a block.
pub(crate) fn check<C: Consumer>(
    consumer: &C,
    parser: &mut RecordParser,
    block: Block,
) -> anyhow::Result<CheckedBlock<C::Output>> {
    let mut output = consumer.start()?;
    let mut invalid = Vec::new();
    let mut number = block.records_before;
    for (index, raw) in block.records().enumerate() {
        number += 1;
        let checked = parser.parse(&raw, number).and_then(|parsed| {
            let is_valid = parsed.is_valid();
            parsed.build(&raw, |record| consumer.add(&mut output, record, is_valid))
        });
        if let Err(problems) = checked {
            invalid.push((index, problems));
        }
    }
    Ok(CheckedBlock {
        invalid,
        findings: parser.take_findings(),
        output,
        block,
    })
}
