//! Records and headers with many problems take little time, and few of the problems are printed.

use crate::folder::Folder;

/// 40,000 unknown columns, 500 KB in one line.
fn names() -> Vec<String> {
    (0..40_000).map(|n| format!("unknown{n}")).collect()
}

#[test]
fn a_record_has_at_most_20_reasons() {
    let folder = Folder::new("many-in-a-record");
    let unknown: Vec<String> = names()
        .iter()
        .map(|name| format!("\"{name}\": 1"))
        .collect();
    let unknown = format!(
        "{{\"userId\": \"1\", \"videosWatched\": 1, {}}}\n",
        unknown.join(",")
    );
    let repeated = format!(
        "{{\"videosWatched\": 1, {}\"userId\": \"1\"}}\n",
        "\"age\": 1, ".repeat(40_000)
    );
    let quotes = format!("1,2,{}\n", "\"a\"b,".repeat(100_000));
    folder.write("users.jsonl", [unknown, repeated].concat());
    folder.write("users.csv", format!("USER_ID,VIDEOS_WATCHED\n{quotes}"));
    let ran =
        folder.run("put-users users.jsonl --schema users.json --dry-run --rejects rejects.jsonl");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(ran.lines().len(), 11);
    assert_eq!(
        ran.lines()[10],
        "and 79989 more problems; see rejects.jsonl for up to 20 of each record"
    );
    let rejects = folder.read("rejects.jsonl");
    for (line, more) in rejects.lines().zip([39_980, 39_979]) {
        let reject: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
        let reason = reject["rejectReason"].as_str().expect("it is a string");
        assert!(
            reason.ends_with(&format!("; and {more} more problems")),
            "{reason}"
        );
        assert_eq!(reason.matches("line ").count(), 20, "{reason}");
    }
    let ran = folder.run("put-users users.csv --schema users.json --dry-run");
    assert_eq!(
        ran.lines()[10],
        "and 99990 more problems; write up to 20 of each record to a file with --rejects"
    );
}

#[test]
fn a_header_has_at_most_20_described_problems() {
    let folder = Folder::new("many-in-a-header");
    folder.write(
        "users.csv",
        format!("USER_ID,VIDEOS_WATCHED,{}\n", names().join(",")),
    );
    let ran = folder.run("put-users users.csv --schema users.json --dry-run");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(ran.lines().len(), 21);
    assert_eq!(ran.lines()[20], "and 39980 more problems of the header");
    folder.write(
        "users.csv",
        format!("USER_ID,VIDEOS_WATCHED{}\n", ",AGE".repeat(40_000)),
    );
    let ran = folder.run("put-users users.csv --schema users.json --dry-run");
    assert_eq!(ran.lines()[20], "and 39979 more problems of the header");
}
