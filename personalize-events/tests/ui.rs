//! What the compiler says about a struct that cannot be derived.
//!
//! One folder for each class of mistake, one file for each message.

use trybuild::TestCases;

#[test]
fn mistakes_are_told_where_they_are() {
    let cases = TestCases::new();
    cases.compile_fail("tests/ui/attributes/*.rs");
    cases.compile_fail("tests/ui/categories/*.rs");
    cases.compile_fail("tests/ui/conflicts/*.rs");
    cases.compile_fail("tests/ui/identity/*.rs");
    cases.compile_fail("tests/ui/names/*.rs");
    cases.compile_fail("tests/ui/unsupported/*.rs");
    cases.compile_fail("tests/ui/wrappers/*.rs");
}
