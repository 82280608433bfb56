//! Finds the optional conformance data: AWS's models, official test vectors and captured requests.
//!
//! The data is not part of this repository. The variable `CONFORMANCE_DATA` names its folder. If it is unset, the tests
//! that need the data print a note and pass.

use std::io::Write;
use std::path::{Path, PathBuf};

/// The variable with the absolute path of the folder.
pub const VARIABLE: &str = "CONFORMANCE_DATA";

/// The path of `name` in the folder of conformance data, or `None` if the variable is unset.
///
/// A skipped file is reported on standard error.
///
/// # Panics
///
/// Panics if the variable is set and the folder does not contain `name`, so that incomplete data does not skip tests.
#[must_use]
pub fn path(name: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os(VARIABLE) else {
        // The test harness captures `eprintln!` unless the test fails.
        let note = format!("skipped: {name} is read only if {VARIABLE} is set\n");
        std::io::stderr().write_all(note.as_bytes()).ok();
        return None;
    };
    let folder = Path::new(&folder);
    assert!(
        folder.is_absolute(),
        "{VARIABLE} is set to `{}`, which is not an absolute path",
        folder.display()
    );
    let path = folder.join(name);
    assert!(
        path.exists(),
        "{VARIABLE} is set to `{}`, which does not contain {name}",
        folder.display()
    );
    Some(path)
}

/// The text of the file `name` in the folder of conformance data, or `None` if the variable is unset.
///
/// # Panics
///
/// Panics like [`path`], and if the file cannot be read as text.
#[must_use]
pub fn read(name: &str) -> Option<String> {
    let path = path(name)?;
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => panic!("cannot read {}: {error}", path.display()),
    }
}
