//! What differs between the derives.

/// One derive: a row of the table that `lib.rs` is.
pub(crate) struct Kind {
    /// The trait that it implements.
    pub(crate) trait_name: &'static str,
    /// The id of the record, where the properties belong to one that has an id.
    pub(crate) identity: Option<Identity>,
}

/// How the id of a record is known.
pub(crate) struct Identity {
    /// The trait that is implemented if a field is marked as the id.
    pub(crate) trait_name: &'static str,
    /// The method of that trait, and the mark: `#[personalize(user_id)]`.
    pub(crate) method: &'static str,
    /// Its name on the wire, which none of the properties can have.
    pub(crate) key: &'static str,
}
