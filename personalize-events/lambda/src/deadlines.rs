//! The time of an invocation.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambda_runtime::Context;
use tokio::time::Instant;

/// The longest time that a function can have. It is assumed if a context has no deadline, as in unit tests.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// By when the parts of an invocation end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deadlines {
    /// No batch is started after this.
    pub(crate) last_batch: Instant,
    /// Calls in flight are dropped at this time.
    pub(crate) calls: Instant,
    /// Handlers of rejected and removed records are dropped at this time.
    pub(crate) handlers: Instant,
}

impl Deadlines {
    pub(crate) fn of_context(context: &Context, margin: Duration) -> Self {
        let remaining = match context.deadline {
            0 => LONGEST,
            deadline => {
                let now = SystemTime::now().duration_since(UNIX_EPOCH);
                Duration::from_millis(deadline).saturating_sub(now.unwrap_or_default())
            }
        };
        Self::new(Instant::now(), remaining.min(LONGEST), margin)
    }

    /// A long margin must not use up a short time, since nothing would ever be sent.
    fn new(now: Instant, remaining: Duration, margin: Duration) -> Self {
        let margin = margin.min(remaining / 4);
        let end = now + remaining;
        Self {
            last_batch: end - 2 * margin,
            calls: end - margin,
            handlers: end - margin / 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use lambda_runtime::Context;
    use tokio::time::Instant;

    use super::{Deadlines, LONGEST};

    #[test]
    fn at_least_half_of_the_time_is_for_batches() {
        let now = Instant::now();
        for (remaining, margin, expected) in [
            (60_000, 1_000, [58_000, 59_000, 59_500]),
            (3_000, 1_000, [1_500, 2_250, 2_625]),
            (60_000, 0, [60_000; 3]),
            (0, 1_000, [0; 3]),
        ] {
            let millis = Duration::from_millis;
            let deadlines = Deadlines::new(now, millis(remaining), millis(margin));
            let found = [deadlines.last_batch, deadlines.calls, deadlines.handlers];
            let expected = expected.map(|expected| now + millis(expected));
            assert_eq!(found, expected, "{remaining} {margin}");
        }
    }

    #[test]
    fn a_context_without_a_deadline_has_the_longest_time() {
        let deadlines = Deadlines::of_context(&Context::default(), Duration::ZERO);
        let remaining = deadlines.calls - Instant::now();
        assert!(remaining <= LONGEST, "{remaining:?}");
        assert!(remaining > LONGEST / 2, "{remaining:?}");
    }

    #[test]
    fn a_deadline_that_has_passed_leaves_no_time() {
        let mut context = Context::default();
        context.deadline = 1;
        let deadlines = Deadlines::of_context(&context, Duration::ZERO);
        assert!(deadlines.calls <= Instant::now());
    }
}
