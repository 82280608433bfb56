//! Groups the blocks of an input, so that the IDs of many records are found at once.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::anyhow;

use crate::input::{Block, RecordParser};
use crate::parallel;

/// A batch ends with the block that has this record or byte: enough records to read each part of a state with a million IDs
/// only a few times, and few enough to need little memory.
pub(crate) const MAX_RECORDS: usize = 50_000;
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The longest time that a block waits for others: the input may be slow.
const MAX_WAIT: Duration = Duration::from_millis(100);

/// How many blocks are read ahead.
const READ_AHEAD: usize = 16;

/// The next block, or `None` at the end of the input.
type Next<T> = anyhow::Result<Option<T>>;

pub(super) struct Batches<T> {
    blocks: Receiver<Next<T>>,
    /// How many records a block has, and how many bytes of the input end with it.
    size: fn(&T) -> (usize, u64),
    /// What follows the last batch, if it is no block.
    end: Option<Next<T>>,
    /// How many bytes of the input end with the last batch.
    bytes: u64,
}

impl<T: Send + 'static> Batches<T> {
    /// Starts to read. `size` returns how many records a block has, and how many bytes of the input end with it.
    pub(super) fn new<F>(mut blocks: parallel::Results<T, F>, size: fn(&T) -> (usize, u64)) -> Self
    where
        F: Fn(&mut RecordParser, Block) -> anyhow::Result<T> + Send + 'static,
    {
        let (sender, receiver) = mpsc::sync_channel(READ_AHEAD);
        // The thread is not joined: it may wait for standard input when the process ends.
        thread::spawn(move || {
            loop {
                let next = blocks.next();
                let is_last = !matches!(next, Ok(Some(_)));
                if sender.send(next).is_err() || is_last {
                    return;
                }
            }
        });
        Self {
            blocks: receiver,
            size,
            end: None,
            bytes: 0,
        }
    }

    /// Returns the next blocks, or `None` at the end of the input. A panic of the thread is an error too, not the end of
    /// the input.
    pub(super) fn next(&mut self) -> anyhow::Result<Option<Vec<T>>> {
        let first = match self.end.take() {
            Some(end) => end,
            None => self.blocks.recv().unwrap_or_else(|_| incomplete()),
        };
        let Some(first) = first? else {
            return Ok(None);
        };
        let deadline = Instant::now() + MAX_WAIT;
        let before = self.bytes;
        let mut records;
        (records, self.bytes) = (self.size)(&first);
        let mut batch = vec![first];
        while records < MAX_RECORDS && self.bytes - before < MAX_BYTES {
            let wait = deadline.saturating_duration_since(Instant::now());
            match self.blocks.recv_timeout(wait) {
                Ok(Ok(Some(next))) => {
                    let (added, end) = (self.size)(&next);
                    records += added;
                    self.bytes = end;
                    batch.push(next);
                }
                Err(RecvTimeoutError::Timeout) => break,
                end => {
                    self.end = Some(end.unwrap_or_else(|_| incomplete()));
                    break;
                }
            }
        }
        Ok(Some(batch))
    }
}

fn incomplete<T>() -> Next<T> {
    Err(anyhow!("the input was not read to its end: internal error"))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::SyncSender;

    use super::*;

    /// A number, how many records a block has, and where it ends.
    type Block = (u32, usize, u64);

    /// Batches of what is sent.
    fn batches() -> (SyncSender<Next<Block>>, Batches<Block>) {
        let (sender, blocks) = mpsc::sync_channel(READ_AHEAD);
        let batches = Batches {
            blocks,
            size: |(_, records, end)| (*records, *end),
            end: None,
            bytes: 0,
        };
        (sender, batches)
    }

    fn next(batches: &mut Batches<Block>) -> Option<Vec<u32>> {
        let batch = batches.next().unwrap()?;
        Some(batch.iter().map(|(number, ..)| *number).collect())
    }

    #[test]
    fn a_batch_has_blocks_until_it_is_full() {
        let (sender, mut batches) = batches();
        for block in [
            (1, 1, 1),
            (2, 1, MAX_BYTES - 1),
            (3, 1, MAX_BYTES),
            (4, 1, MAX_BYTES * 2),
            (5, MAX_RECORDS - 1, MAX_BYTES * 2 + 1),
            (6, 1, MAX_BYTES * 2 + 2),
            (7, 1, MAX_BYTES * 2 + 3),
        ] {
            sender.send(Ok(Some(block))).unwrap();
        }
        sender.send(Ok(None)).unwrap();
        for expected in [&[1, 2, 3][..], &[4], &[5, 6], &[7]] {
            assert_eq!(next(&mut batches).as_deref(), Some(expected));
        }
        assert_eq!(next(&mut batches), None);
    }

    #[test]
    fn a_block_does_not_wait_for_a_slow_input() {
        let (sender, mut batches) = batches();
        for number in 1..3 {
            sender.send(Ok(Some((number, 1, 1)))).unwrap();
            assert_eq!(next(&mut batches), Some(vec![number]));
        }
        drop(sender);
    }

    #[test]
    fn what_precedes_an_error_is_a_batch() {
        for (last, expected) in [
            (Some(Err(anyhow!("no disk"))), "no disk"),
            (None, "the input was not read to its end: internal error"),
        ] {
            let (sender, mut batches) = batches();
            sender.send(Ok(Some((1, 1, 1)))).unwrap();
            if let Some(last) = last {
                sender.send(last).unwrap();
            }
            drop(sender);
            assert_eq!(next(&mut batches), Some(vec![1]));
            let error = batches.next().err().unwrap();
            assert_eq!(error.to_string(), expected);
        }
    }
}
