//! The input as a stream: a thread reads and judges, since reading may block.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::thread;

use futures_core::Stream;
use personalize_events::ValidationError;
use tokio::sync::mpsc;

use crate::dataset::Dataset;
use crate::input::{Input, Mark, Raw};
use crate::record::Problem;
use crate::record_kind::Kindred;

/// How many records are read ahead.
const AHEAD: usize = 256;

/// What the input has beside a record.
pub(crate) struct Tag {
    pub(crate) raw: Raw,
    /// Behind it.
    pub(crate) mark: Mark,
    /// What is wrong with it, if it cannot be sent.
    pub(crate) problems: Vec<Problem>,
}

/// A record to send. An invalid one is replaced by a record without an id, so that the run counts and orders all records;
/// its tag has the problems.
type Validated<R> = Result<R, ValidationError>;

pub(crate) struct Feed<R: Kindred> {
    records: mpsc::Receiver<(Tag, Validated<R>)>,
}

/// How the input ended: with its end, or why not. Nothing as long as there may be more.
pub(crate) type End = OnceLock<Result<(), String>>;

impl<R: Kindred> Feed<R> {
    /// Begins to read.
    pub(crate) fn new(mut input: Input, dataset: &'static Dataset) -> (Self, Arc<End>) {
        let (sender, records) = mpsc::channel(AHEAD);
        let told = Arc::new(End::new());
        let end_of_input = Arc::clone(&told);
        // It is left alone when the process ends: it may wait for standard input.
        thread::spawn(move || {
            let end = loop {
                let raw = match input.next() {
                    Ok(Some(raw)) => raw,
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error.to_string()),
                };
                let mark = input.mark;
                let read = input.read(dataset, &raw);
                let (record, problems) = match read.and_then(|reading| reading.make(R::of)) {
                    Ok(record) => (Ok(record), Vec::new()),
                    Err(problems) => (R::none(), problems),
                };
                if sender
                    .blocking_send((
                        Tag {
                            raw,
                            mark,
                            problems,
                        },
                        record,
                    ))
                    .is_err()
                {
                    return;
                }
            };
            // Before the sender goes, whose end ends the stream.
            let _ = told.set(end);
        });
        (Self { records }, end_of_input)
    }
}

impl<R: Kindred> Stream for Feed<R> {
    type Item = (Tag, Validated<R>);

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.records.poll_recv(context)
    }
}
