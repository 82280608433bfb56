//! Limits the rate of calls.
//!
//! Attempts count, including the client's own retries. A limiter is shared per operation and dataset or tracker, because
//! quotas apply per dataset group and operation.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// One call per day.
const MIN_RATE: f64 = 1.0 / 86_400.0;

/// Throttling lowers the rate to this share of the maximum, and no further.
const MIN_SHARE: f64 = 1.0 / 32.0;

/// A success restores this share of the maximum rate.
const RECOVERY: f64 = 1.0 / 50.0;

/// Calls in flight together are throttled together: throttling counts once in this period.
const THROTTLE_PERIOD: Duration = Duration::from_secs(1);

/// Limits the rate of calls. Clones share the rate.
///
/// Attempts are spaced evenly: each second has at most one more than the rate allows, to make up for a late one.
/// Attempts that then wait for a free slot ([`max_concurrent_calls`](crate::ConfigBuilder::max_concurrent_calls)) may
/// follow each other more closely. Throttling by the service halves the rate, and successes restore it.
///
/// # Example
///
/// ```
/// use personalize_events::bulk::RateLimiter;
///
/// let limiter = RateLimiter::per_second(10.0)?;
/// let shared = limiter.clone(); // both together make ten calls per second
/// # Ok::<(), personalize_events::bulk::InvalidRateError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RateLimiter(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    /// Calls per second.
    max_rate: f64,
    rate: f64,
    /// The earliest time of the next attempt.
    next: Option<Instant>,
    last_throttled: Option<Instant>,
}

impl RateLimiter {
    /// Allows a number of calls per second; it may be a fraction.
    ///
    /// # Errors
    ///
    /// Fails if the rate is NaN, zero, negative, or lower than one call per day.
    pub fn per_second(calls: f64) -> Result<Self, InvalidRateError> {
        if calls >= MIN_RATE {
            Ok(Self::new(calls))
        } else {
            Err(InvalidRateError { calls })
        }
    }

    /// Changes the rate, for all clones and the runs that use them: such as the share of a process in a quota when others
    /// start or stop.
    ///
    /// A lower rate applies to the next attempt that asks for a permit. A higher one is reached after at most 50
    /// successful attempts, as after throttling.
    ///
    /// # Errors
    ///
    /// Fails if the rate is NaN, zero, negative, or lower than one call per day. The rate does not change then.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::bulk::RateLimiter;
    ///
    /// let limiter = RateLimiter::per_second(10.0)?;
    /// let share = limiter.clone();
    /// share.set_per_second(10.0 / 2.0)?; // one of two processes; `limiter` has the same rate
    /// # Ok::<(), personalize_events::bulk::InvalidRateError>(())
    /// ```
    pub fn set_per_second(&self, calls: f64) -> Result<(), InvalidRateError> {
        if calls >= MIN_RATE {
            let mut state = self.state();
            state.max_rate = calls;
            state.rate = state.rate.min(calls);
            Ok(())
        } else {
            Err(InvalidRateError { calls })
        }
    }

    /// Allows calls at any rate.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::new(f64::INFINITY)
    }

    pub(crate) fn new(max_rate: f64) -> Self {
        Self(Arc::new(Mutex::new(State {
            max_rate,
            rate: max_rate,
            next: None,
            last_throttled: None,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reserves the next attempt and returns how long to wait for it.
    pub(crate) fn reserve(&self, now: Instant) -> Duration {
        let mut state = self.state();
        let interval = Duration::from_secs_f64(1.0 / state.rate);
        let earliest = now.checked_sub(interval).unwrap_or(now);
        let reserved = state.next.map_or(now, |next| next.max(earliest));
        state.next = reserved.checked_add(interval);
        reserved.saturating_duration_since(now)
    }

    /// Raises the rate after a successful attempt.
    pub(crate) fn succeeded(&self) {
        let mut state = self.state();
        state.rate = (state.rate + state.max_rate * RECOVERY).min(state.max_rate);
    }

    /// Lowers the rate after a throttled attempt.
    pub(crate) fn throttled(&self, now: Instant) {
        let mut state = self.state();
        let is_same_period = |last| now.saturating_duration_since(last) < THROTTLE_PERIOD;
        if !state.last_throttled.is_some_and(is_same_period) {
            state.rate = (state.rate / 2.0).max(state.max_rate * MIN_SHARE);
            state.last_throttled = Some(now);
        }
    }
}

/// A rate that [`RateLimiter::per_second`] does not accept.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InvalidRateError {
    /// The calls per second that were given.
    pub calls: f64,
}

impl fmt::Display for InvalidRateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { calls } = self;
        write!(
            f,
            "the rate is {calls} calls per second, but at least one call per day ({MIN_RATE:.6}) is required"
        )
    }
}

impl std::error::Error for InvalidRateError {}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::RateLimiter;

    /// The times, in milliseconds, of calls that wait for their reservation.
    fn times(limiter: &RateLimiter, start: Instant, calls: usize) -> Vec<u128> {
        let mut now = start;
        let mut times = Vec::new();
        for _ in 0..calls {
            now += limiter.reserve(now);
            times.push((now - start).as_millis());
        }
        times
    }

    #[test]
    fn calls_are_spaced_evenly() {
        let limiter = RateLimiter::per_second(10.0).unwrap();
        let expected: Vec<u128> = (0..10).map(|call| call * 100).collect();
        assert_eq!(times(&limiter, Instant::now(), 10), expected);
    }

    #[test]
    fn clones_share_the_rate() {
        let (limiter, now) = (RateLimiter::per_second(10.0).unwrap(), Instant::now());
        let waits = [
            limiter.clone().reserve(now),
            limiter.clone().reserve(now),
            limiter.reserve(now),
        ];
        assert_eq!(waits, [0, 100, 200].map(Duration::from_millis));
    }

    #[test]
    fn one_late_call_is_made_up_for_and_no_more() {
        let (limiter, start) = (RateLimiter::per_second(10.0).unwrap(), Instant::now());
        assert_eq!(limiter.reserve(start), Duration::ZERO);
        let later = start + Duration::from_secs(60);
        let waits = [(); 4].map(|()| limiter.reserve(later));
        assert_eq!(waits, [0, 0, 100, 200].map(Duration::from_millis));
    }

    #[test]
    fn throttling_halves_the_rate_once_a_second_and_successes_restore_it() {
        let (limiter, start) = (RateLimiter::per_second(10.0).unwrap(), Instant::now());
        limiter.throttled(start);
        limiter.throttled(start + Duration::from_millis(999));
        assert_eq!(times(&limiter, start, 3), [0, 200, 400]);
        limiter.throttled(start + Duration::from_secs(1));
        let at = start + Duration::from_secs(60);
        assert_eq!(times(&limiter, at, 4), [0, 0, 400, 800]);
        for _ in 0..50 {
            limiter.succeeded();
        }
        let at = start + Duration::from_secs(120);
        assert_eq!(times(&limiter, at, 4), [0, 0, 100, 200]);
    }

    #[test]
    fn a_lower_rate_applies_at_once_and_successes_lead_to_a_higher_one() {
        let (limiter, start) = (RateLimiter::per_second(10.0).unwrap(), Instant::now());
        limiter.clone().set_per_second(5.0).unwrap();
        assert_eq!(times(&limiter, start, 3), [0, 200, 400]);
        limiter.set_per_second(10.0).unwrap();
        let at = start + Duration::from_secs(60);
        assert_eq!(times(&limiter, at, 4), [0, 0, 200, 400]);
        for _ in 0..50 {
            limiter.succeeded();
        }
        let at = start + Duration::from_secs(120);
        assert_eq!(times(&limiter, at, 4), [0, 0, 100, 200]);
        assert!(limiter.set_per_second(0.0).is_err());
        let at = start + Duration::from_secs(180);
        assert_eq!(times(&limiter, at, 4), [0, 0, 100, 200]);
    }

    #[test]
    fn the_rate_of_an_unlimited_limiter_can_be_set_and_removed() {
        let (limiter, start) = (RateLimiter::unlimited(), Instant::now());
        limiter.set_per_second(10.0).unwrap();
        assert_eq!(times(&limiter, start, 3), [0, 100, 200]);
        limiter.set_per_second(f64::INFINITY).unwrap();
        limiter.succeeded();
        let at = start + Duration::from_secs(60);
        assert_eq!(times(&limiter, at, 3), [0, 0, 0]);
    }

    #[test]
    fn continued_throttling_does_not_stop_calls() {
        let (limiter, start) = (RateLimiter::per_second(10.0).unwrap(), Instant::now());
        for second in 0..100 {
            limiter.throttled(start + Duration::from_secs(second));
        }
        assert_eq!(times(&limiter, start, 2), [0, 3_200]);
    }

    /// Runs eight tasks for five minutes of paused time; their calls take up to 0.4 seconds.
    #[tokio::test(start_paused = true)]
    async fn no_second_exceeds_the_rate_by_more_than_one_call_and_the_rate_is_nearly_used_up() {
        const SECONDS: u64 = 300;
        let limiter = RateLimiter::per_second(10.0).unwrap();
        let start = tokio::time::Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for task in 0..8_u64 {
            let limiter = limiter.clone();
            tasks.spawn(async move {
                let mut times = Vec::new();
                for call in 0.. {
                    let wait = limiter.reserve(tokio::time::Instant::now().into_std());
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
            assert!(within.count() <= 11, "in the second from {time:?}");
        }
        let count = times.len() as u64;
        assert!(count * 100 >= SECONDS * 10 * 99, "{count} calls");
        assert!(count <= SECONDS * 10 + 1, "{count} calls");
    }

    #[test]
    fn an_unlimited_limiter_never_waits() {
        let (limiter, now) = (RateLimiter::unlimited(), Instant::now());
        limiter.throttled(now);
        assert!((0..1_000).all(|_| limiter.reserve(now) == Duration::ZERO));
    }

    #[test]
    fn a_rate_below_one_call_per_day_is_an_error() {
        for rate in [0.0, -1.0, f64::NAN, f64::NEG_INFINITY, 1e-300] {
            assert!(RateLimiter::per_second(rate).is_err(), "{rate}");
        }
        let error = RateLimiter::per_second(0.0).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the rate is 0 calls per second, but at least one call per day (0.000012) is required"
        );
        let (limiter, now) = (
            RateLimiter::per_second(1.0 / 86_400.0).unwrap(),
            Instant::now(),
        );
        assert_eq!(limiter.reserve(now), Duration::ZERO);
        assert_eq!(limiter.reserve(now), Duration::from_secs(86_400));
    }
}
