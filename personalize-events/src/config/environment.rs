//! Parses the environment variables that AWS's SDKs define.

use reqwest::header::HeaderValue;

/// What a variable says that is `true` or `false` in any case; no if it is unset.
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

/// Refuses the modes that are not here.
pub(super) fn require_standard_mode(mode: Option<String>) -> Result<(), String> {
    match mode {
        Some(mode) if !mode.eq_ignore_ascii_case("standard") => Err(
            "the retry mode (AWS_RETRY_MODE, retry_mode) must be unset or `standard`, the only one of this client; \
             to pass it over, set `max_attempts` in code"
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
        Ok(_) | Err(_) => Err("AWS_MAX_ATTEMPTS must be a number from 1 on".to_owned()),
    }
}

/// What this client calls itself, with the application that uses it.
pub(super) fn user_agent(app_name: Option<String>) -> Result<HeaderValue, String> {
    const OWN: &str = concat!("personalize-events/", env!("CARGO_PKG_VERSION"));
    let Some(name) = app_name else {
        return Ok(HeaderValue::from_static(OWN));
    };
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(fits) {
        return Err(
            "the name of the application must be letters, digits and !#$%&'*+-.^_`|~".to_owned(),
        );
    }
    HeaderValue::try_from(format!("{OWN} app/{name}")).map_err(|error| error.to_string())
}
