//! A directory for each test, in which the command runs.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use personalize_events_emulator::Emulator;
use serde_json::Value;

use crate::{SCHEMA, USERS};

pub(crate) struct Folder(PathBuf);

/// The result of a command.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    /// Creates a directory with the schema of users in `users.json`.
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if path.exists() {
            fs::remove_dir_all(&path).expect("it can be removed");
        }
        fs::create_dir_all(&path).expect("it can be made");
        let folder = Self(path);
        folder.write("users.json", SCHEMA);
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        fs::write(self.path(name), contents).expect("it can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("it can be read")
    }

    /// The names of all files.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("it can be read");
        let names = entries.map(|entry| entry.expect("it can be read").file_name());
        let mut names: Vec<_> = names
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// The command, with the credentials of the emulator and no other AWS variables.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_personalize-events"));
        command
            .current_dir(&self.0)
            .args(arguments.split_whitespace());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("AWS_") {
                command.env_remove(name);
            }
        }
        command
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_CONFIG_FILE", self.path("config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", self.path("credentials"))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .stdin(Stdio::null());
        command
    }

    /// The command as `"$0" "$@"` of a shell script.
    #[cfg(unix)]
    pub(crate) fn shell(&self, script: &str, arguments: &str) -> Command {
        let command = self.command(arguments);
        let mut shell = Command::new("sh");
        shell.current_dir(&self.0).args(["-c", script]);
        shell.arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        shell
    }

    pub(crate) fn run(&self, arguments: &str) -> Ran {
        ran(&mut self.command(arguments))
    }

    /// Sends the users of a file to the emulator, without a rate limit.
    pub(crate) fn put(&self, emulator: &Emulator, arguments: &str) -> Ran {
        self.run(&put(emulator, arguments))
    }

    pub(crate) fn run_with_input(&self, arguments: &str, input: &[u8]) -> Ran {
        let mut command = self.command(arguments);
        let piped = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = piped.spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("it is piped");
        stdin.write_all(input).expect("it reads");
        drop(stdin);
        result(&child.wait_with_output().expect("it ends"))
    }
}

/// The arguments of a command that sends users to the emulator.
pub(crate) fn put(emulator: &Emulator, arguments: &str) -> String {
    let url = emulator.url();
    format!(
        "put-users --schema users.json --dataset-arn {USERS} --endpoint-url {url} --rate unlimited {arguments}"
    )
}

pub(crate) fn ran(command: &mut Command) -> Ran {
    result(&command.output().expect("it runs"))
}

pub(crate) fn result(output: &std::process::Output) -> Ran {
    Ran {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Ran {
    /// The summary of a command with `--json`, without the elapsed time.
    pub(crate) fn summary(&self) -> Value {
        let mut summary: Value = serde_json::from_str(&self.out).unwrap_or_default();
        let seconds = summary.as_object_mut().and_then(|it| it.remove("seconds"));
        assert!(seconds.is_some_and(|it| it.is_f64()), "{self:?}");
        summary
    }

    /// The lines of standard error without warnings.
    pub(crate) fn lines(&self) -> Vec<&str> {
        let lines = self.err.lines();
        lines.filter(|line| !is_warning(line)).collect()
    }

    pub(crate) fn warnings(&self) -> Vec<&str> {
        let lines = self.err.lines();
        lines.filter(|line| is_warning(line)).collect()
    }
}

fn is_warning(line: &str) -> bool {
    line.ends_with(')') && line.contains("(warning")
}
