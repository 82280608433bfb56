//! The types of datasets, and the requirements of each on its schema.

use std::fmt;
use std::str::FromStr;

use crate::column_type::Type;
use crate::names::{UnknownNameError, find, is_same_column};

/// The type of a dataset, which is the name of its schema's record.
///
/// Source: the pages of the Amazon Personalize developer guide on the schema of each dataset type,
/// and its table of required fields and reserved keywords under "custom datasets and schemas".
///
/// # Example
///
/// ```
/// use personalize_events_schema::DatasetType;
///
/// assert_eq!("Users".parse(), Ok(DatasetType::Users));
/// assert_eq!("Action_Interactions".parse(), Ok(DatasetType::ActionInteractions));
/// assert_eq!(DatasetType::Users.metadata_limit(), Some(25));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DatasetType {
    /// Users.
    Users,
    /// Items.
    Items,
    /// Interactions of users with items; the developer guide calls them item interactions.
    Interactions,
    /// Actions that can be recommended to users.
    Actions,
    /// Interactions of users with actions.
    ActionInteractions,
}

/// A column whose name and type the service defines: a required field or a reserved keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ReservedColumn {
    /// The name of the column.
    pub name: &'static str,
    /// The type that the service requires.
    pub ty: Type,
    /// Whether the developer guide describes it as nullable.
    pub nullable: bool,
    /// Whether each schema of the dataset type must have it.
    pub required: bool,
    /// The member of a call that carries its values, such as `sentAt` of events; `None` if `properties` do.
    pub member: Option<&'static str>,
}

impl ReservedColumn {
    /// Whether its values are dates, in seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn is_timestamp(&self) -> bool {
        self.name.ends_with("TIMESTAMP")
    }

    const fn in_member(self, member: &'static str) -> Self {
        Self {
            member: Some(member),
            ..self
        }
    }
}

const fn required(name: &'static str, ty: Type) -> ReservedColumn {
    ReservedColumn {
        name,
        ty,
        nullable: false,
        required: true,
        member: None,
    }
}

const fn optional(name: &'static str, ty: Type, nullable: bool) -> ReservedColumn {
    ReservedColumn {
        name,
        ty,
        nullable,
        required: false,
        member: None,
    }
}

const USERS: &[ReservedColumn] = &[required("USER_ID", Type::String).in_member("userId")];

const ITEMS: &[ReservedColumn] = &[
    required("ITEM_ID", Type::String).in_member("itemId"),
    optional("CREATION_TIMESTAMP", Type::Long, false),
];

const INTERACTIONS: &[ReservedColumn] = &[
    required("USER_ID", Type::String).in_member("userId"),
    required("ITEM_ID", Type::String).in_member("itemId"),
    required("TIMESTAMP", Type::Long).in_member("sentAt"),
    optional("EVENT_TYPE", Type::String, false).in_member("eventType"),
    optional("EVENT_VALUE", Type::Float, true).in_member("eventValue"),
    optional("IMPRESSION", Type::String, true).in_member("impression"),
    optional("RECOMMENDATION_ID", Type::String, true).in_member("recommendationId"),
    optional("EVENT_ATTRIBUTION_SOURCE", Type::String, true)
        .in_member("metricAttribution.eventAttributionSource"),
];

const ACTIONS: &[ReservedColumn] = &[
    required("ACTION_ID", Type::String).in_member("actionId"),
    optional("CREATION_TIMESTAMP", Type::Long, false),
    optional("VALUE", Type::Long, true),
    optional("TYPE", Type::String, true),
    optional("EXPIRATION_TIMESTAMP", Type::Long, true),
    optional("ACTION_EXPIRATION_TIMESTAMP", Type::Long, true),
    optional("REPEAT_FREQUENCY", Type::Long, true),
];

const ACTION_INTERACTIONS: &[ReservedColumn] = &[
    required("USER_ID", Type::String).in_member("userId"),
    required("ACTION_ID", Type::String).in_member("actionId"),
    required("EVENT_TYPE", Type::String).in_member("eventType"),
    required("TIMESTAMP", Type::Long).in_member("timestamp"),
    optional("IMPRESSION", Type::String, true).in_member("impression"),
    optional("RECOMMENDATION_ID", Type::String, true).in_member("recommendationId"),
];

impl DatasetType {
    /// All types of datasets.
    pub const ALL: &'static [Self] = &[
        Self::Users,
        Self::Items,
        Self::Interactions,
        Self::Actions,
        Self::ActionInteractions,
    ];

    pub(crate) const NAMES: &'static [&'static str] = &[
        "Users",
        "Items",
        "Interactions",
        "Actions",
        "ActionInteractions",
    ];

    /// The name of the record in a schema of this type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Users => "Users",
            Self::Items => "Items",
            Self::Interactions => "Interactions",
            Self::Actions => "Actions",
            Self::ActionInteractions => "ActionInteractions",
        }
    }

    /// The last part of the ARN of a dataset of this type: `arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS`.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_schema::DatasetType;
    ///
    /// assert_eq!(DatasetType::ActionInteractions.arn_name(), "ACTION_INTERACTIONS");
    /// ```
    #[must_use]
    pub const fn arn_name(self) -> &'static str {
        match self {
            Self::Users => "USERS",
            Self::Items => "ITEMS",
            Self::Interactions => "INTERACTIONS",
            Self::Actions => "ACTIONS",
            Self::ActionInteractions => "ACTION_INTERACTIONS",
        }
    }

    /// The columns that the service defines, required ones first; all others are metadata.
    #[must_use]
    pub const fn reserved_columns(self) -> &'static [ReservedColumn] {
        match self {
            Self::Users => USERS,
            Self::Items => ITEMS,
            Self::Interactions => INTERACTIONS,
            Self::Actions => ACTIONS,
            Self::ActionInteractions => ACTION_INTERACTIONS,
        }
    }

    /// The reserved column of exactly this name; `None` if a column of this name is metadata.
    #[must_use]
    pub fn reserved_column(self, name: &str) -> Option<&'static ReservedColumn> {
        self.reserved_columns()
            .iter()
            .find(|column| column.name == name)
    }

    /// The maximum number of metadata columns; `None` if no limit is documented.
    ///
    /// Source: "metadata fields" under "custom datasets and schemas" in the developer guide, and for
    /// interactions its page on quotas. Interactions have a second limit, which
    /// [`Schema::max_event_types`](crate::Schema::max_event_types) applies.
    #[must_use]
    pub const fn metadata_limit(self) -> Option<usize> {
        match self {
            Self::Users => Some(25),
            Self::Items => Some(100),
            Self::Interactions => Some(5),
            Self::Actions => Some(10),
            Self::ActionInteractions => None,
        }
    }

    /// Whether a schema must have a metadata column.
    #[must_use]
    pub const fn needs_metadata(self) -> bool {
        match self {
            Self::Users | Self::Items | Self::Actions => true,
            Self::Interactions | Self::ActionInteractions => false,
        }
    }

    /// Whether one of the metadata columns may be textual.
    #[must_use]
    pub const fn allows_textual(self) -> bool {
        matches!(self, Self::Items)
    }
}

/// `_` and case make no difference, as in the API reference of `CreateDataset`: its dataset types are
/// case-insensitive, and one of them is `Action_Interactions`.
impl FromStr for DatasetType {
    type Err = UnknownNameError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        find(Self::ALL, Self::NAMES, |ty| is_same_column(ty.name(), name))
    }
}

impl fmt::Display for DatasetType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::fold;

    #[test]
    fn reserved_columns_of_a_dataset_type_have_distinct_names() {
        for dataset_type in DatasetType::ALL.iter().copied() {
            let mut names: Vec<String> = dataset_type
                .reserved_columns()
                .iter()
                .map(|it| fold(it.name))
                .collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{dataset_type}");
        }
    }

    #[test]
    fn the_name_in_an_arn_is_the_name_of_the_record_in_upper_case() {
        for dataset_type in DatasetType::ALL.iter().copied() {
            let name = dataset_type.arn_name();
            assert_eq!(name, name.to_ascii_uppercase());
            assert_eq!(name.parse(), Ok(dataset_type));
        }
    }

    #[test]
    fn known_names_are_those_of_all_types() {
        assert!(
            DatasetType::ALL
                .iter()
                .map(|it| it.name())
                .eq(DatasetType::NAMES.iter().copied())
        );
        assert!(
            Type::ALL
                .iter()
                .map(|it| it.name())
                .eq(Type::NAMES.iter().copied())
        );
    }

    #[test]
    fn timestamps_are_whole_numbers() {
        let columns = DatasetType::ALL.iter().flat_map(|it| it.reserved_columns());
        let timestamps = columns.filter(|column| column.is_timestamp());
        assert_eq!(timestamps.clone().count(), 6);
        assert!(timestamps.clone().all(|column| column.ty == Type::Long));
    }

    #[test]
    fn required_columns_come_first_and_are_never_null() {
        for dataset_type in DatasetType::ALL.iter().copied() {
            assert!(
                dataset_type
                    .reserved_columns()
                    .is_sorted_by_key(|it| !it.required)
            );
            assert!(
                dataset_type
                    .reserved_columns()
                    .iter()
                    .all(|it| !(it.required && it.nullable))
            );
        }
    }
}
