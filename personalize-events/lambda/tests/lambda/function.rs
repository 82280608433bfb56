//! A Lambda function: the process of an example, which is started again when it has ended.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime};

use personalize_events_emulator::Emulator;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Child;

use crate::USERS;
use crate::runtime_api::{Returned, RuntimeApi};

pub(crate) struct Function {
    example: &'static str,
    env: BTreeMap<&'static str, String>,
    process: Option<(RuntimeApi, Child)>,
    invocations: usize,
    log: Log,
}

/// The lines that the processes have written.
type Log = Arc<Mutex<Vec<String>>>;

/// How an invocation has ended.
#[derive(Debug)]
pub(crate) enum Invoked {
    Returned(Value),
    /// The function has returned an error.
    Failed(Value),
    /// The process was killed, at its deadline or before.
    Killed,
}

impl Invoked {
    /// The identifiers in a partial batch response.
    pub(crate) fn failures(self) -> Option<Vec<String>> {
        let response = match self {
            Self::Returned(response) => response,
            Self::Failed(error) => panic!("{error}"),
            Self::Killed => return None,
        };
        let failures = response["batchItemFailures"].as_array().unwrap().iter();
        let id = |failure: &Value| failure["itemIdentifier"].as_str().unwrap().to_owned();
        Some(failures.map(id).collect())
    }
}

impl Function {
    pub(crate) fn new(example: &'static str, emulator: &Emulator) -> Self {
        let env = [
            ("AWS_LAMBDA_FUNCTION_NAME", "films"),
            ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
            ("AWS_LAMBDA_LOG_FORMAT", "JSON"),
            ("AWS_REGION", "eu-west-1"),
            ("AWS_ACCESS_KEY_ID", "id"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", emulator.url()),
            ("CALLS_PER_SECOND", "10000"),
            ("DATASET_ARN", USERS),
            ("TRACKING_ID", "tracking-id"),
        ];
        Self {
            example,
            env: env.map(|(name, value)| (name, value.to_owned())).into(),
            process: None,
            invocations: 0,
            log: Log::default(),
        }
    }

    pub(crate) fn env(mut self, name: &'static str, value: &str) -> Self {
        self.env.insert(name, value.to_owned());
        self
    }

    /// Invokes the function as Lambda does: at the deadline the process is killed. It is killed before, if `kill_after` is set.
    pub(crate) async fn invoke(
        &mut self,
        event: &Value,
        time: Duration,
        kill_after: Option<Duration>,
    ) -> Invoked {
        if self.process.is_none() {
            let api = RuntimeApi::start().await;
            let child = self.start(&api);
            self.process = Some((api, child));
        }
        let (api, _) = self.process.as_ref().unwrap();
        self.invocations += 1;
        let id = format!("invocation-{}", self.invocations);
        let returned = api.invoke(&id, event, time).await;
        let time = kill_after.unwrap_or(time);
        match tokio::time::timeout(time, returned).await {
            Ok(Ok(Returned::Ok(response))) => Invoked::Returned(response),
            Ok(Ok(Returned::Err(error))) => Invoked::Failed(error),
            Ok(Err(_)) | Err(_) => {
                let (_api, mut child) = self.process.take().unwrap();
                child.kill().await.unwrap();
                Invoked::Killed
            }
        }
    }

    /// Starts the process and returns the error that it reports before its first invocation.
    pub(crate) async fn init_error(&mut self) -> Value {
        let api = RuntimeApi::start().await;
        let mut child = self.start(&api);
        let status = child.wait().await.unwrap();
        assert!(!status.success());
        api.init_error().unwrap_or_default()
    }

    fn start(&self, api: &RuntimeApi) -> Child {
        let mut command = tokio::process::Command::new(binary(self.example));
        command.env_clear().envs(&self.env);
        command.env("AWS_LAMBDA_RUNTIME_API", api.addr.to_string());
        command.stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let log = Arc::clone(&self.log);
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                log.lock().unwrap().push(line);
            }
        });
        child
    }

    /// Waits until a message was logged, and returns its line.
    pub(crate) async fn logged(&self, message: &str) -> Value {
        self.logged_line(message, |_| true).await
    }

    /// Waits until a message was logged for an ID.
    pub(crate) async fn logged_id(&self, message: &str, id: &str) {
        self.logged_field(message, "id", id).await;
    }

    pub(crate) async fn logged_field(&self, message: &str, field: &str, value: &str) {
        let matches = |line: &Value| line["fields"][field] == value;
        self.logged_line(message, matches).await;
    }

    async fn logged_line(&self, message: &str, matches: impl Fn(&Value) -> bool) -> Value {
        let matches = |line: &Value| line["fields"]["message"] == message && matches(line);
        for _ in 0..200 {
            let log: Vec<Value> = {
                let log = self.log.lock().unwrap();
                let lines = log.iter();
                lines
                    .filter_map(|line| serde_json::from_str(line).ok())
                    .collect()
            };
            if let Some(line) = log.into_iter().find(matches) {
                return line;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("`{message}` was not logged");
    }

    /// Asserts that no line has a text.
    pub(crate) fn assert_not_logged(&self, text: &str) {
        let log = self.log.lock().unwrap();
        let mut lines = log.iter();
        assert_eq!(lines.find(|line| line.contains(text)), None);
    }
}

/// The program of an example. `cargo test` has built it, unless only this test was selected.
fn binary(example: &str) -> PathBuf {
    static EXAMPLES: OnceLock<PathBuf> = OnceLock::new();
    let name = |example| format!("{example}{}", std::env::consts::EXE_SUFFIX);
    let examples = EXAMPLES.get_or_init(|| {
        // The test is in `target/debug/deps`.
        let test = std::env::current_exe().unwrap();
        let folder = test.ancestors().nth(2).unwrap().join("examples");
        let built = ["sqs", "kinesis", "dynamodb"].map(|it| modified(&folder.join(name(it))));
        if built.into_iter().min() < Some(last_change()) {
            let mut cargo = Command::new(env!("CARGO"));
            cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
            let status = cargo.args(["build", "--quiet", "--examples"]).status();
            assert!(status.unwrap().success(), "the examples do not compile");
        }
        folder
    });
    examples.join(name(example))
}

/// When the sources of this package were changed.
fn last_change() -> Option<SystemTime> {
    let folders = ["src", "examples"].map(|it| Path::new(env!("CARGO_MANIFEST_DIR")).join(it));
    let files = folders.iter().flat_map(|folder| folder.read_dir().unwrap());
    files.map(|file| modified(&file.unwrap().path())).max()?
}

fn modified(file: &Path) -> Option<SystemTime> {
    file.metadata().ok()?.modified().ok()
}
