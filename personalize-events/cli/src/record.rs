//! A record of the input, and what is wrong with it.

use personalize_events::{
    Action, ActionIdentity, ActionProperties, ColumnType, IdValue as _, Item, ItemIdentity,
    ItemProperties, PropertiesWriter, PropertyValue as _, User, UserIdentity, UserProperties,
    ValidationError, ViolationKind,
};
use personalize_events_schema::Type;

use crate::dataset::{Column, Dataset};

/// A record whose columns are known at run time.
#[derive(Debug)]
pub(crate) struct Record {
    dataset: &'static Dataset,
    id: String,
    /// A place for each column; that of the id is empty.
    values: Vec<Option<Value>>,
}

/// A value that is there.
#[derive(Debug)]
pub(crate) enum Value {
    /// As it is spelled: a string, a number, a boolean, or categories that are joined already.
    Text(String),
    Categories(Vec<String>),
}

/// A value of the input, or null, and where in the text of its record it stands.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) column: usize,
    pub(crate) value: Option<Value>,
    pub(crate) at: usize,
}

/// Something that is wrong, and where in the text of the record. No values are repeated.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) at: usize,
    pub(crate) text: String,
}

impl Problem {
    pub(crate) fn new(at: usize, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { at, text }
    }
}

/// A kind of records that can be made of one.
pub(crate) trait Made: Sized {
    fn of(record: &Record) -> Result<Self, ValidationError>;
}

/// A record as far as it could be read.
#[derive(Debug)]
pub(crate) struct Reading {
    record: Record,
    /// Where in its text each column stands.
    places: Vec<usize>,
    problems: Vec<Problem>,
}

impl Reading {
    /// Puts together what was found, with what was found wrong.
    pub(crate) fn new(
        dataset: &'static Dataset,
        found: Vec<Found>,
        mut problems: Vec<Problem>,
    ) -> Self {
        let mut places: Vec<Option<usize>> = vec![None; dataset.columns.len()];
        let mut values: Vec<Option<Value>> = dataset.columns.iter().map(|_| None).collect();
        for Found { column, value, at } in found {
            let Column {
                name,
                nullable,
                form,
                ..
            } = dataset.columns[column];
            let mut wrong = |what| problems.push(Problem::new(at, format!("{name} {what}")));
            if places[column].replace(at).is_some() {
                wrong("is there twice");
            }
            match &value {
                None if !nullable => wrong("has no value, and its column takes no null"),
                Some(Value::Categories(_)) if form != ColumnType::CATEGORICAL => {
                    wrong("is a list, and its column is not categorical");
                }
                None | Some(_) => values[column] = value,
            }
        }
        for (column, place) in dataset.columns.iter().zip(&places) {
            if place.is_none() && !column.nullable {
                let text = format!("{} is missing, and its column takes no null", column.name);
                problems.push(Problem::new(0, text));
            }
        }
        let id = match values[dataset.id].take() {
            Some(Value::Text(id)) => id,
            Some(Value::Categories(_)) | None => String::new(),
        };
        Self {
            record: Record {
                dataset,
                id,
                values,
            },
            places: places.into_iter().map(Option::unwrap_or_default).collect(),
            problems,
        }
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// Makes something of it, or tells everything that is wrong.
    pub(crate) fn make<M>(
        self,
        make: impl FnOnce(&Record) -> Result<M, ValidationError>,
    ) -> Result<M, Vec<Problem>> {
        match make(&self.record) {
            Ok(it) if self.problems.is_empty() => Ok(it),
            Ok(_) => Err(self.problems),
            Err(invalid) => Err(self.with(&invalid)),
        }
    }

    fn with(self, invalid: &ValidationError) -> Vec<Problem> {
        let Self {
            record,
            places,
            mut problems,
        } = self;
        let read = problems.len();
        for violation in invalid.violations() {
            let reason = reason(violation.reason());
            let Some(column) = record.dataset.column_at(violation.path()) else {
                problems.push(Problem::new(0, format!("{} {reason}", violation.path())));
                continue;
            };
            let begin = format!("{} ", record.dataset.columns[column].name);
            // What could not be read is told already.
            if problems[..read]
                .iter()
                .all(|told| !told.text.starts_with(&begin))
            {
                problems.push(Problem::new(places[column], begin + &reason));
            }
        }
        problems.sort_by_key(|problem| problem.at);
        problems
    }
}

impl Record {
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn write(&self, writer: &mut PropertiesWriter) {
        self.id.check_id(self.dataset.id().1, writer);
        for (column, value) in self.dataset.columns.iter().zip(&self.values) {
            let Some(value) = value else { continue };
            let property = writer.key(column.key).column(column.form);
            match (value, native(self.dataset, column.ty, value)) {
                (Value::Categories(categories), _) => categories.write_property(property),
                (Value::Text(_), Some(Native::Integer(number))) => {
                    number.write_property(property.as_json());
                }
                (Value::Text(_), Some(Native::Float(number))) => {
                    number.write_property(property.as_json());
                }
                (Value::Text(_), Some(Native::Boolean(it))) => {
                    it.write_property(property.as_json());
                }
                (Value::Text(text), None) => text.write_property(property),
            }
        }
    }
}

/// What JSON has a spelling of its own for.
enum Native {
    Integer(i64),
    Float(f64),
    Boolean(bool),
}

/// The value as JSON has it, if it is to be sent so and fits its column.
fn native(dataset: &Dataset, ty: Type, value: &Value) -> Option<Native> {
    let Value::Text(text) = value else {
        return None;
    };
    if !dataset.native {
        return None;
    }
    match ty {
        Type::Int | Type::Long => text.parse().ok().map(Native::Integer),
        Type::Float | Type::Double => text.parse().ok().map(Native::Float),
        Type::Boolean => text.parse().ok().map(Native::Boolean),
        Type::String | _ => None,
    }
}

/// The reason in words for those who have a file and no code.
fn reason(reason: &ViolationKind) -> String {
    if let ViolationKind::NullTextId = reason {
        let text = "is the text `null`, and the service drops such records without an error; give the id that is \
                    meant";
        return text.to_owned();
    }
    if let ViolationKind::NullTextCategory { index } = reason {
        return format!(
            "has the text `null` as its category {index}, which the service may take for nothing; leave it out"
        );
    }
    reason.to_string()
}

macro_rules! kinds {
    ($($kind:ident, $properties:ident, $identity:ident, $id:ident, $to:ident;)*) => {$(
        impl $properties for Record {
            fn write_properties(&self, properties: &mut PropertiesWriter) {
                self.write(properties);
            }
        }

        impl $identity for Record {
            fn $id(&self) -> String {
                self.id.clone()
            }
        }

        impl Made for $kind {
            fn of(record: &Record) -> Result<Self, ValidationError> {
                record.$to()
            }
        }
    )*};
}

kinds! {
    User, UserProperties, UserIdentity, user_id, to_user;
    Item, ItemProperties, ItemIdentity, item_id, to_item;
    Action, ActionProperties, ActionIdentity, action_id, to_action;
}
