//! Credentials, region and endpoint as in the AWS CLI, and the local endpoint.

use personalize_events_emulator::Emulator;
use serde_json::json;

use crate::folder::{Folder, put, ran};
use crate::{SCHEMA, USERS};

const ROWS: &str = "USER_ID,VIDEOS_WATCHED\n1,2\n";

/// An emulator that accepts only these credentials.
fn emulator() -> Emulator {
    let builder = Emulator::builder()
        .schema(USERS, SCHEMA)
        .credentials("id-of-profile", "secret");
    builder.start_blocking().expect("it starts")
}

/// The region that a request was signed for.
fn region(emulator: &Emulator) -> String {
    let requests = emulator.requests();
    let signed = requests
        .last()
        .and_then(|request| request.header("authorization"));
    signed
        .and_then(|it| it.split('/').nth(2))
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_profile_sets_credentials_region_and_endpoint_and_overrides_the_environment() {
    let (folder, emulator) = (Folder::new("profile"), emulator());
    folder.write("users.csv", ROWS);
    folder.write(
        "config",
        format!(
            "[profile films]\nregion = eu-west-1\nservices = local\n[services local]\npersonalize_events =\n  \
             endpoint_url = {}\n",
            emulator.url()
        ),
    );
    folder.write(
        "credentials",
        "[films]\naws_access_key_id = id-of-profile\naws_secret_access_key = secret\n",
    );
    let arguments =
        format!("put-users users.csv --schema users.json --dataset-arn {USERS} --profile films");
    let ran = folder.run(&arguments);
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(region(&emulator), "eu-west-1");

    // `AWS_PROFILE` does the same, but the keys of the environment override it.
    let arguments = format!("put-users users.csv --schema users.json --dataset-arn {USERS}");
    let mut command = folder.command(&arguments);
    let command = command.env("AWS_PROFILE", "films");
    let ran = self::ran(
        command
            .env_remove("AWS_ACCESS_KEY_ID")
            .env_remove("AWS_SECRET_ACCESS_KEY"),
    );
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
}

#[test]
fn an_unknown_profile_in_the_environment_is_rejected_before_anything_is_sent() {
    let (folder, emulator) = (Folder::new("unknown-profile"), crate::emulator());
    folder.write("users.csv", ROWS);
    folder.write("config", "[profile films]\nregion = eu-west-1\n");
    let with_profile = |arguments: &str, profile: &str| {
        let mut command = folder.command(arguments);
        ran(command.env("AWS_PROFILE", profile))
    };
    let arguments = put(&emulator, "users.csv");
    let ran = with_profile(&arguments, "film");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.lines(),
        ["AWS_PROFILE=film: the AWS configuration files do not have this profile; they have films"]
    );
    assert_eq!(emulator.requests().len(), 0);
    // `--profile` overrides it, and without calls to AWS it has no effect.
    let ran = with_profile(&format!("{arguments} --profile series"), "film");
    assert!(ran.err.starts_with("--profile series: "), "{ran:?}");
    for no_calls in ["--local", "--dry-run"] {
        let arguments = format!("put-users users.csv --schema users.json {no_calls}");
        assert_eq!(with_profile(&arguments, "film").code, Some(0));
    }
    for known in ["films", ""] {
        let ran = with_profile(&arguments, known);
        assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    }
}

#[test]
fn the_region_defaults_to_that_of_the_dataset() {
    let (folder, emulator) = (Folder::new("region"), crate::emulator());
    folder.write("users.csv", ROWS);
    let ran = folder.put(&emulator, "users.csv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(region(&emulator), "eu-west-1");
    // Variables and profiles are about other calls.
    let mut command = folder.command(&put(&emulator, "users.csv"));
    let ran = self::ran(command.env("AWS_REGION", "us-east-1"));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(region(&emulator), "eu-west-1");
    let ran = folder.put(&emulator, "users.csv --region eu-west-1");
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn arguments_that_cannot_be_right_are_rejected_before_any_file_is_opened() {
    let folder = Folder::new("arn");
    folder.write("config", "[profile films]\nregion = eu-west-1\n");
    let rest = ":123456789012:dataset/films/USERS";
    let requires = "put-users requires the ARN of the Users dataset, which has the form \
                    arn:PARTITION:personalize:REGION:ACCOUNT:dataset/GROUP/USERS";
    for (arguments, expected) in [
        (
            "--dataset-arn films/USERS".to_owned(),
            vec![format!("--dataset-arn is not an ARN; {requires}")],
        ),
        (
            "--dataset-arn arn:aws:personalize:eu-west-1:123456789012:dataset-group/films".to_owned(),
            vec![format!("--dataset-arn is that of a dataset group; {requires}")],
        ),
        (
            "--region us-east-1 --dataset-arn arn:aws:personalize:eu-west-1:123456789012:dataset/films/ITEMS"
                .to_owned(),
            vec![
                format!("--dataset-arn is that of the Items dataset; {requires}"),
                "--region is us-east-1, but --dataset-arn is in the region eu-west-1; omit --region".to_owned(),
            ],
        ),
        (
            format!("--profile film --dataset-arn arn:aws:personalize:eu-west-1{rest}"),
            vec![
                "--profile film: the AWS configuration files do not have this profile; they have films".to_owned(),
            ],
        ),
        (
            "--local --dataset-arn arn:aws:personalize:eu-west-1:123456789012:schema/films".to_owned(),
            vec![format!("--dataset-arn is that of a schema; {requires}")],
        ),
    ] {
        // None of these files exists.
        let ran = folder.run(&format!(
            "put-users users.csv --schema none.json --rejects rejects.csv {arguments}"
        ));
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert_eq!(ran.lines(), expected, "{arguments}");
    }
    assert_eq!(folder.files(), ["config", "users.json"]);
}

#[test]
fn invalid_settings_of_retries_are_named_in_the_environment_and_in_profiles() {
    let folder = Folder::new("retry-settings");
    folder.write("users.csv", ROWS);
    let arguments = format!("put-users users.csv --schema users.json --dataset-arn {USERS}");
    let invalid = |count: &str, mode: &str| {
        vec![format!(
            "{count} must be an integer greater than zero; {mode} must be `standard` or unset"
        )]
    };
    let mut command = folder.command(&arguments);
    let of_variables = ran(command
        .env("AWS_MAX_ATTEMPTS", "0")
        .env("AWS_RETRY_MODE", "legacy"));
    assert_eq!(of_variables.code, Some(2), "{of_variables:?}");
    let expected = invalid("AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE");
    assert_eq!(of_variables.lines(), expected);
    folder.write(
        "config",
        "[profile films]\nmax_attempts = many\nretry_mode = legacy\n",
    );
    let of_profile = folder.run(&format!("{arguments} --profile films"));
    assert_eq!(of_profile.code, Some(2), "{of_profile:?}");
    assert_eq!(of_profile.lines(), invalid("max_attempts", "retry_mode"));
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf8_does_not_count_as_unset() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let folder = Folder::new("not-utf8");
    folder.write("users.csv", ROWS);
    let arguments = format!("put-users users.csv --schema users.json --dataset-arn {USERS}");
    let mut command = folder.command(&arguments);
    let ran = ran(command.env("AWS_SECRET_ACCESS_KEY", OsStr::from_bytes(b"\xff")));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    let expected = ["the environment variable AWS_SECRET_ACCESS_KEY is not valid UTF-8"];
    assert_eq!(ran.lines(), expected);
}

#[test]
fn records_are_not_sent_to_other_hosts_without_tls_unless_allowed() {
    let folder = Folder::new("http");
    folder.write("users.csv", ROWS);
    let arguments = "put-users users.csv --schema users.json --endpoint-url http://192.0.2.1 --retry-timeout 0 --dataset-arn";
    let ran = folder.run(&format!("{arguments} {USERS}"));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err
            .ends_with("use https://, or --allow-http if the network is trusted\n"),
        "{ran:?}"
    );
}

#[test]
fn missing_credentials_are_reported_before_the_run() {
    let folder = Folder::new("no-credentials");
    folder.write("users.csv", ROWS);
    let emulator = self::emulator();
    let arguments = format!(
        "put-users users.csv --schema users.json --endpoint-url {} --dataset-arn {USERS}",
        emulator.url()
    );
    let mut command = folder.command(&arguments);
    let command = command
        .env_remove("AWS_ACCESS_KEY_ID")
        .env_remove("AWS_SECRET_ACCESS_KEY")
        .env("AWS_EC2_METADATA_DISABLED", "true");
    let ran = ran(command);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("no credentials: "), "{ran:?}");
    let advice = " with --profile. An emulator accepts any: AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test\n";
    assert!(ran.err.ends_with(advice), "{ran:?}");
    assert!(emulator.requests().is_empty());
}

#[test]
fn the_local_endpoint_requires_no_account() {
    let folder = Folder::new("local");
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED\n1,2\n2,3\n1,4\n");
    let mut command = folder.command("put-users users.csv --schema users.json --local --json");
    let ran = ran(command
        .env_remove("AWS_ACCESS_KEY_ID")
        .env_remove("AWS_SECRET_ACCESS_KEY"));
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        ran.summary(),
        json!({
            "read": 3, "stored": 3, "superseded": 1, "rejected": 0, "rejectedBefore": 0, "notDelivered": 0, "completed": 3,
            "localRecords": 2, "stopped": null
        })
    );
    let text = folder
        .run(&format!(
            "put-users users.csv --schema users.json --local --dataset-arn {USERS}"
        ))
        .out;
    assert!(
        text.starts_with(
            "3 read: 3 stored (1 superseded by a later record), 0 rejected, 0 not delivered; "
        ),
        "{text}"
    );
    assert!(
        text.trim_end().ends_with("; the local endpoint has 2"),
        "{text}"
    );
}

#[test]
fn the_files_of_the_guide_work_as_documented() {
    let folder = Folder::new("guide");
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/");
    for file in [
        "users.json",
        "viewers.csv",
        "interactions.json",
        "interactions.csv",
        "events.csv",
    ] {
        let text = std::fs::read_to_string(format!("{examples}{file}")).unwrap();
        folder.write(file, text);
    }
    assert_eq!(folder.run("schema check users.json").code, Some(0));
    let ran = folder.run("put-users viewers.csv --schema users.json --dry-run");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err
            .starts_with("viewers.csv:5:8: AGE has the wrong type"),
        "{ran:?}"
    );
    assert!(
        ran.out.starts_with("5 read: 4 valid, 1 rejected; "),
        "{ran:?}"
    );
    let ran = folder.run("put-users viewers.csv --schema users.json --local");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.out
            .ends_with("; the local endpoint has 4\n  1 rejected: AGE has the wrong type\n"),
        "{ran:?}"
    );
    for flag in ["--dry-run", "--local"] {
        let put = format!("put-events events.csv --schema interactions.json {flag}");
        let ran = folder.run(&put);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
        assert!(ran.out.starts_with("5 read: 5 "), "{ran:?}");
    }
    let ran = folder.run("schema check interactions.json");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    let convert = "convert interactions.csv --schema interactions.json --output import.csv";
    let ran = folder.run(convert);
    assert_eq!(ran.code, Some(1));
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 2, "{ran:?}");
    assert!(
        lines[0].starts_with("interactions.csv:4:15: TIMESTAMP is no timestamp in seconds")
            && lines[1].starts_with("interactions.csv: the input has 3 different interactions"),
        "{ran:?}"
    );
    assert!(
        ran.out.ends_with(
            "\n  1 duplicate (USER_ID, ITEM_ID, EVENT_TYPE and TIMESTAMP of an earlier record), first in line 6\n  \
             by EVENT_TYPE: rating 2, watch 2\n  1 rejected: TIMESTAMP is no timestamp in seconds, because it would be \
             outside of the years … to …\n"
        ),
        "{ran:?}"
    );
    assert_eq!(folder.read("import.csv").lines().count(), 5);
}
