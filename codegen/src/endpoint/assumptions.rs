//! What is assumed of the ARN of a request while rules are evaluated: requests set it, so that it is not known then.

use std::cell::RefCell;

use crate::ir::ArnPart;

/// A question about the ARN that rules ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ArnTest {
    /// Whether it is one.
    IsArn,
    /// Whether a part of it has this value.
    Equals(ArnPart, String),
}

/// The results of tests, and the tests that were made.
#[derive(Debug)]
pub(super) struct Assumptions<'a> {
    /// The parameter of the rules whose value the ARN is.
    pub(super) parameter: &'a str,
    /// In the order of the tests; further ones are true.
    results: &'a [bool],
    made: RefCell<Vec<(ArnTest, bool)>>,
}

impl<'a> Assumptions<'a> {
    pub(super) fn new(parameter: &'a str, results: &'a [bool]) -> Self {
        Self {
            parameter,
            results,
            made: RefCell::default(),
        }
    }

    /// The result of a test, which earlier ones may imply.
    pub(super) fn test(&self, test: ArnTest) -> bool {
        if let ArnTest::Equals(part, value) = &test
            && let Some(known) = self.value(*part)
        {
            return known == *value;
        }
        let mut made = self.made.borrow_mut();
        if let Some((_, result)) = made.iter().find(|(earlier, _)| *earlier == test) {
            return *result;
        }
        let result = self.results.get(made.len()).copied().unwrap_or(true);
        made.push((test, result));
        result
    }

    /// The value of a part, if a test has found it equal to one.
    pub(super) fn value(&self, part: ArnPart) -> Option<String> {
        let made = self.made.borrow();
        made.iter().find_map(|(test, result)| match test {
            ArnTest::Equals(of, value) if *result && *of == part => Some(value.clone()),
            ArnTest::Equals(..) | ArnTest::IsArn => None,
        })
    }

    /// The test that was made after those with a given result, if there was one.
    pub(super) fn next(self) -> Option<ArnTest> {
        let made = self.made.into_inner().into_iter();
        made.map(|(test, _)| test).nth(self.results.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{ArnTest, Assumptions};
    use crate::ir::ArnPart;

    #[test]
    fn a_test_has_the_result_that_earlier_ones_imply() {
        let assumptions = Assumptions::new("Arn", &[true, false]);
        let service = |value: &str| ArnTest::Equals(ArnPart::Service, value.to_owned());
        assert!(assumptions.test(ArnTest::IsArn));
        assert!(!assumptions.test(service("a")));
        assert_eq!(assumptions.value(ArnPart::Service), None);
        // The first without a given result.
        assert!(assumptions.test(service("b")));
        assert_eq!(assumptions.value(ArnPart::Service).as_deref(), Some("b"));
        for (value, expected) in [("a", false), ("b", true), ("c", false)] {
            assert_eq!(assumptions.test(service(value)), expected, "{value}");
        }
        assert_eq!(assumptions.next(), Some(service("b")));
    }
}
