//! Validates builders and values of simple types.

use serde::Serialize;

use super::check::{
    check_length, check_range, check_text, check_timestamp, compare_double, compare_integer,
    compare_single, has_only_lengths, is_surely_within_lengths,
};
use super::constraint::Constraint;
use super::context::ValidationContext;
use super::error::ValidationError;
use super::kind::ViolationKind;
use crate::types::{JsonString, Timestamp};

/// A builder.
pub trait Build {
    /// The type that it builds.
    type Output;

    /// Builds a part of another value; `None` if it adds violations to the context.
    fn build_in(self, context: &mut ValidationContext<'_>) -> Option<Self::Output>;
}

/// Builds a value that is not part of another.
///
/// # Errors
///
/// Returns every violation in it.
pub fn build<B: Build>(builder: B) -> Result<B::Output, ValidationError> {
    validated(|context| builder.build_in(context))
}

/// Returns a value that is not part of another, or the violations in it.
pub(crate) fn validated<T>(
    validate: impl FnOnce(&mut ValidationContext<'_>) -> Option<T>,
) -> Result<T, ValidationError> {
    let mut violations = Vec::new();
    let valid = validate(&mut ValidationContext::root(&mut violations));
    match valid {
        Some(valid) if violations.is_empty() => Ok(valid),
        _ => Err(ValidationError::new(violations)),
    }
}

/// Validates the text of a member that is not part of a value.
pub(crate) fn check_member(
    name: &'static str,
    text: &str,
    constraints: &[Constraint],
    allow_null_text: bool,
) -> Result<(), ValidationError> {
    validated(|context| {
        let mut context = context.null_text(allow_null_text);
        check_text(text, None, constraints, &mut context.member(name)).then_some(())
    })
}

/// A value that can be validated against constraints.
pub trait Validate: Sized {
    /// The type of the valid value.
    type Valid: Serialize;

    /// Validates the value; `None` if it adds violations to the context.
    fn validate(
        self,
        constraints: &'static [Constraint],
        context: &mut ValidationContext<'_>,
    ) -> Option<Self::Valid>;
}

impl ValidationContext<'_> {
    /// Validates a required member.
    pub fn required<V: Validate>(
        &mut self,
        name: &'static str,
        value: Option<V>,
        constraints: &'static [Constraint],
    ) -> Option<V::Valid> {
        let is_missing = value.is_none() && !self.is_unreadable(name);
        let mut member = self.member(name);
        if is_missing {
            member.add(ViolationKind::Required);
        }
        value?.validate(constraints, &mut member)
    }

    /// Validates an optional member; `None` if it is set and invalid.
    pub fn optional<V: Validate>(
        &mut self,
        name: &'static str,
        value: Option<V>,
        constraints: &'static [Constraint],
    ) -> Option<Option<V::Valid>> {
        value.validate(constraints, &mut self.member(name))
    }

    /// Validates a member that is required although its type is optional, as in inputs with `clientOptional`.
    pub fn demanded<V: Validate>(
        &mut self,
        name: &'static str,
        value: Option<V>,
        constraints: &'static [Constraint],
    ) -> Option<Option<V::Valid>> {
        self.required(name, value, constraints).map(Some)
    }
}

/// An optional member, or a nullable element of a list or value of a map.
impl<V: Validate> Validate for Option<V> {
    type Valid = Option<V::Valid>;

    fn validate(
        self,
        constraints: &'static [Constraint],
        context: &mut ValidationContext<'_>,
    ) -> Option<Self::Valid> {
        match self {
            Some(value) => value.validate(constraints, context).map(Some),
            None => Some(None),
        }
    }
}

/// Implements [`Validate`] for types that are valid as a whole or not at all.
macro_rules! validate_by {
    ($($type:ty: |$value:pat_param, $constraints:pat_param, $context:pat_param| $is_valid:expr;)*) => {$(
        impl Validate for $type {
            type Valid = Self;

            fn validate(
                self,
                $constraints: &'static [Constraint],
                $context: &mut ValidationContext<'_>,
            ) -> Option<Self> {
                let $value = &self;
                $is_valid.then_some(self)
            }
        }
    )*};
}

validate_by! {
    bool: |_, _, _| true;
    Timestamp: |&timestamp, constraints, context| check_timestamp(timestamp, constraints, context);
    String: |text, constraints, context| check_text(text, None, constraints, context);
    JsonString: |json, constraints, context| match json.written_for() {
        Some(kind) if has_only_lengths(kind, constraints) => {
            json.quoted_length().is_some_and(|bytes| is_surely_within_lengths(bytes, constraints))
                || check_length(json.count_chars(), constraints, "character", context)
        }
        kind => check_text(&json.text(), kind, constraints, context),
    };
    i8: |&number, constraints, context| check_range(
        &|bound| compare_integer(number.into(), bound), constraints, context);
    i16: |&number, constraints, context| check_range(
        &|bound| compare_integer(number.into(), bound), constraints, context);
    i32: |&number, constraints, context| check_range(
        &|bound| compare_integer(number.into(), bound), constraints, context);
    i64: |&number, constraints, context| check_range(
        &|bound| compare_integer(number, bound), constraints, context);
    f32: |&number, constraints, context| check_range(
        &|bound| compare_single(number, bound), constraints, context);
    f64: |&number, constraints, context| check_range(
        &|bound| compare_double(number, bound), constraints, context);
}
