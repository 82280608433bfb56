//! The queue of a tracker, and the account of its events until they are stored or have failed.
//!
//! The lock is held for a few instructions only, never while a callback runs or something is sent. An event that has left
//! the queue is a [`Tracked`], which fails when it is dropped: however a call ends, its events are reported.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::sync::{Notify, Semaphore, oneshot};

use super::super::session::SessionEvent;
use super::log;
use super::report::{FailedEvent, FailureReason, FlushReport, TrackError, TrackerSummary};
use super::spooled::Spooled;
use super::state::{Bounds, State, Waiting};
use crate::error::Error;
use crate::generated::PutEventsError;

pub(super) type OnFailure = Box<dyn Fn(FailedEvent) + Send + Sync>;

pub(super) struct Queue {
    bounds: Bounds,
    on_failure: Option<OnFailure>,
    state: Mutex<State>,
    /// An event is settled, so that another may have room.
    room: Notify,
    /// Those who wait for room: one after the other.
    line: Semaphore,
}

/// What the task has to do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    /// Nothing more is to be sent.
    pub(super) is_given_up: bool,
    /// Every event that has left the queue is settled.
    pub(super) is_idle: bool,
    /// Somebody waits for the events, so that nothing else is waited for.
    pub(super) is_urgent: bool,
}

impl Queue {
    pub(super) fn new(bounds: Bounds, on_failure: Option<OnFailure>) -> Arc<Self> {
        Arc::new(Self {
            bounds,
            on_failure,
            state: Mutex::default(),
            room: Notify::new(),
            line: Semaphore::new(1),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn bounds(&self) -> Bounds {
        self.bounds
    }

    pub(super) fn summary(&self) -> TrackerSummary {
        self.state().summary()
    }

    /// Adds an event, or returns it if there is no room.
    pub(super) fn push(&self, event: SessionEvent) -> Result<(), TrackError> {
        self.add(event, &mut None, self.bounds.drops_oldest)
    }

    /// Waits for room, and adds an event.
    pub(super) async fn push_wait(
        &self,
        mut event: SessionEvent,
        mut spooled: Option<Spooled>,
    ) -> Result<(), TrackError> {
        // It is never closed.
        let _line = self.line.acquire().await;
        loop {
            match self.add(event, &mut spooled, false) {
                Err(TrackError::QueueFull(it)) => event = it,
                result => return result,
            }
            self.room.notified().await;
        }
    }

    fn add(
        &self,
        event: SessionEvent,
        spooled: &mut Option<Spooled>,
        drops_oldest: bool,
    ) -> Result<(), TrackError> {
        let mut state = self.state();
        state.add(event, spooled, &self.bounds, drops_oldest)?;
        wake(state);
        Ok(())
    }

    /// Rejects events from now on. The task ends when it has sent the others.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        wake(state);
        self.room.notify_one();
    }

    /// Closes the queue, and returns the receiver of what becomes of the events that are pending.
    pub(super) fn close_and_flush(&self) -> oneshot::Receiver<FlushReport> {
        let mut state = self.state();
        state.is_closed = true;
        let receiver = state.flush();
        wake(state);
        self.room.notify_one();
        receiver
    }

    #[cfg(feature = "spool")]
    pub(super) fn is_closed(&self) -> bool {
        self.state().is_closed
    }

    /// Gives up all events.
    pub(super) fn give_up(&self) {
        let mut state = self.state();
        state.is_given_up = true;
        wake(state);
    }

    /// Sets why calls of the events that were given up were to be made again.
    pub(super) fn set_retry_error(&self, error: Option<Arc<Error<PutEventsError>>>) {
        self.state().retry_error = error;
    }

    /// Returns the receiver of what becomes of the events that are pending.
    pub(super) fn flush(&self) -> oneshot::Receiver<FlushReport> {
        let mut state = self.state();
        let receiver = state.flush();
        wake(state);
        receiver
    }

    /// Reports dropped events, and returns what else the task has to do. If that changes, the waker is called.
    pub(super) fn work(&self, waker: &Waker) -> Work {
        self.report_dropped();
        let mut state = self.state();
        state.waker = Some(waker.clone());
        if state.has_dropped() {
            waker.wake_by_ref();
        }
        Work {
            is_given_up: state.is_given_up,
            is_idle: state.in_run == 0,
            is_urgent: state.is_urgent(),
        }
    }

    /// Returns the position in the run before which events are to be sent at once.
    pub(super) fn flush_until(&self) -> u64 {
        self.state().flush_until()
    }

    /// A run starts. After one that was aborted, it has few events until one of them is stored.
    pub(super) fn start_run(&self, is_probe: bool) {
        let mut state = self.state();
        state.is_probing = is_probe;
        state.position = 0;
    }

    /// Returns the next event of the run.
    pub(super) fn poll_event(
        self: &Arc<Self>,
        context: &Context<'_>,
    ) -> Poll<Option<(Tracked, SessionEvent)>> {
        let mut state = self.state();
        if let Some(waiting) = state.take(&self.bounds) {
            drop(state);
            let event = waiting.event.clone();
            let (waiting, queue) = (Some(waiting), Arc::clone(self));
            return Poll::Ready(Some((Tracked { waiting, queue }, event)));
        }
        if state.has_ended_input() {
            return Poll::Ready(None);
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }

    /// The task ends, and what is in the queue has failed.
    pub(super) fn end(self: &Arc<Self>) {
        self.state().is_closed = true;
        loop {
            let waiting = self.state().take_for_failure();
            let Some(waiting) = waiting else { break };
            let (waiting, queue) = (Some(waiting), Arc::clone(self));
            drop(Tracked { waiting, queue });
        }
        self.report_dropped();
        let lost = self.state().summary().pending;
        let unlogged = self.state().log.finish();
        log::ended(lost, unlogged);
        self.room.notify_one();
    }

    pub(super) fn has_ended(&self) -> bool {
        let state = self.state();
        state.has_ended_input()
    }

    /// Reports those events that are dropped now. More may be dropped meanwhile.
    fn report_dropped(&self) {
        let dropped = self.state().take_dropped();
        for waiting in dropped {
            self.report(&waiting, &FailureReason::Dropped);
            self.state().settle(&waiting, Some(&FailureReason::Dropped));
        }
    }

    fn report(&self, waiting: &Waiting, reason: &FailureReason) {
        let Some(on_failure) = &self.on_failure else {
            let unlogged = self.state().log.add();
            log::failed(unlogged, reason);
            return;
        };
        let stays = waiting.spooled.is_some() && !reason.is_final();
        let failed = FailedEvent::new(waiting.event.clone(), reason.clone(), stays);
        if catch_unwind(AssertUnwindSafe(|| on_failure(failed))).is_err() {
            log::callback_panicked();
        }
    }
}

/// Calls the waker of the task, without the lock.
fn wake(mut state: MutexGuard<'_, State>) {
    let waker = state.waker.take();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// An event that has left the queue, until it is settled.
pub(super) struct Tracked {
    waiting: Option<Waiting>,
    queue: Arc<Queue>,
}

impl Tracked {
    /// The event is stored, or has failed.
    pub(super) fn settle(mut self, failure: Option<&FailureReason>) {
        self.settle_with(failure);
    }

    /// Makes room, so that the callback can track the event again.
    fn settle_with(&mut self, failure: Option<&FailureReason>) {
        let Some(mut waiting) = self.waiting.take() else {
            return;
        };
        self.queue.state().release(&waiting);
        if let Some(reason) = failure {
            self.queue.report(&waiting, reason);
        }
        // Before a flush completes.
        if failure.is_none_or(FailureReason::is_final)
            && let Some(spooled) = waiting.spooled.take()
        {
            spooled.remove();
        }
        let mut state = self.queue.state();
        state.settle(&waiting, failure);
        wake(state);
        self.queue.room.notify_one();
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        if self.waiting.is_some() {
            let state = self.queue.state();
            let reason = if state.is_given_up {
                FailureReason::ShutdownTimeout(state.retry_error.clone())
            } else {
                FailureReason::Cancelled
            };
            drop(state);
            self.settle_with(Some(&reason));
        }
    }
}
