//! All names of a service, which every part of the plan looks up.

use std::collections::{BTreeSet, HashMap};

use personalize_events_ast::ShapeId;

use super::convert::{constant, field, is_reserved, link};
use super::distinct::distinct;
use super::renamed::{Notes, Renamed, Why};
use super::reserved::{BUILDER, RESERVED_IN_ERRORS, RESERVED_MEMBERS};
use super::types::{self, OperationNames};
use super::variants::variants;
use crate::ir::{self, Constraint, Target};

/// By shape and member.
type Fields<'a> = HashMap<&'a ShapeId, HashMap<&'a str, String>>;

/// By owner and source.
type Patterns<'a> = HashMap<&'a str, HashMap<&'a str, String>>;

/// The names of a service.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    types: HashMap<&'a ShapeId, String>,
    operations: HashMap<&'a ShapeId, OperationNames>,
    /// The fields of structures, by shape and member.
    fields: Fields<'a>,
    /// The variants of enums and unions, in the order of their members.
    variants: HashMap<&'a ShapeId, Vec<String>>,
    /// The constants of patterns, by owner and source.
    patterns: Patterns<'a>,
    notes: Notes<'a>,
}

impl<'a> Names<'a> {
    pub(crate) fn of(service: &'a ir::Service) -> Self {
        let mut notes = Notes::default();
        let operations = types::operations(&service.operations, &mut notes);
        let (types, operations) = types::types(service, operations, &mut notes);
        let fields = fields(service, &mut notes);
        let variants = variants_of_all(service, &mut notes);
        Self {
            types,
            operations,
            fields,
            variants,
            patterns: patterns(service),
            notes,
        }
    }

    /// The type of a shape.
    pub(crate) fn type_of(&self, id: &ShapeId) -> &str {
        self.types.get(id).map_or("", String::as_str)
    }

    /// What has a name that a type could have.
    pub(crate) fn user_of(&self, name: &str) -> Option<String> {
        if is_reserved(name) {
            return Some("something that generated code uses".to_owned());
        }
        let mut types = self.types.iter();
        let (id, _) = types.find(|(_, other)| other.eq_ignore_ascii_case(name))?;
        Some(format!("the shape `{id}`"))
    }

    pub(crate) fn operation(&self, id: &ShapeId) -> &OperationNames {
        &self.operations[id]
    }

    /// The field, getter and setter of a member of a structure.
    pub(crate) fn field(&self, id: &ShapeId, member: &str) -> &str {
        let fields = self.fields.get(id);
        let field = fields.and_then(|fields| fields.get(member));
        field.map_or("", String::as_str)
    }

    /// The variants of an enum or union, in the order of its members.
    pub(crate) fn variants(&self, id: &ShapeId) -> &[String] {
        self.variants.get(id).map_or(&[], Vec::as_slice)
    }

    /// The constant of a pattern.
    pub(crate) fn pattern(&self, owner: &str, source: &str) -> &str {
        let patterns = self.patterns.get(owner);
        let pattern = patterns.and_then(|patterns| patterns.get(source));
        pattern.map_or("", String::as_str)
    }

    /// The sentence on the rename of a shape, or of its part: a word of an operation, or a member.
    pub(crate) fn note(&self, id: &ShapeId, part: &str) -> Option<&str> {
        self.notes.get(id, part)
    }

    /// All renames, in the order of their IDs.
    pub(crate) fn renamed(&self) -> Vec<Renamed> {
        let mut renamed = self.notes.renamed.clone();
        renamed.sort_by(|a, b| (&a.id, a.what).cmp(&(&b.id, b.what)));
        renamed
    }
}

/// The builder of a structure with this type.
pub(crate) fn builder(type_name: &str) -> String {
    format!("{type_name}{BUILDER}")
}

fn fields<'a>(service: &'a ir::Service, notes: &mut Notes<'a>) -> Fields<'a> {
    let operations = service.operations.iter();
    let messages = operations.flat_map(|operation| operation.input.iter().chain(&operation.output));
    let messages = messages.map(|message| &message.structure);
    let structures = messages
        .chain(&service.structures)
        .map(|shape| (shape, false));
    let errors = service.errors.iter().map(|error| (&error.structure, true));
    let mut fields = HashMap::new();
    for (shape, is_error) in structures.chain(errors) {
        if !fields.contains_key(&shape.id) {
            let members = shape.members.iter().map(|member| member.name.as_str());
            let named = members.zip(fields_of(shape, is_error, notes)).collect();
            fields.insert(&shape.id, named);
        }
    }
    fields
}

fn fields_of<'a>(shape: &'a ir::Structure, is_error: bool, notes: &mut Notes<'a>) -> Vec<String> {
    let is_reserved = |name: &str| {
        RESERVED_MEMBERS.contains(&name) || is_error && RESERVED_IN_ERRORS.contains(&name)
    };
    let members = shape.members.iter();
    let plain: Vec<String> = members
        .map(|member| field(&member.name, is_reserved))
        .collect();
    let fields = distinct(plain.clone(), "_");
    for (index, (member, name)) in shape.members.iter().zip(&fields).enumerate() {
        let mut add = |plain: &str, why| {
            notes.add("member", &shape.id, &member.name, [plain, name], why);
        };
        let plain_field = &plain[index];
        if plain_field != name {
            let first = plain.iter().position(|other| other == plain_field);
            let other = first.map_or("", |first| &shape.members[first].name);
            add(
                link(plain_field),
                Why::Taken {
                    by: format!("the member `{other}`"),
                },
            );
        } else if name.ends_with('_') {
            add(name.trim_end_matches('_'), Why::Reserved);
        }
    }
    fields
}

fn variants_of_all<'a>(
    service: &'a ir::Service,
    notes: &mut Notes<'a>,
) -> HashMap<&'a ShapeId, Vec<String>> {
    let enums = service.enums.iter().map(|shape| {
        let members = shape.members.iter().map(|member| member.name.as_str());
        ("value", &shape.id, members.collect())
    });
    let unions = service.unions.iter().map(|shape| {
        let members = shape.members.iter().map(|member| member.name.as_str());
        ("member", &shape.id, members.collect())
    });
    let all: Vec<(_, _, Vec<&str>)> = enums.chain(unions).collect();
    let named = all.into_iter().map(|(what, id, members)| {
        let variants = variants(&members);
        for (member, (name, why)) in members.into_iter().zip(&variants) {
            if let Some((plain, why)) = why {
                notes.add(what, id, member, [plain, name], why.clone());
            }
        }
        (id, variants.into_iter().map(|(name, _)| name).collect())
    });
    named.collect()
}

/// The constants of all patterns.
fn patterns(service: &ir::Service) -> Patterns<'_> {
    let operations = service.operations.iter();
    let inputs = operations.flat_map(|operation| &operation.input);
    let structures = inputs
        .map(|input| &input.structure)
        .chain(&service.structures);
    let outputs = service
        .operations
        .iter()
        .flat_map(|operation| &operation.output);
    let structures = structures.chain(outputs.map(|output| &output.structure));
    let errors = service.errors.iter().map(|error| &error.structure);
    let shapes = structures.chain(errors).chain(&service.unions);
    let mut found = BTreeSet::new();
    for member in shapes.flat_map(|shape| &shape.members) {
        add_patterns(&member.target, &mut found);
    }
    let names = found.iter().map(|(owner, _)| constant(owner)).collect();
    let mut patterns = Patterns::new();
    for ((owner, source), name) in found.into_iter().zip(distinct(names, "_")) {
        patterns.entry(owner).or_default().insert(source, name);
    }
    patterns
}

fn add_patterns<'a>(target: &'a Target, found: &mut BTreeSet<(&'a str, &'a str)>) {
    for constraint in &target.constraints {
        if let Constraint::Pattern { owner, pattern } = constraint {
            found.insert((owner, &pattern.source));
        }
    }
    for held in target.ty.held() {
        add_patterns(held, found);
    }
}
