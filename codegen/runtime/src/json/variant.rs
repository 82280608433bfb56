//! The one member of a union.

use serde_json::Value;

use super::{Error, Object, Read};
use crate::format::Format;

/// The member of a union that is there.
#[derive(Debug)]
pub struct Variant {
    name: String,
    value: Value,
}

impl Variant {
    /// The only member of a value that is not `null`; `__type` is none.
    ///
    /// # Errors
    ///
    /// When the value is no object, or has no such member, or several.
    pub fn of(value: Value) -> Result<Self, Error> {
        let members = Object::of(value)?.into_members();
        let mut set = members
            .into_iter()
            .filter(|(name, value)| name != "__type" && !value.is_null());
        let Some((name, value)) = set.next() else {
            return Err(Error::new("has no member, exactly one was expected"));
        };
        match set.count() {
            0 => Ok(Self { name, value }),
            more => {
                let count = more + 1;
                Err(Error::new(format!(
                    "has {count} members, exactly one was expected"
                )))
            }
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its value.
    ///
    /// # Errors
    ///
    /// When it is not of the type.
    pub fn read<T: Read>(self) -> Result<T, Error> {
        T::read(self.value).map_err(|error| error.below(&self.name))
    }

    /// Its value, in a format.
    ///
    /// # Errors
    ///
    /// When it is not of the type.
    pub fn read_as<F: Format<T>, T>(self) -> Result<T, Error> {
        F::read(self.value).map_err(|error| error.below(&self.name))
    }
}
