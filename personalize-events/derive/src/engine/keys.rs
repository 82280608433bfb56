//! Which keys a property can have.

use personalize_events_schema::names::is_name;
use personalize_events_schema::record_kind::{RecordKind, ReservedKey};

/// Why a property of this kind cannot have this key, if so.
pub(crate) fn refusal(kind: &RecordKind, key: &str) -> Option<String> {
    Some(match kind.reserved_key(key)? {
        ReservedKey::Id(_) => {
            let attribute = kind.id?.method;
            format!(
                "`{key}` is the id, which is not repeated among the properties; \
                 mark the field with #[personalize({attribute})], or leave it out with #[personalize(skip)]"
            )
        }
        ReservedKey::Rejected(rejected) => format!(
            "the service refuses `{rejected}` among these properties: it is told beside them; \
             leave the field out with #[personalize(skip)]"
        ),
        ReservedKey::RequiredColumn(_, column) => format!(
            "`{key}` is for the column `{}`, which is told beside the properties; leave the field out \
             with #[personalize(skip)]",
            column.name
        ),
    })
}

/// Why no column can have this name, if so: a schema is Avro, and these are Avro's names.
pub(crate) fn malformed(key: &str) -> Option<String> {
    if key.is_empty() {
        return Some("a name cannot be empty".to_owned());
    }
    (!is_name(key)).then(|| {
        format!(
            "{key:?} cannot be the name of a column: ASCII letters, digits and `_` can, \
             without a digit in front"
        )
    })
}
