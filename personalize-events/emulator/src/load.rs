//! From the AST to what the emulator understands. A trait or type of shape that could change
//! what a request looks like, and is not known here, makes the model unreadable: it is not
//! guessed at.

use std::collections::{BTreeMap, HashMap};

use personalize_events_ast::{
    Kind as AstKind, Model as Ast, Node, Operation as AstOperation, Position, Reference, Service,
    Shape, ShapeId, Trait, Traits, UNIT,
};

use crate::limits;
use crate::model::{DATASET, Field, Keeper, Kind, Model, ModelError, Operation, Records, TRACKER};

const HTTP: &str = "smithy.api#http";
const HTTP_ERROR: &str = "smithy.api#httpError";
const REQUIRED: &str = "smithy.api#required";
const SIGV4: &str = "aws.auth#sigv4";

/// The traits that inputs and operations may have: those that are read, here or in `limits`, and
/// those that change nothing in a request.
const KNOWN: [&str; 9] = [
    HTTP,
    REQUIRED,
    limits::LENGTH,
    limits::PATTERN,
    limits::RANGE,
    limits::MEDIA_TYPE,
    "smithy.api#documentation",
    "smithy.api#input",
    "smithy.api#sensitive",
];

impl Model {
    /// Interprets the text of a Smithy JSON AST with one service of the protocol restJson1.
    ///
    /// # Errors
    ///
    /// Everything in the text that is not Smithy JSON AST, or that the emulator would have to
    /// guess about: traits, types of shape and bindings that it does not know.
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
            problems: Vec::new(),
        };
        let (signing_name, operations) = loader.service();
        let dataset = operations
            .iter()
            .filter_map(|operation| loader.fields(operation.input.as_ref()))
            .flatten()
            .find(|field| field.name == DATASET)
            .map(|field| field.member.clone());
        if loader.problems.is_empty() {
            Ok(Self {
                signing_name,
                operations,
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
    problems: Vec<String>,
}

impl Loader<'_> {
    fn problem(&mut self, at: Position, shape: &ShapeId, message: &str) {
        self.problems.push(located(at, Some(shape), message));
    }

    fn service(&mut self) -> (String, Vec<Operation>) {
        let services: Vec<(&Shape, &Service)> = self
            .ast
            .shapes
            .values()
            .filter_map(|shape| {
                if let AstKind::Service(service) = &shape.kind {
                    Some((shape, service))
                } else {
                    None
                }
            })
            .collect();
        let [(shape, service)] = services.as_slice() else {
            let message = format!("a model needs one service, found {}", services.len());
            self.problems.push(message);
            return (String::new(), Vec::new());
        };
        if let Some(resource) = service.resources.first() {
            self.problem(resource.at, &shape.id, "resources are not interpreted");
        }
        let signing_name = shape
            .traits
            .get(SIGV4)
            .and_then(|value| value.node.as_object()?.get("name")?.as_str());
        if signing_name.is_none() {
            self.problem(
                shape.at,
                &shape.id,
                "`aws.auth#sigv4` with a name is needed",
            );
        }
        let operations = service
            .operations
            .iter()
            .filter_map(|reference| self.operation(reference))
            .collect();
        (signing_name.unwrap_or_default().to_owned(), operations)
    }

    fn operation(&mut self, reference: &Reference) -> Option<Operation> {
        let id = &reference.target;
        let ast = self.ast;
        let found = ast.shapes.get(id).and_then(|shape| {
            if let AstKind::Operation(operation) = &shape.kind {
                Some((shape, operation))
            } else {
                None
            }
        });
        let Some((shape, operation)) = found else {
            self.problem(reference.at, id, "there is no such operation");
            return None;
        };
        self.known(id, &shape.traits);
        let Some((method, path, status)) = shape.traits.get(HTTP).and_then(http) else {
            let message = "`smithy.api#http` with a method and a path without labels is needed";
            self.problem(shape.at, id, message);
            return None;
        };
        let input = operation
            .input
            .as_ref()
            .filter(|input| input.target.as_str() != UNIT)
            .map(|input| {
                self.shape(input);
                input.target.clone()
            });
        let room = path.rsplit('/').next().unwrap_or_default();
        Some(Operation {
            name: id.name().to_owned(),
            method: method.to_owned(),
            path: path.to_owned(),
            status,
            records: self.records(input.as_ref(), room),
            input,
            errors: self.errors(operation),
        })
    }

    fn errors(&mut self, operation: &AstOperation) -> BTreeMap<String, u16> {
        let mut errors = BTreeMap::new();
        for reference in &operation.errors {
            let status = self
                .ast
                .shapes
                .get(&reference.target)
                .and_then(|shape| shape.traits.get(HTTP_ERROR)?.node.as_u64())
                .and_then(|status| u16::try_from(status).ok());
            if let Some(status) = status {
                errors.insert(reference.target.name().to_owned(), status);
            } else {
                let message = "an error with `smithy.api#httpError` is needed";
                self.problem(reference.at, &reference.target, message);
            }
        }
        errors
    }

    /// An input that names a dataset or a tracker and has one list of structures carries records.
    fn records(&self, input: Option<&ShapeId>, room: &str) -> Option<Records> {
        let fields = self.fields(input)?;
        let keeper = if fields.iter().any(|field| field.name == DATASET) {
            Keeper::Dataset
        } else if fields.iter().any(|field| field.name == TRACKER) {
            Keeper::Tracker
        } else {
            return None;
        };
        let mut lists = fields.iter().filter_map(|field| {
            let Some(Kind::List(element)) = self.shapes.get(&field.member.target) else {
                return None;
            };
            Some((field, self.fields(Some(&element.target))?))
        });
        let ((list, record), None) = (lists.next()?, lists.next()) else {
            return None;
        };
        let id = match keeper {
            Keeper::Dataset => Some(self.id(record)?),
            Keeper::Tracker => None,
        };
        Some(Records {
            keeper,
            room: room.to_owned(),
            list: list.name.clone(),
            id,
        })
    }

    /// The id of a record: its only required string.
    fn id(&self, record: &[Field]) -> Option<String> {
        let mut ids = record.iter().filter(|field| {
            field.required && matches!(self.shapes.get(&field.member.target), Some(Kind::String))
        });
        let (id, None) = (ids.next()?, ids.next()) else {
            return None;
        };
        Some(id.name.clone())
    }

    fn fields(&self, id: Option<&ShapeId>) -> Option<&[Field]> {
        match self.shapes.get(id?)? {
            Kind::Structure(fields) => Some(fields),
            Kind::Boolean
            | Kind::Whole { .. }
            | Kind::Number
            | Kind::String
            | Kind::Timestamp
            | Kind::List(_) => None,
        }
    }

    fn known(&mut self, owner: &ShapeId, traits: &Traits) {
        for (id, value) in traits {
            if !KNOWN.contains(&id.as_str()) {
                let message = format!("the trait `{id}` is not interpreted");
                self.problem(value.at, owner, &message);
            }
        }
    }
}

/// Method, path and success code. A path with labels would need their members, a path with a
/// query would need to match it.
fn http(value: &Trait) -> Option<(&str, &str, u16)> {
    let object = value.node.as_object()?;
    let method = object.get("method").and_then(Node::as_str)?;
    let path = object.get("uri").and_then(Node::as_str)?;
    let status = object
        .get("code")
        .map_or(Some(200), |code| u16::try_from(code.as_u64()?).ok())?;
    (!path.contains(['{', '?'])).then_some((method, path, status))
}

mod shapes;
#[cfg(test)]
mod tests;
