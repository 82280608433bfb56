//! The compiler's errors for items that cannot be derived.
//!
//! Each folder has a class of mistakes, each file a message.

use std::fs;
use std::path::Path;
use std::sync::Once;

use trybuild::TestCases;

#[test]
fn mistakes_are_reported_at_their_positions() {
    provide_schemas();
    let cases = TestCases::new();
    cases.compile_fail("tests/ui/attributes/*.rs");
    cases.compile_fail("tests/ui/categories/*.rs");
    cases.compile_fail("tests/ui/columns/*.rs");
    cases.compile_fail("tests/ui/conflicts/*.rs");
    cases.compile_fail("tests/ui/identity/*.rs");
    cases.compile_fail("tests/ui/names/*.rs");
    cases.compile_fail("tests/ui/requests/*.rs");
    cases.compile_fail("tests/ui/schema_files/*.rs");
    cases.compile_fail("tests/ui/serde/*.rs");
    cases.compile_fail("tests/ui/unsupported/*.rs");
    cases.compile_fail("tests/ui/newtypes/*.rs");
}

/// The compiler finds these when it generates code for a call, which requires a case that passes.
#[test]
fn a_struct_without_a_valid_schema_is_reported_where_the_schema_is_requested() {
    provide_schemas();
    let cases = TestCases::new();
    cases.pass("tests/ui/accepted/*.rs");
    cases.compile_fail("tests/ui/schema/*.rs");
}

/// Cases are compiled as a separate package, and schemas are read from its folder.
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
