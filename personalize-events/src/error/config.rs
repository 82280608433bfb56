//! The error of building a client.

use std::fmt;

/// The settings of a client are incomplete or invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    problems: Vec<String>,
}

impl ConfigError {
    /// For the settings of other generated crates.
    #[doc(hidden)]
    #[must_use]
    pub fn new(problems: Vec<String>) -> Self {
        Self { problems }
    }

    pub(crate) fn one(problem: String) -> Self {
        Self::new(vec![problem])
    }

    /// Returns every problem, each with what is allowed or how to fix it.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("; "))
    }
}

impl std::error::Error for ConfigError {}
