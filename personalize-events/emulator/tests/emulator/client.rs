//! A minimal client with its own signer. The unit tests of the emulator verify requests signed by other clients.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use personalize_events_emulator::Emulator;
use reqwest::RequestBuilder;
use serde_json::Value;
use sha2::{Digest, Sha256};

pub(crate) const ARN: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/USERS";

/// A response.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn code(&self) -> &str {
        self.header("x-amzn-errortype")
    }

    pub(crate) fn message(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap();
        body["message"].as_str().unwrap().to_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// How requests are signed.
#[derive(Clone)]
pub(crate) struct Signer {
    pub(crate) key_id: &'static str,
    pub(crate) secret: &'static str,
    pub(crate) token: Option<&'static str>,
    pub(crate) service: &'static str,
    /// Seconds since the epoch; `None` for now.
    pub(crate) time: Option<i64>,
}

pub(crate) const TEST: Signer = Signer {
    key_id: "test",
    secret: "test",
    token: None,
    service: "personalize",
    time: None,
};

impl Signer {
    /// Posts a signed body.
    pub(crate) async fn post(&self, emulator: &Emulator, path: &str, body: &Value) -> Response {
        let request = self.request(emulator, path, body.to_string());
        send(request).await.unwrap()
    }

    /// Returns a signed request.
    pub(crate) fn request(&self, emulator: &Emulator, path: &str, body: String) -> RequestBuilder {
        self.signed_as("application/json", emulator, path, body)
    }

    /// Returns a signed request with this content type.
    pub(crate) fn signed_as(
        &self,
        content_type: &str,
        emulator: &Emulator,
        path: &str,
        body: String,
    ) -> RequestBuilder {
        let date = basic(self.time.unwrap_or_else(now));
        let day = &date[..8];
        let mut headers = vec![
            ("content-type", content_type.to_owned()),
            ("host", emulator.addr().to_string()),
            ("x-amz-date", date.clone()),
        ];
        if let Some(token) = self.token {
            headers.push(("x-amz-security-token", token.to_owned()));
        }
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let mut canonical = format!("POST\n{path}\n\n");
        for (name, value) in &headers {
            writeln!(canonical, "{name}:{value}").unwrap();
        }
        write!(canonical, "\n{names}\n{}", hex(&Sha256::digest(&body))).unwrap();
        let scope = format!("{day}/eu-west-1/{}/aws4_request", self.service);
        let text = format!(
            "AWS4-HMAC-SHA256\n{date}\n{scope}\n{}",
            hex(&Sha256::digest(canonical))
        );
        let mut key = format!("AWS4{}", self.secret).into_bytes();
        for part in scope.split('/').chain([text.as_str()]) {
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
            mac.update(part.as_bytes());
            key = mac.finalize().into_bytes().to_vec();
        }
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={}",
            self.key_id,
            hex(&key)
        );
        let url = format!("{}{path}", emulator.url());
        let mut request = http().post(url).body(body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        request.header("authorization", authorization)
    }
}

/// Returns a client for plain HTTP. In a build of the whole workspace `reqwest` has TLS and requires a provider, even if
/// it is not used.
pub(crate) fn http() -> reqwest::Client {
    // An error means that another test has installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

pub(crate) async fn send(request: RequestBuilder) -> Result<Response, reqwest::Error> {
    let response = request.send().await?;
    Ok(Response {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: response.text().await?,
    })
}

/// Sends a `GET` request.
pub(crate) async fn get(emulator: &Emulator, path: &str) -> Response {
    let url = format!("{}{path}", emulator.url());
    send(http().get(url)).await.unwrap()
}

/// Injects faults over HTTP.
pub(crate) async fn inject(emulator: &Emulator, faults: &Value) -> Response {
    let url = format!("{}/_emulator/faults", emulator.url());
    let request = http().post(url).body(faults.to_string());
    send(request).await.unwrap()
}

/// Returns the ARN of the dataset for a list of records, such as `users`.
pub(crate) fn arn_of(list: &str) -> String {
    ARN.replace("USERS", &list.to_uppercase())
}

/// Returns an input of `PutUsers` with one user.
pub(crate) fn user(id: &str) -> Value {
    serde_json::json!({ "datasetArn": ARN, "users": [{ "userId": id }] })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(elapsed.as_secs()).unwrap()
}

/// Formats a date as in `x-amz-date`, counting days from the epoch.
fn basic(seconds: i64) -> String {
    let (mut day, second) = (seconds / 86_400, seconds % 86_400);
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while day >= 365 + i64::from(leap(year)) {
        day -= 365 + i64::from(leap(year));
        year += 1;
    }
    let february = 28 + i64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!(
        "{year}{month:02}{:02}T{hour:02}{minute:02}{:02}Z",
        day + 1,
        second % 60
    )
}
