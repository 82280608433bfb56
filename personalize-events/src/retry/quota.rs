//! What keeps a client from retrying without end while the service is down.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a client starts with, and never has more of.
const CAPACITY: u32 = 500;

/// What a call gives that needed no retry.
const REWARD: u32 = 1;

/// The tokens that a client's retries cost. All calls of a client share them: where most of them fail they
/// run out, and calls are then sent once.
#[derive(Debug)]
pub(crate) struct Quota(AtomicU32);

impl Quota {
    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Pays for a retry; whether there was enough.
    pub(crate) fn pay(&self, cost: u32) -> bool {
        let update = |tokens: u32| tokens.checked_sub(cost);
        let (order, Self(tokens)) = (Ordering::Relaxed, self);
        tokens.fetch_update(order, order, update).is_ok()
    }

    /// A call has succeeded: what its last retry cost comes back.
    pub(crate) fn succeeded(&self, last_paid: Option<u32>) {
        let back = last_paid.unwrap_or(REWARD);
        let update = |tokens: u32| Some(tokens.saturating_add(back).min(CAPACITY));
        let (order, Self(tokens)) = (Ordering::Relaxed, self);
        // It gives a value always.
        let _ = tokens.fetch_update(order, order, update);
    }
}
