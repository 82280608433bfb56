//! Parses records.

use std::sync::Arc;

use super::raw_record::RawRecord;
use super::reader::FieldReader;
use crate::dataset::Dataset;
use crate::derived_id;
use crate::findings::Findings;
use crate::parsed_record::ParsedRecord;
use crate::problem::Problems;

/// Parses one record after the other, in the same memory.
pub(crate) struct RecordParser {
    dataset: Arc<Dataset>,
    fields: Box<dyn FieldReader>,
    /// The first line of a CSV.
    header: Option<Arc<[u8]>>,
    is_for_import: bool,
    parsed: ParsedRecord,
}

impl RecordParser {
    pub(super) fn new(
        dataset: &Arc<Dataset>,
        fields: Box<dyn FieldReader>,
        header: Option<Arc<[u8]>>,
    ) -> Self {
        Self {
            dataset: Arc::clone(dataset),
            fields,
            header,
            is_for_import: false,
            parsed: ParsedRecord::new(dataset),
        }
    }

    pub(super) fn for_import(&mut self) {
        self.is_for_import = true;
        self.parsed.findings = Findings::for_import(&self.dataset);
    }

    /// Parses the record with this number, counted from 1, or returns the problems of one that cannot be parsed at all.
    pub(crate) fn parse(
        &mut self,
        raw: &RawRecord<'_>,
        number: u64,
    ) -> Result<&mut ParsedRecord, Problems> {
        let text = match raw.text {
            Some(text) => text,
            None => std::str::from_utf8(&raw.bytes).map_err(|error| {
                let text = "the record is not valid UTF-8; convert the file to UTF-8";
                Problems::one(error.valid_up_to(), text)
            })?,
        };
        self.parsed.clear();
        let mut problems = Problems::default();
        if !self
            .fields
            .read(text, raw.has_quotes, &mut self.parsed, &mut problems)
        {
            return Err(problems);
        }
        let event_id = self.dataset.events.map(|_| {
            let header = self.header.as_deref().unwrap_or_default();
            derived_id::event_id(header, number, &raw.bytes)
        });
        self.parsed.finish(problems, event_id);
        Ok(&mut self.parsed)
    }

    /// What has been found in the records so far.
    pub(crate) fn findings(&mut self) -> &mut Findings {
        &mut self.parsed.findings
    }

    /// Removes what has been found in the records so far.
    pub(crate) fn take_findings(&mut self) -> Findings {
        let empty = if self.is_for_import {
            Findings::for_import(&self.dataset)
        } else {
            Findings::new(&self.dataset)
        };
        std::mem::replace(&mut self.parsed.findings, empty)
    }
}

impl Clone for RecordParser {
    fn clone(&self) -> Self {
        let mut parser = Self::new(&self.dataset, self.fields.clone_box(), self.header.clone());
        if self.is_for_import {
            parser.for_import();
        }
        parser
    }
}
