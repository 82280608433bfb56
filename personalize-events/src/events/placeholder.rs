//! IDs that are no IDs.

/// Texts that applications send if they have no ID: names for visitors who are not signed in, what languages write for a
/// missing value, and the advertising ID of a device whose owner does not allow one.
const PLACEHOLDERS: [&str; 8] = [
    "anonymous",
    "guest",
    "nan",
    "none",
    "null",
    "undefined",
    "unknown",
    "00000000-0000-0000-0000-000000000000",
];

/// Whether an ID is a placeholder: one of a list, in any case, or only white space.
pub(super) fn is_placeholder(id: &str) -> bool {
    let id = id.trim();
    id.is_empty() || PLACEHOLDERS.iter().any(|it| it.eq_ignore_ascii_case(id))
}
