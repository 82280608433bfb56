//! The files of import jobs for interactions. All members of an event are columns there, beside its properties.

use personalize_events_schema::record_kind::RecordKind;

use crate::csv::{CsvOutput, CsvWriter};
use crate::generated::{
    Action, ActionInteractionProperties, Event, EventProperties, Item, MetricAttribution, User,
};
use crate::properties::{CheckMember, ColumnType};
use crate::types::Timestamp;
use crate::validation::{ValidationError, Violation};

/// Separates the items of an impression.
const SEPARATOR: char = '|';

impl<W, T> CsvWriter<W, T> {
    /// Creates a writer for the file of a bulk import of Item interactions, with columns that are known only at run time:
    /// names and types.
    ///
    /// `columns` are all of the schema, in any order. What is a member of an [`Event`] in a call is a column here, so a record
    /// writes everything as a property: `USER_ID`, `ITEM_ID`, `TIMESTAMP` and, if the schema has them, `EVENT_TYPE`,
    /// `EVENT_VALUE`, `IMPRESSION`, `RECOMMENDATION_ID` and `EVENT_ATTRIBUTION_SOURCE`. A key is the name of its column or
    /// differs from it only in `_` and case. [`Properties`](crate::Properties) is such a record, and
    /// [`Properties::from_serialize`](crate::Properties::from_serialize) creates it from a struct.
    ///
    /// Each value is checked. The columns above have the types of the service, whatever type is set here, and values the limits
    /// of the members: an ID and an event type have 1 to 256 characters, a recommendation ID up to 40; `TIMESTAMP` is in whole
    /// seconds. `IMPRESSION` has items joined by `|`, or a list of them, with at most 1,000 characters; unlike a call, a file has
    /// no documented maximum of items. The limits of whole `properties` do not apply.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::{ColumnType, CsvWriter, Properties};
    /// use serde::Serialize;
    ///
    /// #[derive(Serialize)]
    /// struct Rating {
    ///     user_id: u64,
    ///     item_id: &'static str,
    ///     timestamp: i64,
    ///     event_type: &'static str,
    ///     event_value: Option<f32>,
    ///     device: &'static str,
    /// }
    ///
    /// let columns = [
    ///     ("USER_ID", ColumnType::PLAIN),
    ///     ("ITEM_ID", ColumnType::PLAIN),
    ///     ("TIMESTAMP", ColumnType::LONG),
    ///     ("EVENT_TYPE", ColumnType::PLAIN),
    ///     ("EVENT_VALUE", ColumnType::FLOAT.nullable()),
    ///     ("DEVICE", ColumnType::CATEGORICAL),
    /// ];
    /// let mut csv = CsvWriter::events_with_columns(Vec::new(), columns)?;
    /// let rating = Rating {
    ///     user_id: 7,
    ///     item_id: "film-1",
    ///     timestamp: 1_700_000_000,
    ///     event_type: "rating",
    ///     event_value: Some(4.5),
    ///     device: "phone",
    /// };
    /// csv.write(&Properties::from_serialize(&rating))?;
    /// assert_eq!(
    ///     String::from_utf8(csv.finish()?)?,
    ///     "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,DEVICE\n7,film-1,1700000000,rating,4.5,phone\n"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns every name that is malformed or there twice, and the required columns that are missing.
    pub fn events_with_columns<N: Into<String>>(
        out: W,
        columns: impl IntoIterator<Item = (N, ColumnType)>,
    ) -> Result<Self, ValidationError>
    where
        W: CsvOutput,
        T: EventProperties,
    {
        Self::with_members(
            out,
            &RecordKind::EVENT,
            columns,
            check_of,
            |record, properties, _id| {
                record.write_properties(properties);
                Ok(())
            },
        )
    }

    /// Like [`events_with_columns`](Self::events_with_columns), for Action interactions.
    ///
    /// The columns of members are `USER_ID`, `ACTION_ID`, `EVENT_TYPE`, `TIMESTAMP` and, if the schema has them, `IMPRESSION`
    /// and `RECOMMENDATION_ID`.
    ///
    /// # Errors
    ///
    /// Returns every name that is malformed or there twice, and the required columns that are missing.
    pub fn action_interactions_with_columns<N: Into<String>>(
        out: W,
        columns: impl IntoIterator<Item = (N, ColumnType)>,
    ) -> Result<Self, ValidationError>
    where
        W: CsvOutput,
        T: ActionInteractionProperties,
    {
        let kind = &RecordKind::ACTION_INTERACTION;
        Self::with_members(out, kind, columns, check_of, |record, properties, _id| {
            record.write_properties(properties);
            Ok(())
        })
    }
}

/// The check of a column by the limits of the model. Types and the text `null` are checked for all columns.
fn check_of(name: &str) -> Option<CheckMember> {
    Some(match name {
        "USER_ID" => |key, text| {
            let user = User::builder().user_id(text).allow_null_text();
            of_column(key, user.build().err())
        },
        "ITEM_ID" => |key, text| of_column(key, invalid_item(text)),
        "ACTION_ID" => |key, text| {
            let action = Action::builder().action_id(text).allow_null_text();
            of_column(key, action.build().err())
        },
        "EVENT_TYPE" => |key, text| of_column(key, invalid_event(text, None)),
        "RECOMMENDATION_ID" => |key, text| of_column(key, invalid_event("-", Some(text))),
        "EVENT_ATTRIBUTION_SOURCE" => |key, text| {
            let source = MetricAttribution::builder().event_attribution_source(text);
            of_column(key, source.build().err())
        },
        "IMPRESSION" => |key, text| {
            let items = text.split(SEPARATOR).enumerate();
            let violations = items.flat_map(|(index, item)| {
                let violations = of_column(key, invalid_item(item)).into_iter();
                violations.map(move |violation| violation.of_element(index))
            });
            violations.collect()
        },
        _ => return None,
    })
}

fn invalid_item(id: &str) -> Option<ValidationError> {
    let item = Item::builder().item_id(id).allow_null_text();
    item.build().err()
}

fn invalid_event(event_type: &str, recommendation_id: Option<&str>) -> Option<ValidationError> {
    let event = Event::builder()
        .event_id("-")
        .event_type(event_type)
        .sent_at(Timestamp::from_secs(0))
        .maybe_recommendation_id(recommendation_id);
    event.build().err()
}

/// The violations of a member as those of its column.
fn of_column(column: &str, error: Option<ValidationError>) -> Vec<Violation> {
    let violations = error.into_iter().flat_map(ValidationError::into_violations);
    let violations = violations.map(|violation| Violation::new(column, violation.kind().clone()));
    violations.collect()
}
