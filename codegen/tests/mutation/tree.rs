//! JSON as a tree that preserves the order of keys and allows duplicate keys, and its text.

use std::fmt;

use personalize_events_ast::Position;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// A scalar value, as JSON text.
    Leaf(String),
    /// An array.
    Array(Vec<Tree>),
    /// An object.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// A string.
    pub(crate) fn string(text: &str) -> Self {
        Self::Leaf(serde_json::Value::from(text).to_string())
    }

    /// Truncates the documentation, which is most of the text.
    pub(crate) fn cut_documentation(&mut self) {
        match self {
            Self::Leaf(_) => {}
            Self::Array(items) => items.iter_mut().for_each(Self::cut_documentation),
            Self::Object(entries) => {
                for (key, value) in entries {
                    if let (Self::Leaf(text), "smithy.api#documentation") = (&*value, key.as_str())
                    {
                        let text: String = serde_json::from_str(text).unwrap_or_default();
                        *value = Self::string(&text.chars().take(40).collect::<String>());
                    }
                    value.cut_documentation();
                }
            }
        }
    }

    /// The paths of all values below the root: for each level, the index of the child.
    pub(crate) fn paths(&self) -> Vec<Vec<usize>> {
        let mut paths = Vec::new();
        self.collect(&mut Vec::new(), &mut paths);
        paths
    }

    fn collect(&self, path: &mut Vec<usize>, paths: &mut Vec<Vec<usize>>) {
        let parts: Vec<&Tree> = match self {
            Self::Leaf(_) => Vec::new(),
            Self::Array(items) => items.iter().collect(),
            Self::Object(entries) => entries.iter().map(|(_, value)| value).collect(),
        };
        for (index, part) in parts.into_iter().enumerate() {
            path.push(index);
            paths.push(path.clone());
            part.collect(path, paths);
            path.pop();
        }
    }

    /// The value at a path.
    pub(crate) fn at(&mut self, path: &[usize]) -> &mut Tree {
        path.iter().fold(self, |tree, index| match tree {
            Self::Leaf(_) => tree,
            Self::Array(items) => &mut items[*index],
            Self::Object(entries) => &mut entries[*index].1,
        })
    }

    /// The text, with the positions of the shapes.
    pub(crate) fn write(&self) -> Text {
        let mut writer = Writer {
            text: String::new(),
            at: Position::START,
            shapes: Vec::new(),
        };
        writer.value(self, 0, false);
        Text {
            text: writer.text,
            shapes: writer.shapes,
        }
    }
}

/// A text with its shapes.
pub(crate) struct Text {
    pub(crate) text: String,
    /// The key of each shape, the start of the key, and the end of the value.
    shapes: Vec<(String, Position, Position)>,
}

impl Text {
    /// The key of the shape around a position.
    pub(crate) fn shape_at(&self, at: Position) -> Option<&str> {
        let mut shapes = self.shapes.iter();
        shapes
            .find(|(_, start, end)| (*start..*end).contains(&at))
            .map(|(key, _, _)| key.as_str())
    }

    /// Whether the text has this position.
    pub(crate) fn holds(&self, at: Position) -> bool {
        let mut lines = self.text.split('\n');
        let line = at.line.checked_sub(1).and_then(|line| lines.nth(line));
        line.is_some_and(|line| (1..=line.chars().count() + 1).contains(&at.column))
    }
}

struct Writer {
    text: String,
    at: Position,
    shapes: Vec<(String, Position, Position)>,
}

impl Writer {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        for c in text.chars() {
            if c == '\n' {
                self.at.line += 1;
                self.at.column = 1;
            } else {
                self.at.column += 1;
            }
        }
    }

    fn line(&mut self, depth: usize) {
        self.put("\n");
        self.put(&" ".repeat(depth));
    }

    fn value(&mut self, tree: &Tree, depth: usize, holds_shapes: bool) {
        match tree {
            Tree::Leaf(text) => self.put(text),
            Tree::Array(items) => {
                self.put("[");
                for (index, item) in items.iter().enumerate() {
                    self.put(if index == 0 { "" } else { "," });
                    self.line(depth + 1);
                    self.value(item, depth + 1, false);
                }
                self.put("]");
            }
            Tree::Object(entries) => {
                self.put("{");
                for (index, (key, value)) in entries.iter().enumerate() {
                    self.put(if index == 0 { "" } else { "," });
                    self.line(depth + 1);
                    let start = self.at;
                    self.put(&serde_json::Value::from(key.as_str()).to_string());
                    self.put(": ");
                    self.value(value, depth + 1, depth == 0 && key == "shapes");
                    if holds_shapes {
                        self.shapes.push((key.clone(), start, self.at));
                    }
                }
                self.put("}");
            }
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Read)
    }
}

struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Leaf("null".to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Leaf(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::string(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Tree::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Tree::Object(entries))
    }
}
