//! What every properties derive shares: the writer of the JSON text and the values it takes.

mod category;
mod id;
mod value;

#[cfg(test)]
mod tests;

use std::fmt;

use serde::Serialize;

pub use category::Category;
pub use id::IdValue;
pub use value::PropertyValue;

use crate::invalid::{Invalid, Reason, Violation};
use crate::runtime::Json;

/// What the text of a few short properties takes, so that it is not moved while it grows.
const USUAL_LENGTH: usize = 256;

/// Writes the properties of one record as the text of a JSON object.
///
/// The derives write with it; so does who implements their traits by hand. `Debug` shows nothing
/// of the text: properties are user data.
///
/// # Example
///
/// ```
/// use personalize_events::{PropertiesWriter, UserProperties};
///
/// enum Visitor {
///     Anonymous,
///     Member { since: u16 },
/// }
///
/// impl UserProperties for Visitor {
///     fn write_properties(&self, properties: &mut PropertiesWriter) {
///         match self {
///             Self::Anonymous => properties.property("membership", "none"),
///             Self::Member { since } => properties.property("memberSince", since),
///         }
///     }
/// }
///
/// let properties = Visitor::Member { since: 2019 }.to_properties().unwrap();
/// assert_eq!(properties.as_str(), r#"{"memberSince":"2019"}"#);
/// ```
pub struct PropertiesWriter {
    text: Vec<u8>,
    violations: Vec<Violation>,
}

impl PropertiesWriter {
    /// Writes one property: a column's name in camel case, and its value.
    ///
    /// The key is written as it is given. The derives refuse keys that cannot be right, and two
    /// keys for one column, when they are compiled; here nobody does.
    pub fn property<V: PropertyValue + ?Sized>(&mut self, key: &'static str, value: &V) {
        value.write_property(self.key(key));
    }

    /// The place of one property. The derives ask for it rather than call
    /// [`property`](Self::property), because the compiler's message about a type that is no
    /// [`PropertyValue`] is then about that type, and about nothing else.
    #[doc(hidden)]
    pub fn key(&mut self, key: &'static str) -> Property<'_> {
        Property { key, writer: self }
    }

    fn new() -> Self {
        let mut text = Vec::with_capacity(USUAL_LENGTH);
        text.push(b'{');
        Self {
            text,
            violations: Vec::new(),
        }
    }

    /// Appends a value in JSON.
    fn append<T: Serialize + ?Sized>(&mut self, value: &T) {
        serde_json::to_writer(&mut self.text, value).expect("memory takes strings and numbers");
    }

    fn finish(mut self) -> (String, Vec<Violation>) {
        self.text.push(b'}');
        let text = String::from_utf8(self.text).expect("JSON of strings and numbers is UTF-8");
        (text, self.violations)
    }
}

impl fmt::Debug for PropertiesWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PropertiesWriter").finish_non_exhaustive()
    }
}

/// The place of one property, which takes one value or stays empty.
///
/// A type of your own hands it to a value that it contains or makes, see [`PropertyValue`]; a
/// property whose place is dropped is left out.
pub struct Property<'a> {
    key: &'static str,
    writer: &'a mut PropertiesWriter,
}

impl<'a> Property<'a> {
    fn text(self, text: &str) {
        self.begin().append(text);
    }

    /// A number or another value whose JSON needs no escape, as a string.
    fn quoted<T: Serialize>(self, value: &T) {
        let writer = self.begin();
        writer.text.push(b'"');
        writer.append(value);
        writer.text.push(b'"');
    }

    fn violated(&mut self, reason: Reason) {
        let violation = Violation::new(self.key.to_owned(), reason);
        self.writer.violations.push(violation);
    }

    /// Writes the key; the value has to follow.
    fn begin(self) -> &'a mut PropertiesWriter {
        if self.writer.text.len() > 1 {
            self.writer.text.push(b',');
        }
        self.writer.append(self.key);
        self.writer.text.push(b':');
        self.writer
    }
}

impl fmt::Debug for Property<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Property")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// Runs `write` and checks what it wrote; `member` is the name under which violations are told.
///
/// # Errors
///
/// Every property that cannot be written, and a text of more than `max_length` characters
/// (Unicode scalar values).
pub fn write_properties(
    member: &str,
    max_length: usize,
    write: impl FnOnce(&mut PropertiesWriter),
) -> Result<Json, Invalid> {
    let mut properties = PropertiesWriter::new();
    write(&mut properties);
    let (text, found) = properties.finish();
    let mut violations: Vec<Violation> = found
        .into_iter()
        .map(|violation| violation.below(member))
        .collect();
    violations.extend(too_long(member, max_length, &text));
    if violations.is_empty() {
        Ok(text.into())
    } else {
        Err(Invalid::new(violations))
    }
}

/// No text has more characters than bytes: most are known to be short enough without a count.
fn too_long(member: &str, max_length: usize, text: &str) -> Option<Violation> {
    if text.len() <= max_length {
        return None;
    }
    let found = text.chars().count();
    let reason = Reason::Length {
        found,
        min: 0,
        max: Some(max_length),
        unit: "character",
    };
    (found > max_length).then(|| Violation::new(member.to_owned(), reason))
}
