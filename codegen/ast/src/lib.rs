//! The Smithy JSON AST 2.0 with positions, for the generator and the emulator of `personalize-events`.
//!
//! **Not stable:** it is published because the emulator needs it, and may change with each version.
//!
//! [`Model::parse`] parses the text of a model into shapes, members, traits and JSON nodes, each with its line and
//! column; [`Model::assemble`] does so with a model of several files. They check the syntax: the keys of each type of shape
//! and the form of shape ids; they resolve mixins and add traits that are applied elsewhere. They do not interpret the
//! model: targets are not resolved and traits are JSON. The generator and the emulator interpret it independently.
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
pub use parse::line_count;
#[doc(inline)]
pub use personalize_events_schema::spanned_json::{Entry, Node, Object, Position, Value};
pub use problem::Problem;
