//! Endpoints of other services, some of which have other host names than the standard ones.

use super::Config;
use crate::endpoint::{Endpoint, RegionEndpoint};
use crate::error::ConfigError;

impl Config {
    /// Replaces the endpoint of the region, unless an endpoint URL is set. `resolve` is called with the region and with
    /// whether endpoints are those for FIPS and for dual-stack; `None` is the standard endpoint.
    ///
    /// # Errors
    ///
    /// Returns the error of `resolve`.
    #[doc(hidden)]
    pub fn with_region_endpoint(
        mut self,
        resolve: impl FnOnce(&str, bool, bool) -> Option<Result<RegionEndpoint, String>>,
    ) -> Result<Self, ConfigError> {
        let settings = &self.endpoint_settings;
        if settings.url.is_some() {
            return Ok(self);
        }
        let resolved = resolve(&self.region, settings.fips, settings.dual_stack);
        let resolved = resolved.transpose().map_err(ConfigError::one)?;
        if let Some(resolved) = resolved {
            self.endpoint = Endpoint::parse(&resolved.url).map_err(ConfigError::one)?;
            self.signing_name = resolved.signing_name.unwrap_or(self.signing_name);
            self.signing_region = resolved.signing_region;
        }
        Ok(self)
    }

    /// Returns whether an endpoint URL is set.
    #[doc(hidden)]
    #[must_use]
    pub fn has_endpoint_url(&self) -> bool {
        self.endpoint_settings.url.is_some()
    }

    /// Returns the region in signatures.
    pub(crate) fn signing_region(&self) -> &str {
        self.signing_region.as_deref().unwrap_or(&self.region)
    }
}
