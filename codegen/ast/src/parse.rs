//! Parses the AST from JSON nodes. All problems are collected, including unknown keys.

mod edit;
mod merge;
mod mixins;
mod parts;
mod reader;

use indexmap::IndexMap;
use personalize_events_schema::spanned_json;

use crate::id::is_identifier;
use crate::{
    Entry, Kind, Member, Members, Model, Node, Operation, Position, Problem, Resource, Service,
    Shape, ShapeId, Simple,
};
use edit::{combine, shift};
use mixins::is_mixin;
use reader::{Fields, Reader};

/// The number of lines of a text, by which [`Model::assemble`] counts those of the next.
#[must_use]
pub fn line_count(text: &str) -> usize {
    text.lines().count().max(1)
}

impl Model {
    /// Parses the text of a model file.
    ///
    /// # Errors
    ///
    /// Returns every problem of the text in its order.
    pub fn parse(source: &str) -> Result<Self, Vec<Problem>> {
        Self::assemble(&[source])
    }

    /// Assembles a model from the texts of its files.
    ///
    /// Shapes and metadata are merged, traits that are applied to a shape or member elsewhere are added to it, and mixins are
    /// resolved, as the specification of Smithy defines it. The lines of the second text are counted from the end of the
    /// first ([`line_count`]), as if they were one text.
    ///
    /// # Errors
    ///
    /// Returns every problem of the texts in their order.
    pub fn assemble(sources: &[&str]) -> Result<Self, Vec<Problem>> {
        read(sources).map_err(|mut problems| {
            problems.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
            // What a mixin has wrong, all shapes have that use it.
            problems.dedup_by(|a, b| a.at == b.at && a.message == b.message);
            problems
        })
    }
}

fn read(sources: &[&str]) -> Result<Model, Vec<Problem>> {
    let (mut roots, mut problems) = (Vec::new(), Vec::new());
    let mut lines = 0;
    for source in sources {
        let document = spanned_json::parse(source);
        problems.extend(document.problems.into_iter().map(|problem| {
            let mut problem = Problem::from(problem);
            problem.at.line += lines;
            problem
        }));
        if let Some(mut root) = document.root {
            if lines > 0 {
                shift(&mut root, lines);
            }
            roots.push(root);
        }
        lines += line_count(source);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut reader = Reader::default();
    let model = reader.model(&roots);
    if reader.problems.is_empty() {
        Ok(model)
    } else {
        Err(reader.problems)
    }
}

impl Reader {
    fn model(&mut self, roots: &[Node]) -> Model {
        let mut metadata: IndexMap<String, Node> = IndexMap::new();
        let mut files = Vec::new();
        for root in roots {
            files.push(self.file(root, &mut metadata));
        }
        let (mut shapes, applied) = self.merged(&files);
        self.resolve_mixins(&mut shapes, &applied);
        let (mut read, mut mixins) = (IndexMap::new(), IndexMap::new());
        for entry in shapes.values() {
            let Some((id, shape)) = self.entry(entry) else {
                continue;
            };
            if is_mixin(&entry.node) {
                mixins.insert(id, shape);
            } else {
                read.insert(id, shape);
            }
        }
        Model {
            metadata,
            shapes: read,
            mixins,
        }
    }

    /// The shapes of a file. Its metadata is added to that of the others.
    fn file<'a>(&mut self, root: &'a Node, metadata: &mut IndexMap<String, Node>) -> &'a [Entry] {
        let object = self.object(root, "a model");
        let mut fields = Fields::new(root, object);
        match fields.take("smithy").map(|node| (node.at, node.as_str())) {
            None if object.is_none() => {}
            None => self.problem(
                root.at,
                "a model needs the key `smithy` with the version \"2.0\"",
            ),
            Some((_, Some("2.0" | "2"))) => {}
            Some((at, _)) => {
                let message = "only Smithy JSON AST 2.0 is read: `smithy` must be \"2.0\"; convert a model of \
                               another version with `smithy ast`";
                self.problem(at, message);
            }
        }
        for entry in self.entries(fields.take("metadata"), "metadata") {
            let Some(found) = metadata.get_mut(&entry.key) else {
                metadata.insert(entry.key.clone(), entry.node.clone());
                continue;
            };
            if !combine(found, &entry.node) {
                let message = format!(
                    "the metadata `{}` has different values in two files; remove one",
                    entry.key
                );
                self.problem(entry.at, message);
            }
        }
        let shapes = self.entries(fields.take("shapes"), "shapes");
        self.unknown_keys(fields, "a model");
        shapes
    }

    fn entry(&mut self, entry: &Entry) -> Option<(ShapeId, Shape)> {
        let id = self.id(&entry.key, entry.at)?;
        self.shape = Some(id.clone());
        let shape = self.shape(&id, entry);
        self.shape = None;
        shape.map(|shape| (id, shape))
    }

    fn shape(&mut self, id: &ShapeId, entry: &Entry) -> Option<Shape> {
        let object = self.object(&entry.node, "a shape")?;
        let mut fields = Fields::new(&entry.node, Some(object));
        let Some(tag) = fields.take("type") else {
            self.problem(entry.node.at, "a shape needs the key `type`");
            return None;
        };
        let Some(name) = tag.as_str() else {
            self.problem(
                tag.at,
                format!("`type` must be a string, found {}", tag.describe()),
            );
            return None;
        };
        let traits = self.traits(fields.take("traits"));
        // They are resolved.
        self.references(fields.take("mixins"), "mixins");
        let kind = self.kind(name, tag.at, &mut fields)?;
        self.unknown_keys(fields, &format!("a shape of type `{name}`"));
        Some(Shape {
            id: id.clone(),
            at: entry.at,
            kind,
            traits,
        })
    }

    fn kind(&mut self, name: &str, at: Position, fields: &mut Fields<'_>) -> Option<Kind> {
        if let Some(simple) = Simple::named(name) {
            return Some(Kind::Simple(simple));
        }
        Some(match name {
            "enum" => Kind::Enum(self.members(fields)),
            "intEnum" => Kind::IntEnum(self.members(fields)),
            "structure" => Kind::Structure(self.members(fields)),
            "union" => Kind::Union(self.members(fields)),
            "list" => Kind::List(self.part("member", fields)?),
            "map" => {
                let key = self.part("key", fields);
                let value = self.part("value", fields);
                Kind::Map {
                    key: key?,
                    value: value?,
                }
            }
            "service" => Kind::Service(self.service(fields)),
            "operation" => Kind::Operation(self.operation(fields)),
            "resource" => Kind::Resource(self.resource(fields)),
            _ => {
                let message = format!(
                    "`{name}` is not a type of shape in Smithy 2.0, such as `structure`, `list` or \
                     `string`"
                );
                self.problem(at, message);
                return None;
            }
        })
    }

    fn service(&mut self, fields: &mut Fields<'_>) -> Service {
        let version = fields.take("version").and_then(|node| {
            let text = node.as_str();
            if text.is_none() {
                let message = format!("`version` must be a string, found {}", node.describe());
                self.problem(node.at, message);
            }
            text.map(str::to_owned)
        });
        let rename = self.entries(fields.take("rename"), "rename");
        Service {
            version,
            operations: self.references(fields.take("operations"), "operations"),
            resources: self.references(fields.take("resources"), "resources"),
            errors: self.references(fields.take("errors"), "errors"),
            rename: rename
                .iter()
                .filter_map(|entry| Some((self.id(&entry.key, entry.at)?, entry.node.clone())))
                .collect(),
        }
    }

    fn operation(&mut self, fields: &mut Fields<'_>) -> Operation {
        Operation {
            input: fields
                .take("input")
                .and_then(|node| self.reference(node, "input")),
            output: fields
                .take("output")
                .and_then(|node| self.reference(node, "output")),
            errors: self.references(fields.take("errors"), "errors"),
        }
    }

    fn resource(&mut self, fields: &mut Fields<'_>) -> Resource {
        let mut resource = Resource {
            identifiers: self.named_references(fields.take("identifiers"), "identifiers"),
            properties: self.named_references(fields.take("properties"), "properties"),
            operations: self.references(fields.take("operations"), "operations"),
            collection_operations: self
                .references(fields.take("collectionOperations"), "collectionOperations"),
            resources: self.references(fields.take("resources"), "resources"),
            lifecycle: IndexMap::new(),
        };
        for key in ["create", "put", "read", "update", "delete", "list"] {
            if let Some(reference) = fields.take(key).and_then(|node| self.reference(node, key)) {
                resource.lifecycle.insert(key.to_owned(), reference);
            }
        }
        resource
    }

    fn members(&mut self, fields: &mut Fields<'_>) -> Members {
        let entries = self.entries(fields.take("members"), "members");
        entries
            .iter()
            .filter_map(|entry| {
                if !is_identifier(&entry.key) {
                    let message = format!(
                        "`{}` is not a valid name of a member; use letters, digits and `_`, not only `_` \
                         and without a digit at the start",
                        entry.key
                    );
                    self.problem(entry.at, message);
                }
                Some((entry.key.clone(), self.member(entry.at, &entry.node)?))
            })
            .collect()
    }

    fn part(&mut self, key: &str, fields: &mut Fields<'_>) -> Option<Member> {
        let Some(node) = fields.take(key) else {
            self.problem(fields.at, format!("this shape needs the key `{key}`"));
            return None;
        };
        self.member(node.at, node)
    }

    fn member(&mut self, at: Position, node: &Node) -> Option<Member> {
        let object = self.object(node, "a member");
        let mut fields = Fields::new(node, object);
        let traits = self.traits(fields.take("traits"));
        let target = self.target(node, &mut fields, "a member");
        self.unknown_keys(fields, "a member");
        Some(Member {
            at,
            target: target?,
            traits,
        })
    }
}

#[cfg(test)]
mod tests;
