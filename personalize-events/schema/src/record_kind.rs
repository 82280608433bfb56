//! The kinds of records that the service takes, and which keys their properties cannot have.

use crate::dataset_type::{DatasetType, ReservedColumn};
use crate::names::is_same_column;

/// A kind of record: a structure that an operation takes a list of.
///
/// The constants are generated from the service's model; `documented` adds the facts that only the
/// documentation states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordKind {
    /// The structure: `User`.
    pub structure: &'static str,
    /// The operation: `PutUsers`.
    pub operation: &'static str,
    /// The member of the operation's input that holds the records: `users`.
    pub list_member: &'static str,
    /// The maximum number of records in a call.
    pub max_records: usize,
    /// The maximum number of characters of `properties`.
    pub max_properties_chars: usize,
    /// The trait and derive macro of `personalize-events` that write `properties`: `UserProperties`.
    pub trait_name: &'static str,
    /// The ID; `None` for events, which have no ID that the service stores records by.
    pub id: Option<RecordId>,
    /// All members of the structure.
    pub members: &'static [&'static str],
    pub(crate) documented: Documented,
}

/// The ID by which the service stores a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordId {
    /// The trait of `personalize-events` that returns the ID: `UserIdentity`.
    pub trait_name: &'static str,
    /// The method of that trait, which is also the attribute of the field: `user_id`.
    pub method: &'static str,
    /// The member of the structure: `userId`.
    pub member: &'static str,
}

/// Why a key cannot be used among properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReservedKey {
    /// It is the record's ID, the member of this name.
    Id(&'static str),
    /// The service rejects a request with this key; the value belongs into a member of its own.
    Rejected(&'static str),
    /// It belongs to a required column that this member fills.
    RequiredColumn(&'static str, &'static ReservedColumn),
}

impl ReservedKey {
    /// The key or member as the service names it.
    #[must_use]
    pub const fn member(self) -> &'static str {
        match self {
            Self::Id(member) | Self::Rejected(member) | Self::RequiredColumn(member, _) => member,
        }
    }
}

impl RecordKind {
    /// The kind that a dataset of this type stores.
    #[must_use]
    pub fn from_dataset_type(dataset_type: DatasetType) -> Option<&'static Self> {
        let mut kinds = Self::ALL.iter();
        kinds.find(|kind| kind.dataset_type() == dataset_type)
    }

    /// The dataset that stores these records.
    #[must_use]
    pub const fn dataset_type(&self) -> DatasetType {
        self.documented.dataset_type
    }

    /// Whether the records carry this column in a member of their own, not in `properties`.
    #[must_use]
    pub const fn is_sent_beside_properties(&self, column: &ReservedColumn) -> bool {
        column.member.is_some()
    }

    /// The columns that every record fills beside its properties: the required ones and the type of an
    /// event.
    pub fn columns_of_every_record(&self) -> impl Iterator<Item = &'static ReservedColumn> + use<> {
        let columns = self.dataset_type().reserved_columns().iter();
        columns.filter(|column| column.required || column.name == "EVENT_TYPE")
    }

    /// Whether the key belongs to a column of dates that the service defines.
    #[must_use]
    pub fn is_timestamp_key(&self, key: &str) -> bool {
        let mut columns = self.dataset_type().reserved_columns().iter();
        columns.any(|column| column.is_timestamp() && is_same_column(column.name, key))
    }

    /// Whether properties of such records may have a key that [is rejected](Self::rejected_key), or
    /// that [is of a timestamp](Self::is_timestamp_key).
    #[must_use]
    pub fn has_checked_keys(&self) -> bool {
        let mut columns = self.dataset_type().reserved_columns().iter();
        !self.documented.rejected_keys.is_empty() || columns.any(ReservedColumn::is_timestamp)
    }

    /// Returns the member of the record or request if the service rejects a property with this key.
    #[must_use]
    pub fn rejected_key(&self, key: &str) -> Option<&'static str> {
        let mut rejected = self.documented.rejected_keys.iter();
        rejected
            .find(|rejected| is_same_column(rejected, key))
            .copied()
    }

    /// Returns the reason why a property cannot have this key, or `None` if it can.
    ///
    /// `_` and case make no difference. Whether the key is a [valid name](crate::names::is_name) is not
    /// checked.
    #[must_use]
    pub fn reserved_key(&self, key: &str) -> Option<ReservedKey> {
        if let Some(id) = self.id
            && is_same_column(id.member, key)
        {
            return Some(ReservedKey::Id(id.member));
        }
        if let Some(rejected) = self.rejected_key(key) {
            return Some(ReservedKey::Rejected(rejected));
        }
        let mut columns = self.dataset_type().reserved_columns().iter();
        let column = columns.find(|it| it.required && is_same_column(it.name, key))?;
        let mut members = self.members.iter();
        let member = members.find(|member| is_same_column(member, key))?;
        Some(ReservedKey::RequiredColumn(member, column))
    }
}

/// What the model does not state about a kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Documented {
    dataset_type: DatasetType,
    rejected_keys: &'static [&'static str],
}

/// A constant for each constant of [`RecordKind`].
pub(crate) mod documented {
    use super::Documented;
    use crate::dataset_type::DatasetType;

    pub(crate) const USER: Documented = of(DatasetType::Users);
    pub(crate) const ITEM: Documented = of(DatasetType::Items);
    pub(crate) const ACTION: Documented = of(DatasetType::Actions);
    pub(crate) const EVENT: Documented = of_event(DatasetType::Interactions);
    pub(crate) const ACTION_INTERACTION: Documented = of_event(DatasetType::ActionInteractions);

    const fn of(dataset_type: DatasetType) -> Documented {
        Documented {
            dataset_type,
            rejected_keys: &[],
        }
    }

    /// The keys are those of AWS's documentation of the members `Event.properties` and
    /// `ActionInteraction.properties`. The service answers a request that has one of them with status 400.
    const fn of_event(dataset_type: DatasetType) -> Documented {
        Documented {
            dataset_type,
            rejected_keys: &[
                "eventType",
                "impression",
                "recommendationId",
                "sessionId",
                "timestamp",
                "userId",
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rejected_keys_are_those_in_the_documentation_of_the_model() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../models/personalize-events.json"
        );
        let model = std::fs::read_to_string(path).unwrap();
        let kinds = RecordKind::ALL.iter();
        let kinds: Vec<_> = kinds
            .filter(|kind| !kind.documented.rejected_keys.is_empty())
            .collect();
        assert_eq!(kinds.len(), 2);
        for kind in &kinds {
            let names_all = |line: &&str| {
                let mut words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).collect();
                words.sort_unstable();
                let named = |key: &&str| words.binary_search(key).is_ok();
                line.contains("documentation") && kind.documented.rejected_keys.iter().all(named)
            };
            // Each text is on one line: those of the properties of both kinds of event.
            assert_eq!(model.lines().filter(names_all).count(), kinds.len());
        }
    }

    #[test]
    fn each_dataset_stores_one_kind_of_record() {
        let datasets = RecordKind::ALL.iter().map(RecordKind::dataset_type);
        let mut datasets: Vec<_> = datasets.map(DatasetType::name).collect();
        datasets.sort_unstable();
        let mut all = DatasetType::NAMES.to_vec();
        all.sort_unstable();
        assert_eq!(datasets, all);
    }

    #[test]
    fn the_id_is_the_required_column_of_its_dataset() {
        for kind in RecordKind::ALL {
            if let Some(id) = kind.id {
                let columns = kind.dataset_type().reserved_columns().iter();
                let required: Vec<_> = columns.filter(|column| column.required).collect();
                assert_eq!(required.len(), 1);
                assert!(is_same_column(required[0].name, id.member));
            }
        }
    }

    #[test]
    fn timestamp_keys_are_those_of_the_dataset() {
        assert!(RecordKind::ITEM.is_timestamp_key("creationTimestamp"));
        assert!(RecordKind::ITEM.is_timestamp_key("creation_timestamp"));
        assert!(RecordKind::ACTION.is_timestamp_key("EXPIRATION_TIMESTAMP"));
        assert!(!RecordKind::ITEM.is_timestamp_key("expirationTimestamp"));
        assert!(!RecordKind::USER.is_timestamp_key("creationTimestamp"));
        let checked = RecordKind::ALL
            .iter()
            .filter(|kind| kind.has_checked_keys());
        assert_eq!(checked.count(), 4, "all but users");
    }

    #[test]
    fn keys_are_reserved_whatever_their_case() {
        let reserved = |kind: &RecordKind, key| kind.reserved_key(key).map(ReservedKey::member);
        assert_eq!(reserved(&RecordKind::USER, "USER_ID"), Some("userId"));
        assert_eq!(reserved(&RecordKind::USER, "itemId"), None);
        assert_eq!(
            reserved(&RecordKind::EVENT, "session_id"),
            Some("sessionId")
        );
        assert_eq!(reserved(&RecordKind::EVENT, "ITEM_ID"), Some("itemId"));
        assert_eq!(reserved(&RecordKind::EVENT, "eventValue"), None);
        let kind = RecordKind::ACTION_INTERACTION;
        assert_eq!(reserved(&kind, "actionId"), Some("actionId"));
        assert_eq!(reserved(&kind, "itemId"), None);
    }
}
