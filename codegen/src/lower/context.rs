//! The state of lowering, and what all of its parts do: resolve references, read traits, report problems.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use personalize_events_ast::{Member, Model, Position, Reference, Shape, ShapeId};

use super::skipped::{LeftOut, Skipped};
use crate::diagnostics::{Collector, Diagnostic};
use crate::endpoint::EndpointReport;
use crate::input::Options;
use crate::ir::{Enum, ErrorShape, RuleSet, ServiceNames, Structure, Union};
use crate::traits::{Account, Definition, Paginated, Reader, ShapeType};

pub(super) struct Lowering<'a> {
    pub(super) model: &'a Model,
    pub(super) skip_unsupported: bool,
    /// The operations that are left out because of problems.
    pub(super) left_out: &'a LeftOut,
    pub(super) account: Account<'a>,
    pub(super) collector: Collector,
    pub(super) warnings: Vec<Diagnostic>,
    pub(super) endpoint_report: EndpointReport,
    pub(super) skipped: Vec<Skipped>,
    /// Structures and unions that members target and that are not lowered yet.
    pub(super) pending: Vec<&'a Shape>,
    /// Those that are or have been pending.
    pub(super) seen: HashSet<&'a ShapeId>,
    /// The lists and maps whose members are being lowered, outermost first.
    pub(super) containers: Vec<&'a ShapeId>,
    /// `None` for a shape with a problem, here and in the next three.
    pub(super) structures: IndexMap<&'a ShapeId, Option<Structure>>,
    pub(super) unions: IndexMap<&'a ShapeId, Option<Union>>,
    pub(super) enums: IndexMap<&'a ShapeId, Option<Enum>>,
    pub(super) errors: IndexMap<&'a ShapeId, Option<ErrorShape>>,
    /// The pagination that operations have by default.
    pub(super) paginated: Paginated,
    /// How many operations have a structure as input or output.
    pub(super) messages: IndexMap<&'a ShapeId, usize>,
    /// The errors that operations return.
    pub(super) returned: HashSet<&'a ShapeId>,
    /// The ids of errors, by those that they have as values of members.
    pub(super) renamed: HashMap<ShapeId, ShapeId>,
    /// `None` if the service has none, or one with a problem.
    pub(super) names: Option<ServiceNames>,
    pub(super) endpoint_rules: Option<RuleSet>,
    /// The targets of all members.
    pub(super) member_targets: HashSet<&'a ShapeId>,
}

/// A member, its name, and the shape that has it.
#[derive(Clone, Copy)]
pub(super) struct MemberRef<'a> {
    pub(super) name: &'a str,
    pub(super) member: &'a Member,
    pub(super) owner: &'a ShapeId,
}

impl<'a> MemberRef<'a> {
    pub(super) fn new(name: &'a str, member: &'a Member, owner: &'a ShapeId) -> Self {
        Self {
            name,
            member,
            owner,
        }
    }

    /// Its traits, which have been checked.
    pub(super) fn traits(&self) -> Reader<'a> {
        Reader::checked(&self.member.traits, self.owner)
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn new(model: &'a Model, options: &'a Options, left_out: &'a LeftOut) -> Self {
        let members = model.shapes.values().flat_map(Shape::members);
        Self {
            model,
            skip_unsupported: options.skip_unsupported,
            left_out,
            account: Account::new(&options.allowed_traits),
            member_targets: members.map(|(_, member)| &member.target.target).collect(),
            collector: Collector::default(),
            warnings: Vec::new(),
            endpoint_report: EndpointReport::default(),
            skipped: Vec::new(),
            pending: Vec::new(),
            seen: HashSet::new(),
            containers: Vec::new(),
            structures: IndexMap::new(),
            unions: IndexMap::new(),
            enums: IndexMap::new(),
            errors: IndexMap::new(),
            messages: IndexMap::new(),
            returned: HashSet::new(),
            renamed: HashMap::new(),
            names: None,
            endpoint_rules: None,
            paginated: Paginated::default(),
        }
    }

    /// Checks the traits of a shape.
    pub(super) fn traits(&mut self, shape: &'a Shape, shape_type: ShapeType) -> Reader<'a> {
        let (account, collector) = (&mut self.account, &mut self.collector);
        Reader::new(&shape.traits, shape_type, &shape.id, account, collector)
    }

    /// Checks the traits of a member.
    pub(super) fn member_traits(
        &mut self,
        member: MemberRef<'a>,
        shape_type: ShapeType,
    ) -> Reader<'a> {
        let traits = &member.member.traits;
        let (account, collector) = (&mut self.account, &mut self.collector);
        Reader::new(traits, shape_type, member.owner, account, collector)
    }

    /// The value of a trait that must be present.
    pub(super) fn required<T>(
        &mut self,
        traits: Reader<'a>,
        definition: &Definition<T>,
        shape: &Shape,
    ) -> Option<T> {
        if !traits.has(definition) {
            let message = format!("the trait `{}` is missing; add it", definition.id);
            self.report(shape.at, &shape.id, message);
        }
        traits.get(definition)
    }

    /// The shape that a reference of `from` targets.
    pub(super) fn resolve(&mut self, reference: &Reference, from: &ShapeId) -> Option<&'a Shape> {
        let id = &reference.target;
        let shape = self.model.shapes.get(id);
        if shape.is_some() {
            return shape;
        }
        if self.model.mixins.contains_key(id) {
            let message = format!(
                "`{id}` is a mixin, which only the key `mixins` of a shape may name; target another"
            );
            self.report(reference.at, from, message);
        } else if id.namespace() == "smithy.api" {
            let message = format!("the prelude shape `{id}` is unsupported here; target another");
            self.report(reference.at, from, message);
        } else {
            let message = format!("the shape `{id}` does not exist; define it or correct the id");
            self.report(reference.at, from, message);
        }
        shape
    }

    pub(super) fn warn(&mut self, at: Position, shape: &ShapeId, message: String) {
        let shape = Some(shape.clone());
        self.warnings.push(Diagnostic { at, shape, message });
    }

    pub(super) fn report(&mut self, at: Position, shape: &ShapeId, message: impl Into<String>) {
        self.collector.push(at, shape, message);
    }
}
