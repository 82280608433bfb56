//! The types of datasets, their ARNs, and the schemas that they may have.
//!
//! The ARN of a dataset is `arn:{partition}:personalize:{region}:{account}:dataset/{dataset group}/{type}`. The model
//! allows the ARN of any resource. AWS does not document what the service returns for another one; that the emulator
//! rejects it is an inference: a dataset of another type does not have the columns. AWS's Kafka connector rejects it too.

use serde_json::Value;

/// The types of datasets in the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DatasetType {
    Users,
    Items,
    Actions,
    Interactions,
    ActionInteractions,
}

impl DatasetType {
    pub(crate) const ALL: [Self; 5] = [
        Self::Users,
        Self::Items,
        Self::Actions,
        Self::Interactions,
        Self::ActionInteractions,
    ];

    /// Returns the last part of the ARNs of such datasets.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Users => "USERS",
            Self::Items => "ITEMS",
            Self::Actions => "ACTIONS",
            Self::Interactions => "INTERACTIONS",
            Self::ActionInteractions => "ACTION_INTERACTIONS",
        }
    }

    /// Returns the type that stores a collection of records, such as `users`.
    pub(crate) fn of_collection(collection: &str) -> Option<Self> {
        match collection {
            "users" => Some(Self::Users),
            "items" => Some(Self::Items),
            "actions" => Some(Self::Actions),
            "events" => Some(Self::Interactions),
            "action-interactions" => Some(Self::ActionInteractions),
            _ => None,
        }
    }

    /// Returns the type whose schemas have records of this name. Case and `_` are ignored.
    pub(crate) fn of_record(name: &str) -> Option<Self> {
        let name = fold(name);
        Self::ALL.into_iter().find(|ty| fold(ty.name()) == name)
    }

    /// Whether requests name a tracker, not a dataset of this type.
    pub(crate) fn has_trackers(self) -> bool {
        matches!(self, Self::Interactions | Self::ActionInteractions)
    }

    /// Returns the columns that every schema of this type must have.
    pub(crate) fn required_columns(self) -> &'static [&'static str] {
        match self {
            Self::Users => &["USER_ID"],
            Self::Items => &["ITEM_ID"],
            Self::Actions => &["ACTION_ID"],
            Self::Interactions => &["USER_ID", "ITEM_ID", "TIMESTAMP"],
            Self::ActionInteractions => &["USER_ID", "ACTION_ID", "TIMESTAMP", "EVENT_TYPE"],
        }
    }

    /// Returns the columns with times that the properties of its records may have.
    pub(crate) fn timestamp_columns(self) -> &'static [&'static str] {
        match self {
            Self::Items => &["CREATION_TIMESTAMP"],
            Self::Actions => &[
                "CREATION_TIMESTAMP",
                "EXPIRATION_TIMESTAMP",
                "ACTION_EXPIRATION_TIMESTAMP",
            ],
            Self::Users | Self::Interactions | Self::ActionInteractions => &[],
        }
    }

    /// Whether requests have a column outside of the properties: the IDs and, of events, the time, the type and the
    /// session. Case and `_` are ignored. An event may lack the item and, if it is anonymous, the user.
    pub(crate) fn is_member(self, column: &str) -> bool {
        let column = fold(column);
        let of_events = ["EVENT_TYPE", "SESSION_ID"];
        let of_events = of_events.into_iter().filter(|_| self.has_trackers());
        let mut members = self.required_columns().iter().copied().chain(of_events);
        members.any(|member| fold(member) == column)
    }

    /// Returns the other members of its records that have the value of a column.
    fn optional_members(self) -> &'static [OptionalMember] {
        match self {
            Self::Interactions => &OF_INTERACTIONS,
            Self::ActionInteractions => &OF_ACTION_INTERACTIONS,
            Self::Users | Self::Items | Self::Actions => &[],
        }
    }

    /// Returns the optional member for a column. Case and `_` are ignored.
    pub(crate) fn optional_member(self, column: &str) -> Option<&'static OptionalMember> {
        let column = fold(column);
        let mut members = self.optional_members().iter();
        members.find(|member| fold(member.column) == column)
    }
}

/// A member that an event may have instead of a property.
#[derive(Debug)]
pub(crate) struct OptionalMember {
    /// The column with its value.
    pub(crate) column: &'static str,
    /// The path in the event.
    pub(crate) path: &'static str,
    /// Whether the value may be among the properties too.
    pub(crate) in_properties: bool,
}

impl OptionalMember {
    const fn new(column: &'static str, path: &'static str, in_properties: bool) -> Self {
        Self {
            column,
            path,
            in_properties,
        }
    }

    /// Returns the value in an event, unless it is absent or null.
    pub(crate) fn value<'a>(&self, event: &'a Value) -> Option<&'a Value> {
        let mut names = self.path.split('.');
        let value = names.try_fold(event, |value, name| value.get(name))?;
        (!value.is_null()).then_some(value)
    }
}

const IMPRESSION: OptionalMember = OptionalMember::new("IMPRESSION", "impression", false);
const RECOMMENDATION_ID: OptionalMember =
    OptionalMember::new("RECOMMENDATION_ID", "recommendationId", false);

const OF_INTERACTIONS: [OptionalMember; 4] = [
    OptionalMember::new("EVENT_VALUE", "eventValue", true),
    IMPRESSION,
    RECOMMENDATION_ID,
    OptionalMember::new(
        "EVENT_ATTRIBUTION_SOURCE",
        "metricAttribution.eventAttributionSource",
        true,
    ),
];
const OF_ACTION_INTERACTIONS: [OptionalMember; 2] = [IMPRESSION, RECOMMENDATION_ID];

/// Returns the type of the dataset with this ARN, or what the ARN is of instead.
pub(crate) fn type_of_arn(arn: &str) -> Result<DatasetType, String> {
    let (_, resource) = split(arn);
    match resource.split('/').collect::<Vec<_>>()[..] {
        ["dataset", group, name] if !group.is_empty() => DatasetType::ALL
            .into_iter()
            .find(|ty| ty.name() == name)
            .ok_or_else(|| "ends in no type of dataset".to_owned()),
        [kind, ..] if is_resource_kind(kind) => {
            Err(format!("is the ARN of another kind of resource, {kind}"))
        }
        _ => Err("is not the ARN of a dataset".to_owned()),
    }
}

/// Checks that the dataset with this ARN stores the records of an operation.
pub(crate) fn check_type(arn: &str, operation: &str, required: DatasetType) -> Result<(), String> {
    let found = match type_of_arn(arn) {
        Ok(found) if found == required => return Ok(()),
        Ok(found) => format!("is the ARN of a dataset of type {}", found.name()),
        Err(found) => found,
    };
    let required = required.name();
    Err(format!(
        "{found}, but {operation} requires a dataset of type {required}, whose ARN ends in \
         `:dataset/{{dataset group}}/{required}`"
    ))
}

/// A dataset group, to which trackers belong.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DatasetGroup {
    /// The ARN up to the resource.
    prefix: String,
    name: String,
}

impl DatasetGroup {
    /// Parses the ARN of a dataset group.
    pub(crate) fn parse(arn: &str) -> Option<Self> {
        let (prefix, resource) = split(arn);
        let name = resource.strip_prefix("dataset-group/")?;
        let is_valid = !name.is_empty() && !name.contains('/');
        is_valid.then(|| Self {
            prefix: prefix.to_owned(),
            name: name.to_owned(),
        })
    }

    /// Returns the group of the dataset with this ARN.
    pub(crate) fn of_dataset(arn: &str) -> Option<Self> {
        let (prefix, resource) = split(arn);
        let (name, _) = resource.strip_prefix("dataset/")?.split_once('/')?;
        Some(Self {
            prefix: prefix.to_owned(),
            name: name.to_owned(),
        })
    }

    /// Returns the ARN.
    pub(crate) fn arn(&self) -> String {
        format!("{}dataset-group/{}", self.prefix, self.name)
    }

    /// Returns the ARN of the group's dataset of this type.
    pub(crate) fn dataset_arn(&self, ty: DatasetType) -> String {
        format!("{}dataset/{}/{}", self.prefix, self.name, ty.name())
    }
}

/// Splits an ARN before its resource, which is empty if there is none.
fn split(arn: &str) -> (&str, &str) {
    let length = arn.split_inclusive(':').take(5).map(str::len).sum();
    arn.split_at(length)
}

/// Whether a text has the form of a kind of resource, such as `dataset-group`.
fn is_resource_kind(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        && text != "dataset"
}

/// Drops every `_` and ignores case: names and keys that are equal then are those of one column. AWS documents this for
/// `_` only.
pub(crate) fn fold(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{DatasetGroup, DatasetType, check_type, type_of_arn};

    const ACCOUNT: &str = "arn:aws:personalize:eu-west-1:123456789012:";

    fn found(resource: &str) -> Result<DatasetType, String> {
        type_of_arn(&format!("{ACCOUNT}{resource}"))
    }

    #[test]
    fn the_type_of_a_dataset_is_the_last_part_of_its_arn() {
        for (resource, ty) in [
            ("dataset/shop/USERS", DatasetType::Users),
            ("dataset/shop/ITEMS", DatasetType::Items),
            ("dataset/shop/ACTIONS", DatasetType::Actions),
            ("dataset/shop/INTERACTIONS", DatasetType::Interactions),
            (
                "dataset/shop/ACTION_INTERACTIONS",
                DatasetType::ActionInteractions,
            ),
        ] {
            assert_eq!(found(resource), Ok(ty));
        }
    }

    #[test]
    fn the_arn_of_something_else_is_of_no_dataset() {
        for (resource, part) in [
            (
                "dataset-group/shop",
                "another kind of resource, dataset-group",
            ),
            ("schema/shop-users", "another kind of resource, schema"),
            (
                "event-tracker/1a2b",
                "another kind of resource, event-tracker",
            ),
            ("dataset/shop/users", "ends in no type"),
            ("dataset/shop/USERS ", "ends in no type"),
            ("dataset/shop/", "ends in no type"),
            ("dataset//USERS", "is not the ARN of a dataset"),
            ("dataset/shop", "is not the ARN of a dataset"),
            ("dataset/shop/USERS/x", "is not the ARN of a dataset"),
            ("x:dataset/shop/USERS", "is not the ARN of a dataset"),
            ("DATASET/shop/USERS", "is not the ARN of a dataset"),
            ("", "is not the ARN of a dataset"),
        ] {
            let message = found(resource).unwrap_err();
            assert!(message.contains(part), "{resource}: {message}");
        }
        assert!(type_of_arn("arn:aws").is_err());
    }

    #[test]
    fn an_operation_requires_a_dataset_of_its_type() {
        let arn = |resource: &str| format!("{ACCOUNT}{resource}");
        let check = |resource| check_type(&arn(resource), "PutUsers", DatasetType::Users);
        assert_eq!(check("dataset/shop/USERS"), Ok(()));
        assert_eq!(
            check("dataset/shop/ITEMS").unwrap_err(),
            "is the ARN of a dataset of type ITEMS, but PutUsers requires a dataset of type USERS, whose ARN ends in \
             `:dataset/{dataset group}/USERS`"
        );
        let message = check("dataset-group/shop").unwrap_err();
        assert!(
            message.contains("resource, dataset-group, but PutUsers"),
            "{message}"
        );
    }

    #[test]
    fn the_datasets_of_a_group_have_its_name() {
        let group = DatasetGroup::parse(&format!("{ACCOUNT}dataset-group/shop")).unwrap();
        assert_eq!(
            group.dataset_arn(DatasetType::Interactions),
            format!("{ACCOUNT}dataset/shop/INTERACTIONS")
        );
        assert_eq!(group.arn(), format!("{ACCOUNT}dataset-group/shop"));
        assert_eq!(
            DatasetGroup::of_dataset(&format!("{ACCOUNT}dataset/shop/USERS")),
            Some(group)
        );
        for resource in [
            "dataset-group/",
            "dataset-group/a/b",
            "dataset/shop/USERS",
            "dataset-group",
        ] {
            assert_eq!(DatasetGroup::parse(&format!("{ACCOUNT}{resource}")), None);
        }
    }

    #[test]
    fn the_name_of_a_record_is_that_of_its_type_in_any_format() {
        for (name, ty) in [
            ("Users", Some(DatasetType::Users)),
            ("items", Some(DatasetType::Items)),
            ("ActionInteractions", Some(DatasetType::ActionInteractions)),
            ("Action_Interactions", Some(DatasetType::ActionInteractions)),
            ("User", None),
            ("", None),
        ] {
            assert_eq!(DatasetType::of_record(name), ty, "{name}");
        }
    }

    #[test]
    fn requests_have_the_ids_and_of_events_the_time_and_the_type() {
        assert!(DatasetType::Users.is_member("userId"));
        assert!(!DatasetType::Users.is_member("EVENT_TYPE"));
        assert!(!DatasetType::Users.is_member("ITEM_ID"));
        for column in [
            "USER_ID",
            "ITEM_ID",
            "Timestamp",
            "EVENT_TYPE",
            "SESSION_ID",
        ] {
            assert!(DatasetType::Interactions.is_member(column), "{column}");
        }
        assert!(!DatasetType::Interactions.is_member("EVENT_VALUE"));
        assert!(!DatasetType::Items.is_member("SESSION_ID"));
    }

    #[test]
    fn an_optional_member_is_found_by_its_column_and_a_null_has_no_value() {
        let member = |ty: DatasetType, column| ty.optional_member(column);
        let source = member(DatasetType::Interactions, "EventAttributionSource").unwrap();
        let event = json!({"metricAttribution": {"eventAttributionSource": "mail"}});
        assert_eq!(source.value(&event), Some(&json!("mail")));
        for event in [
            json!({}),
            json!({"metricAttribution": null}),
            json!({"metricAttribution": {"eventAttributionSource": null}}),
        ] {
            assert_eq!(source.value(&event), None, "{event}");
        }
        assert!(member(DatasetType::ActionInteractions, "IMPRESSION").is_some());
        assert!(member(DatasetType::ActionInteractions, "EVENT_VALUE").is_none());
        assert!(member(DatasetType::Users, "IMPRESSION").is_none());
    }
}
