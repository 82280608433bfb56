//! The credentials that requests may be signed with.

use std::fmt;

#[derive(Clone, Default)]
pub(crate) struct Credentials(Vec<Key>);

#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) secret: String,
    /// The session token of temporary credentials.
    pub(crate) token: Option<String>,
}

impl Credentials {
    /// Adds a key or replaces the one with the same id.
    pub(crate) fn insert(&mut self, key: Key) {
        self.0.retain(|other| other.id != key.id);
        self.0.push(key);
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id == id)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({} keys)", self.0.len())
    }
}
