//! Warnings about a valid schema.

use crate::column::{Attribute, Column};
use crate::column_type::Type;
use crate::diagnostic::Diagnostic;
use crate::names::is_same_column;
use crate::record_kind::RecordKind;
use crate::schema::{NAMESPACE, Schema, VERSION};
use crate::suggestion::did_you_mean;
use crate::validate::type_json;

/// The attributes of a column that the developer guide describes.
const COLUMN_ATTRIBUTES: [&str; 4] = ["name", "type", "categorical", "textual"];

/// The attributes of a record that the developer guide describes.
const RECORD_ATTRIBUTES: [&str; 5] = ["type", "name", "namespace", "fields", "version"];

impl Schema {
    /// Returns warnings, in the order of the text: what the service accepts as far as is known, but
    /// what is probably a mistake, such as columns that it does not train on and undocumented
    /// attributes.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_schema::{Column, DatasetType, Schema, Type};
    ///
    /// let schema = Schema::new(
    ///     DatasetType::Users,
    ///     [
    ///         Column::new("USER_ID", Type::String),
    ///         Column::new("AGE", Type::Int),
    ///         Column::new("CITY", Type::String),
    ///     ],
    /// )?;
    /// assert_eq!(
    ///     schema.warnings()[0].message(),
    ///     "`CITY` is a string that is not categorical, so the service stores it but does not train \
    ///      on it; make it categorical if its values are categories"
    /// );
    /// # Ok::<(), personalize_events_schema::SchemaError>(())
    /// ```
    #[must_use]
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        let (type_name, places) = (self.dataset_type.name(), &self.places);
        for (attribute, found, expected, place) in [
            ("name", Some(self.name()), type_name, places.name),
            ("namespace", self.namespace(), NAMESPACE, places.namespace),
            ("version", self.version(), VERSION, places.version),
        ] {
            let mut unknown = self.unknown_attributes.iter();
            let message = match found {
                Some(found) if found == expected => continue,
                Some(found) => format!("`{attribute}` is {found:?}; use {expected:?}"),
                None if unknown.any(|it| it.key == attribute) => continue,
                None => format!("the record has no `{attribute}`; add {expected:?}"),
            };
            let message = format!("{message} as in all examples of the developer guide");
            warnings.push(Diagnostic::warning(place, message));
        }
        let record = self.unknown_attributes.iter();
        warnings.extend(record.map(|it| unknown_attribute(it, &RECORD_ATTRIBUTES)));
        for column in &self.columns {
            let attributes = column.unknown_attributes.iter();
            warnings.extend(attributes.map(|it| match it.key.as_str() {
                "type" => long_form(column, it),
                _ => unknown_attribute(it, &COLUMN_ATTRIBUTES),
            }));
            let of_type = column.type_attributes.iter();
            warnings.extend(of_type.map(|it| unknown_attribute(it, &[])));
        }
        let columns = self.columns.iter();
        let unusual = columns.filter(|it| it.categorical && !it.is_categorical());
        warnings.extend(unusual.map(categorical_number));
        warnings.extend(self.columns.iter().filter_map(|it| self.unlisted_null(it)));
        for column in self.metadata() {
            let resembles = self.resembles_reserved_column(column);
            warnings.extend(resembles.or_else(|| self.rejected_by_calls(column)));
            if is_unused(column) {
                warnings.push(self.unused(column));
            }
        }
        if self.dataset_type.needs_metadata() && self.metadata().all(is_unused) {
            let message = format!(
                "{} has no metadata column that is a number or a categorical string; add one as the \
                 developer guide asks",
                self.dataset_type
            );
            warnings.push(Diagnostic::warning(self.places.fields, message));
        }
        warnings.sort_by_key(Diagnostic::position);
        warnings
    }

    fn unlisted_null(&self, column: &Column) -> Option<Diagnostic> {
        let reserved = self.dataset_type.reserved_column(&column.name)?;
        if !column.nullable || reserved.nullable {
            return None;
        }
        let (name, ty) = (&column.name, type_json(column.ty, false));
        let message = format!(
            "`{name}` is nullable, but the developer guide lists it without null; use {ty} if it always has a value"
        );
        Some(Diagnostic::warning(column.place, message))
    }

    fn resembles_reserved_column(&self, column: &Column) -> Option<Diagnostic> {
        let name = &column.name;
        let mut reserved = self.dataset_type.reserved_columns().iter();
        let reserved = reserved.find(|reserved| is_same_column(reserved.name, name))?;
        let message = format!(
            "`{name}` is a metadata column; rename it to `{}` if you mean the reserved column",
            reserved.name
        );
        Some(Diagnostic::warning(column.place, message))
    }

    fn rejected_by_calls(&self, column: &Column) -> Option<Diagnostic> {
        let name = &column.name;
        let kind = RecordKind::from_dataset_type(self.dataset_type)?;
        let member = kind.rejected_key(name)?;
        let message = format!(
            "`{name}` is a metadata column, but no call can fill it, because `{member}` is a member of the call that is \
             not allowed among properties; remove the column"
        );
        Some(Diagnostic::warning(column.place, message))
    }

    fn unused(&self, column: &Column) -> Diagnostic {
        let name = &column.name;
        let message = if column.ty == Type::Boolean {
            format!(
                "`{name}` is boolean, but the service neither trains on booleans nor filters by them; \
                 use a string of \"True\" and \"False\" or an int of 0 and 1"
            )
        } else if self.dataset_type.allows_textual() {
            format!(
                "`{name}` is a string that is neither categorical nor textual, so the service stores it \
                 but does not train on it; make it categorical if its values are categories"
            )
        } else {
            format!(
                "`{name}` is a string that is not categorical, so the service stores it but does not \
                 train on it; make it categorical if its values are categories"
            )
        };
        Diagnostic::warning(column.place, message)
    }
}

fn categorical_number(column: &Column) -> Diagnostic {
    let Column { name, ty, .. } = column;
    let message = format!(
        "`{name}` is categorical and of type {ty}, but the developer guide describes categorical strings \
         only; remove `categorical` or change the type to string"
    );
    Diagnostic::warning(column.place, message)
}

fn long_form(column: &Column, attribute: &Attribute) -> Diagnostic {
    let Column { name, .. } = column;
    let ty = type_json(column.ty, column.nullable);
    let message = format!(
        "the type of `{name}` has Avro's long form, {{\"type\": …}}; use {ty} as the developer guide does"
    );
    Diagnostic::warning(attribute.place, message)
}

/// A warning about an attribute, or about the value of a known one.
fn unknown_attribute(attribute: &Attribute, known: &[&'static str]) -> Diagnostic {
    let Attribute { key, json, .. } = attribute;
    if known.contains(&key.as_str()) {
        let expected = match key.as_str() {
            "namespace" => format!("{NAMESPACE:?}"),
            "version" => format!("{VERSION:?}"),
            _ => "true or false, without quotation marks,".to_owned(),
        };
        let found = shown(json);
        let message = format!("`{key}` is {found}; use {expected} as the developer guide does");
        return Diagnostic::warning(attribute.place, message);
    }
    let hint = did_you_mean(key, known);
    let hint = hint.unwrap_or_else(|| "remove it unless you know its effect".to_owned());
    let message = format!("the developer guide does not describe the attribute {key:?}; {hint}");
    Diagnostic::warning(attribute.place, message)
}

/// A value in a message: verbatim if it is short and in one line.
fn shown(json: &str) -> &str {
    match json.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        _ if json.len() <= 20 && json.bytes().all(|byte| matches!(byte, b' '..=b'~')) => json,
        Some(b'"') => "a string",
        _ => "a number",
    }
}

fn is_unused(column: &Column) -> bool {
    !column.ty.is_number() && !column.is_categorical() && !column.textual
}
