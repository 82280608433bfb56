//! The Smithy JSON AST 2.0, mirrored: what a model file says, and where it says it.
//!
//! [`Model::parse`] turns the text of a model into shapes, members, traits and plain JSON nodes,
//! each with its line and column. It knows how the AST is *spelled* (which keys a shape of each
//! type may have, how a shape id looks) and nothing of what it *means*: targets are not resolved
//! and traits are not read. Several readers with different purposes stand on it.
//!
//! # Example
//!
//! ```
//! use personalize_events_ast::{Kind, Model, Simple};
//!
//! let model = Model::parse(
//!     r#"{
//!         "smithy": "2.0",
//!         "shapes": { "com.example#Name": { "type": "string" } }
//!     }"#,
//! )
//! .unwrap();
//! let shape = &model.shapes["com.example#Name"];
//! assert_eq!(shape.kind, Kind::Simple(Simple::String));
//! assert_eq!(shape.at.line, 3);
//! ```

mod id;
mod model;
mod parse;
mod problem;

pub use id::{ShapeId, is_identifier};
pub use model::{
    Kind, Member, Members, Model, Operation, Reference, Resource, Service, Shape, Simple, Trait,
    Traits, UNIT,
};
#[doc(inline)]
pub use personalize_events_schema::spanned_json::{Entry, Node, Object, Position, Value};
pub use problem::Problem;
