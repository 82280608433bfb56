//! Reads a [`Model`] from the Smithy JSON AST. Unknown traits and types of shapes are errors, because they could change
//! what a valid request is.

use std::str::FromStr;

use personalize_events_ast::Model as Ast;

use self::reader::{Reader, format_problem};
use crate::model::{DATASET, Model, ModelError};

mod operation;
mod reader;
mod records;
mod service;
mod shapes;
mod traits;

impl Model {
    /// Parses a model in the Smithy JSON AST with one service of the protocol restJson1.
    ///
    /// An operation with input outside of a JSON body is [unsupported](Model::unsupported).
    ///
    /// # Errors
    ///
    /// Every problem of a text that is not a Smithy JSON AST, and every trait and type of shape that the emulator
    /// does not support.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let ast = Ast::parse(text).map_err(|problems| {
            let problems = problems.iter().map(|problem| {
                format_problem(problem.at, problem.shape.as_ref(), &problem.message)
            });
            ModelError(problems.collect())
        })?;
        let mut reader = Reader::new(&ast);
        let (signing_name, operations) = reader.service();
        let dataset = operations
            .iter()
            .filter_map(|operation| reader.fields(operation.input.as_ref()))
            .flatten()
            .find(|field| field.key == DATASET)
            .map(|field| field.member.clone());
        if !reader.problems.is_empty() {
            return Err(ModelError(reader.problems));
        }
        Ok(Self {
            signing_name,
            operations,
            unsupported: reader.unsupported,
            shapes: reader.shapes,
            dataset,
        })
    }
}

/// Parses a model like [`Model::parse`].
impl FromStr for Model {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests;
