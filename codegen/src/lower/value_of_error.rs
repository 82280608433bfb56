//! Errors as members: an error that operations return is a type that implements `Error`, with the message apart. As the
//! value of a member it is another structure, whose id is that of the error with `Value` at its end.

use personalize_events_ast::{Kind, Members, Reference, Shape, ShapeId};

use super::binding::Role;
use super::context::Lowering;
use crate::ir::Structure;

const SUFFIX: &str = "Value";

impl<'a> Lowering<'a> {
    /// Finds the errors that operations return.
    pub(super) fn find_errors(
        &mut self,
        operations: &[(&'a Reference, &'a Shape)],
        common: &'a [Reference],
    ) {
        let own = operations.iter().flat_map(|(operation, _)| {
            let shape = self.model.shapes.get(&operation.target);
            if let Some(Kind::Operation(operation)) = shape.map(|shape| &shape.kind) {
                &operation.errors[..]
            } else {
                &[]
            }
        });
        self.returned = own.chain(common).map(|error| &error.target).collect();
    }

    /// The id of a structure as the value of a member.
    pub(super) fn id_of_value(&mut self, shape: &'a Shape) -> ShapeId {
        if !self.returned.contains(&shape.id) {
            return shape.id.clone();
        }
        let mut name = shape.id.as_str().to_owned();
        loop {
            name.push_str(SUFFIX);
            match ShapeId::parse(&name) {
                Some(id) if !self.is_named(id.name()) => {
                    self.renamed.insert(id.clone(), shape.id.clone());
                    return id;
                }
                Some(_) => {}
                None => return shape.id.clone(),
            }
        }
    }

    /// Whether a shape has this name, disregarding what names in Rust may not differ in.
    fn is_named(&self, name: &str) -> bool {
        let plain = |name: &str| name.replace('_', "").to_lowercase();
        let mut ids = self.model.shapes.keys();
        ids.any(|id| plain(id.name()) == plain(name))
    }

    /// Lowers a structure that members target.
    pub(super) fn nested(&mut self, shape: &'a Shape, members: &'a Members) -> Option<Structure> {
        let mut structure = self.structure(shape, members, Role::Nested)?;
        let id = self.id_of_value(shape);
        if id != shape.id {
            let name = shape.id.name();
            let note = format!("<p>The error <code>{name}</code> as the value of a member.</p>");
            let documentation = structure.documentation.unwrap_or_default();
            structure.documentation = Some(documentation + &note);
            structure.id = id;
        }
        Some(structure)
    }
}
