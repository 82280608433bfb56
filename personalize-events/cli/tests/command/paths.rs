//! Paths that lead to the same file.

use std::fs;
use std::os::unix::fs::symlink;

use crate::folder::{Folder, ran};

const USERS: &str = "USER_ID,VIDEOS_WATCHED\n1,2\n2,x\n";

/// A directory with an input and other paths to it, and paths to a file that does not exist.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("users.csv", USERS);
    fs::create_dir(folder.path("data")).expect("it can be made");
    symlink("users.csv", folder.path("link.csv")).expect("it can be made");
    symlink("../link.csv", folder.path("data/link.csv")).expect("it can be made");
    symlink("new.csv", folder.path("dangling.csv")).expect("it can be made");
    fs::hard_link(folder.path("users.csv"), folder.path("hard.csv")).expect("it can be made");
    folder
}

#[test]
fn no_path_of_a_command_may_lead_to_the_file_of_another_one() {
    let folder = folder("same-paths");
    let put = "put-users --local --schema";
    for (arguments, first, second) in [
        (
            "convert users.csv --schema users.json --output users.csv",
            "the input users.csv",
            "--output users.csv",
        ),
        (
            "convert users.csv --schema users.json --output link.csv",
            "the input users.csv",
            "--output link.csv",
        ),
        (
            "convert hard.csv --schema users.json --output data/link.csv",
            "the input hard.csv",
            "--output data/link.csv",
        ),
        (
            "convert users.csv --schema users.json --output data/../users.json",
            "--schema users.json",
            "--output data/../users.json",
        ),
        (
            "convert users.csv --schema users.json --output new.csv --rejects ./data/../new.csv",
            "--output new.csv",
            "--rejects ./data/../new.csv",
        ),
        (
            "convert users.csv --schema users.json --output dangling.csv --rejects new.csv",
            "--output dangling.csv",
            "--rejects new.csv",
        ),
        (
            "convert users.csv --schema users.json --output - --rejects -",
            "--output -",
            "--rejects -",
        ),
        (
            "convert users.csv --schema link.csv --output new.csv",
            "the input users.csv",
            "--schema link.csv",
        ),
        (
            &format!("{put} users.json users.csv --rejects hard.csv"),
            "the input users.csv",
            "--rejects hard.csv",
        ),
    ] {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert_eq!(
            ran.err.trim_end(),
            format!("{first} and {second} are the same file; choose another file for one of them")
        );
    }
    let emulator = crate::emulator();
    let ran = folder.put(
        &emulator,
        "users.csv --rejects new.csv --checkpoint dangling.csv",
    );
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err
            .starts_with("--rejects new.csv and --checkpoint dangling.csv are the same file")
    );
    assert_eq!(folder.read("users.csv"), USERS);
    assert!(!folder.has("new.csv"));
}

#[test]
fn redirected_streams_count_as_files() {
    let folder = folder("same-streams");
    let convert = "convert - --format csv --schema users.json --output";
    let ran = ran(&mut folder.shell(
        "exec \"$0\" \"$@\" < users.csv",
        &format!("{convert} link.csv"),
    ));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err
            .starts_with("standard input and --output link.csv are the same file"),
        "{ran:?}"
    );
    for (script, arguments, expected) in [
        (
            "exec \"$0\" \"$@\" 2> new.csv",
            "convert users.csv --schema users.json --output o.csv --rejects dangling.csv",
            "standard error is redirected to --rejects dangling.csv; redirect it to another file\n",
        ),
        (
            "exec \"$0\" \"$@\" 2> new.csv >> users.csv",
            "convert hard.csv --schema users.json --output o.csv",
            "standard output is redirected to the input hard.csv; redirect it to another file\n",
        ),
    ] {
        let ran = crate::folder::ran(&mut folder.shell(script, arguments));
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert_eq!(folder.read("new.csv"), expected);
    }
    assert_eq!(folder.read("users.csv"), USERS);
}

#[test]
fn names_of_temporary_files_are_reserved() {
    let folder = folder("reserved-names");
    let name = "new.csv.abcdefgh.personalize-events-tmp";
    folder.write(name, USERS);
    let ran = folder.run(&format!(
        "convert {name} --format csv --schema users.json --output new.csv"
    ));
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.err,
        format!(
            "the input {name}: names that end in `.personalize-events-tmp` are reserved for temporary files; rename \
             the file\n"
        )
    );
    assert_eq!(folder.read(name), USERS);
}
