//! IDs of events and sessions that a file does not have. The same input has the same IDs in every run.
//!
//! They are UUIDs of version 8 (RFC 9562) from 16 bytes of a SHA-256 digest of all parts, each preceded by its length.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The ID of the event in a record of an input: of its number, counted from 1, its text, and the header of a CSV.
///
/// A record that is appended changes no other ID. Two equal records have different IDs.
pub(crate) fn event_id(header: &[u8], number: u64, record: &[u8]) -> String {
    uuid(&[b"event", header, &number.to_be_bytes(), record])
}

/// The ID of the only session of a user.
pub(crate) fn session_of_user(user_id: &str) -> String {
    uuid(&[b"session of user", user_id.as_bytes()])
}

/// The ID of the session of a user on a day, counted from 1970-01-01.
pub(crate) fn session_of_day(user_id: &str, day: i64) -> String {
    uuid(&[
        b"session of user and day",
        user_id.as_bytes(),
        &day.to_be_bytes(),
    ])
}

fn uuid(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        let length = part.len() as u64;
        digest.update(length.to_be_bytes());
        digest.update(part);
    }
    let digest: [u8; 32] = digest.finalize().into();
    let mut text = String::with_capacity(36);
    for (index, byte) in digest[..16].iter().enumerate() {
        let byte = match index {
            6 => byte & 0x0f | 0x80,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with Python:
    /// `d = sha256(b''.join(len(p).to_bytes(8, 'big') + p for p in parts)).digest()`, then
    /// the version and the variant of RFC 9562 in the first 16 bytes.
    #[test]
    fn ids_are_those_of_an_independent_implementation() {
        assert_eq!(
            event_id(b"USER_ID,ITEM_ID", 1, b"u,i"),
            "7240005b-9e8a-8643-9f1c-4cf910cddcc0"
        );
        assert_eq!(
            session_of_user("user-1"),
            "5ba74e87-f5d5-80e0-bed4-2b96d112d6ea"
        );
        assert_eq!(
            session_of_day("user-1", 19_675),
            "45a06a18-1992-8c50-a792-01a1241bfc18"
        );
    }

    #[test]
    fn every_part_makes_another_id() {
        let ids = [
            event_id(b"a", 1, b"bc"),
            event_id(b"ab", 1, b"c"),
            event_id(b"a", 2, b"bc"),
            event_id(b"a", 1, b"bd"),
            session_of_user("u"),
            session_of_user("v"),
            session_of_day("u", 1),
            session_of_day("u", -1),
        ];
        for (index, id) in ids.iter().enumerate() {
            assert!(!ids[..index].contains(id), "{index}");
        }
    }
}
