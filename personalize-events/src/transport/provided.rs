//! Waits for what providers of the application return: credentials and tokens. Meanwhile, the call releases its permit.

use std::future::Future;
use std::sync::Arc;
use std::time::Instant;

use tokio::time;

use super::Call;
use super::permit::Permit;
use crate::credentials::{Credentials, Missing};
use crate::error::{CallError, CredentialsError, Limit};
use crate::retry::Measured;

impl Call<'_> {
    /// Returns what a provider returns, within the timeout of credentials providers.
    ///
    /// # Errors
    ///
    /// Returns the error of the provider, or that of a timeout.
    pub async fn provided<T>(
        &mut self,
        provided: impl Future<Output = Result<T, CredentialsError>>,
    ) -> Result<T, CallError> {
        let result = self.within_timeouts(provided).await;
        result.inspect_err(|error| {
            // The report has no response, so that its type does not matter.
            self.observed.call(0, Err(error));
        })
    }

    async fn within_timeouts<T>(
        &mut self,
        provided: impl Future<Output = Result<T, CredentialsError>>,
    ) -> Result<T, CallError> {
        let timeout = self.transport.settings.limits.credentials_timeout;
        let remaining = self.until(self.deadline);
        let (limit, timeout) = if remaining < timeout {
            (Limit::Credentials, remaining)
        } else {
            (Limit::Provider, timeout)
        };
        let waited = self.permit.without(time::timeout(timeout, provided));
        let waited = self.observed.span.within(waited).await;
        let provided = waited.map_err(|_| self.exceeded(limit, self.deadline))??;
        let acquired = self.permit.acquire(self.until(self.deadline)).await;
        acquired.map_err(|_| self.exceeded(Limit::Permit, self.deadline))?;
        Ok(provided)
    }

    /// Returns the credentials to sign with.
    pub(super) async fn credentials(
        &self,
        skew: Measured,
        deadline: Option<Instant>,
        permit: &mut Permit<'_>,
    ) -> Result<Arc<Credentials>, CallError> {
        let settings = &self.transport.settings;
        let exceeded = |limit| CallError::from(self.exceeded(limit, deadline));
        let cache = &settings.credentials;
        loop {
            let provided = time::timeout(self.until(deadline), cache.get(skew));
            let credentials = match permit.without(provided).await {
                Ok(Ok(credentials)) => credentials,
                Ok(Err(Missing::Failed(error))) => return Err(CallError::Credentials(error)),
                Ok(Err(Missing::TimedOut)) => {
                    return Err(settings.limits.exceeded(Limit::Provider).into());
                }
                Err(_) => return Err(exceeded(Limit::Credentials)),
            };
            if permit.is_held() {
                return Ok(credentials);
            }
            let was_valid = cache.valid(skew).is_some();
            let acquired = permit.acquire(self.until(deadline)).await;
            acquired.map_err(|_| exceeded(Limit::Permit))?;
            match cache.valid(skew) {
                Some(current) => return Ok(current),
                // By the clock of this machine they were never valid, and it is not known to be right.
                None if !was_valid => return Ok(credentials),
                None => {}
            }
        }
    }
}
