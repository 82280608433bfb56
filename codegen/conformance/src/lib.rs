//! Where the optional conformance data is: AWS's models, official test vectors, captured requests.
//!
//! Nothing of it is part of this repository. The variable `CONFORMANCE_DATA` names its folder;
//! without it the tests that need the data say that they were left out.

use std::io::Write;
use std::path::{Path, PathBuf};

/// The variable that names the folder, as an absolute path.
pub const VARIABLE: &str = "CONFORMANCE_DATA";

/// The path of `name` in the folder of conformance data, or `None` where the variable is unset.
///
/// `None` is told on standard error, so that a run shows what it did not check.
///
/// # Panics
///
/// When the variable is set but there is no such file or folder below it: a half-installed
/// folder of test data must fail, not skip.
#[must_use]
pub fn path(name: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os(VARIABLE) else {
        // Not `eprintln!`: the test harness shows that only for tests that fail.
        let note = format!("left out: {name} is read only when {VARIABLE} is set\n");
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
        "{VARIABLE} is set to `{}`, but it holds no {name}",
        folder.display()
    );
    Some(path)
}

/// The text of the file `name` in the folder of conformance data, or `None` where the variable
/// is unset.
///
/// # Panics
///
/// Like [`path`], and when the file is not readable text.
#[must_use]
pub fn read(name: &str) -> Option<String> {
    let path = path(name)?;
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => panic!("cannot read {}: {error}", path.display()),
    }
}
