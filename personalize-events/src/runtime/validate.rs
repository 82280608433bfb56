//! What can be checked: builders, and values of each simple type.

use std::cmp::Ordering;

use serde::Serialize;

use super::check::{
    check_range, check_text, compare_double, compare_integer, compare_single,
    is_surely_valid_object,
};
use super::{Bound, Constraint, JsonString, Scope, Timestamp};
use crate::validation_error::ValidationError;

/// A builder: it checks what it was given and tells everything that is wrong.
pub trait Build {
    /// What it builds.
    type Output;

    /// Builds within a larger value; `None` when a violation was found.
    fn build_in(self, scope: &mut Scope<'_>) -> Option<Self::Output>;
}

/// Builds a value that stands alone.
///
/// # Errors
///
/// Every violation in it.
pub fn build<B: Build>(builder: B) -> Result<B::Output, ValidationError> {
    let mut found = Vec::new();
    let built = builder.build_in(&mut Scope::root(&mut found));
    match built {
        Some(built) if found.is_empty() => Ok(built),
        _ => Err(ValidationError::new(found)),
    }
}

/// A value that can be checked against a table of constraints.
pub trait Validate: Sized {
    /// What it is once it is known to be valid.
    type Valid: Serialize;

    /// Checks it; `None` when a violation was found.
    fn validate(
        self,
        constraints: &'static [Constraint],
        scope: &mut Scope<'_>,
    ) -> Option<Self::Valid>;
}

impl Validate for String {
    type Valid = Self;

    fn validate(self, constraints: &'static [Constraint], scope: &mut Scope<'_>) -> Option<Self> {
        check_text(&self, false, constraints, scope).then_some(self)
    }
}

impl Validate for JsonString {
    type Valid = Self;

    fn validate(self, constraints: &'static [Constraint], scope: &mut Scope<'_>) -> Option<Self> {
        let is_valid = match self.quoted_length() {
            Some(length) if is_surely_valid_object(length, constraints) => true,
            length => check_text(&self.text(), length.is_some(), constraints, scope),
        };
        is_valid.then_some(self)
    }
}

/// Types whose every value is valid, as far as the constraints that we generate go.
macro_rules! always_valid {
    ($($type:ty),*) => {$(
        impl Validate for $type {
            type Valid = Self;

            fn validate(self, _: &'static [Constraint], _: &mut Scope<'_>) -> Option<Self> {
                Some(self)
            }
        }
    )*};
}

always_valid!(bool, Timestamp);

/// Numbers are compared with bounds in the type that they have.
macro_rules! numbers {
    ($($number:ident with $bound:expr;)*) => {$(
        impl Validate for $number {
            type Valid = Self;

            fn validate(
                self,
                constraints: &'static [Constraint],
                scope: &mut Scope<'_>,
            ) -> Option<Self> {
                let compare: fn(Self, Bound) -> Option<Ordering> = $bound;
                check_range(|bound| compare(self, bound), constraints, scope).then_some(self)
            }
        }
    )*};
}

numbers! {
    i8 with |number, bound| compare_integer(number.into(), bound);
    i16 with |number, bound| compare_integer(number.into(), bound);
    i32 with |number, bound| compare_integer(number.into(), bound);
    i64 with compare_integer;
    f32 with compare_single;
    f64 with compare_double;
}
