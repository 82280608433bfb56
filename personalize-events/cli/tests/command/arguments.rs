//! The command line.

use crate::folder::Folder;

#[test]
fn help_tells_the_exit_codes() {
    let folder = Folder::new("help");
    for arguments in ["--help", "put-users --help", "convert --help"] {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, Some(0));
        assert!(
            ran.out
                .contains("1    some records were rejected, all others were put"),
            "{ran:?}"
        );
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
