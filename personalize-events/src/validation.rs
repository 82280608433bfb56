//! Validates values against the constraints of the service's model.

mod buildable;
mod check;
mod collection;
mod constraint;
mod context;
mod error;
mod json_text;
mod kind;
mod path;
mod pattern;
mod validate;

pub(crate) use buildable::Incomplete;
pub use buildable::{BuildInput, Buildable, HasBuilder, extend};
pub(crate) use check::NULL;
pub use check::{check_length, check_range};
pub use constraint::{Bound, Constraint};
pub use context::ValidationContext;
pub use error::{ValidationError, Violation};
pub use kind::ViolationKind;
pub use path::PathSegment;
pub use pattern::{Pattern, Step};
pub use validate::{Build, Validate, build};
pub(crate) use validate::{check_member, validated};
