//! Properties of any type that implements serde's `Serialize`.

use serde::Serialize;

use super::dynamic::{Entry, Properties};
use super::serialized::Node;
use super::value::PropertyValue;
use super::value_writer::ValueWriter;
use crate::validation::ViolationKind;

impl Properties {
    /// Creates properties from a struct or map that implements serde's [`Serialize`].
    ///
    /// Keys and values are those that serde writes, so serde's attributes apply. Keys are written unchanged: for camel case,
    /// as AWS documents, add `#[serde(rename_all = "camelCase")]`. Omit the ID with `#[serde(skip)]`.
    ///
    /// | serde writes | property |
    /// |---|---|
    /// | a string, a `char` | the string |
    /// | an integer, a float, a `bool` | its text, such as `"45"` |
    /// | a variant without data, `Genre::Drama` | its name, which is a category |
    /// | a sequence or tuple of these | categories, joined with `\|` |
    /// | `Some`, a newtype | like the value in it |
    /// | `None`, `()`, an empty sequence | omitted |
    /// | a field with `#[serde(flatten)]` | its fields |
    /// | a nested struct or map, bytes, a variant with data | a violation |
    /// | a sequence with one of these, with a sequence or with `None` | a violation for each such element |
    ///
    /// A value that is neither a struct nor a map, a key that is no string, and an error that an implementation of
    /// [`Serialize`] returns are violations too. All violations are reported at once when the properties are written, with
    /// those of [`insert`](Self::insert). A key that occurs twice is one of them, because no value is replaced here.
    ///
    /// What serde writes is all that is known: a date-time that is text in serde is sent as this text, unless its key is that of
    /// a timestamp column of the service, in which text is a violation.
    ///
    /// `#[personalize(serde)]` of the derives does the same at compile time, and knows the columns: see
    /// [`guide::serde`](mod@crate::guide::serde).
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::Properties;
    /// use serde::Serialize;
    ///
    /// #[derive(Serialize)]
    /// #[serde(rename_all = "camelCase")]
    /// struct Viewer {
    ///     #[serde(skip)]
    ///     id: u64,
    ///     videos_watched: u32,
    ///     favourite_genres: Vec<Genre>,
    ///     age: Option<u8>,
    /// }
    ///
    /// #[derive(Serialize)]
    /// enum Genre {
    ///     Comedy,
    ///     Drama,
    /// }
    ///
    /// let viewer = Viewer {
    ///     id: 7,
    ///     videos_watched: 45,
    ///     favourite_genres: vec![Genre::Comedy, Genre::Drama],
    ///     age: None,
    /// };
    /// let user = Properties::from_serialize(&viewer).to_user(viewer.id).unwrap();
    /// assert_eq!(
    ///     user.properties().unwrap().as_str(),
    ///     r#"{"videosWatched":"45","favouriteGenres":"Comedy|Drama"}"#
    /// );
    ///
    /// #[derive(Serialize)]
    /// struct Household {
    ///     members: Vec<Viewer>,
    /// }
    ///
    /// let household = Household { members: vec![viewer] };
    /// let error = Properties::from_serialize(&household).to_user("household-1").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "properties.members[0] is an object, but a property is one value or a list of them; flatten it with \
    ///      `#[serde(flatten)]`, or omit it"
    /// );
    /// ```
    #[must_use]
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Self {
        let mut properties = Self::new();
        let node = Node::new(value);
        let problem = if matches!(node, Node::Failed) {
            FAILED
        } else {
            NO_OBJECT
        };
        let Node::Object(members) = node else {
            return properties.with_violation(problem);
        };
        for (key, value) in members {
            match key.text() {
                Ok(key) => properties
                    .entries
                    .push(Entry::new(key, &|slot| value.write(slot))),
                // One violation is enough: such keys have no path.
                Err(_) if !properties.violations.is_empty() => {}
                Err(_) => properties = properties.with_violation(NO_STRING),
            }
        }
        properties
    }

    fn with_violation(mut self, problem: &'static str) -> Self {
        self.violations
            .push(ViolationKind::NotSerializable { problem });
        self
    }
}

const FAILED: &str = "cannot be serialized: its `Serialize` implementation returned an error";
const NO_OBJECT: &str = "is neither a struct nor a map; the fields of one are the properties";
const NO_STRING: &str = "has a key that is not a string; use strings as keys";
const OBJECT: &str = "is an object, but a property is one value or a list of them; flatten it with \
                      `#[serde(flatten)]`, or omit it";
const LIST: &str =
    "is a list in a list, but a property is one value or a list of them; join it, or omit it";
const NULL: &str = "is null, but categories cannot be null; omit it";
const BYTES: &str =
    "is bytes, but a property is text, a number or a `bool`; encode it as text, or omit it";
const DATA_VARIANT: &str = "is an enum variant with data, but a property is one value or a list of them; use a \
                            variant without data, or omit it";

impl Node {
    /// Writes the value of a property.
    fn write(&self, mut slot: ValueWriter<'_>) {
        match self {
            Self::None => slot.none(),
            Self::Bool(value) => value.write_property(slot),
            Self::Signed(value) => value.write_property(slot),
            Self::Unsigned(value) => value.write_property(slot),
            Self::Float(value) => value.write_property(slot),
            Self::Double(value) => value.write_property(slot),
            Self::Decimal(text) => slot.decimal(text),
            Self::Text(text) => text.write_property(slot),
            Self::Variant(name) => slot.category(name),
            Self::List(elements) => write_list(elements, slot),
            Self::Object(_) | Self::Bytes | Self::DataVariant | Self::Failed => {
                slot.add_error(self.text().map(drop));
            }
        }
    }

    /// The text of a key or a category.
    fn text(&self) -> Result<String, ViolationKind> {
        let problem = match self {
            Self::Bool(value) => return Ok(value.to_string()),
            Self::Signed(value) => return Ok(value.to_string()),
            Self::Unsigned(value) => return Ok(value.to_string()),
            Self::Float(value) => return number(*value, value.is_finite()),
            Self::Double(value) => return number(*value, value.is_finite()),
            Self::Text(text) | Self::Decimal(text) => return Ok(text.clone()),
            Self::Variant(name) => return Ok((*name).to_owned()),
            Self::None => NULL,
            Self::List(_) => LIST,
            Self::Object(_) => OBJECT,
            Self::Bytes => BYTES,
            Self::DataVariant => DATA_VARIANT,
            Self::Failed => FAILED,
        };
        Err(ViolationKind::NotSerializable { problem })
    }
}

/// The text of a number, the same as that of a property.
fn number(value: impl Serialize, is_finite: bool) -> Result<String, ViolationKind> {
    let text = serde_json::to_string(&value).ok().filter(|_| is_finite);
    text.ok_or(ViolationKind::NotFinite)
}

/// Writes the elements as categories.
fn write_list(elements: &[Node], mut slot: ValueWriter<'_>) {
    let mut categories = Vec::new();
    for (index, element) in elements.iter().enumerate() {
        categories.push(element.text().unwrap_or_else(|kind| {
            slot.add_violation_at(index, kind);
            PLACEHOLDER.to_owned()
        }));
    }
    slot.categories(categories.iter().map(|category| category.as_str().into()));
}

/// Takes the place of an invalid element, so that the indexes of others are right.
const PLACEHOLDER: &str = "-";
