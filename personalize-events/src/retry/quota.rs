//! The retry quota, which limits retries while the service is down.

use std::sync::atomic::{AtomicU32, Ordering};

/// The initial and maximum number of tokens.
const CAPACITY: u32 = 500;

/// The tokens that a success without retries returns.
const REWARD: u32 = 1;

/// The tokens that retries cost. All calls of a client share them: while most calls fail the tokens run out, and requests
/// are then sent only once.
#[derive(Debug)]
pub(crate) struct Quota(AtomicU32);

impl Quota {
    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Takes the tokens of a retry; `false` if there are too few.
    pub(crate) fn pay(&self, cost: u32) -> bool {
        let update = |tokens: u32| tokens.checked_sub(cost);
        let (order, Self(tokens)) = (Ordering::Relaxed, self);
        tokens.fetch_update(order, order, update).is_ok()
    }

    /// Returns the tokens of the last retry after a success.
    pub(crate) fn succeeded(&self, last_cost: Option<u32>) {
        let tokens_back = last_cost.unwrap_or(REWARD);
        let update = |tokens: u32| Some(tokens.saturating_add(tokens_back).min(CAPACITY));
        let (order, Self(tokens)) = (Ordering::Relaxed, self);
        // The closure never returns `None`.
        let _ = tokens.fetch_update(order, order, update);
    }
}
