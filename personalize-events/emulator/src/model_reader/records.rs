//! Which inputs carry records, and where those go.

use personalize_events_ast::ShapeId;

use super::Loader;
use crate::model::{DATASET, Field, Keeper, Kind, Records, TRACKER};

impl Loader<'_> {
    /// An input that names a dataset or a tracker and has one list of structures carries records.
    pub(super) fn records(&self, input: Option<&ShapeId>, room: &str) -> Option<Records> {
        let fields = self.fields(input)?;
        let keeper = if fields.iter().any(|field| field.key == DATASET) {
            Keeper::Dataset
        } else if fields.iter().any(|field| field.key == TRACKER) {
            Keeper::Tracker
        } else {
            return None;
        };
        let mut lists = fields.iter().filter_map(|field| {
            let Some(Kind::List(list)) = self.shapes.get(&field.member.target) else {
                return None;
            };
            Some((field, self.fields(Some(&list.element.target))?))
        });
        let ((list, record), None) = (lists.next()?, lists.next()) else {
            return None;
        };
        let id = match keeper {
            Keeper::Dataset => Some(self.id(record)?),
            Keeper::Tracker => None,
        };
        Some(Records {
            keeper,
            room: room.to_owned(),
            list: list.key.clone(),
            id,
        })
    }

    /// The id of a record: its only required string.
    fn id(&self, record: &[Field]) -> Option<String> {
        let mut ids = record.iter().filter(|field| {
            field.required && matches!(self.shapes.get(&field.member.target), Some(Kind::String))
        });
        let (id, None) = (ids.next()?, ids.next()) else {
            return None;
        };
        Some(id.key.clone())
    }

    pub(super) fn fields(&self, id: Option<&ShapeId>) -> Option<&[Field]> {
        if let Kind::Structure(fields) = self.shapes.get(id?)? {
            Some(fields)
        } else {
            None
        }
    }
}
