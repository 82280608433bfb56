//! Numbers as they are compared: a `long` has more digits than a `double` holds.

use std::cmp::Ordering;
use std::fmt;

/// A number of JSON, or one of those that JSON has texts for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Whole(i64),
    Real(f64),
}

impl Number {
    pub(crate) fn of(number: &serde_json::Number) -> Option<Self> {
        let whole = number.as_i64().map(Self::Whole);
        whole.or_else(|| number.as_f64().map(Self::Real))
    }

    pub(crate) fn is_nan(self) -> bool {
        matches!(self, Self::Real(number) if number.is_nan())
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a fraction or an exponent was written as a double too"
    )]
    fn real(self) -> f64 {
        match self {
            Self::Whole(number) => number as f64,
            Self::Real(number) => number,
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if let (Self::Whole(left), Self::Whole(right)) = (self, other) {
            return Some(left.cmp(right));
        }
        self.real().partial_cmp(&other.real())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(number) => number.fmt(f),
            Self::Real(number) => number.fmt(f),
        }
    }
}
