//! What the compiler says about a struct that cannot be derived.
//!
//! One folder for each class of mistake, one file for each message.

use std::fs;
use std::path::Path;
use std::sync::Once;

use trybuild::TestCases;

#[test]
fn mistakes_are_told_where_they_are() {
    provide_schemas();
    let cases = TestCases::new();
    cases.compile_fail("tests/ui/attributes/*.rs");
    cases.compile_fail("tests/ui/categories/*.rs");
    cases.compile_fail("tests/ui/columns/*.rs");
    cases.compile_fail("tests/ui/conflicts/*.rs");
    cases.compile_fail("tests/ui/identity/*.rs");
    cases.compile_fail("tests/ui/names/*.rs");
    cases.compile_fail("tests/ui/schema_files/*.rs");
    cases.compile_fail("tests/ui/unsupported/*.rs");
    cases.compile_fail("tests/ui/wrappers/*.rs");
}

/// These are found when code is made of a call, which is only done where a case passes.
#[test]
fn what_keeps_a_struct_from_having_a_schema_is_told_when_it_is_asked_for() {
    provide_schemas();
    let cases = TestCases::new();
    cases.pass("tests/ui/accepted/*.rs");
    cases.compile_fail("tests/ui/schema/*.rs");
}

/// Cases are compiled as a package of their own, and a schema is looked for in its folder.
fn provide_schemas() {
    static PROVIDED: Once = Once::new();
    PROVIDED.call_once(|| {
        let package =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tests/trybuild/personalize-events");
        let (from, to) = (Path::new("tests/schemas"), package.join("tests/schemas"));
        fs::create_dir_all(&to).expect("a folder in the target directory");
        for file in fs::read_dir(from).expect("the folder of schemas") {
            let file = file.expect("a file");
            fs::copy(file.path(), to.join(file.file_name())).expect("room for a copy");
        }
    });
}
