//! The report on the endpoints of a service.

use std::collections::BTreeMap;
use std::fmt;

/// How the endpoints of a service were found, and the results of the endpoint tests in its model. None of them failed.
///
/// `Display` prints it as a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointReport {
    /// Whether the model has endpoint rules. Otherwise the host names are the standard ones.
    pub has_rules: bool,
    /// The number of exceptions from the standard host names.
    pub exceptions: usize,
    /// The number of tests that passed.
    pub passed: usize,
    /// The number of tests that expect what the rules gave with the partitions of 2025, when isolated partitions did not
    /// support dual-stack endpoints. AWS withdraws these tests.
    pub outdated: usize,
    /// The number of tests that set a parameter which the client does not set, or do not set the region, which it always
    /// has, by the name of the parameter.
    pub left_out: BTreeMap<String, usize>,
}

impl fmt::Display for EndpointReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.exceptions;
        match count {
            0 => f.write_str("the standard host names")?,
            1 => f.write_str("1 exception from the standard host names")?,
            _ => write!(f, "{count} exceptions from the standard host names")?,
        }
        f.write_str(if self.has_rules {
            ", by the rules of the model"
        } else {
            ", since the model has no endpoint rules"
        })?;
        write!(f, "; {} endpoint tests passed", self.passed)?;
        if self.outdated > 0 {
            write!(
                f,
                ", {} expect partitions as they were until 2025",
                self.outdated
            )?;
        }
        for (parameter, count) in &self.left_out {
            write!(f, ", {count} left out for the parameter `{parameter}`")?;
        }
        Ok(())
    }
}
