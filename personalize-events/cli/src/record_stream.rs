//! The input as a stream. A thread reads and validates it, since files and standard input block.

use std::thread;

use anyhow::Error;
use personalize_events::ValidationError;
use tokio::sync::{mpsc, oneshot};
use tokio_stream::wrappers::ReceiverStream;

use crate::dataset::Dataset;
use crate::input::{Input, Position, RawRecord};
use crate::problem::Problems;
use crate::record_kind::RecordKind;

/// How many records are read ahead. Each may be as long as a record can be.
const READ_AHEAD: usize = 64;

/// What belongs to a record besides what is sent.
pub(crate) struct Tag {
    pub(crate) raw: RawRecord,
    /// The position after the record.
    pub(crate) position: Position,
    /// Why the record cannot be sent, if it is invalid.
    pub(crate) problems: Problems,
}

/// Records to send. An invalid one is replaced by a record without an ID, so that the run counts and orders all
/// records; its tag has the problems.
pub(crate) type RecordStream<R> = ReceiverStream<(Tag, Result<R, ValidationError>)>;

/// Starts to read. The receiver gets the error if the input cannot be read to its end.
pub(crate) fn read<R: RecordKind>(
    mut input: Input,
    dataset: &'static Dataset,
) -> (RecordStream<R>, oneshot::Receiver<Error>) {
    let (sender, records) = mpsc::channel(READ_AHEAD);
    let (error_sender, error) = oneshot::channel();
    // The thread is not joined: it may wait for standard input when the process ends.
    thread::spawn(move || {
        loop {
            let raw = match input.next() {
                Ok(Some(raw)) => raw,
                Ok(None) => return,
                Err(error) => {
                    // Before `sender` is dropped, which ends the stream.
                    let _ = error_sender.send(error);
                    return;
                }
            };
            let position = input.position;
            let parsed = input.parse(dataset, &raw);
            let (record, problems) = match parsed.and_then(|it| it.build(R::from_record)) {
                Ok(record) => (Ok(record), Problems::default()),
                Err(problems) => (R::invalid(), problems),
            };
            let tag = Tag {
                raw,
                position,
                problems,
            };
            if sender.blocking_send((tag, record)).is_err() {
                return;
            }
        }
    });
    (ReceiverStream::new(records), error)
}
