//! Serializes requests and the records in them.
//!
//! Generated implementations of `Serialize` do with [`Fields`] what serde's derive would do. The derive is a crate that
//! everybody would build.

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// The fields of a structure that is being serialized.
#[derive(Debug)]
pub struct Fields<S>(S);

impl<S: SerializeStruct> Fields<S> {
    /// Starts a structure; `are_set` is whether each of its members is set.
    ///
    /// # Errors
    ///
    /// Returns the error of the serializer, like all methods.
    #[inline]
    pub fn new<R>(serializer: R, name: &'static str, are_set: &[bool]) -> Result<Self, R::Error>
    where
        R: Serializer<SerializeStruct = S>,
    {
        let len = are_set.iter().filter(|is_set| **is_set).count();
        serializer.serialize_struct(name, len).map(Self)
    }

    /// Serializes a required member.
    ///
    /// # Errors
    ///
    /// Returns the error of the serializer.
    pub fn required<T>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error>
    where
        T: Serialize,
    {
        self.0.serialize_field(name, value)
    }

    /// Serializes an optional member, as `Some`, if it is set.
    ///
    /// # Errors
    ///
    /// Returns the error of the serializer.
    pub fn optional<T>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), S::Error>
    where
        T: Serialize,
    {
        self.optional_as(name, value.is_some().then_some(value))
    }

    /// Serializes an optional member in the format of its wrapper, without `Some`, if it is set.
    ///
    /// # Errors
    ///
    /// Returns the error of the serializer.
    pub fn optional_as<T>(&mut self, name: &'static str, value: Option<T>) -> Result<(), S::Error>
    where
        T: Serialize,
    {
        match value {
            Some(value) => self.0.serialize_field(name, &value),
            None => self.0.skip_field(name),
        }
    }

    /// Ends the structure.
    ///
    /// # Errors
    ///
    /// Returns the error of the serializer.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the fields; those that are skipped are in parentheses.
    struct Names(Vec<String>);

    impl SerializeStruct for Names {
        type Ok = String;
        type Error = serde::de::value::Error;

        fn serialize_field<T: Serialize + ?Sized>(
            &mut self,
            name: &'static str,
            _: &T,
        ) -> Result<(), Self::Error> {
            self.0.push(name.to_owned());
            Ok(())
        }

        fn skip_field(&mut self, name: &'static str) -> Result<(), Self::Error> {
            self.0.push(format!("({name})"));
            Ok(())
        }

        fn end(self) -> Result<String, Self::Error> {
            Ok(self.0.join(" "))
        }
    }

    #[test]
    fn members_that_are_not_set_are_skipped() {
        let mut fields = Fields(Names(Vec::new()));
        fields.required("a", &1).unwrap();
        fields.optional("b", &Some(1)).unwrap();
        fields.optional("c", &None::<i32>).unwrap();
        fields.optional_as("d", Some(1)).unwrap();
        fields.optional_as("e", None::<i32>).unwrap();
        assert_eq!(fields.end().unwrap(), "a b (c) d (e)");
    }
}
