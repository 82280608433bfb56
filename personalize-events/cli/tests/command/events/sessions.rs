//! Sessions in files, and those that are derived.

use std::collections::BTreeSet;

use serde_json::json;

use super::{HEADER, dry_run, emulator, folder, run, stored};

#[test]
fn the_rules_of_sessions_are_those_of_the_library() {
    let folder = folder("session-rules");
    folder.write(
        "events.csv",
        format!(
            "{HEADER}\nuser-1,user-1,i,1,view\nguest,,i,1,view\ns,Anonymous,i,1,view\nnull,,i,1,view\ns,null,i,1,view\n\
             {},,i,1,view\n,user-1,i,1,view\n",
            "x".repeat(257)
        ),
    );
    let ran = dry_run(&folder, "events.csv --rejects rejects.csv");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let rejects = folder.read("rejects.csv");
    let rejects: Vec<&str> = rejects.lines().skip(1).collect();
    let placeholder = "is a placeholder, such as `guest` or `undefined`, and the events of all visitors who share it would \
                       count for one; set the ID of one visit or user, omit the ID of an unknown user, or allow it with \
                       --allow-placeholder-ids";
    let null =
        "is the text `null`, and the service has dropped a record with such an ID without an error";
    let expected = [
        "column 1: SESSION_ID is the user ID, and then what a visitor did before signing in cannot be joined".to_owned(),
        format!("column 1: SESSION_ID {placeholder}\""),
        format!("column 3: USER_ID {placeholder}\""),
        format!("column 1: SESSION_ID {null}"),
        format!("column 3: USER_ID {null}"),
        "column 1: SESSION_ID has 257 characters, but at most 256 are allowed".to_owned(),
        "column 1: SESSION_ID is null, but each event must have one; set the ID of the visit, or derive it with \
         --session-from (see --help)"
            .to_owned(),
    ];
    assert_eq!(rejects.len(), expected.len());
    for (found, expected) in rejects.iter().zip(&expected) {
        assert!(found.contains(expected), "{found}\n{expected}");
    }
    let ran = dry_run(
        &folder,
        "events.csv --allow-placeholder-ids --allow-null-text --session-from user --json",
    );
    assert_eq!(ran.summary()["rejected"], 2, "{ran:?}");
}

#[test]
fn a_file_without_sessions_needs_a_flag() {
    let folder = folder("without-sessions");
    folder.write(
        "events.csv",
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\nu,i,1,view\n",
    );
    let ran = dry_run(&folder, "events.csv");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(
        ran.err,
        "events.csv:1:1: SESSION_ID is missing, but each event must have one; set the ID of the visit, or derive it \
         with --session-from (see --help)\n"
    );
    folder.write(
        "events.jsonl",
        r#"{"userId":"u","itemId":"i","timestamp":1,"eventType":"view"}"#,
    );
    let ran = dry_run(&folder, "events.jsonl");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.err
            .starts_with("events.jsonl:1:1: SESSION_ID is missing, but each"),
        "{ran:?}"
    );
    assert_eq!(
        dry_run(&folder, "events.jsonl --session-from user").code,
        Some(0)
    );
}

#[test]
fn sessions_are_derived_from_users_or_from_users_and_days() {
    let folder = folder("session-from");
    // The second is one second before midnight, the third at midnight of 2023-11-15.
    folder.write(
        "events.csv",
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\n\
         user-1,a,1699920000,view\nuser-1,b,1700006399,view\nuser-1,c,1700006400,view\nuser-2,d,1700006400,view\n\
         ,e,1700006400,view\n",
    );
    let sessions = |source: &str| {
        let emulator = emulator();
        let arguments = format!("events.csv --session-from {source} --rejects -");
        let ran = run(&folder, &emulator, &arguments);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let rejected = "\"line 6, column 1: SESSION_ID and USER_ID are missing, but --session-from derives the session \
                        from the user; set one of them\",,e,1700006400,view\n";
        assert!(ran.out.ends_with(rejected), "{ran:?}");
        let mut events = stored(&emulator);
        events.sort_by(|one, other| one.2.cmp(&other.2));
        let sessions: Vec<String> = events.into_iter().map(|(session, ..)| session).collect();
        assert_eq!(sessions.len(), 4);
        sessions
    };
    let of_users = sessions("user");
    assert_eq!(of_users[..2], of_users[1..3]);
    let of_days = sessions("user-day");
    assert_eq!(of_days[0], of_days[1]);
    let different: BTreeSet<&String> = of_users.iter().chain(&of_days).collect();
    assert_eq!(different.len(), 5, "two users, and three users on a day");
    // Computed with Python, as `derived_id.rs` documents it.
    assert_eq!(of_users[0], "5ba74e87-f5d5-80e0-bed4-2b96d112d6ea");
    assert_eq!(of_days[0], "45a06a18-1992-8c50-a792-01a1241bfc18");
    assert_eq!(sessions("user"), of_users);
}

#[test]
fn sessions_of_the_file_are_sent_beside_derived_ones() {
    let (folder, emulator) = (folder("some-sessions"), emulator());
    folder.write(
        "events.csv",
        format!("{HEADER}\nvisit-1,user-1,a,1,view\n,user-1,b,2,view\nvisit-2,,c,3,view\n"),
    );
    let ran = run(&folder, &emulator, "events.csv --session-from user --json");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let mut events = stored(&emulator);
    events.sort_by(|one, other| one.2.cmp(&other.2));
    assert_eq!(events[0].0, "visit-1");
    assert_eq!(events[1].0.len(), 36);
    assert_eq!(events[2], ("visit-2".to_owned(), None, "c".to_owned()));
    assert_eq!(ran.summary()["stored"], json!(3));
}
