//! The column of the ID.

use personalize_events_schema::record_kind::RecordKind;

use crate::validation::{Constraint, ValidationError, check_member};

/// The kind of the records, and the column and the member of their ID.
#[derive(Clone, Copy, Debug)]
pub struct IdColumn {
    /// The kind of the records.
    pub kind: &'static RecordKind,
    /// `USER_ID`
    pub column: &'static str,
    /// `userId`
    pub member: &'static str,
    /// The constraints of the member.
    pub constraints: &'static [Constraint],
}

impl IdColumn {
    /// Checks an ID.
    #[doc(hidden)]
    pub fn check(&self, id: &str, allow_null_text: bool) -> Result<(), ValidationError> {
        check_member(self.member, id, self.constraints, allow_null_text)
    }
}
