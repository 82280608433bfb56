//! Outputs and rejects that are no regular files, links, permissions and full disks.

use std::fs::{self, Permissions};
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};

use crate::folder::{Folder, put, ran};

const USERS: &str = "USER_ID,VIDEOS_WATCHED\n1,2\n2,x\n3,4\n";
const CONVERTED: &str = "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\n1,,2,\n3,,4,\n";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("users.csv", USERS);
    folder
}

#[test]
fn an_output_that_is_not_a_file_is_streamed() {
    let folder = folder("streamed");
    let convert = |output: &str| format!("convert users.csv --schema users.json --output {output}");
    for output in ["-", "/dev/stdout"] {
        let ran = folder.run(&convert(output));
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(1), CONVERTED),
            "{ran:?}"
        );
        assert!(
            ran.err.contains("\n3 read: 2 valid, 1 rejected; "),
            "the summary is not in the CSV: {ran:?}"
        );
    }
    // A redirection is not replaced either: the shell may append to the file.
    let ran = ran(&mut folder.shell(
        "echo first > out.csv; exec \"$0\" \"$@\" >> out.csv",
        &convert("/dev/stdout"),
    ));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(folder.read("out.csv"), format!("first\n{CONVERTED}"));
    let script = "mkfifo pipe; cat pipe > copy.csv & \"$0\" \"$@\"; code=$?; wait; exit $code";
    let ran = crate::folder::ran(&mut folder.shell(script, &convert("pipe")));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(folder.read("copy.csv"), CONVERTED);
    let pipe = fs::metadata(folder.path("pipe")).unwrap();
    assert!(pipe.file_type().is_fifo(), "it is not replaced");
}

#[test]
fn rejects_can_be_streamed_unless_a_checkpoint_needs_them() {
    let (folder, emulator) = (folder("streamed-rejects"), crate::emulator());
    let ran = folder.put(&emulator, "users.csv --rejects /dev/stdout --json");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out
            .starts_with("REJECT_REASON,USER_ID,VIDEOS_WATCHED\n\"line 3, ")
            && ran.out.ends_with("\",2,x\n"),
        "{ran:?}"
    );
    assert!(ran.err.contains("\n{\"read\":3,\"stored\":2,"), "{ran:?}");
    let ran = folder.put(&emulator, "users.csv --rejects - --checkpoint run.json");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.err,
        "-: with --checkpoint, rejects must be written to a file, which a resumed run continues\n"
    );
    let ran = folder.put(&emulator, "users.csv --checkpoint /dev/null");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.err,
        "/dev/null: a checkpoint must be a file, because it is read again to resume\n"
    );
}

#[test]
fn links_are_followed_and_permissions_remain() {
    let (folder, emulator) = (folder("links"), crate::emulator());
    fs::create_dir(folder.path("data")).unwrap();
    for (link, target) in [
        ("out.csv", "data/out.csv"),
        ("rejects.csv", "data/rejects.csv"),
        ("run.json", "data/run.json"),
    ] {
        symlink(target, folder.path(link)).unwrap();
    }
    let mode = |name: &str| {
        fs::metadata(folder.path(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    let convert = "convert users.csv --schema users.json --output out.csv";
    assert_eq!(folder.run(convert).code, Some(1));
    assert_eq!(
        mode("data/out.csv"),
        mode("users.csv"),
        "a new file has the usual permissions"
    );
    fs::set_permissions(folder.path("data/out.csv"), Permissions::from_mode(0o660)).unwrap();
    assert_eq!(folder.run(convert).code, Some(1));
    assert_eq!(
        (mode("data/out.csv"), folder.read("data/out.csv").as_str()),
        (0o660, CONVERTED)
    );
    let arguments = "users.csv --rejects rejects.csv --checkpoint run.json --resume";
    for _ in 0..2 {
        let ran = folder.put(&emulator, arguments);
        assert_eq!(ran.code, Some(1), "{ran:?}");
    }
    assert!(folder.read("data/rejects.csv").ends_with("\",2,x\n"));
    assert!(folder.read("data/run.json").contains("\"records\": 3"));
    for link in ["out.csv", "rejects.csv", "run.json"] {
        assert!(
            fs::symlink_metadata(folder.path(link))
                .unwrap()
                .is_symlink()
        );
    }
    assert_eq!(
        fs::read_dir(folder.path("data")).unwrap().count(),
        3,
        "no temporary file is left"
    );
}

#[test]
fn a_full_disk_stops_the_command_and_no_message_claims_otherwise() {
    let (folder, emulator) = (folder("full-disk"), crate::emulator());
    let rows = (0..2_000)
        .map(|id| format!("{id},x\n"))
        .collect::<Vec<_>>()
        .concat();
    folder.write("bad.csv", format!("USER_ID,VIDEOS_WATCHED\n{rows}"));
    let ran = folder.run("convert users.csv --schema users.json --output /dev/full --json");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(
        ran.summary()["stopped"]
            .as_str()
            .unwrap()
            .starts_with("the output cannot be written: No space")
    );
    let limited = "trap '' XFSZ; ulimit -f 2; exec \"$0\" \"$@\"";
    for arguments in [
        "put-users bad.csv --schema users.json --dry-run --rejects /dev/full".to_owned(),
        put(&emulator, "bad.csv --rejects full.csv"),
        "convert bad.csv --schema users.json --output out.csv --rejects rejects.csv".to_owned(),
    ] {
        let ran = crate::folder::ran(&mut folder.shell(limited, &arguments));
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(
            ran.err
                .contains("\nstopped early: the rejects file cannot be written: "),
            "{ran:?}"
        );
        assert!(
            ran.err.contains("does not have all rejected records")
                && !ran.err.contains("for all of them"),
            "{ran:?}"
        );
    }
    assert!(
        !folder.has("out.csv"),
        "rejected records would be in no file"
    );
    // No part of a record is left, which could be taken for another record.
    for name in ["full.csv", "rejects.csv"] {
        let written = if folder.has(name) {
            folder.read(name)
        } else {
            String::new()
        };
        assert!(written.is_empty() || written.ends_with(",x\n"), "{name}");
    }
    let ran = crate::folder::ran(&mut folder.shell(
        "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"",
        &put(&emulator, "users.csv --checkpoint run.json"),
    ));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.starts_with("run.json: cannot be written: "),
        "{ran:?}"
    );
    assert!(
        !folder.files().iter().any(|name| name.ends_with("-tmp")),
        "{:?}",
        folder.files()
    );
}
