//! The members of a structure.

use std::collections::BTreeMap;

use super::{Error, Read, ReadFormat, Value};

/// The members of a structure, which are read one by one.
#[derive(Debug)]
pub struct Object {
    members: BTreeMap<String, Value>,
}

impl Object {
    /// Returns the members of a value; `null` has none.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not an object.
    pub fn of(value: Value) -> Result<Self, Error> {
        match value {
            Value::Object(members) => Ok(Self { members }),
            Value::Null => Ok(Self::empty()),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(Error::unexpected_type(&value, "an object"))
            }
        }
    }

    /// An object without members.
    pub(in crate::output) fn empty() -> Self {
        let members = BTreeMap::new();
        Self { members }
    }

    /// Reads a member; `None` if it is absent or `null`.
    ///
    /// # Errors
    ///
    /// Returns an error if the member is not of the type.
    pub fn optional<T: Read>(&mut self, name: &str) -> Result<Option<T>, Error> {
        self.take(name, T::read)
    }

    /// Reads a member; the default of [`Read::missing`] if it is absent or `null`.
    ///
    /// # Errors
    ///
    /// Returns an error if the member is not of the type.
    pub fn required<T: Read>(&mut self, name: &str) -> Result<T, Error> {
        self.take(name, T::read)?.map_or_else(|| missing(name), Ok)
    }

    /// Reads a member like [`optional`](Self::optional), in a format.
    ///
    /// # Errors
    ///
    /// Returns an error if the member is not of the type.
    pub fn optional_as<F: ReadFormat<T>, T>(&mut self, name: &str) -> Result<Option<T>, Error> {
        self.take(name, F::read)
    }

    /// Reads a member like [`required`](Self::required), in a format.
    ///
    /// # Errors
    ///
    /// Returns an error if the member is not of the type.
    pub fn required_as<F: ReadFormat<T>, T: Read>(&mut self, name: &str) -> Result<T, Error> {
        self.take(name, F::read)?.map_or_else(|| missing(name), Ok)
    }

    fn take<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Value) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        match self.members.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(value).map(Some).map_err(|error| error.in_member(name)),
        }
    }

    pub(super) fn into_members(self) -> BTreeMap<String, Value> {
        self.members
    }
}

fn missing<T: Read>(name: &str) -> Result<T, Error> {
    T::missing().map_err(|error| error.in_member(name))
}
