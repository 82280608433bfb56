//! The program: its arguments, its output and its exit codes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

use personalize_events_emulator::{MAX_STORED_BYTES, MAX_STORED_RECORDS};

const ARN: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/USERS";

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_personalize-events-emulator"));
    command.args(arguments);
    command
}

fn output(arguments: &[&str]) -> Output {
    program(arguments).output().unwrap()
}

/// A running program, which is killed at the end of the test.
struct Running(Child);

impl Running {
    /// Starts the program and reads the address that it prints.
    fn start(arguments: &[&str]) -> (Self, String) {
        let mut child = program(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let running = Self(child);
        let address = line.strip_prefix("listening on http://").unwrap();
        (running, address.trim_end().to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The program may have exited already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

#[test]
fn the_program_prints_its_address_and_serves() {
    let (_running, address) = Running::start(&["--listen", "127.0.0.1:0", "--dataset", ARN]);
    assert!(address.starts_with("127.0.0.1:") && !address.ends_with(":0"));
    let response = get(&address, &format!("/_emulator/datasets/{ARN}/users"));
    assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
    assert!(response.ends_with("[]"), "{response}");
}

#[test]
#[cfg(unix)]
fn an_interrupt_ends_the_program_successfully() {
    let (mut running, _) = Running::start(&["--listen", "127.0.0.1:0"]);
    let id = running.0.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    assert!(running.0.wait().unwrap().success());
}

#[test]
fn help_and_version_are_printed() {
    let help = output(&["--help"]);
    assert!(help.status.success());
    let text = String::from_utf8(help.stdout).unwrap();
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
    for option in [
        "--listen",
        "--allow-remote",
        "--allow-host",
        "--dataset",
        "--tracker ID=FILE",
        "--tracker ID=ARN",
        "--max-stored-records",
        "--max-stored-bytes",
        "--credentials",
        "--version",
    ] {
        assert!(text.contains(option), "{option}");
    }
    for limit in [MAX_STORED_RECORDS, MAX_STORED_BYTES] {
        assert!(text.contains(&format!("[default: {limit}]")), "{limit}");
    }
    let version = output(&["-V"]);
    let text = String::from_utf8(version.stdout).unwrap();
    assert_eq!(
        text,
        format!(
            "personalize-events-emulator {}\n",
            env!("CARGO_PKG_VERSION")
        )
    );
}

#[test]
fn invalid_arguments_are_reported_with_exit_code_two() {
    for (arguments, part) in [
        (&["--lisen"][..], "--lisen"),
        (&["serve"], "serve"),
        (&["--listen"], "missing argument"),
        (&["--listen", "8080"], "such as 127.0.0.1:8686"),
        (&["--listen", "0.0.0.0:0"], "not a loopback address"),
        (
            &["--dataset", "users"],
            "`users` is not the ARN of a dataset",
        ),
        (
            &[
                "--dataset",
                &ARN.replace("dataset/shop/USERS", "schema/shop"),
            ],
            "another kind of resource, schema",
        ),
        (&["--tracker", "t"], "--tracker requires ID=ARN"),
        (
            &["--tracker", "t=/no/such"],
            "--tracker /no/such: No such file",
        ),
        (
            &["--max-stored-records", "many"],
            "--max-stored-records requires a whole number, not `many`",
        ),
        (&["--max-stored-bytes", "-1"], "--max-stored-bytes requires"),
        (
            &["--tracker", &format!("t={ARN}")],
            "the tracker `t` is invalid: the ARN must be that of a dataset group",
        ),
        (
            &["--allow-host", "emulator:8686"],
            "`emulator:8686` is not a host",
        ),
        (&["--credentials", "s3cret"], "requires ID:SECRET"),
        (&["--credentials", "s3cret:"], "empty part"),
    ] {
        let output = output(arguments);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
        assert!(text.contains(part), "{arguments:?}: {text}");
        assert!(!text.contains("s3cret"), "{text}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn an_unavailable_port_is_reported() {
    let (_running, address) = Running::start(&["--listen", "127.0.0.1:0"]);
    let output = output(&["--listen", &address]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.starts_with(&format!("cannot listen on {address}: ")),
        "{text}"
    );
}

#[test]
fn a_schema_of_interactions_requires_a_tracker() {
    let file = std::env::temp_dir().join(format!("interactions-{}.json", std::process::id()));
    let fields = ["USER_ID", "ITEM_ID", "TIMESTAMP"]
        .map(|name| format!(r#"{{"name": "{name}", "type": "string"}}"#));
    let schema = format!(
        r#"{{"name": "Interactions", "fields": [{}]}}"#,
        fields.join(",")
    );
    std::fs::write(&file, schema).unwrap();
    let schema = ARN.replace("USERS", &format!("INTERACTIONS={}", file.display()));
    let arguments = ["--listen", "127.0.0.1:0", "--schema", &schema];
    let output = output(&arguments);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    let group = ARN.replace("dataset/shop/USERS", "dataset-group/shop");
    assert!(
        message.contains(&format!("`--tracker ID={group}`")),
        "{message}"
    );
    let tracker = format!("a=b={group}");
    let (_running, address) = Running::start(&[&arguments[..], &["--tracker", &tracker]].concat());
    let response = get(&address, "/_emulator/trackers/a%3Db/events");
    assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn a_tracker_may_have_the_schemas_of_its_events_in_files() {
    let folder = std::env::temp_dir().join(format!("trackers={}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let argument = |name: &str, columns: &[&str]| {
        let fields = columns
            .iter()
            .map(|name| format!(r#"{{"name": "{name}", "type": "string"}}"#));
        let fields: Vec<String> = fields.collect();
        let schema = format!(r#"{{"name": "{name}", "fields": [{}]}}"#, fields.join(","));
        let file = folder.join(name);
        std::fs::write(&file, schema).unwrap();
        format!("t={}", file.display())
    };
    let events = argument("Interactions", &["USER_ID", "ITEM_ID", "TIMESTAMP"]);
    let actions = ["USER_ID", "ACTION_ID", "TIMESTAMP", "EVENT_TYPE"];
    let actions = argument("ActionInteractions", &actions);
    let listen = ["--listen", "127.0.0.1:0"];
    let arguments = ["--tracker", &events, "--tracker", &actions];
    let (_running, address) = Running::start(&[&listen[..], &arguments].concat());
    let response = get(&address, "/_emulator/trackers/t/sessions");
    assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
    assert!(response.ends_with("[]"), "{response}");
    let output = output(&[&listen[..], &["--tracker", &events, "--tracker", &events]].concat());
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        message,
        "the tracker `t` is invalid: it has two schemas of the type INTERACTIONS\n"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn schemas_are_read_from_files() {
    let file = std::env::temp_dir().join(format!("users-{}.json", std::process::id()));
    std::fs::write(
        &file,
        r#"{"fields": [{"name": "USER_ID", "type": "string"}]}"#,
    )
    .unwrap();
    let schema = format!("{ARN}={}", file.display());
    let (_running, address) = Running::start(&["--listen", "127.0.0.1:0", "--schema", &schema]);
    let response = get(&address, &format!("/_emulator/datasets/{ARN}/users"));
    assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
    std::fs::remove_file(&file).unwrap();
    for (argument, part) in [
        (schema.as_str(), "No such file"),
        (ARN, "requires ARN=FILE"),
    ] {
        let output = output(&["--schema", argument]);
        assert_eq!(output.status.code(), Some(2));
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(part), "{message}");
    }
}
