//! Finds the records in inputs, and the dataset or tracker that stores them.

use personalize_events_ast::ShapeId;

use super::reader::Reader;
use crate::model::{DATASET, Destination, Field, RecordMapping, TRACKER, Type};

impl Reader<'_> {
    /// Returns where the records are, if the input names a dataset or tracker and has one list of structures.
    pub(super) fn records(
        &self,
        input: Option<&ShapeId>,
        collection: &str,
    ) -> Option<RecordMapping> {
        let fields = self.fields(input)?;
        let destination = if fields.iter().any(|field| field.key == DATASET) {
            Destination::Dataset
        } else if fields.iter().any(|field| field.key == TRACKER) {
            Destination::Tracker
        } else {
            return None;
        };
        let (list, record) = single(fields.iter().filter_map(|field| {
            let Some(Type::List(list)) = self.shapes.get(&field.member.target) else {
                return None;
            };
            Some((field, self.fields(Some(&list.element.target))?))
        }))?;
        let id = match destination {
            Destination::Dataset => Some(self.record_id(record)?),
            Destination::Tracker => None,
        };
        let common = fields
            .iter()
            .filter(|field| field.key != destination.member() && field.key != list.key);
        Some(RecordMapping {
            destination,
            collection: collection.to_owned(),
            list: list.key.clone(),
            id,
            common: common.map(|field| field.key.clone()).collect(),
        })
    }

    /// Returns the key of the only required string.
    fn record_id(&self, record: &[Field]) -> Option<String> {
        let id = single(record.iter().filter(|field| {
            field.required && matches!(self.shapes.get(&field.member.target), Some(Type::String))
        }))?;
        Some(id.key.clone())
    }
}

/// Returns the item of an iterator that has exactly one.
fn single<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let item = items.next()?;
    items.next().is_none().then_some(item)
}
