//! How fast calls follow each other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// While the service throttles it is not slower than this part of what was set.
const SLOWEST: f64 = 1.0 / 32.0;

/// What a success gives back of the rate that throttles have taken: all of it within fifty.
const RECOVERY: f64 = 1.0 / 50.0;

/// Calls that were on their way together are throttled together: they count once in this time.
const ONE_THROTTLE: Duration = Duration::from_secs(1);

/// A rate of calls that is kept to by all that share it; clones do.
///
/// Attempts are spaced evenly, so that in any second there are as many as the rate says and at most one more,
/// which makes up for one that was late. A throttle halves the rate, and successes bring it back.
///
/// # Example
///
/// ```
/// use personalize_events::bulk::RateLimiter;
///
/// let pace = RateLimiter::per_second(10.0);
/// let shared = pace.clone(); // both together make ten calls a second
/// ```
#[derive(Clone, Debug)]
pub struct RateLimiter(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    /// Calls a second.
    most: f64,
    rate: f64,
    /// When the next may be made.
    next: Option<Instant>,
    throttled: Option<Instant>,
}

impl RateLimiter {
    /// So many calls a second. A number that is none or not above zero is taken for one in a day.
    #[must_use]
    pub fn per_second(calls: f64) -> Self {
        let least = 1.0 / 86_400.0;
        let most = if calls > least { calls } else { least };
        Self(Arc::new(Mutex::new(State {
            most,
            rate: most,
            next: None,
            throttled: None,
        })))
    }

    /// As fast as answers come.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::per_second(f64::INFINITY)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long to wait before the next attempt, which is then reckoned with.
    pub(crate) fn reserve(&self, now: Instant) -> Duration {
        let mut state = self.state();
        let interval = Duration::from_secs_f64(1.0 / state.rate);
        let late = now.checked_sub(interval).unwrap_or(now);
        let turn = state.next.map_or(now, |next| next.max(late));
        state.next = turn.checked_add(interval);
        turn.saturating_duration_since(now)
    }

    /// An attempt was a success.
    pub(crate) fn succeeded(&self) {
        let mut state = self.state();
        state.rate = (state.rate + state.most * RECOVERY).min(state.most);
    }

    /// An attempt was throttled.
    pub(crate) fn throttled(&self, now: Instant) {
        let mut state = self.state();
        let is_same = |before| now.saturating_duration_since(before) < ONE_THROTTLE;
        if !state.throttled.is_some_and(is_same) {
            state.rate = (state.rate / 2.0).max(state.most * SLOWEST);
            state.throttled = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::RateLimiter;

    /// The times, in milliseconds, at which calls that always wait are made.
    fn times(pace: &RateLimiter, start: Instant, calls: usize) -> Vec<u128> {
        let mut now = start;
        let mut times = Vec::new();
        for _ in 0..calls {
            now += pace.reserve(now);
            times.push((now - start).as_millis());
        }
        times
    }

    #[test]
    fn calls_are_spaced_evenly() {
        let pace = RateLimiter::per_second(10.0);
        let expected: Vec<u128> = (0..10).map(|call| call * 100).collect();
        assert_eq!(times(&pace, Instant::now(), 10), expected);
    }

    #[test]
    fn clones_share_the_rate() {
        let (pace, now) = (RateLimiter::per_second(10.0), Instant::now());
        let waits = [
            pace.clone().reserve(now),
            pace.clone().reserve(now),
            pace.reserve(now),
        ];
        assert_eq!(waits, [0, 100, 200].map(Duration::from_millis));
    }

    #[test]
    fn one_call_that_was_late_is_made_up_for_and_no_more() {
        let (pace, start) = (RateLimiter::per_second(10.0), Instant::now());
        assert_eq!(pace.reserve(start), Duration::ZERO);
        let later = start + Duration::from_secs(60);
        let waits = [(); 4].map(|()| pace.reserve(later));
        assert_eq!(waits, [0, 0, 100, 200].map(Duration::from_millis));
    }

    #[test]
    fn a_throttle_halves_the_rate_once_and_successes_bring_it_back() {
        let (pace, start) = (RateLimiter::per_second(10.0), Instant::now());
        pace.throttled(start);
        pace.throttled(start + Duration::from_millis(999));
        assert_eq!(times(&pace, start, 3), [0, 200, 400]);
        pace.throttled(start + Duration::from_secs(1));
        let at = start + Duration::from_secs(60);
        assert_eq!(times(&pace, at, 4), [0, 0, 400, 800]);
        for _ in 0..50 {
            pace.succeeded();
        }
        let at = start + Duration::from_secs(120);
        assert_eq!(times(&pace, at, 4), [0, 0, 100, 200]);
    }

    #[test]
    fn throttles_without_end_do_not_stop_it() {
        let (pace, start) = (RateLimiter::per_second(10.0), Instant::now());
        for second in 0..100 {
            pace.throttled(start + Duration::from_secs(second));
        }
        assert_eq!(times(&pace, start, 2), [0, 3_200]);
    }

    /// Eight tasks for five minutes, whose calls take up to 0.4 seconds; on time that passes at once.
    #[tokio::test(start_paused = true)]
    async fn in_no_second_are_there_more_calls_than_one_above_the_rate_and_nearly_all_of_it_is_used()
     {
        const SECONDS: u64 = 300;
        let pace = RateLimiter::per_second(10.0);
        let start = tokio::time::Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for task in 0..8_u64 {
            let pace = pace.clone();
            tasks.spawn(async move {
                let mut times = Vec::new();
                for call in 0.. {
                    let wait = pace.reserve(tokio::time::Instant::now().into_std());
                    tokio::time::sleep(wait).await;
                    let time = start.elapsed();
                    if time.as_secs() >= SECONDS {
                        break;
                    }
                    times.push(time);
                    let latency = (call * 7 + task * 131) * 97 % 400;
                    tokio::time::sleep(Duration::from_millis(latency)).await;
                }
                times
            });
        }
        let mut times = tasks.join_all().await.concat();
        times.sort_unstable();
        for (index, time) in times.iter().enumerate() {
            let end = *time + Duration::from_secs(1);
            let within = times[index..].iter().take_while(|other| **other < end);
            assert!(within.count() <= 11, "from {time:?} on");
        }
        let count = times.len() as u64;
        assert!(count * 100 >= SECONDS * 10 * 99, "{count} calls");
        assert!(count <= SECONDS * 10 + 1, "{count} calls");
    }

    #[test]
    fn without_a_limit_nothing_waits() {
        let (pace, now) = (RateLimiter::unlimited(), Instant::now());
        pace.throttled(now);
        assert!((0..1_000).all(|_| pace.reserve(now) == Duration::ZERO));
    }

    #[test]
    fn a_rate_that_is_none_is_very_slow() {
        for rate in [0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
            let (pace, now) = (RateLimiter::per_second(rate), Instant::now());
            assert_eq!(pace.reserve(now), Duration::ZERO, "{rate}");
            assert_eq!(pace.reserve(now), Duration::from_secs(86_400), "{rate}");
        }
    }
}
