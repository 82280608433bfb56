//! Names: from Smithy to Rust, by rules that depend on nothing but the model.
//!
//! # Conversion
//!
//! Types and variants are in camel case, and members and methods in snake case; what is no letter or digit separates
//! words. A name that would start with a digit gets `Shape` (types), `Value` (variants) or `n` (members and methods) in
//! front. Keywords are raw identifiers: `r#type`.
//!
//! # Reserved names
//!
//! What generated code uses for something else is reserved, whether or not a file of this crate uses it, so that the
//! rename does not depend on other shapes:
//!
//! - Types: those of the runtime, of the root of a crate and of Rust's prelude, `ServiceError`, and whatever ends with
//!   `Builder`. `Shape` is appended, also to names that would equal the result: `String` is `StringShape`, and
//!   `StringShape` is `StringShapeShape`.
//! - Parts of operations: `Operation` is put in between, as in `ValidationOperationError`.
//! - Variants: `Unknown` and `Self`. `Value` is appended, also to names that would equal the result.
//! - Members: methods of structures and builders, such as `build` and `into`, `len`, which is expected to be the number of
//!   elements, and of errors `fmt`, `message`, `source` and `to_string` too. `_` is appended, as to the keywords that cannot
//!   be raw: `self_`.
//! - Operations: methods of the client, such as `new` and `send`. `_` is appended.
//!
//! # Equal names
//!
//! Names of types are compared without case, since files of the documentation are named after them. If several are equal,
//! the first of these has the name, and the others are renamed:
//!
//! 1. Parts of operations: the error enum `GetFilmError`, and the `GetFilmRequest` and `GetFilmResponse` of operations
//!    without structures of their own for these. If operations have equal names, the first in the order of 2 has it, and
//!    `Operation` is appended to the others.
//! 2. Structures, unions, enums and errors: first those whose name is the same in Smithy and Rust, then by ID. `Shape` is
//!    appended to the others, until no other shape and no part of an operation has the name.
//!
//! Of members, variants and patterns whose names are equal, the first in the model has the name, and the others are
//! numbered: `user_id_2`. Other characters than letters and digits in the values of enums are written as words
//! first: `+1` is `Plus1` beside `1`.
//!
//! The variant of `BadException` in an enum of errors is `Bad`, unless another error of the enum is called `Bad`.
//!
//! These parts of generated code give way to members: the setter `maybe_id`, to which `_` is appended, and the getter
//! `request_id` of a response, which is `aws_request_id` then. A waiter's method `wait_until_film_released` gives way to that
//! of an operation: `_` is appended.
//!
//! # When a model grows
//!
//! A new structure, union, enum or error changes the name of no other item, except that
//!
//! - it has the name of another shape but for case and underscores, and comes first by rule 2;
//! - it is an error `Bad` beside `BadException`, whose variant is `BadException` from then on;
//! - it is called `BadExceptionValue`, which is the type of an error `BadException` as the value of members: `Value` is
//!   appended to that once more;
//! - it makes a structure that was the input or output of one operation a structure of several uses, by a member that
//!   targets it: the type of the request or response is named after the operation then.
//!
//! A new operation can, in addition, take the name of a shape for one of its parts: `GetFilm` that of a structure
//! `GetFilmError`. A new member or value changes none if it is added after the others.

mod convert;
mod distinct;
mod files;
mod renamed;
mod reserved;
mod settled;
mod types;
mod variants;

pub(crate) use convert::is_keyword;
pub(super) use convert::{constant, link, maybe_setter, module, plural, sample, waiter};
pub(super) use distinct::distinct;
pub(super) use files::Files;
pub use renamed::{Renamed, Why};
pub(super) use reserved::SERVICE_ERROR;
pub(crate) use reserved::{EXPORTS, RUNTIME_MODULES, RUNTIME_TYPES, STD};
pub(super) use settled::{Names, builder};
pub(super) use types::{ERROR, OperationNames, REQUEST, RESPONSE};

#[cfg(test)]
mod tests;
