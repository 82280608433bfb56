//! The changed records of the input as a stream.
//!
//! Several threads hash the contents. Another one compares them in the order of the input, a batch at a time, and parses those
//! that have changed once more. The last one commits to disk that these records may be stored, before it passes them on; one commit is for all that
//! were compared during the last one.

use std::collections::VecDeque;
use std::sync::Arc;
use std::vec;

use personalize_events::ValidationError;
use tokio_stream::wrappers::ReceiverStream;

use super::batches::Batches;
use super::changes::{Changes, Mark};
use super::contents::{ContentHasher, Contents};
use super::finder::Place;
use crate::checked_block::{CheckedBlock, check};
use crate::input::{Block, Input, Position, RecordParser};
use crate::parallel;
use crate::problem::Problems;
use crate::record_kind::RecordKind;
use crate::record_stream::{READ_AHEAD, RecordStream, Tag, stream};

/// How many changed records are committed at once.
const COMMIT: usize = 256;

/// A record that is sent or invalid.
type Item<R> = (Tag, Result<R, ValidationError>);

/// Starts to read.
pub(crate) fn read<R: RecordKind>(input: Input, changes: Changes) -> RecordStream<R> {
    let state = Arc::clone(changes.state());
    let warnings = Arc::clone(&input.warnings);
    let mut comparison = Comparison::<R> {
        parser: input.parser(),
        changes,
        blocks: VecDeque::new(),
        places: Vec::new().into_iter(),
        ready: VecDeque::new(),
        passed_on: 0,
    };
    let hasher = ContentHasher::<R>::new(&state);
    let blocks = parallel::parse_blocks(input, move |parser, block| check(&hasher, parser, block));
    let mut batches = Batches::new(blocks, |checked| (checked.block.len(), checked.block.end));
    let mut compared = stream(COMMIT, move || {
        loop {
            if let Some(item) = comparison.ready.pop_front() {
                return Ok(Some(item));
            }
            if let Some(mut checked) = comparison.blocks.pop_front() {
                warnings.add(&mut checked.findings);
                comparison.compare(checked)?;
            } else if let Some(batch) = batches.next()? {
                comparison.find(batch)?;
            } else {
                comparison.changes.finish();
                return Ok(None);
            }
        }
    });
    let mut committed = VecDeque::new();
    ReceiverStream::new(stream(READ_AHEAD, move || {
        if committed.is_empty() {
            committed.extend(compared.blocking_recv());
            while committed.len() < COMMIT
                && let Ok(next) = compared.try_recv()
            {
                committed.push_back(next);
            }
            state.commit()?;
        }
        committed.pop_front().transpose()
    }))
}

struct Comparison<R> {
    parser: RecordParser,
    changes: Changes,
    /// The blocks that are to be compared, and where the IDs of their valid records are.
    blocks: VecDeque<CheckedBlock<Contents>>,
    places: vec::IntoIter<Option<Place>>,
    /// Records to pass on, and how many of them there were so far.
    ready: VecDeque<Item<R>>,
    passed_on: u64,
}

impl<R: RecordKind> Comparison<R> {
    /// Finds the IDs of the next blocks.
    fn find(&mut self, batch: Vec<CheckedBlock<Contents>>) -> anyhow::Result<()> {
        let contents = batch.iter().map(|checked| &checked.output);
        self.places = self.changes.find(contents)?.into_iter();
        self.blocks = batch.into();
        Ok(())
    }

    /// Compares the records of the next block.
    fn compare(&mut self, checked: CheckedBlock<Contents>) -> anyhow::Result<()> {
        let CheckedBlock {
            block,
            invalid,
            output,
            ..
        } = checked;
        let mut invalid = invalid.into_iter().peekable();
        let mut contents = output.iter();
        for index in 0..block.len() {
            if let Some((_, problems)) = invalid.next_if(|(invalid, _)| *invalid == index) {
                self.add_invalid(&block, index, problems)?;
            } else if let Some((id, content)) = contents.next() {
                let end = block.end_of(index);
                let found = self.places.next().flatten();
                if let Some(mark) = self.changes.admit(id, content, found, end)? {
                    let raw = block.record(index);
                    let parsed = self.parser.parse(&raw, number(&block, index));
                    let record = parsed.and_then(|parsed| parsed.build(&raw, R::from_record));
                    let (record, problems) = match record {
                        Ok(record) => (Ok(record), Problems::default()),
                        Err(problems) => (R::invalid(), problems),
                    };
                    self.pass_on(&block, index, record, problems, Some(mark));
                }
            }
        }
        // The block has them already.
        self.parser.take_findings();
        Ok(())
    }

    fn add_invalid(
        &mut self,
        block: &Block,
        index: usize,
        problems: Problems,
    ) -> anyhow::Result<()> {
        let parsed = self
            .parser
            .parse(&block.record(index), number(block, index));
        let id = parsed.map_or("", |parsed| parsed.id());
        self.changes.add_invalid(id)?;
        self.pass_on(block, index, R::invalid(), problems, None);
        Ok(())
    }

    fn pass_on(
        &mut self,
        block: &Block,
        index: usize,
        record: Result<R, ValidationError>,
        problems: Problems,
        mark: Option<Mark>,
    ) {
        self.passed_on += 1;
        let tag = Tag {
            raw: block.record(index).into_owned(),
            position: Position {
                records: self.passed_on,
                bytes: block.end_of(index),
                ..Position::default()
            },
            problems,
            mark,
        };
        self.ready.push_back((tag, record));
    }
}

/// The number of a record of the input, counted from 1.
fn number(block: &Block, index: usize) -> u64 {
    block.records_before + index as u64 + 1
}
