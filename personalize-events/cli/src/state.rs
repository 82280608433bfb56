//! The state of a dataset: a fingerprint of each record that the service has acknowledged, so that a run sends only what differs.
//!
//! # Guarantees
//!
//! - Before a record is sent, its row is marked on disk as in flight: a run that is killed at any time leaves no row that
//!   claims another content than the one that is stored. A record in flight is sent again by the next run, whatever its
//!   content is.
//! - A row gets the fingerprint of its record when the bulk run is settled up to there, so that no request that arrives late
//!   can replace it; then it is on disk before the outcome is reported.
//! - After a rejection, the row remains in flight: another record of the ID may be stored.
//! - An ID leaves the state after the files of deleted IDs are on disk.
//!
//! # Format
//!
//! Rows are packed into blocks of a page each, in the order in which their IDs were first read, beside an index from
//! 32 bits of the hash of an ID to its block. The next dump mostly has the same order, so that its rows are read one after
//! the other, without the index. Contents are compared by 128 bits of SipHash-1-3 with the random key of the file.
//!
//! # Why `SQLite`
//!
//! Measured with UUIDs in random order as keys and 20 bytes for each, a cache of 64 MiB, and durable transactions of 1,000
//! updates; times are of a core, per record:
//!
//! | store | IDs | disk per ID | insertion | look-up | update |
//! |---|---|---|---|---|---|
//! | `SQLite` (rusqlite 0.40, ID as key) | 10 million | 70 bytes | 9.2 µs | 3.5 µs | 15.5 µs |
//! | redb 2.6 (hash as key, IDs in blocks) | 10 million | 138 bytes | 7.3 µs | 2.7 µs | 22.4 µs |
//! | `SQLite` | 1 million | 70 bytes | 5.6 µs | 2.0 µs | 11 µs |
//! | redb 2.6 (ID as key) | 1 million | 196 bytes | 8.5 µs | 2.3 µs | 20 µs |
//! | fjall 3.1 (ID as key) | 1 million | 112 bytes | 2.7 µs | 4.2 µs | 3 µs |
//!
//! All three survive a process that is killed. The file of redb has twice the pages that are in use, also after `compact`, and
//! is read as a whole after a crash; fjall writes a directory and needs a newer Rust. None looks up ids in random order fast
//! enough, hence the blocks in the order of the input, with which a look-up is a comparison, and look-ups of many IDs at once.
//!
//! CPU time of a run without changes on one core, parsing and hashing included; it takes up to 59 MB, and the state has 71 bytes for
//! each ID:
//!
//! | UUIDs | in the same order | shuffled |
//! |---|---|---|
//! | 1 million | 0.7 s | 2.3 s (437,000 records per second) |
//! | 10 million | 7.1 s | 54 s (187,000 records per second) |

mod batches;
mod block;
mod changes;
mod contents;
mod deleted;
mod deletion;
mod finder;
mod open;
mod outcomes;
mod seen;
mod shared;
mod store;
mod stream;

pub(crate) use batches::MAX_RECORDS;
pub(crate) use changes::{Change, Changes, Mark};
pub(crate) use contents::{ContentHasher, Contents};
pub(crate) use deletion::Deletion;
pub(crate) use open::{ContentSettings, Destination};
pub(crate) use outcomes::{Outcomes, StateCounts};
pub(crate) use shared::State;
pub(crate) use stream::read;
