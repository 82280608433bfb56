//! Lists of users for data deletion jobs.

use crate::folder::Folder;

#[test]
fn a_list_becomes_the_file_of_a_data_deletion_job() {
    let folder = Folder::new("erase");
    folder.write(
        "ids.csv",
        "\u{feff}requested,userId\r\n2026-01-01,u-1\r\n2026-01-02,\"u,\"\"2\"\"\"\r\n2026-01-02,null\r\n",
    );
    let ran = folder.run("erase ids.csv --output erased.csv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let expected = "3 IDs in erased.csv; a data deletion job deletes all references to users (`aws personalize \
                    create-data-deletion-job`, one for each file)\n";
    assert_eq!(ran.out, expected);
    assert_eq!(
        folder.read("erased.csv"),
        "USER_ID\nu-1\n\"u,\\\"2\\\"\"\nnull\n"
    );
    let ran = folder.run("erase ids.csv --output erased.csv");
    let expected = "erased.csv: the file exists; delete the records that it lists, then remove it, or choose another file for --output\n";
    assert_eq!((ran.code, &*ran.err), (Some(2), expected));
    let ran = folder.run_with_input("erase - --output other.csv", b"USER_ID\nu-9\n");
    assert_eq!(
        (ran.code, &*folder.read("other.csv")),
        (Some(0), "USER_ID\nu-9\n")
    );
}

#[test]
fn nothing_is_written_if_an_id_is_invalid() {
    let folder = Folder::new("erase-invalid");
    let long = "x".repeat(257);
    folder.write(
        "ids.csv",
        format!("USER_ID\nu-1\n{long}\n\"\"\n\"a\nb\"\nu-2\n"),
    );
    let ran = folder.run("erase ids.csv --output erased.csv");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 3, "{ran:?}");
    for (line, start) in lines
        .iter()
        .zip(["ids.csv:3: ", "ids.csv:4: ", "ids.csv:5: "])
    {
        assert!(line.starts_with(start), "{line}");
    }
    assert!(
        lines[0].ends_with("has 257 characters, but at most 256 are allowed"),
        "{ran:?}"
    );
    assert!(!ran.err.contains("xxx"), "no ID is printed");
    folder.write("many.csv", format!("USER_ID\n{}", "\"\"\n".repeat(15)));
    let ran = folder.run("erase many.csv --output erased.csv");
    assert!(ran.err.ends_with("\nand 5 more problems\n"), "{ran:?}");
    for (text, expected) in [
        (
            "u-1\nu-2\n",
            "other.csv:1: the header has no column USER_ID; write it above the IDs\n",
        ),
        (
            "",
            "other.csv:1: the header has no column USER_ID; write it above the IDs\n",
        ),
        ("USER_ID\n", "other.csv: there are no IDs\n"),
    ] {
        folder.write("other.csv", text);
        let ran = folder.run("erase other.csv --output erased.csv");
        assert_eq!((ran.code, &*ran.err), (Some(2), expected));
    }
    let ran = folder.run("erase none.csv --output erased.csv");
    assert!(ran.err.starts_with("none.csv: cannot be read: "), "{ran:?}");
    folder.write("other.csv", "USER_ID\nu-1\n");
    let ran = folder.run("erase other.csv --output -");
    assert_eq!(
        (ran.code, &*ran.err),
        (
            Some(2),
            "-: the IDs of deleted records must be written to a file\n"
        )
    );
    assert_eq!(
        folder.files(),
        ["ids.csv", "many.csv", "other.csv", "users.json"]
    );
}
