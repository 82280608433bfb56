//! The formats of lists, maps and optional values.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{As, ListOf, OptionOf, ReadFormat, WriteFormat};
use crate::json::{self, Error, Value};

impl<T, F: WriteFormat<T>> WriteFormat<Option<T>> for OptionOf<F> {
    fn write<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => F::write(value, serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl<T, F: ReadFormat<T>> ReadFormat<Option<T>> for OptionOf<F> {
    const NULLABLE: bool = true;

    fn read(value: Value) -> Result<Option<T>, Error> {
        if value.is_null() {
            return Ok(None);
        }
        F::read(value).map(Some)
    }
}

impl<T, F: WriteFormat<T>> WriteFormat<Vec<T>> for ListOf<F> {
    fn write<S: Serializer>(value: &Vec<T>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(value.iter().map(As::<F, T>::new))
    }
}

impl<T, F: ReadFormat<T>> ReadFormat<Vec<T>> for ListOf<F> {
    fn read(value: Value) -> Result<Vec<T>, Error> {
        json::read_list(value, F::NULLABLE, F::read)
    }
}

impl<K: Serialize, T, F: WriteFormat<T>> WriteFormat<BTreeMap<K, T>> for ListOf<F> {
    fn write<S: Serializer>(value: &BTreeMap<K, T>, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = value.iter();
        serializer.collect_map(entries.map(|(key, value)| (key, As::<F, T>::new(value))))
    }
}

impl<K, T, F> ReadFormat<BTreeMap<K, T>> for ListOf<F>
where
    K: Ord + for<'a> From<&'a str>,
    F: ReadFormat<T>,
{
    fn read(value: Value) -> Result<BTreeMap<K, T>, Error> {
        json::read_map(value, F::NULLABLE, F::read)
    }
}
