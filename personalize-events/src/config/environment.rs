//! Parses the environment variables that AWS's SDKs define.

use reqwest::header::HeaderValue;

/// Reads a variable that is `true` or `false` in any case; `false` if it is unset.
pub(super) fn flag_value(
    variable: &str,
    env: &impl Fn(&str) -> Option<String>,
) -> Result<bool, String> {
    let value = env(variable).unwrap_or_default().to_ascii_lowercase();
    match value.as_str() {
        "true" => Ok(true),
        "false" | "" => Ok(false),
        _ => Err(format!("{variable} must be `true` or `false`")),
    }
}

/// `Personalize Events` → `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS`.
pub(super) fn endpoint_variable(sdk_id: &str) -> String {
    let id = sdk_id.replace(' ', "_").to_uppercase();
    format!("AWS_ENDPOINT_URL_{id}")
}

/// Rejects retry modes other than the standard one.
pub(super) fn require_standard_mode(mode: Option<String>) -> Result<(), String> {
    match mode {
        Some(mode) if !mode.eq_ignore_ascii_case("standard") => Err(
            "the retry mode (AWS_RETRY_MODE, retry_mode) must be `standard` or unset, since this client has no \
             other mode; to ignore it, set `max_attempts` in code"
                .to_owned(),
        ),
        Some(_) | None => Ok(()),
    }
}

pub(super) fn max_attempts(env: &impl Fn(&str) -> Option<String>) -> Result<Option<u32>, String> {
    let Some(text) = env("AWS_MAX_ATTEMPTS") else {
        return Ok(None);
    };
    match text.parse() {
        Ok(attempts) if attempts > 0 => Ok(Some(attempts)),
        Ok(_) | Err(_) => Err("AWS_MAX_ATTEMPTS must be an integer greater than zero".to_owned()),
    }
}

/// Creates the header `user-agent` with the name of the application.
pub(super) fn user_agent(app_name: Option<String>) -> Result<HeaderValue, String> {
    const OWN: &str = concat!("personalize-events/", env!("CARGO_PKG_VERSION"));
    let Some(name) = app_name else {
        return Ok(HeaderValue::from_static(OWN));
    };
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_allowed) {
        return Err(
            "the application name may contain only letters, digits and !#$%&'*+-.^_`|~, and must not be empty".to_owned(),
        );
    }
    HeaderValue::try_from(format!("{OWN} app/{name}")).map_err(|error| error.to_string())
}
