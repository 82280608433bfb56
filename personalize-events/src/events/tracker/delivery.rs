//! The task of a tracker: drives bulk runs over its queue.
//!
//! There is one run at a time. It ends with the queue, or is aborted because every call would fail, such as for missing
//! permissions. A service may run for months, and such mistakes are corrected meanwhile, so the next run starts after a
//! delay. It is a probe: it has few events until one is stored, and the others wait in the queue.
//!
//! What reaches a run is `#[inline]`, so that it is compiled in the programs that have a tracker: in the library it would be a
//! quarter of a release build.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::super::session::SessionEvent;
use super::log;
use super::queue::{Queue, Tracked, Work};
use super::report::FailureReason;
use crate::bulk::{Bulk, BulkRun, RecordOutcome, RecordResult};
use crate::client::Client;
use crate::validation::ValidationError;

/// The most results between two times at which other tasks can run.
const MAX_RESULTS: usize = 128;

/// The delays before the run after one that was aborted: they double from the first to the last.
const DELAYS: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(60)];

/// The input of a run.
pub(super) struct Input(Arc<Queue>);

impl Stream for Input {
    type Item = (Tracked, SessionEvent);

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<(Tracked, SessionEvent)>> {
        self.0.poll_event(context)
    }
}

type Run = BulkRun<Input, SessionEvent>;

/// The task.
pub(super) struct Delivery {
    client: Client,
    bulk: Bulk<SessionEvent>,
    /// Dropped before the queue ends, so that its events are settled.
    run: Run,
    queue: EndQueue,
}

/// How a run ended.
enum End {
    /// It has sent everything, or was aborted.
    Done,
    GivenUp,
    /// An observer or the clock of the client panicked.
    Panicked,
}

/// Ends the queue when the task ends or is dropped, even if it was never polled.
struct EndQueue(Arc<Queue>);

impl Drop for EndQueue {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Delivery {
    #[inline]
    pub(super) fn new(
        client: Client,
        bulk: Bulk<SessionEvent>,
        queue: Arc<Queue>,
    ) -> Result<Self, ValidationError> {
        let run = bulk.clone().send_stream(Input(Arc::clone(&queue)))?;
        Ok(Self {
            client,
            bulk,
            run,
            queue: EndQueue(queue),
        })
    }

    #[inline]
    pub(super) async fn run(mut self) {
        let queue = Arc::clone(&self.queue.0);
        let mut delay = Duration::ZERO;
        loop {
            let stored = queue.summary().stored;
            let end = drive(&mut self.run, &queue).await;
            if matches!(end, End::GivenUp) {
                queue.set_retry_error(self.run.retry_error());
            }
            let abort_error = self.run.abort_error();
            let has_failed = abort_error.is_some() || matches!(end, End::Panicked);
            let code = abort_error.and_then(|error| error.error().code());
            let code = code.map(str::to_owned);
            let input = Input(Arc::clone(&queue));
            // The settings were validated before.
            let Ok(next) = self.bulk.clone().send_stream(input) else {
                return;
            };
            // Drops the run that has ended, which cancels its calls.
            self.run = next;
            until(&queue, |work| work.is_idle).await;
            if queue.has_ended() {
                return;
            }
            if queue.summary().stored > stored {
                delay = Duration::ZERO;
            }
            if has_failed {
                delay = (delay * 2).clamp(DELAYS[0], DELAYS[1]);
                log::run_failed(code.as_deref(), delay);
                pause(&self.client, &queue, delay).await;
            }
            queue.start_run(has_failed);
        }
    }
}

/// Drives a run to its end.
#[inline]
async fn drive(run: &mut Run, queue: &Arc<Queue>) -> End {
    std::future::poll_fn(|context| {
        let work = queue.work(context.waker());
        if work.is_given_up {
            return Poll::Ready(End::GivenUp);
        }
        for _ in 0..MAX_RESULTS {
            let poll = catch_unwind(AssertUnwindSafe(|| poll_result(run, queue, context)));
            match poll {
                Ok(Poll::Ready(Some(result))) => {
                    result.tag.settle(failure(result.outcome).as_ref());
                }
                Ok(Poll::Ready(None)) => return Poll::Ready(End::Done),
                Ok(Poll::Pending) => return Poll::Pending,
                Err(_) => return Poll::Ready(End::Panicked),
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}

/// Polls a run. A flush applies once the run has read what it can, so that events of a session are still grouped.
#[inline]
fn poll_result(
    run: &mut Run,
    queue: &Queue,
    context: &mut Context<'_>,
) -> Poll<Option<RecordResult<Tracked, SessionEvent>>> {
    let mut flushed = 0;
    loop {
        let poll = Pin::new(&mut *run).poll_next(context);
        let flush_until = queue.flush_until();
        if poll.is_ready() || flush_until <= flushed {
            return poll;
        }
        run.flush_until(flush_until);
        flushed = flush_until;
    }
}

fn failure(outcome: RecordOutcome<SessionEvent>) -> Option<FailureReason> {
    match outcome {
        RecordOutcome::Stored => None,
        RecordOutcome::Invalid(error) => Some(FailureReason::Invalid(error)),
        RecordOutcome::Rejected(error) => Some(FailureReason::Rejected(error)),
        RecordOutcome::NotDelivered(error) => Some(FailureReason::NotDelivered(error)),
    }
}

/// Waits for a state of the queue.
#[inline]
async fn until(queue: &Queue, condition: impl Fn(Work) -> bool) {
    std::future::poll_fn(|context| {
        if condition(queue.work(context.waker())) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

/// Waits, unless somebody waits for the events.
#[inline]
async fn pause(client: &Client, queue: &Queue, delay: Duration) {
    let mut sleep = client.clock().sleep(delay);
    std::future::poll_fn(|context| {
        if queue.work(context.waker()).is_urgent {
            return Poll::Ready(());
        }
        sleep.as_mut().poll(context)
    })
    .await;
}
