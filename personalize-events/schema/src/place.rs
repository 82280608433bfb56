//! Places in the text of a schema.

use crate::Position;

/// Where something was read, or nowhere if it was not read from a text.
///
/// Where a thing stands is no part of what it is: all places are equal, so that things can be
/// compared by what they are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place(pub(crate) Option<Position>);

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Place {}
