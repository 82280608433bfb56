//! Parses the environment variables that AWS's SDKs define.

use std::cell::RefCell;
use std::ffi::OsString;

use reqwest::header::HeaderValue;

/// The variables of an environment, and the sorted names of those that are not UTF-8.
pub(super) struct Environment<E> {
    read: E,
    not_utf8: RefCell<Vec<String>>,
}

impl<E: Fn(&str) -> Option<OsString>> Environment<E> {
    pub(super) fn new(read: E) -> Self {
        Self {
            read,
            not_utf8: RefCell::default(),
        }
    }

    /// Returns the value of a variable; an empty one counts as unset. A value that is not UTF-8 counts as set, so that
    /// no other source takes its place.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let value = (self.read)(name).filter(|value| !value.is_empty())?;
        Some(value.into_string().unwrap_or_else(|value| {
            let mut names = self.not_utf8.borrow_mut();
            if let Err(place) = names.binary_search_by(|other| other.as_str().cmp(name)) {
                names.insert(place, name.to_owned());
            }
            value.to_string_lossy().into_owned()
        }))
    }

    /// Returns a problem for each variable that is not UTF-8.
    pub(super) fn into_problems(self) -> Vec<String> {
        let names = self.not_utf8.into_inner().into_iter();
        names
            .map(|name| format!("the environment variable {name} is not valid UTF-8"))
            .collect()
    }
}

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

/// The most characters of an application name. AWS's SDKs and Tools Reference Guide documents it for `AWS_SDK_UA_APP_ID`.
const MAX_APP_NAME: usize = 50;

/// Creates the header `user-agent` with the name of the application.
pub(super) fn user_agent(
    client: &'static str,
    app_name: Option<&str>,
) -> Result<HeaderValue, String> {
    let Some(name) = app_name else {
        return HeaderValue::try_from(client).map_err(|error| error.to_string());
    };
    let mut problems = Vec::new();
    let length = name.chars().count();
    if length > MAX_APP_NAME {
        problems.push(format!(
            "the application name has {length} characters, but at most {MAX_APP_NAME} are allowed"
        ));
    }
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_allowed) {
        let allowed = "the application name may contain only letters, digits and !#$%&'*+-.^_`|~, and must not be empty";
        problems.push(allowed.to_owned());
    }
    if !problems.is_empty() {
        return Err(problems.join("; "));
    }
    HeaderValue::try_from(format!("{client} app/{name}")).map_err(|error| error.to_string())
}
