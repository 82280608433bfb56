//! From the AST to what the emulator understands. A trait or type of shape that could change
//! what a request looks like, and is not known here, makes the model unreadable: it is not
//! guessed at.

use std::collections::{HashMap, VecDeque};

use personalize_events_ast::{Model as Ast, Position, Reference, ShapeId, Traits};

use crate::model::{DATASET, Kind, Model, ModelError, UnsupportedOperation};

impl Model {
    /// Interprets the text of a Smithy JSON AST with one service of the protocol restJson1.
    ///
    /// An operation whose input is not in a JSON body alone is [left out](Model::unsupported).
    ///
    /// # Errors
    ///
    /// Everything in the text that is not Smithy JSON AST, or that the emulator would have to
    /// guess about: traits and types of shape that it does not know.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let ast = Ast::parse(text).map_err(|problems| ModelError {
            problems: problems
                .iter()
                .map(|problem| located(problem.at, problem.shape.as_ref(), &problem.message))
                .collect(),
        })?;
        let mut loader = Loader {
            ast: &ast,
            shapes: HashMap::new(),
            todo: VecDeque::new(),
            unsupported: Vec::new(),
            problems: Vec::new(),
        };
        let (signing_name, operations) = loader.service();
        let dataset = operations
            .iter()
            .filter_map(|operation| loader.fields(operation.input.as_ref()))
            .flatten()
            .find(|field| field.key == DATASET)
            .map(|field| field.member.clone());
        if loader.problems.is_empty() {
            Ok(Self {
                signing_name,
                operations,
                unsupported: loader.unsupported,
                shapes: loader.shapes,
                dataset,
            })
        } else {
            Err(ModelError {
                problems: loader.problems,
            })
        }
    }
}

fn located(at: Position, shape: Option<&ShapeId>, message: &str) -> String {
    let shape = shape.map(|id| format!("{id}: ")).unwrap_or_default();
    format!("{}:{}: {shape}{message}", at.line, at.column)
}

struct Loader<'a> {
    ast: &'a Ast,
    shapes: HashMap<ShapeId, Kind>,
    /// The shapes that are to be read next. They wait here, since a chain of shapes may be longer
    /// than the stack is deep.
    todo: VecDeque<&'a Reference>,
    unsupported: Vec<UnsupportedOperation>,
    problems: Vec<String>,
}

impl Loader<'_> {
    fn problem(&mut self, at: Position, shape: &ShapeId, message: &str) {
        self.problems.push(located(at, Some(shape), message));
    }

    fn known(&mut self, owner: &ShapeId, read: &[&str], traits: &Traits) {
        for (id, value) in traits {
            if !read.contains(&id.as_str()) && !traits::is_silent(id) {
                let message = format!("the trait `{id}` is not interpreted");
                self.problem(value.at, owner, &message);
            }
        }
    }
}

mod operation;
mod records;
mod service;
mod shapes;
#[cfg(test)]
mod tests;
mod traits;
