//! Parses the blocks of an input in several threads, and returns the results in the order of the input.

use std::num::NonZero;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::anyhow;

use crate::input::{Block, Input, RecordParser};

/// The most threads. What remains to be done in order takes the time of one when it has the results of these.
const MAX_THREADS: usize = 8;

/// The results of the blocks of an input. After an error there are no more.
pub(crate) enum Results<T, F> {
    /// With one processor, a result is made when it is needed.
    InPlace {
        input: Box<Input>,
        parser: Box<RecordParser>,
        parse: F,
    },
    /// For each block the result that is sent when it is ready; `None` at the end.
    OfThreads(Receiver<Receiver<anyhow::Result<Option<T>>>>),
}

/// Calls `parse` for each block of the input.
pub(crate) fn parse_blocks<T, F>(input: Input, parse: F) -> Results<T, F>
where
    T: Send + 'static,
    F: Fn(&mut RecordParser, Block) -> anyhow::Result<T> + Send + Sync + 'static,
{
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(MAX_THREADS);
    if threads == 1 {
        return Results::InPlace {
            parser: Box::new(input.parser()),
            input: Box::new(input),
            parse,
        };
    }
    // So many results wait, so that the memory is bounded.
    let (order, results) = mpsc::sync_channel(threads);
    let shared = Arc::new((Mutex::new(input), parse));
    for _ in 0..threads {
        let (shared, order) = (Arc::clone(&shared), order.clone());
        // The threads are not joined: one may wait for standard input when the process ends.
        thread::spawn(move || {
            let (input, parse) = &*shared;
            let Ok(mut parser) = input.lock().map(|input| input.parser()) else {
                return;
            };
            while let Some((block, result)) = next_block(input, &order) {
                let parsed = block.and_then(|block| match block {
                    Some(block) => parse(&mut parser, block).map(Some),
                    None => Ok(None),
                });
                let is_last = !matches!(parsed, Ok(Some(_)));
                if result.send(parsed).is_err() || is_last {
                    return;
                }
            }
        });
    }
    Results::OfThreads(results)
}

type BlockAndResult<T> = (
    anyhow::Result<Option<Block>>,
    Sender<anyhow::Result<Option<T>>>,
);

/// Reads the next block, and returns where to send its result; `None` if no more results are wanted.
fn next_block<T>(
    input: &Mutex<Input>,
    order: &SyncSender<Receiver<anyhow::Result<Option<T>>>>,
) -> Option<BlockAndResult<T>> {
    let (sender, result) = mpsc::channel();
    let mut input = input.lock().ok()?;
    order.send(result).ok()?;
    Some((input.next_block(), sender))
}

impl<T, F> Results<T, F>
where
    F: Fn(&mut RecordParser, Block) -> anyhow::Result<T>,
{
    /// Returns the result of the next block, or `None` at the end of the input. A panic in a thread is an error too, not
    /// the end of the input.
    pub(crate) fn next(&mut self) -> anyhow::Result<Option<T>> {
        match self {
            Self::InPlace {
                input,
                parser,
                parse,
            } => match input.next_block()? {
                Some(block) => parse(parser, block).map(Some),
                None => Ok(None),
            },
            Self::OfThreads(results) => {
                let result = results.recv().and_then(|result| result.recv());
                result.unwrap_or_else(|_| {
                    Err(anyhow!("the input was not read to its end: internal error"))
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parse = fn(&mut RecordParser, Block) -> anyhow::Result<u64>;

    /// The results of threads, of which one ends without that of the block with this number.
    fn results(count: u64, missing: Option<u64>) -> Results<u64, Parse> {
        let (order, results) = mpsc::sync_channel(4);
        thread::spawn(move || {
            for number in 0..=count {
                let (sender, result) = mpsc::channel();
                if order.send(result).is_err() {
                    return;
                }
                if Some(number) != missing {
                    let _ = sender.send(Ok((number < count).then_some(number)));
                }
            }
        });
        Results::OfThreads(results)
    }

    #[test]
    fn only_an_input_that_is_read_to_its_end_ends_without_an_error() {
        let mut all = results(3, None);
        for number in 0..3 {
            assert_eq!(all.next().unwrap(), Some(number));
        }
        assert_eq!(all.next().unwrap(), None);
        let mut some = results(3, Some(1));
        assert_eq!(some.next().unwrap(), Some(0));
        let error = some.next().unwrap_err();
        let expected = "the input was not read to its end: internal error";
        assert_eq!(error.to_string(), expected);
    }
}
