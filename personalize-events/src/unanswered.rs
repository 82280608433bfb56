//! The ids of a dataset for which an attempt ended without an answer, so that its request may still arrive.
//!
//! The ids of a batch are registered before its task starts. A run that is dropped cancels its tasks, which end a little
//! later on other threads: until then, requests for these ids may be on their way too.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a request may arrive: AWS rejects signatures that are older, by fifteen minutes at most.
pub(crate) const WINDOW: Duration = Duration::from_secs(15 * 60);

/// The most ids. If there are more, those whose attempts ended first are dropped.
const MAX_IDS: usize = 100_000;

/// The ids, with the time at which the last of their attempts ended.
#[derive(Default)]
pub(crate) struct Unanswered(Mutex<Ids>);

#[derive(Default)]
struct Ids {
    times: HashMap<Arc<str>, Instant>,
    /// In the order of time. An id of which an attempt ended again has an entry for each.
    order: VecDeque<(Instant, Arc<str>)>,
    /// The ids of batches in flight, with the number of these batches.
    in_flight: HashMap<Arc<str>, usize>,
}

/// The ids of a batch in flight.
#[derive(Debug)]
pub(crate) struct InFlight {
    unanswered: Arc<Unanswered>,
    ids: Vec<Arc<str>>,
}

impl Unanswered {
    fn ids(&self) -> MutexGuard<'_, Ids> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the ids of an attempt that has ended now.
    pub(crate) fn add<'a>(&self, ids: impl IntoIterator<Item = &'a str>, now: Instant) {
        let mut state = self.ids();
        for id in ids {
            let id: Arc<str> = id.into();
            if state.times.insert(Arc::clone(&id), now) != Some(now) {
                state.order.push_back((now, id));
            }
        }
        state.remove_old(now);
    }

    /// Registers the ids of a batch that is about to be sent. Returns for each id when the last attempt of another batch
    /// ended without an answer, if its request may still arrive: now, if that batch is in flight.
    pub(crate) fn begin<'a>(
        self: &Arc<Self>,
        ids: impl IntoIterator<Item = &'a str>,
        now: Instant,
    ) -> (Vec<Option<Instant>>, InFlight) {
        let mut state = self.ids();
        let ids: Vec<Arc<str>> = ids.into_iter().map(Arc::from).collect();
        let since = ids.iter().map(|id| state.since(id, now)).collect();
        for id in &ids {
            *state.in_flight.entry(Arc::clone(id)).or_default() += 1;
        }
        let unanswered = Arc::clone(self);
        (since, InFlight { unanswered, ids })
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut state = self.unanswered.ids();
        for id in &self.ids {
            if let Some(batches) = state.in_flight.get_mut(id) {
                *batches -= 1;
                if *batches == 0 {
                    state.in_flight.remove(id);
                }
            }
        }
    }
}

impl Ids {
    fn since(&self, id: &str, now: Instant) -> Option<Instant> {
        if self.in_flight.contains_key(id) {
            return Some(now);
        }
        let time = self.times.get(id).copied();
        time.filter(|time| now.saturating_duration_since(*time) < WINDOW)
    }

    fn remove_old(&mut self, now: Instant) {
        while let Some((time, id)) = self.order.front()
            && (self.order.len() > MAX_IDS || now.saturating_duration_since(*time) >= WINDOW)
        {
            if self.times.get(id) == Some(time) {
                self.times.remove(id);
            }
            self.order.pop_front();
        }
    }
}

/// Omits the ids, which are user data.
impl fmt::Debug for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unanswered").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use super::{MAX_IDS, Unanswered, WINDOW};

    impl Unanswered {
        fn since(&self, id: &str, now: Instant) -> Option<Instant> {
            self.ids().since(id, now)
        }
    }

    #[test]
    fn an_id_in_flight_may_arrive_until_its_batch_is_dropped() {
        let (unanswered, start) = (Arc::new(Unanswered::default()), Instant::now());
        let later = start + Duration::from_secs(1);
        let (since, first) = unanswered.begin(["a", "b"], start);
        assert_eq!(since, [None, None]);
        let (since, second) = unanswered.begin(["c", "a"], later);
        assert_eq!(since, [None, Some(later)]);
        drop(first);
        assert_eq!(unanswered.since("b", later), None);
        assert_eq!(unanswered.since("a", later), Some(later));
        unanswered.add(["a"], start);
        drop(second);
        assert_eq!(unanswered.since("a", later), Some(start));
        assert!(unanswered.ids().in_flight.is_empty());
    }

    #[test]
    fn an_id_is_known_until_its_last_request_can_no_longer_arrive() {
        let (unanswered, start) = (Unanswered::default(), Instant::now());
        let later = start + Duration::from_secs(60);
        unanswered.add(["a", "b"], start);
        unanswered.add(["a"], later);
        assert_eq!(unanswered.since("a", later), Some(later));
        assert_eq!(unanswered.since("b", later), Some(start));
        assert_eq!(unanswered.since("c", later), None);
        assert_eq!(unanswered.since("b", start + WINDOW), None);
        assert_eq!(unanswered.since("a", start + WINDOW), Some(later));
        unanswered.add([], start + WINDOW);
        assert_eq!(unanswered.ids().times.len(), 1);
        unanswered.add([], later + WINDOW);
        assert!(unanswered.ids().order.is_empty());
    }

    #[test]
    fn the_number_of_ids_is_bounded_and_the_newest_remain() {
        let (unanswered, now) = (Unanswered::default(), Instant::now());
        for id in 0..2 * MAX_IDS {
            unanswered.add([&*id.to_string()], now);
        }
        assert_eq!(unanswered.ids().times.len(), MAX_IDS);
        assert_eq!(unanswered.ids().order.len(), MAX_IDS);
        assert_eq!(unanswered.since("0", now), None);
        assert!(
            unanswered
                .since(&(2 * MAX_IDS - 1).to_string(), now)
                .is_some()
        );
        // An id that is added again and again does not displace itself.
        for _ in 0..2 * MAX_IDS {
            unanswered.add(["x"], now);
        }
        assert_eq!(unanswered.since("x", now), Some(now));
    }

    #[test]
    fn nothing_of_the_ids_is_shown() {
        let unanswered = Unanswered::default();
        unanswered.add(["user-1"], Instant::now());
        assert_eq!(format!("{unanswered:?}"), "Unanswered { .. }");
    }
}
