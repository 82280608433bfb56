//! What the lock of a queue protects.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;

use tokio::sync::oneshot;

use super::super::session::SessionEvent;
use super::log::FailureLog;
use super::report::{FailureReason, FlushReport, TrackError, TrackerSummary};
use super::size::bytes;
use super::spooled::Spooled;
use crate::error::Error;
use crate::generated::PutEventsError;

/// The most dropped events that wait for their report. If there are more, new events are rejected.
const MAX_DROPPED: usize = 100;

/// The most events in a run after one that was aborted, until one of them is stored.
const PROBE: usize = 10;

/// The bounds of the events that are pending.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) events: usize,
    pub(super) bytes: usize,
    pub(super) drops_oldest: bool,
}

/// An event that is pending.
#[derive(Debug)]
pub(super) struct Waiting {
    /// How many events were tracked before it.
    number: u64,
    pub(super) bytes: usize,
    pub(super) event: SessionEvent,
    /// Its place on disk.
    pub(super) spooled: Option<Spooled>,
}

#[derive(Default)]
pub(super) struct State {
    queue: VecDeque<Waiting>,
    queue_bytes: usize,
    /// Events that were dropped, until they are reported.
    dropped: Vec<Waiting>,
    /// How many events the run has read.
    pub(super) position: u64,
    /// Events that have left the queue and are not settled.
    pub(super) in_run: usize,
    in_run_bytes: usize,
    summary: TrackerSummary,
    flushes: Vec<Flush>,
    /// No more events are tracked.
    pub(super) is_closed: bool,
    /// Nothing more is to be sent.
    pub(super) is_given_up: bool,
    /// Why calls were to be made again, when everything was given up.
    pub(super) retry_error: Option<Arc<Error<PutEventsError>>>,
    /// The run before was aborted, and no event was stored since.
    pub(super) is_probing: bool,
    /// Wakes the task.
    pub(super) waker: Option<Waker>,
    pub(super) log: FailureLog,
}

/// Waits until all events before it are settled.
struct Flush {
    /// How many events were tracked before it.
    number: u64,
    /// How many of them are pending.
    pending: u64,
    report: FlushReport,
    sender: oneshot::Sender<FlushReport>,
}

impl State {
    pub(super) fn summary(&self) -> TrackerSummary {
        let mut summary = self.summary;
        let settled = summary.stored + summary.failed();
        summary.pending = summary.tracked - settled;
        summary
    }

    /// Adds an event to the queue, or returns it if there is no room.
    pub(super) fn add(
        &mut self,
        event: SessionEvent,
        spooled: &mut Option<Spooled>,
        bounds: &Bounds,
        drops_oldest: bool,
    ) -> Result<(), TrackError> {
        if self.is_closed {
            return Err(TrackError::ShutDown(event));
        }
        let bytes = bytes(&event);
        while !self.has_room(bytes, bounds) {
            let helps = self.in_run == 0 || self.in_run_bytes + bytes <= bounds.bytes;
            if !(drops_oldest && helps && self.drop_oldest()) {
                return Err(TrackError::QueueFull(event));
            }
        }
        let number = self.summary.tracked;
        self.summary.tracked += 1;
        self.queue_bytes += bytes;
        self.queue.push_back(Waiting {
            number,
            bytes,
            event,
            spooled: spooled.take(),
        });
        Ok(())
    }

    /// An event that is larger than the bound has room alone.
    fn has_room(&self, bytes: usize, bounds: &Bounds) -> bool {
        let events = self.queue.len() + self.in_run;
        let pending_bytes = self.queue_bytes + self.in_run_bytes;
        events == 0 || events < bounds.events && pending_bytes + bytes <= bounds.bytes
    }

    fn drop_oldest(&mut self) -> bool {
        if self.dropped.len() == MAX_DROPPED {
            return false;
        }
        let Some(oldest) = self.pop() else {
            return false;
        };
        self.dropped.push(oldest);
        true
    }

    fn pop(&mut self) -> Option<Waiting> {
        let waiting = self.queue.pop_front()?;
        self.queue_bytes -= waiting.bytes;
        Some(waiting)
    }

    pub(super) fn has_dropped(&self) -> bool {
        !self.dropped.is_empty()
    }

    /// Takes the dropped events, to report and settle them.
    pub(super) fn take_dropped(&mut self) -> Vec<Waiting> {
        std::mem::take(&mut self.dropped)
    }

    /// Takes the next event for the run, if it may have more.
    pub(super) fn take(&mut self, bounds: &Bounds) -> Option<Waiting> {
        let max = if self.is_probing && !self.is_urgent() {
            PROBE
        } else if bounds.drops_oldest {
            // Only those that remain in the queue can be dropped.
            bounds.events.div_ceil(2)
        } else {
            bounds.events
        };
        if self.is_given_up || self.in_run >= max {
            return None;
        }
        let waiting = self.take_for_failure()?;
        self.position += 1;
        Some(waiting)
    }

    /// Takes the next event, to settle it.
    pub(super) fn take_for_failure(&mut self) -> Option<Waiting> {
        let waiting = self.pop()?;
        self.in_run += 1;
        self.in_run_bytes += waiting.bytes;
        Some(waiting)
    }

    /// Whether the run gets no more events.
    pub(super) fn has_ended_input(&self) -> bool {
        self.is_given_up || self.is_closed && self.queue.is_empty()
    }

    /// Whether somebody waits for the events.
    pub(super) fn is_urgent(&self) -> bool {
        self.is_closed || self.is_given_up || !self.flushes.is_empty()
    }

    /// The position in the run before which events are to be sent at once.
    pub(super) fn flush_until(&self) -> u64 {
        // Later events may be among them. They are sent early then.
        if self.flushes.is_empty() {
            0
        } else {
            self.position
        }
    }

    pub(super) fn flush(&mut self) -> oneshot::Receiver<FlushReport> {
        let (sender, receiver) = oneshot::channel();
        self.flushes.push(Flush {
            number: self.summary.tracked,
            pending: self.summary().pending,
            report: FlushReport::default(),
            sender,
        });
        self.finish_flushes();
        receiver
    }

    /// Makes room for another event.
    pub(super) fn release(&mut self, waiting: &Waiting) {
        self.in_run -= 1;
        self.in_run_bytes -= waiting.bytes;
    }

    /// Counts an event that is stored, or has failed.
    pub(super) fn settle(&mut self, waiting: &Waiting, failure: Option<&FailureReason>) {
        if failure.is_none() {
            self.is_probing = false;
        }
        self.summary.count(failure);
        for flush in &mut self.flushes {
            if waiting.number < flush.number {
                flush.pending -= 1;
                flush.report.count(failure);
            }
        }
        self.finish_flushes();
    }

    fn finish_flushes(&mut self) {
        for flush in self.flushes.extract_if(.., |flush| flush.pending == 0) {
            // Who waited for it may have been dropped.
            let _ = flush.sender.send(flush.report);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, MAX_DROPPED, PROBE, State, Waiting};
    use crate::events::{FailureReason, FlushReport, Session, TrackError};
    use crate::generated::Event;

    const BOUNDS: Bounds = Bounds {
        events: 40,
        bytes: 1024 * 1024,
        drops_oldest: true,
    };

    fn add(state: &mut State) -> Result<(), TrackError> {
        let event = Session::anonymous().event(Event::now("view")).unwrap();
        state.add(event, &mut None, &BOUNDS, true)
    }

    fn take_all(state: &mut State) -> Vec<Waiting> {
        std::iter::from_fn(|| state.take(&BOUNDS)).collect()
    }

    #[test]
    fn half_of_the_events_remain_where_they_can_be_dropped() {
        let mut state = State::default();
        for _ in 0..100 {
            add(&mut state).unwrap();
        }
        assert_eq!((state.queue.len(), state.dropped.len()), (40, 60));
        let taken = take_all(&mut state);
        assert_eq!((taken[0].number, taken.len()), (60, 20));
    }

    #[test]
    fn a_new_event_is_rejected_if_too_many_dropped_ones_are_not_reported() {
        let mut state = State::default();
        for _ in 0..BOUNDS.events + MAX_DROPPED {
            add(&mut state).unwrap();
        }
        assert!(matches!(add(&mut state), Err(TrackError::QueueFull(_))));
        for waiting in state.take_dropped() {
            state.settle(&waiting, Some(&FailureReason::Dropped));
        }
        add(&mut state).unwrap();
        let summary = state.summary();
        assert_eq!((summary.dropped, summary.pending), (100, 41));
    }

    #[test]
    fn a_run_after_one_that_was_aborted_has_few_events_until_one_is_stored() {
        let mut state = State::default();
        for _ in 0..40 {
            add(&mut state).unwrap();
        }
        state.is_probing = true;
        let probe = take_all(&mut state);
        assert_eq!(probe.len(), PROBE);
        state.release(&probe[0]);
        state.settle(&probe[0], Some(&FailureReason::Cancelled));
        assert_eq!(take_all(&mut state).len(), 1);
        state.release(&probe[1]);
        state.settle(&probe[1], None);
        assert_eq!(take_all(&mut state).len(), 11);
    }

    #[test]
    fn a_flush_counts_the_events_before_it() {
        let mut state = State::default();
        add(&mut state).unwrap();
        let taken = take_all(&mut state);
        add(&mut state).unwrap();
        let mut first = state.flush();
        add(&mut state).unwrap();
        let later = take_all(&mut state);
        for waiting in [&later[1], &taken[0]] {
            state.release(waiting);
            state.settle(waiting, None);
        }
        assert!(first.try_recv().is_err());
        state.release(&later[0]);
        state.settle(&later[0], Some(&FailureReason::Cancelled));
        let report = first.try_recv().unwrap();
        assert_eq!((report.stored, report.not_delivered), (1, 1));
        assert_eq!(state.flush().try_recv().unwrap(), FlushReport::default());
    }
}
