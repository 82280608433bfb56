//! The rules for the IDs of a session.

use super::placeholder::is_placeholder;
use crate::validation::{Constraint, NULL, ValidationContext, ViolationKind};

pub(super) const SESSION_ID: &str = "sessionId";
pub(super) const USER_ID: &str = "userId";

pub(super) const ID: &[Constraint] = &[Constraint::length(1, 256), Constraint::NotNullText];

/// Whether placeholders may be IDs.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Placeholders {
    #[default]
    Rejected,
    Allowed,
}

pub(super) fn valid_id(
    name: &'static str,
    id: String,
    placeholders: Placeholders,
    context: &mut ValidationContext<'_>,
) -> Option<String> {
    let id = context.required(name, Some(id), ID)?;
    // The text `null` has a rule of its own, and was allowed.
    if placeholders == Placeholders::Rejected && id != NULL && is_placeholder(&id) {
        context.member(name).add(ViolationKind::PlaceholderId);
        return None;
    }
    Some(id)
}

pub(super) fn check_difference(
    session_id: &str,
    user_id: &str,
    context: &mut ValidationContext<'_>,
) {
    if session_id == user_id && !user_id.is_empty() {
        context
            .member(SESSION_ID)
            .add(ViolationKind::SessionIdIsUserId);
    }
}
