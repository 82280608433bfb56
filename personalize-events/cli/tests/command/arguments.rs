//! The command line.

use crate::folder::Folder;

#[test]
fn help_lists_the_exit_codes() {
    let folder = Folder::new("help");
    let put = "  1    Some records were rejected, all others were stored\n";
    for (arguments, expected) in [
        ("--help", put),
        ("put-users --help", put),
        (
            "convert --help",
            "  1    Some records were rejected, all others were written\n",
        ),
        (
            "schema check --help",
            "  1  A schema is invalid or cannot be read\n",
        ),
    ] {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, Some(0));
        assert!(ran.out.contains(expected), "{ran:?}");
    }
    let ran = folder.run("--version");
    assert_eq!(
        ran.out,
        concat!("personalize-events ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn invalid_arguments_exit_with_code_two() {
    let folder = Folder::new("wrong-arguments");
    for arguments in [
        "",
        "put",
        "put-users",
        "put-users a.csv --schema b --dry-run --resume",
    ] {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
    }
}
