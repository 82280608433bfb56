//! Flags of the commands for events.

use super::{HEADER, SCHEMA, TRACKER, emulator, folder, put};
use crate::folder::{Folder, ran};

fn with_event(name: &str) -> Folder {
    let folder = folder(name);
    folder.write("events.csv", format!("{HEADER}\ns,u,i,1,view\n"));
    folder
}

#[test]
fn wrong_flags_are_reported_before_anything_is_sent() {
    let folder = with_event("event-flags");
    folder.write(
        "actions.json",
        SCHEMA.replace("Interactions", "ActionInteractions"),
    );
    let arn = "arn:aws:personalize:eu-west-1:123456789012:event-tracker/1a2b";
    for (arguments, expected) in [
        ("", "--tracking-id <ID>"),
        (
            &*format!("--tracking-id {arn} --region eu-west-1"),
            "--tracking-id is an ARN; pass the ID that `aws personalize describe-event-tracker` prints as trackingId",
        ),
        (
            "--tracking-id t --dataset-arn a",
            "unexpected argument '--dataset-arn'",
        ),
        (
            "--dry-run --session-from day",
            "[possible values: user, user-day]",
        ),
        (
            "--dry-run --key SESSION_ID=x",
            "the schema has no column `SESSION_ID`",
        ),
        (
            "--dry-run --key USER_ID=x",
            "`USER_ID` is sent beside the properties and has no key; remove the flag",
        ),
        (
            "--dry-run --key EVENT_VALUE=x",
            "`EVENT_VALUE` is sent beside the properties and has no key",
        ),
        (
            "--dry-run --key DEVICE=sessionId",
            "`sessionId` is the key of `SESSION_ID`",
        ),
        (
            "--tracking-id t",
            "no region is set; pass --region, or set AWS_REGION or the region of the profile",
        ),
        ("--local --region eu-west-1", "cannot be used with"),
    ] {
        let ran = folder.run(&format!(
            "put-events events.csv --schema schema.json {arguments}"
        ));
        assert_eq!(ran.code, Some(2), "{arguments}: {ran:?}");
        assert!(ran.err.contains(expected), "{arguments}: {ran:?}");
    }
    for (command, schema, expected) in [
        (
            "put-events",
            "users.json",
            "the schema is for Users, but one for Interactions is required",
        ),
        (
            "put-action-interactions",
            "schema.json",
            "is for Interactions, but one for ActionInteractions is",
        ),
        (
            "put-users",
            "schema.json",
            "is for Interactions, but one for Users is required",
        ),
    ] {
        let ran = folder.run(&format!("{command} events.csv --schema {schema} --dry-run"));
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(expected), "{ran:?}");
    }
    let ran = folder.run("put-users events.csv --schema users.json --dry-run --session-from user");
    assert!(
        ran.err.contains("unexpected argument '--session-from'"),
        "{ran:?}"
    );
}

#[test]
fn the_region_is_that_of_the_flag_the_environment_or_the_profile() {
    let (folder, emulator) = (with_event("event-region"), emulator());
    folder.write(
        "config",
        "[default]\nregion = eu-central-1\n[profile films]\nregion = ap-south-1\n",
    );
    let arguments = put(&emulator, "events.csv").replace(" --region eu-west-1", "");
    let region = |arguments: &str, variable: Option<&str>| {
        let mut command = folder.command(arguments);
        let ran = ran(command.envs(variable.map(|region| ("AWS_REGION", region))));
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
        let requests = emulator.requests();
        let signed = requests.last().and_then(|it| it.header("authorization"));
        signed
            .and_then(|it| it.split('/').nth(2))
            .map(str::to_owned)
    };
    assert_eq!(region(&arguments, None).as_deref(), Some("eu-central-1"));
    let west = Some("us-west-2");
    assert_eq!(region(&arguments, west).as_deref(), west);
    let with_flag = format!("{arguments} --region eu-west-1");
    assert_eq!(region(&with_flag, west).as_deref(), Some("eu-west-1"));
    folder.write(
        "credentials",
        "[films]\naws_access_key_id = test\naws_secret_access_key = test\n",
    );
    let with_profile = format!("{arguments} --profile films");
    assert_eq!(region(&with_profile, None).as_deref(), Some("ap-south-1"));
}

#[test]
fn the_local_endpoint_needs_no_tracker() {
    let folder = with_event("event-local");
    let ran = folder.run("put-events events.csv --schema schema.json --local --json");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(ran.summary()["localRecords"], 1);
    let ran = folder.run(&format!(
        "put-events events.csv --schema schema.json --local --tracking-id {TRACKER}"
    ));
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn the_help_has_what_a_first_run_needs() {
    let folder = folder("event-help");
    let help = |arguments: &str| folder.run(arguments).out;
    let events = help("put-events --help");
    for part in [
        "SESSION_ID",
        "--session-from",
        "--tracking-id <ID>",
        "default: 1000",
        "put-events interactions.csv --schema",
    ] {
        assert!(events.contains(part), "{part}: {events}");
    }
    assert!(help("put-action-interactions --help").contains("ACTION_ID"));
    assert!(!help("put-users --help").contains("session"));
    assert!(help("--help").contains("put-action-interactions"));
}
