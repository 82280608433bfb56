//! The member of a union that is set.

use super::{Error, Object, Read, ReadFormat, Value};

/// The member of a union that is set.
#[derive(Debug)]
pub struct Variant {
    name: String,
    value: Value,
}

impl Variant {
    /// Returns the only member of a value that is not `null`; `__type` is not a member.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not an object with exactly one such member.
    pub fn of(value: Value) -> Result<Self, Error> {
        let members = Object::of(value)?.into_members();
        let mut set = members
            .into_iter()
            .filter(|(name, value)| name != "__type" && !value.is_null());
        let Some((name, value)) = set.next() else {
            return Err(Error::new("has no member, but exactly one was expected"));
        };
        match set.count() {
            0 => Ok(Self { name, value }),
            more => {
                let count = more + 1;
                Err(Error::new(format!(
                    "has {count} members, but exactly one was expected"
                )))
            }
        }
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads its value.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not of the type.
    pub fn read<T: Read>(self) -> Result<T, Error> {
        T::read(self.value).map_err(|error| error.in_member(&self.name))
    }

    /// Reads its value in a format.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not of the type.
    pub fn read_as<F: ReadFormat<T>, T>(self) -> Result<T, Error> {
        F::read(self.value).map_err(|error| error.in_member(&self.name))
    }
}
