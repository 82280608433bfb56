//! Runs that send only what differs from the state.

#[path = "state/deleted.rs"]
mod deleted;
#[path = "state/files.rs"]
mod files;
#[path = "state/random.rs"]
mod random;

use std::collections::BTreeSet;
use std::time::Duration;

use personalize_events_emulator::{Emulator, Fault, Reset};
use serde_json::{Value, json};

use crate::folder::{Folder, put};
use crate::{SCHEMA, emulator, stored};

const HEADER: &str = "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES";

/// A dump of these users, each with the number of videos.
fn dump<'a>(users: impl IntoIterator<Item = (&'a str, u32)>) -> String {
    let rows = users
        .into_iter()
        .map(|(id, videos)| format!("{id},,{videos},\n"));
    format!("{HEADER}\n{}", rows.collect::<String>())
}

/// The IDs of all requests so far whose bodies were read, in their order.
fn received(emulator: &Emulator) -> Vec<String> {
    let mut ids = Vec::new();
    for request in emulator.requests() {
        let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        for user in body["users"].as_array().into_iter().flatten() {
            ids.push(user["userId"].as_str().unwrap_or_default().to_owned());
        }
    }
    ids
}

/// Puts a dump with the state, and returns the summary and the IDs that were sent.
fn sync(
    folder: &Folder,
    emulator: &Emulator,
    dump: &str,
    flags: &str,
) -> (Value, BTreeSet<String>) {
    folder.write("users.csv", dump);
    let before = received(emulator).len();
    let ran = folder.put(
        emulator,
        &format!("users.csv --state users.state --json {flags}"),
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let sent = received(emulator).split_off(before);
    (ran.summary(), sent.into_iter().collect())
}

fn set<const N: usize>(ids: [&str; N]) -> BTreeSet<String> {
    ids.map(str::to_owned).into()
}

#[test]
fn only_new_and_changed_records_are_sent() {
    let (folder, emulator) = (Folder::new("state-changes"), emulator());
    let (summary, sent) = sync(
        &folder,
        &emulator,
        &dump([("a", 1), ("b", 2), ("c", 3)]),
        "",
    );
    assert_eq!(sent, set(["a", "b", "c"]));
    let expected = json!({
        "read": 3, "stored": 3, "superseded": 0, "rejected": 0, "rejectedBefore": 0, "notDelivered": 0,
        "unchanged": 0, "new": 3, "changed": 0, "deleted": 0, "stopped": null
    });
    assert_eq!(summary, expected);
    let (summary, sent) = sync(
        &folder,
        &emulator,
        &dump([("c", 3), ("d", 4), ("a", 5), ("b", 2)]),
        "",
    );
    assert_eq!(sent, set(["a", "d"]));
    let expected = json!({
        "read": 4, "stored": 2, "superseded": 0, "rejected": 0, "rejectedBefore": 0, "notDelivered": 0,
        "unchanged": 2, "new": 1, "changed": 1, "deleted": 0, "stopped": null
    });
    assert_eq!(summary, expected);
    let (_, sent) = sync(
        &folder,
        &emulator,
        &dump([("c", 3), ("d", 4), ("a", 5), ("b", 2)]),
        "",
    );
    assert_eq!(sent, set([]));
    let (summary, sent) = sync(&folder, &emulator, &dump([("a", 5), ("b", 2)]), "--full");
    assert_eq!(sent, set(["a", "b"]));
    assert_eq!(
        (&summary["changed"], &summary["deleted"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(folder.files(), ["users.csv", "users.json", "users.state"]);
}

#[test]
fn the_summary_of_a_run_with_a_state_is_a_sentence() {
    let (folder, emulator) = (Folder::new("state-summary"), emulator());
    sync(
        &folder,
        &emulator,
        &dump([("a", 1), ("b", 2), ("c", 3)]),
        "",
    );
    folder.write(
        "users.csv",
        dump([("a", 1), ("b", 3), ("d", 1)]) + "e,x,1,\n",
    );
    let ran = folder.put(&emulator, "users.csv --state users.state");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let expected =
        "4 read: 1 unchanged, 1 new and 1 changed stored, 1 rejected, 0 not delivered, 1 deleted; ";
    assert!(ran.out.starts_with(expected), "{ran:?}");
    let expected =
        "the input no longer has 1 ID of the state; if it is complete, list it with --deleted FILE";
    assert!(ran.err.contains(expected), "{ran:?}");
}

#[test]
fn formatting_and_order_of_columns_change_nothing() {
    let (folder, emulator) = (Folder::new("state-formatting"), emulator());
    let first = format!("{HEADER}\nu-1,30,5,Drama|Crime\n\"u-2\",,6,\n");
    assert_eq!(sync(&folder, &emulator, &first, "").1.len(), 2);
    let second = "videosWatched,favourite_genres,user_id\r\n\"6\",,u-2\r\n";
    assert_eq!(sync(&folder, &emulator, second, "").1, set([]));
    let lines = r#"{"userId": "u-1", "properties": {"favouriteGenres": ["Drama", "Crime"], "age": 30, "videosWatched": 5}}"#;
    let arguments = put(&emulator, "- --format jsonl --state users.state --json");
    let ran = folder.run_with_input(&arguments, lines.as_bytes());
    assert_eq!(
        (ran.code, &ran.summary()["unchanged"]),
        (Some(0), &json!(1)),
        "{ran:?}"
    );
}

#[test]
fn standard_input_continues_after_a_stop() {
    let (folder, emulator) = (Folder::new("state-stdin"), emulator());
    let names: Vec<String> = (0..100).map(|id| format!("u{id}")).collect();
    let users = dump(names.iter().map(|id| (&**id, 1)));
    emulator
        .inject_fault(Fault::delay(Duration::ZERO).times(3))
        .unwrap();
    emulator
        .inject_fault(Fault::error(403, "AccessDeniedException", "not authorized"))
        .unwrap();
    let arguments = "- --format csv --max-concurrent-batches 1 --state users.state --json";
    let ran = folder.run_with_input(&put(&emulator, arguments), users.as_bytes());
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(ran.summary()["stored"], 30);
    assert_eq!(ran.summary()["deleted"], Value::Null);
    let expected = "run the command again to continue: it sends what is not stored yet";
    assert!(ran.err.lines().any(|line| line == expected), "{ran:?}");
    let ran = folder.run_with_input(&put(&emulator, arguments), users.as_bytes());
    let summary = ran.summary();
    assert_eq!(
        (ran.code, &summary["unchanged"], &summary["read"]),
        (Some(0), &json!(30), &json!(100))
    );
    assert_eq!(stored(&emulator).len(), 100);
}

#[test]
fn a_record_whose_outcome_is_unknown_is_sent_again_even_if_it_has_its_old_content() {
    let (folder, emulator) = (Folder::new("state-unknown"), emulator());
    sync(&folder, &emulator, &dump([("a", 1), ("b", 1)]), "");
    // It is stored, but the run does not learn it.
    emulator
        .inject_fault(Fault::reset(Reset::AfterStore))
        .unwrap();
    folder.write("users.csv", dump([("a", 2), ("b", 1)]));
    let ran = folder.put(&emulator, "users.csv --state users.state --retry-timeout 0");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(stored(&emulator)[0].1.contains(r#""videosWatched":"2""#));
    let (_, sent) = sync(&folder, &emulator, &dump([("a", 1), ("b", 1)]), "");
    assert_eq!(sent, set(["a"]));
    assert!(stored(&emulator)[0].1.contains(r#""videosWatched":"1""#));
}

#[test]
fn the_last_record_of_an_id_decides() {
    let (folder, emulator) = (Folder::new("state-repeated"), emulator());
    sync(&folder, &emulator, &dump([("a", 1), ("b", 1)]), "");
    let repeated = dump([("a", 2), ("b", 1), ("a", 1)]);
    let (summary, sent) = sync(&folder, &emulator, &repeated, "");
    assert_eq!((sent, &summary["changed"]), (set(["a"]), &json!(2)));
    assert!(stored(&emulator)[0].1.contains(r#""videosWatched":"1""#));
    assert_eq!(
        sync(&folder, &emulator, &dump([("a", 1), ("b", 1)]), "").1,
        set([])
    );
}

#[test]
fn a_new_id_that_occurs_twice_is_one_id() {
    let (folder, emulator) = (Folder::new("state-new-twice"), emulator());
    let (summary, _) = sync(
        &folder,
        &emulator,
        &dump([("a", 1), ("b", 1), ("a", 2)]),
        "",
    );
    assert_eq!(
        (&summary["new"], &summary["changed"]),
        (&json!(2), &json!(1))
    );
    let (_, sent) = sync(&folder, &emulator, &dump([("a", 2), ("b", 1)]), "");
    assert_eq!(sent, set([]));
    let (summary, _) = sync(&folder, &emulator, &dump([("b", 1)]), "");
    assert_eq!(summary["deleted"], 1);
}

#[test]
fn rejected_records_are_sent_again() {
    let (folder, emulator) = (Folder::new("state-rejected"), emulator());
    // Only the schema of the service requires ages to be numbers.
    folder.write(
        "users.json",
        SCHEMA.replace(r#"["null", "int"]"#, r#"["null", "string"]"#),
    );
    sync(&folder, &emulator, &dump([("a", 1), ("b", 1)]), "");
    for _ in 0..2 {
        folder.write("users.csv", format!("{HEADER}\na,?,2,\nb,,1,\nnew,?,3,\n"));
        let ran = folder.put(&emulator, "users.csv --state users.state --json");
        assert_eq!(
            (ran.code, &ran.summary()["rejected"]),
            (Some(1), &json!(2)),
            "{ran:?}"
        );
    }
    let (summary, sent) = sync(&folder, &emulator, &dump([("a", 1), ("b", 1)]), "");
    assert_eq!(
        sent,
        set(["a"]),
        "what was sent before it was rejected may be stored"
    );
    assert_eq!(
        summary["deleted"], 0,
        "a record that was never stored cannot be deleted"
    );
    let (summary, _) = sync(&folder, &emulator, &dump([("a", 1), ("new", 1)]), "");
    assert_eq!(
        (&summary["new"], &summary["deleted"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn all_records_count_as_changed_if_what_decides_their_content_changes() {
    let (folder, emulator) = (Folder::new("state-settings"), emulator());
    let users = dump([("a", 1), ("b", 2)]);
    sync(&folder, &emulator, &users, "");
    for (flags, changed) in [
        ("--values json", "--values is"),
        ("--values json", ""),
        ("--key AGE=aGe", "--key and --values are"),
    ] {
        folder.write("users.csv", &users);
        let arguments = format!("users.csv --state users.state --json {flags}");
        let dry = folder.put(&emulator, &format!("{arguments} --dry-run"));
        let ran = folder.put(&emulator, &arguments);
        for ran in [dry, ran] {
            let expected = format!(
                "users.state: all records count as changed, because {changed} not what the last run had (warning)"
            );
            let is_announced = ran.warnings().contains(&&*expected);
            assert_eq!(is_announced, !changed.is_empty(), "{ran:?}");
            let count = if changed.is_empty() { 0 } else { 2 };
            assert_eq!(ran.summary()["changed"], count, "{ran:?}");
        }
    }
    folder.write(
        "users.json",
        SCHEMA.replace(
            "VIDEOS_WATCHED\", \"type\": \"long\"",
            "VIDEOS_WATCHED\", \"type\": \"int\"",
        ),
    );
    let (summary, sent) = sync(&folder, &emulator, &users, "--key AGE=aGe");
    assert_eq!((sent.len(), &summary["changed"]), (2, &json!(2)));
}

#[test]
fn a_dry_run_reports_what_would_be_sent_and_how_long_that_takes() {
    let (folder, emulator) = (Folder::new("state-dry-run"), emulator());
    let users: Vec<String> = (0..2_000).map(|id| format!("u{id}")).collect();
    let users = |videos| dump(users.iter().map(move |id| (&**id, videos)));
    folder.write("users.csv", users(1));
    let dry_run = "put-users users.csv --schema users.json --dry-run --state users.state";
    let ran = folder.run(dry_run);
    let expected = "\n0 unchanged, 2000 new and 0 changed: a run would send 2000 records in 200 calls, which takes \
                    20 seconds\n";
    assert!(ran.out.ends_with(expected), "{ran:?}");
    assert!(!folder.has("users.state"), "a dry run creates no state");
    sync(&folder, &emulator, &users(1), "");
    let before = std::fs::read(folder.path("users.state")).unwrap();
    folder.write("users.csv", users(1) + "new,,1,\n" + "u1,,2,\n");
    let ran = folder.run(&format!("{dry_run} --json --rate 0.5"));
    let expected = json!({
        "read": 2_002, "valid": 2_002, "rejected": 0, "unchanged": 2_000, "new": 1, "changed": 1,
        "sendingSeconds": 2.0, "stopped": null
    });
    assert_eq!(ran.summary(), expected, "{ran:?}");
    let ran = folder.run(&format!("{dry_run} --json --rate unlimited --full"));
    let summary = ran.summary();
    assert_eq!(
        (&summary["changed"], summary.get("sendingSeconds")),
        (&json!(2_001), None)
    );
    assert_eq!(std::fs::read(folder.path("users.state")).unwrap(), before);
}
