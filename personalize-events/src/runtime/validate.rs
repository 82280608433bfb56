//! How constraints are checked: the tables are generated, the checks are here.

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
    /// The Smithy trait `pattern`.
    Pattern(&'static Pattern),
    /// The Smithy trait `mediaType` with the value `application/json`.
    Json,
    /// The same, of a member that holds properties: the service takes an object only.
    JsonObject,
    /// What holds for each element of a list.
    Each(&'static [Constraint]),
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
                Constraint::Pattern(_) | Constraint::Json | Constraint::JsonObject => {}
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

always_valid!(bool, i8, i16, i32, i64, f32, f64, Timestamp);

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
            Constraint::Each(_) => {}
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
