//! Runs the cases of a crate that was generated from Smithy's protocol tests.
//!
//! The crate has functions that send the request of each case and print its response. The expectations are read from
//! the suite. Requests are sent over a socket and compared as they arrive; responses are written to a socket as they
//! are in the suite.

mod compare;
mod server;
mod values;
mod wire;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;

use personalize_events_codegen_runtime::http::{self, Operation};
use personalize_events_codegen_runtime::{
    ConfigBuilder, Credentials, RequestSettings, Service, Transport,
};
use serde_json::Value;

pub use values::{blob_from_base64, number, seconds, timestamp_from_text};
pub use wire::WireRequest;

/// The future of a case.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = Result<T, String>>>>;

/// A case of the suite.
#[derive(Debug)]
pub struct Case {
    /// Its index in the list of the suite.
    pub number: usize,
    /// How to run it.
    pub run: Run,
}

/// How to run a case.
#[derive(Debug)]
pub enum Run {
    /// Send a request to an endpoint, or only prepare it if its host is not on this machine.
    Request {
        /// Sends it.
        send: fn(ConfigBuilder) -> BoxFuture<()>,
        /// Prepares it.
        prepare: fn(ConfigBuilder) -> Result<WireRequest, String>,
    },
    /// Read a response.
    Response {
        /// Sends a request and prints the response.
        receive: fn(ConfigBuilder) -> BoxFuture<Value>,
    },
    /// Build a request; the error is that of the builder.
    Build(fn() -> Result<(), String>),
    /// Nothing: the operation was not generated.
    Refused,
}

fn credentials() -> Credentials {
    Credentials::new("test", "test")
}

/// The configuration of a client with this endpoint.
pub fn config(endpoint: &str) -> ConfigBuilder {
    ConfigBuilder::default()
        .region("us-east-1")
        .credentials(credentials())
        .endpoint_url(endpoint)
        // The server responds once.
        .max_attempts(1)
}

/// Prepares an operation without sending it.
///
/// # Errors
///
/// Returns an error if a member cannot be serialized.
pub fn prepare(
    config: ConfigBuilder,
    service: &Service,
    operation: &impl Operation,
) -> Result<WireRequest, String> {
    let config = config
        .build_for(service)
        .map_err(|error| error.to_string())?;
    let transport = Transport::new(config).map_err(|error| error.to_string())?;
    let request =
        http::request(operation, &RequestSettings::default()).map_err(|error| error.to_string())?;
    let prepared = transport.prepare(&request, &credentials(), std::time::UNIX_EPOCH);
    let prepared = prepared.map_err(|error| error.to_string())?;
    let url = prepared.url();
    let query = url
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    let headers = prepared.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    let body = prepared.body().and_then(|body| body.as_bytes());
    Ok(WireRequest {
        method: prepared.method().to_string(),
        target: format!("{}{query}", url.path()),
        headers: headers.collect(),
        body: body.unwrap_or_default().to_owned(),
    })
}

/// Runs every case and prints the results by feature. Fails if a case fails.
#[must_use]
pub fn run(suite: &str, cases: &[Case]) -> ExitCode {
    let suite: Vec<Value> = match serde_json::from_str(suite) {
        Ok(suite) => suite,
        Err(error) => {
            eprintln!("the suite cannot be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut features: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut failures = Vec::new();
    for (number, expected) in suite.iter().enumerate() {
        let feature = expected["feature"].as_str().unwrap_or("other");
        let counts = features.entry(feature).or_default();
        let case = cases.iter().find(|case| case.number == number);
        match case.map(|case| check(&case.run, expected)) {
            Some(Ok(true)) => counts.passed += 1,
            Some(Ok(false)) => counts.refused += 1,
            failed => {
                counts.failed += 1;
                let why = failed.map_or_else(|| Some("it was not run".to_owned()), Result::err);
                let name = format!("{} {}", expected["kind"], expected["test"]["id"]);
                failures.push(format!("{name}: {}", why.unwrap_or_default()));
            }
        }
    }
    report(&features, &failures)
}

fn report(features: &BTreeMap<&str, Counts>, failures: &[String]) -> ExitCode {
    let mut all = Counts::default();
    println!(
        "{:<28} {:>6} {:>7} {:>6}",
        "feature", "passed", "refused", "failed"
    );
    for (feature, counts) in features {
        println!("{feature:<28} {counts}");
        all.passed += counts.passed;
        all.refused += counts.refused;
        all.failed += counts.failed;
    }
    println!("{:<28} {all}", "all");
    for failure in failures {
        println!("failed: {failure}");
    }
    if failures.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The numbers of cases by result.
#[derive(Debug, Default)]
struct Counts {
    passed: usize,
    refused: usize,
    failed: usize,
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:>6} {:>7} {:>6}",
            self.passed, self.refused, self.failed
        )
    }
}

/// Runs a case. Returns whether it was run: `false` if its operation was not generated.
fn check(run: &Run, expected: &Value) -> Result<bool, String> {
    let test = &expected["test"];
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    match run {
        Run::Refused => return Ok(false),
        Run::Build(build) => {
            let refused = build().is_err();
            if test["refused"] != refused {
                return Err(format!("refused: {refused}, expected {}", test["refused"]));
            }
        }
        Run::Request { send, prepare } => {
            let host = test["host"].as_str();
            if let (Some(host), Some(resolved)) = (host, test["resolvedHost"].as_str()) {
                let request = prepare(config(&format!("http://{host}")).allow_http(true))?;
                compare::host(&request, resolved)?;
                compare::request(&request, test)?;
                return Ok(true);
            }
            // If the host of the case has a path, so does the endpoint.
            let path = host.and_then(|host| host.split_once('/'));
            let path = path.map_or_else(String::new, |(_, path)| format!("/{path}"));
            let server = server::Server::start(server::ok())?;
            let endpoint = format!("{}{path}", server.url());
            // The response is not that of the operation, so reading it may fail.
            let sent = runtime.block_on(send(config(&endpoint)));
            let request = server.request().map_err(|why| match sent {
                Ok(()) => why,
                Err(error) => format!("{why}: {error}"),
            })?;
            compare::request(&request, test)?;
        }
        Run::Response { receive } => {
            let server = server::Server::start(server::response(test))?;
            let value = runtime.block_on(receive(config(&server.url())))?;
            compare::response(&value, expected)?;
        }
    }
    Ok(true)
}
