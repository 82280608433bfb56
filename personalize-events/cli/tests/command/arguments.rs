//! The command line.

use crate::folder::Folder;

#[test]
fn help_tells_the_exit_codes() {
    let folder = Folder::new("help");
    let put = "  1    some records were rejected, all others were put\n";
    for (arguments, expected) in [
        ("--help", put),
        ("put-users --help", put),
        (
            "convert --help",
            "  1    some records were rejected, all others were written\n",
        ),
        (
            "schema check --help",
            "  1  one is not, or cannot be read\n",
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
fn wrong_arguments_have_the_exit_code_two() {
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
