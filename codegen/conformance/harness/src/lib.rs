//! Runs the cases of a crate that was generated from Smithy's protocol tests.
//!
//! The crate says what each case sends and how to print what it received; what is right stands in
//! the suite itself, and is read from there. Requests go over a socket and are compared as they
//! come; answers are written to one as the suite has them.

mod compare;
mod server;
mod values;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;

use personalize_events_codegen_runtime::http::{self, Operation};
use personalize_events_codegen_runtime::{ConfigBuilder, Credentials, Service, Transport};
use serde_json::Value;

pub use values::{bytes, instant, number, seconds};

/// What a case comes to.
pub type Outcome<T> = Pin<Box<dyn Future<Output = Result<T, String>>>>;

/// A case of the suite.
#[derive(Debug)]
pub struct Case {
    /// Its number in the suite's list.
    pub number: usize,
    /// What is done with it.
    pub run: Run,
}

/// What is done with a case.
#[derive(Debug)]
pub enum Run {
    /// A request is sent to an endpoint, or prepared where the suite's host is none of this machine.
    Request {
        /// Sends it.
        send: fn(ConfigBuilder) -> Outcome<()>,
        /// Prepares it.
        goes: fn(ConfigBuilder) -> Result<Wire, String>,
    },
    /// An answer is read, and printed as the suite prints values.
    Response {
        /// Sends a request, and prints the answer.
        receive: fn(ConfigBuilder) -> Outcome<Value>,
    },
    /// A request is built; the error is what the builder says.
    Build(fn() -> Result<(), String>),
    /// The operation was left out.
    Refused,
}

/// A request as it is sent.
#[derive(Debug)]
pub struct Wire {
    method: String,
    /// Path and query, as they stand in the request line.
    target: String,
    /// With names in lower case.
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

fn credentials() -> Credentials {
    Credentials::new("test", "test")
}

/// The settings of a client of this endpoint.
pub fn config(endpoint: &str) -> ConfigBuilder {
    ConfigBuilder::default()
        .region("us-east-1")
        .credentials(credentials())
        .endpoint_url(endpoint)
        // A server of the suite answers once.
        .max_attempts(1)
}

/// An operation as it would be sent.
///
/// # Errors
///
/// When it cannot be written.
pub fn goes(
    config: ConfigBuilder,
    service: &Service,
    operation: &impl Operation,
) -> Result<Wire, String> {
    let config = config
        .build_for(service)
        .map_err(|error| error.to_string())?;
    let transport = Transport::new(config).map_err(|error| error.to_string())?;
    let request = http::request(operation).map_err(|error| error.to_string())?;
    let prepared = transport.prepare(request, &credentials(), std::time::UNIX_EPOCH);
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
    Ok(Wire {
        method: prepared.method().to_string(),
        target: format!("{}{query}", url.path()),
        headers: headers.collect(),
        body: body.unwrap_or_default().to_owned(),
    })
}

/// Runs every case and prints what came of them, by feature. A failure fails the run.
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

/// How many cases came to what.
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

/// Whether a case is as it should be; `false` where it was refused.
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
        Run::Request { send, goes } => {
            let host = test["host"].as_str();
            if let (Some(host), Some(resolved)) = (host, test["resolvedHost"].as_str()) {
                let request = goes(config(&format!("http://{host}")).allow_http(true))?;
                compare::host(&request, resolved)?;
                compare::request(&request, test)?;
                return Ok(true);
            }
            // A host may have a path; the one that the socket has does too.
            let path = host.and_then(|host| host.split_once('/'));
            let path = path.map_or_else(String::new, |(_, path)| format!("/{path}"));
            let server = server::Server::start(server::ok())?;
            let endpoint = format!("{}{path}", server.url());
            // The answer is of no operation in particular, so that reading it may fail.
            let sent = runtime.block_on(send(config(&endpoint)));
            let request = server.request().map_err(|why| match sent {
                Ok(()) => why,
                Err(error) => format!("{why}: {error}"),
            })?;
            compare::request(&request, test)?;
        }
        Run::Response { receive } => {
            let server = server::Server::start(server::answer(test))?;
            let value = runtime.block_on(receive(config(&server.url())))?;
            compare::response(&value, expected)?;
        }
    }
    Ok(true)
}
