//! Values that a model did not have when a crate was generated from it.

use std::fmt;

/// A value of an enum that its model does not have. It is made by the enum's `From<&str>` only, so that
/// no known value is unknown.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(String);

impl UnknownValue {
    #[doc(hidden)]
    #[must_use]
    pub fn new(value: &str) -> Self {
        Self(value.to_owned())
    }

    /// The value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A value of an enum of numbers that its model does not have. It is made by the enum's
/// `From<i32>` only, so that no known value is unknown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownNumber(i32);

impl UnknownNumber {
    #[doc(hidden)]
    #[must_use]
    pub fn new(value: i32) -> Self {
        Self(value)
    }

    /// The value.
    #[must_use]
    pub fn as_i32(self) -> i32 {
        self.0
    }
}

impl fmt::Debug for UnknownNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
