//! The input as a stream. A thread reads and validates it, since files and standard input block.

use std::panic::{self, AssertUnwindSafe};
use std::thread;

use anyhow::anyhow;
use personalize_events::ValidationError;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::input::{Input, Position, RawRecord};
use crate::problem::Problems;
use crate::record_kind::RecordKind;
use crate::state::Mark;

/// How many records are read ahead. Each may be as long as a record can be.
pub(crate) const READ_AHEAD: usize = 64;

/// What belongs to a record besides what is sent.
pub(crate) struct Tag {
    pub(crate) raw: RawRecord<'static>,
    /// The position after the record. With a state, unchanged records are not among its records.
    pub(crate) position: Position,
    /// Why the record cannot be sent, if it is invalid.
    pub(crate) problems: Problems,
    /// Its row in the state, if there is one.
    pub(crate) mark: Option<Mark>,
}

/// Records to send, or the error of an input that cannot be read to its end. An invalid record is replaced by one without
/// an ID, so that the run counts and orders all records; its tag has the problems.
pub(crate) type RecordStream<R> = ReceiverStream<anyhow::Result<(Tag, Result<R, ValidationError>)>>;

/// Starts to read.
pub(crate) fn read<R: RecordKind>(mut input: Input) -> RecordStream<R> {
    ReceiverStream::new(stream(READ_AHEAD, move || {
        let Some(raw) = input.next()? else {
            return Ok(None);
        };
        let position = input.position;
        let parsed = input.parse(&raw);
        let (record, problems) = match parsed.and_then(|it| it.build(&raw, R::from_record)) {
            Ok(record) => (Ok(record), Problems::default()),
            Err(problems) => (R::invalid(), problems),
        };
        input.add_warnings();
        let tag = Tag {
            raw,
            position,
            problems,
            mark: None,
        };
        Ok(Some((tag, record)))
    }))
}

/// Calls `next` on a thread, until it returns `None` or an error. A panic is an error too, not the end of the input.
pub(crate) fn stream<T: Send + 'static>(
    ahead: usize,
    mut next: impl FnMut() -> anyhow::Result<Option<T>> + Send + 'static,
) -> mpsc::Receiver<anyhow::Result<T>> {
    let (sender, items) = mpsc::channel(ahead);
    // The thread is not joined: it may wait for standard input when the process ends.
    thread::spawn(move || {
        loop {
            let item = panic::catch_unwind(AssertUnwindSafe(&mut next));
            let incomplete = |_| Err(anyhow!("the input was not read to its end: internal error"));
            let Some(item) = item.unwrap_or_else(incomplete).transpose() else {
                return;
            };
            let is_last = item.is_err();
            if sender.blocking_send(item).is_err() || is_last {
                return;
            }
        }
    });
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_an_input_that_is_read_to_its_end_ends_without_an_error() {
        for (last, expected) in [
            ((|| Ok(None)) as fn() -> anyhow::Result<Option<u32>>, None),
            (|| Err(anyhow!("no disk")), Some("no disk")),
            (
                || panic!("of the test"),
                Some("the input was not read to its end: internal error"),
            ),
        ] {
            let mut items = [1, 2].into_iter();
            let mut stream = stream(1, move || {
                items.next().map_or_else(last, |item| Ok(Some(item)))
            });
            for item in [1, 2] {
                assert_eq!(stream.recv().await.and_then(Result::ok), Some(item));
            }
            let error = stream.recv().await.and_then(Result::err);
            let error = error.map(|error| error.to_string());
            assert_eq!(error.as_deref(), expected);
            assert!(stream.recv().await.is_none());
        }
    }
}
