//! A clock that never waits: sleeping advances it.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant, SystemTime};

use personalize_events::Clock;

/// Clones share the time.
#[derive(Clone, Debug)]
pub(crate) struct TestClock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    time: SystemTime,
    instant: Instant,
    random: f64,
    waits: Vec<Duration>,
}

impl TestClock {
    /// Starts at the time of the machine; retry delays are the longest that are allowed.
    pub(crate) fn new() -> Self {
        Self::at(SystemTime::now())
    }

    pub(crate) fn at(time: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(State {
            time,
            instant: Instant::now(),
            random: 1.0,
            waits: Vec::new(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no test has panicked")
    }

    /// Sets the number that the random source returns from now on.
    pub(crate) fn always(&self, random: f64) {
        self.state().random = random;
    }

    /// The random source of a client.
    pub(crate) fn random_source(&self) -> impl Fn() -> f64 + Send + Sync + use<> {
        let clock = self.clone();
        move || clock.state().random
    }

    pub(crate) fn pass(&self, time: Duration) {
        let mut state = self.state();
        state.time += time;
        state.instant += time;
    }

    pub(crate) fn set(&self, time: SystemTime) {
        self.state().time = time;
    }

    /// What was waited since this was last asked.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        std::mem::take(&mut self.state().waits)
    }
}

impl Clock for TestClock {
    fn system_time(&self) -> SystemTime {
        self.state().time
    }

    fn instant(&self) -> Instant {
        self.state().instant
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut state = self.state();
        state.waits.push(duration);
        state.time += duration;
        state.instant += duration;
        Box::pin(ready(()))
    }
}
