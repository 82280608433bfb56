//! How constraints are checked: the tables are generated, the checks are here.

use std::cmp::Ordering;
use std::fmt;

use super::{Json, Pattern, Scope, Timestamp};
use crate::invalid::{Invalid, Reason};

/// One row of a table of constraints.
#[derive(Debug)]
pub enum Constraint {
    /// The Smithy trait `length`: Unicode scalar values of a string, elements of a list.
    Length {
        /// The least that is allowed.
        min: usize,
        /// The most that is allowed.
        max: Option<usize>,
    },
    /// The Smithy trait `range`: both bounds are allowed.
    Range {
        /// The least that is allowed.
        min: Option<Bound>,
        /// The most that is allowed.
        max: Option<Bound>,
    },
    /// The Smithy trait `pattern`.
    Pattern(&'static Pattern),
    /// The Smithy trait `mediaType` with the value `application/json`.
    Json,
    /// The same, of a member that holds properties: the service takes an object only.
    JsonObject,
    /// What holds for each element of a list.
    Each(&'static [Constraint]),
}

/// A bound of a range, as the model has it.
#[derive(Clone, Copy, Debug)]
pub enum Bound {
    /// A whole number.
    Integer(i64),
    /// Any other.
    Float(f64),
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
        }
    }
}

impl Constraint {
    /// A length with both bounds.
    #[must_use]
    pub const fn length(min: usize, max: usize) -> Self {
        Self::Length {
            min,
            max: Some(max),
        }
    }

    /// A length that has only a lower bound.
    #[must_use]
    pub const fn min_length(min: usize) -> Self {
        Self::Length { min, max: None }
    }
}

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
pub fn build<B: Build>(builder: B) -> Result<B::Output, Invalid> {
    let mut found = Vec::new();
    let built = builder.build_in(&mut Scope::root(&mut found));
    match built {
        Some(built) if found.is_empty() => Ok(built),
        _ => Err(Invalid::new(found)),
    }
}

/// A value that can be checked against a table of constraints.
pub trait Validate: Sized {
    /// What it is once it is known to be valid.
    type Valid;

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
        check_text(&self, constraints, scope).then_some(self)
    }
}

impl Validate for Json {
    type Valid = Self;

    fn validate(self, constraints: &'static [Constraint], scope: &mut Scope<'_>) -> Option<Self> {
        check_text(self.as_str(), constraints, scope).then_some(self)
    }
}

impl<V: Validate> Validate for Vec<V> {
    type Valid = Vec<V::Valid>;

    fn validate(
        self,
        constraints: &'static [Constraint],
        scope: &mut Scope<'_>,
    ) -> Option<Self::Valid> {
        let before = scope.count();
        let mut each: &'static [Constraint] = &[];
        for constraint in constraints {
            match constraint {
                Constraint::Length { min, max } => {
                    check_length(self.len(), *min, *max, "element", scope);
                }
                Constraint::Each(constraints) => each = constraints,
                Constraint::Range { .. }
                | Constraint::Pattern(_)
                | Constraint::Json
                | Constraint::JsonObject => {}
            }
        }
        let valid: Vec<V::Valid> = self
            .into_iter()
            .enumerate()
            .filter_map(|(index, value)| value.validate(each, &mut scope.element(index)))
            .collect();
        (scope.count() == before).then_some(valid)
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

fn compare_integer(number: i64, bound: Bound) -> Option<Ordering> {
    match bound {
        Bound::Integer(bound) => Some(number.cmp(&bound)),
        // No integer is bounded so.
        Bound::Float(_) => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a bound such as 0.1 is meant as what it is in single precision"
)]
fn compare_single(number: f32, bound: Bound) -> Option<Ordering> {
    number.partial_cmp(&(double(bound) as f32))
}

fn compare_double(number: f64, bound: Bound) -> Option<Ordering> {
    number.partial_cmp(&double(bound))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a floating-point number that is compared with it has no more precision"
)]
fn double(bound: Bound) -> f64 {
    match bound {
        Bound::Integer(number) => number as f64,
        Bound::Float(number) => number,
    }
}

/// What is not a number is within no bounds.
fn check_range(
    compare: impl Fn(Bound) -> Option<Ordering>,
    constraints: &[Constraint],
    scope: &mut Scope<'_>,
) -> bool {
    let before = scope.count();
    for constraint in constraints {
        let Constraint::Range { min, max } = constraint else {
            continue;
        };
        let least = min.is_none_or(|min| compare(min).is_some_and(Ordering::is_ge));
        let most = max.is_none_or(|max| compare(max).is_some_and(Ordering::is_le));
        if !(least && most) {
            scope.violated::<()>(Reason::Range {
                min: min.map(|min| min.to_string()),
                max: max.map(|max| max.to_string()),
            });
        }
    }
    scope.count() == before
}

fn check_text(text: &str, constraints: &[Constraint], scope: &mut Scope<'_>) -> bool {
    let before = scope.count();
    for constraint in constraints {
        match constraint {
            Constraint::Length { min, max } => {
                check_length(text.chars().count(), *min, *max, "character", scope);
            }
            Constraint::Pattern(pattern) => {
                if !pattern.matches(text) {
                    let pattern = pattern.source;
                    scope.violated::<()>(Reason::Pattern { pattern });
                }
            }
            Constraint::Json => check_json(text, scope),
            Constraint::JsonObject => {
                let before = scope.count();
                check_json(text, scope);
                if scope.count() == before && !text.trim_start().starts_with('{') {
                    scope.violated::<()>(Reason::NotObject);
                }
            }
            Constraint::Range { .. } | Constraint::Each(_) => {}
        }
    }
    scope.count() == before
}

fn check_json(text: &str, scope: &mut Scope<'_>) {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let problem = error.to_string();
        scope.violated::<()>(Reason::NotJson { problem });
    }
}

fn check_length(
    found: usize,
    min: usize,
    max: Option<usize>,
    unit: &'static str,
    scope: &mut Scope<'_>,
) {
    if found < min || max.is_some_and(|max| found > max) {
        scope.violated::<()>(Reason::Length {
            found,
            min,
            max,
            unit,
        });
    }
}
