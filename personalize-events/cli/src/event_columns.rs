//! Which columns are members of events. A file has more of them than the schema.

use personalize_events::ColumnType;
use personalize_events_schema::names::is_same_column;
use personalize_events_schema::{DatasetType, Type};

use crate::arguments::EventSettings;
use crate::column::{Column, NOT_NULLABLE, Role, role};

pub(crate) const SESSION_ID: &str = "sessionId";
pub(crate) const EVENT_ID: &str = "eventId";
pub(crate) const EVENT_TYPE: &str = "eventType";
pub(crate) const USER_ID: &str = "userId";
pub(crate) const EVENT_VALUE: &str = "eventValue";
pub(crate) const ATTRIBUTION_SOURCE: &str = "metricAttribution.eventAttributionSource";

/// The members that a schema does not have.
const OF_CALLS: [(&str, &str); 2] = [("SESSION_ID", SESSION_ID), ("EVENT_ID", EVENT_ID)];

const SESSION_REQUIRED: &str = "each event must have one; set the ID of the visit, or derive it with --session-from (see --help)";

/// The column of this name for a member of events that schemas and the files of imports do not have.
pub(crate) fn of_calls(dataset_type: DatasetType, name: &str) -> Option<&'static str> {
    let types = [DatasetType::Interactions, DatasetType::ActionInteractions];
    let columns = OF_CALLS.iter().map(|(column, _)| *column);
    let mut columns = columns.filter(|_| types.contains(&dataset_type));
    columns.find(|column| is_same_column(column, name))
}

/// Sets the members of columns, and adds a column for each member that the schema does not have.
pub(crate) fn set_members(
    dataset_type: DatasetType,
    columns: &mut Vec<Column>,
    settings: EventSettings,
) {
    let reserved = dataset_type.reserved_columns().iter();
    let of_schema = reserved.filter_map(|it| Some((it.name, it.member?, it.ty)));
    let of_calls = OF_CALLS.map(|(name, member)| (name, member, Type::String));
    for (name, member, ty) in of_schema.chain(of_calls) {
        let found = columns
            .iter()
            .position(|column| is_same_column(&column.name, name));
        let index = match found {
            Some(index) => index,
            // AWS documents that it is the value of this column.
            None if member == EVENT_VALUE => continue,
            None => {
                columns.push(Column {
                    name: name.to_owned(),
                    key: member.to_owned(),
                    ty,
                    nullable: true,
                    form: ColumnType::PLAIN,
                    role: role(dataset_type, name, ty),
                    member: None,
                    requirement: NOT_NULLABLE,
                });
                columns.len() - 1
            }
        };
        let column = &mut columns[index];
        column.member = Some(member);
        match member {
            SESSION_ID => {
                column.nullable = settings.session_from.is_some();
                column.requirement = SESSION_REQUIRED;
                column.role = Role::Id;
            }
            USER_ID | EVENT_ID => column.nullable = true,
            EVENT_TYPE => {
                column.nullable = false;
                column.requirement = "each event must have one";
            }
            _ => {}
        }
    }
}
