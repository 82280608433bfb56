//! The permit of a call, one of `max_concurrent_calls`.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time;
use tokio::time::error::Elapsed;

/// A permit that a call releases while it waits.
#[derive(Debug)]
pub(super) struct Permit<'a> {
    semaphore: &'a Semaphore,
    held: Option<SemaphorePermit<'a>>,
}

impl<'a> Permit<'a> {
    pub(super) fn new(semaphore: &'a Semaphore) -> Self {
        let held = None;
        Self { semaphore, held }
    }

    /// Moves the permit out of a call.
    pub(super) fn take(&mut self) -> Self {
        let held = self.held.take();
        Self { held, ..*self }
    }

    pub(super) fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Waits for a permit unless the call holds one; first come, first served.
    pub(super) async fn acquire(&mut self, timeout: Duration) -> Result<(), Elapsed> {
        if self.held.is_none() {
            let acquired = time::timeout(timeout, self.semaphore.acquire()).await?;
            // The semaphore is never closed.
            self.held = acquired.ok();
        }
        Ok(())
    }

    /// Waits for a future without the permit. A future that is ready at once, such as the sleep of a test's clock, does
    /// not cost the permit.
    pub(super) async fn without<F: Future>(&mut self, future: F) -> F::Output {
        let mut future = pin!(future);
        let polled = poll_fn(|context| Poll::Ready(future.as_mut().poll(context)));
        match polled.await {
            Poll::Ready(output) => output,
            Poll::Pending => {
                drop(self.held.take());
                future.await
            }
        }
    }
}
