//! How the records of a run are grouped into batches.

use std::time::{Duration, Instant};

use super::entry::{Entry, Versions};

/// The records that were read and are not in flight.
pub trait Grouping<T, R> {
    /// `max_records` is the most records of a batch, and `linger` is how long a record waits for others.
    fn new(max_records: usize, max_body_bytes: usize, linger: Duration) -> Self;

    /// Whether nothing can be sent: nothing waits, or only for batches in flight.
    fn is_empty(&self) -> bool;

    /// Whether another record may be read.
    fn has_room(&self) -> bool;

    /// Whether a batch is to be sent without more records.
    fn is_ready(&self, now: Instant) -> bool;

    /// When the batch that waits longest is to be sent, if no record is read before.
    fn linger_end(&self) -> Option<Instant>;

    fn push(&mut self, entry: Entry<T, R>);

    /// Takes a batch to send it: one that is ready, or else the one that waits longest. Its ids are in flight then.
    fn take_batch(&mut self) -> Vec<Versions<T, R>>;

    /// Whether an id is neither in flight nor in the next batch. Only records that replace others are asked for.
    fn is_free(&self, _id: &str) -> bool {
        true
    }

    /// Adds ids to those in flight.
    fn block(&mut self, _ids: &[String]) {}

    /// Releases the ids of a batch that is done.
    fn release(&mut self, ids: &[String]);

    /// From now on, records before this position in the input do not wait for others, even if they are yet to be read.
    fn flush_until(&mut self, position: u64);

    /// Removes all records, in the order of the input.
    fn drain(&mut self) -> Vec<Entry<T, R>>;
}
