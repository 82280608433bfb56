//! Parses the AST from JSON nodes. All problems are collected, including unknown keys.

mod parts;
mod reader;

use indexmap::IndexMap;
use personalize_events_schema::spanned_json;

use crate::id::is_identifier;
use crate::{
    Entry, Kind, Member, Members, Model, Node, Operation, Position, Problem, Resource, Service,
    Shape, ShapeId, Simple,
};
use reader::{Fields, Reader};

impl Model {
    /// Parses the text of a model file.
    ///
    /// # Errors
    ///
    /// Returns every problem of the text in its order.
    pub fn parse(source: &str) -> Result<Self, Vec<Problem>> {
        read(source).map_err(|mut problems| {
            problems.sort_by_key(|problem| problem.at);
            problems
        })
    }
}

fn read(source: &str) -> Result<Model, Vec<Problem>> {
    let document = spanned_json::parse(source);
    let (Some(root), []) = (document.root, document.problems.as_slice()) else {
        return Err(document.problems.into_iter().map(Problem::from).collect());
    };
    let mut reader = Reader::default();
    match reader.model(&root) {
        Some(model) if reader.problems.is_empty() => Ok(model),
        _ => Err(reader.problems),
    }
}

impl Reader {
    fn model(&mut self, node: &Node) -> Option<Model> {
        let object = self.object(node, "a model")?;
        let mut fields = Fields::new(node, Some(object));
        match fields.take("smithy").map(|node| (node.at, node.as_str())) {
            None => self.problem(
                node.at,
                "a model needs the key `smithy` with the version \"2.0\"",
            ),
            Some((_, Some("2.0" | "2"))) => {}
            Some((at, _)) => {
                let message = "only Smithy JSON AST 2.0 is read: `smithy` must be \"2.0\"; convert a model of \
                               another version with `smithy ast`";
                self.problem(at, message);
            }
        }
        let metadata = self.entries(fields.take("metadata"), "metadata");
        let shapes = self.entries(fields.take("shapes"), "shapes");
        let model = Model {
            metadata: metadata
                .iter()
                .map(|entry| (entry.key.clone(), entry.node.clone()))
                .collect(),
            shapes: shapes
                .iter()
                .filter_map(|entry| self.entry(entry))
                .collect(),
        };
        self.unknown_keys(fields, "a model");
        Some(model)
    }

    fn entry(&mut self, entry: &Entry) -> Option<(ShapeId, Shape)> {
        if entry.key.contains('$') {
            let message = format!(
                "traits that are applied to a member, here `{}`, are not read; resolve them with `smithy ast \
                 --flatten`",
                entry.key
            );
            self.problem(entry.at, message);
            return None;
        }
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
        let mixins = self.references(fields.take("mixins"), "mixins");
        let kind = self.kind(name, tag.at, &mut fields)?;
        self.unknown_keys(fields, &format!("a shape of type `{name}`"));
        Some(Shape {
            id: id.clone(),
            at: entry.at,
            kind,
            traits,
            mixins,
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
            "apply" => Kind::Apply,
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
