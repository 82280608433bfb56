//! Selects the source of credentials by the environment.
//!
//! The order is that of AWS's SDKs. The variables decide which source it is, and no other source is tried. Profiles and
//! web identity, which AWS's SDKs would use before the metadata service, are an error: this client would otherwise act
//! as another identity than they do.

use std::sync::Arc;
use std::time::Duration;

use super::container::{self, Container};
use super::imds::Imds;
use super::missing::{SDK_CONFIG, no_credentials_message};
use super::{Cache, Credentials, DynProvideCredentials};
use crate::clock::Clock;
use crate::random::Random;

const ID: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const TOKEN: &str = "AWS_SESSION_TOKEN";
const PROFILE: &str = "AWS_PROFILE";
const WEB_IDENTITY: &str = "AWS_WEB_IDENTITY_TOKEN_FILE";
const IMDS_DISABLED: &str = "AWS_EC2_METADATA_DISABLED";

/// Creates the cache for the credentials of the environment, without a request to any endpoint.
pub(crate) fn from_environment(
    env: &impl Fn(&str) -> Option<String>,
    timeout: Duration,
    clock: &Arc<dyn Clock>,
    random: &Random,
) -> Result<Cache, String> {
    match (env(ID), env(SECRET)) {
        (Some(id), Some(secret)) => {
            let credentials = Credentials::new(id, secret);
            let credentials = match env(TOKEN) {
                Some(token) => credentials.with_session_token(token),
                None => credentials,
            };
            credentials.check(&[ID, SECRET, TOKEN])?;
            return Ok(Cache::fixed(credentials));
        }
        (Some(_), None) => return Err(format!("{ID} is set but {SECRET} is not")),
        (None, Some(_)) => return Err(format!("{SECRET} is set but {ID} is not")),
        (None, None) => {}
    }
    for (variable, source) in [(PROFILE, "profiles are"), (WEB_IDENTITY, "web identity is")] {
        if env(variable).is_some() {
            return Err(format!(
                "{variable} is set, but {source} not built in; {SDK_CONFIG}"
            ));
        }
    }
    let provided = |provider: Arc<dyn DynProvideCredentials>| {
        Cache::provided(provider, timeout, clock, random)
    };
    if let Some(container) = Container::from_environment(env, clock, random) {
        return Ok(provided(Arc::new(container?)));
    }
    let unset = format!(
        "{ID}, {SECRET}, {} and {}",
        container::RELATIVE_URI,
        container::FULL_URI
    );
    if env(IMDS_DISABLED).is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        let service = format!("{IMDS_DISABLED} disables the instance metadata service");
        let message = no_credentials_message(&unset, &service);
        return Err(format!("no credentials: {message}"));
    }
    let imds = Imds::from_environment(env, clock, random, unset)?;
    Ok(provided(Arc::new(imds)))
}
