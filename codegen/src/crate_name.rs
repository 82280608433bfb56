//! Names of crates.

use std::fmt;

use crate::plan::is_keyword;

/// Names of crates that come with Rust, of what generated crates depend on, and of folders of Cargo.
const TAKEN: [&str; 10] = [
    "alloc",
    "build",
    "core",
    "deps",
    "examples",
    "incremental",
    "personalize_events_codegen_runtime",
    "proc_macro",
    "std",
    "test",
];

/// The maximum length, as on crates.io.
const MAX_LEN: usize = 64;

/// Why a text cannot be the name of a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrateNameError {
    /// Other characters than the allowed ones, or none.
    Characters,
    /// A keyword, or the name of another crate.
    Taken,
    /// Too many characters.
    Length,
}

/// Checks the name of a crate: lower-case letters and digits, in words that `-` or `_` separate, of which the first starts
/// with a letter. It is no keyword, and not the name of a crate that generated code uses.
///
/// ```
/// use personalize_events_codegen::{CrateNameError, check_crate_name};
///
/// assert_eq!(check_crate_name("personalize-runtime"), Ok(()));
/// assert_eq!(check_crate_name("Films"), Err(CrateNameError::Characters));
/// assert_eq!(check_crate_name("async"), Err(CrateNameError::Taken));
/// ```
///
/// # Errors
///
/// Returns the first rule that the name breaks.
pub fn check_crate_name(name: &str) -> Result<(), CrateNameError> {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let mut words = name.split(['-', '_']);
    let in_code = name.replace('-', "_");
    if !words.all(|word| !word.is_empty() && word.chars().all(is_part))
        || name.starts_with(|c: char| c.is_ascii_digit())
    {
        Err(CrateNameError::Characters)
    } else if is_keyword(name) || TAKEN.contains(&&*in_code) {
        Err(CrateNameError::Taken)
    } else if name.len() > MAX_LEN {
        Err(CrateNameError::Length)
    } else {
        Ok(())
    }
}

impl fmt::Display for CrateNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Characters => {
                "use lower-case letters, digits, and single `-` or `_` between them, and start with \
                 a letter"
            }
            Self::Taken => "choose another, as Rust or Cargo uses it for something else",
            Self::Length => "use at most 64 characters",
        })
    }
}

impl std::error::Error for CrateNameError {}

#[cfg(test)]
mod tests {
    use super::{CrateNameError, check_crate_name};

    #[test]
    fn names_of_crates_are_words_that_rust_does_not_use() {
        for name in [
            "films", "f", "films2", "my-films", "my_films", "a-1", "union",
        ] {
            assert_eq!(check_crate_name(name), Ok(()), "{name}");
        }
        for name in [
            "", "Films", "2films", "-films", "films-", "a--b", "a_-b", "_", "_films", "fil ms",
            "fílms", "a.b", "..",
        ] {
            assert_eq!(
                check_crate_name(name),
                Err(CrateNameError::Characters),
                "{name}"
            );
        }
        for name in [
            "self",
            "crate",
            "super",
            "async",
            "gen",
            "std",
            "core",
            "proc-macro",
            "test",
            "build",
            "personalize-events-codegen-runtime",
        ] {
            assert_eq!(check_crate_name(name), Err(CrateNameError::Taken), "{name}");
        }
        assert_eq!(check_crate_name(&"a".repeat(64)), Ok(()));
        assert_eq!(
            check_crate_name(&"a".repeat(65)),
            Err(CrateNameError::Length)
        );
    }
}
