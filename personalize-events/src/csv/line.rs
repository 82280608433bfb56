//! Writes the line of a record, and finds what is wrong with it.

use personalize_events_schema::names::is_same_column;

use super::cell::write_cell;
use super::id_column::IdColumn;
use crate::properties::Cell;
use crate::validation::{ValidationError, Violation, ViolationKind};

/// The line of a record, whose cells are added in the order of the columns. It is removed if it is dropped before its end.
pub(super) struct Line<'a> {
    lines: &'a mut Vec<u8>,
    /// Where the lines end that remain.
    end: usize,
    /// The member that the paths of properties start with, or an empty text.
    member: &'static str,
    /// `None` if the record is valid so far.
    found: Option<Box<Found>>,
}

/// What is wrong with a record, in the order in which it is reported.
#[derive(Default)]
struct Found {
    of_members: Vec<Violation>,
    of_types: Vec<Violation>,
    of_cells: Vec<Violation>,
}

impl<'a> Line<'a> {
    /// Starts a line after others. `of_types` are violations that have been found in the record before.
    pub(super) fn new(
        lines: &'a mut Vec<u8>,
        member: &'static str,
        of_types: Vec<Violation>,
    ) -> Self {
        let mut line = Self {
            end: lines.len(),
            lines,
            member,
            found: None,
        };
        if !of_types.is_empty() {
            line.found().of_types = of_types;
        }
        line
    }

    /// Adds the cell of the ID, the first one. `checked` has the violations of its constraints.
    #[inline]
    pub(super) fn add_id(
        &mut self,
        column: &IdColumn,
        id: &str,
        checked: Result<(), ValidationError>,
    ) {
        if let Err(error) = checked {
            self.found().of_members = error.into_violations();
        } else if !write_cell(id, false, self.lines) {
            let violation = Violation::new(column.member, ViolationKind::LineBreak);
            self.found().of_cells.push(violation);
        }
        self.lines.push(b',');
    }

    /// Writes a line of texts that are still to be checked. No type of iterator is a parameter, so that this is compiled once, and
    /// what it calls into it.
    pub(super) fn write_texts<'t>(
        lines: &'a mut Vec<u8>,
        member: &'static str,
        id: Option<&IdColumn>,
        cells: &[Cell],
        texts: &mut dyn Iterator<Item = Option<&'t str>>,
    ) -> Result<(), ValidationError> {
        let mut line = Self::new(lines, member, Vec::new());
        let mut count = 0;
        let mut next = || {
            let text = texts.next();
            count += usize::from(text.is_some());
            text.flatten()
        };
        if let Some(column) = id {
            let id = next().unwrap_or_default();
            line.add_id(column, id, column.check(id, false));
        }
        for cell in cells {
            let text = next();
            if let Some(text) = text
                && let Err(kind) = cell.check(text)
            {
                line.add_of_type(cell, kind);
            }
            line.add(cell, text);
        }
        if count < cells.len() + usize::from(id.is_some()) {
            line.add_of_text(count, ViolationKind::Required);
        } else if texts.next().is_some() {
            line.add_of_text(count, ViolationKind::UnknownColumn);
        }
        line.finish()
    }

    #[cold]
    fn add_of_type(&mut self, cell: &Cell, kind: ViolationKind) {
        let violation = self.violation(cell, kind);
        self.found().of_types.push(violation);
    }

    /// Adds a cell.
    #[inline]
    pub(super) fn add(&mut self, cell: &Cell, text: Option<&str>) {
        if let Some(text) = text {
            if let Some(check) = cell.check_member {
                self.add_members(check(&cell.key, text));
            }
            if !write_cell(text, cell.is_textual(), self.lines) {
                let violation = self.violation(cell, ViolationKind::LineBreak);
                self.found().of_cells.push(violation);
            }
        } else if !cell.is_nullable() {
            self.add_missing(cell);
        }
        self.lines.push(b',');
    }

    fn add_members(&mut self, violations: Vec<Violation>) {
        if !violations.is_empty() {
            self.found().of_members.extend(violations);
        }
    }

    #[cold]
    fn add_missing(&mut self, cell: &Cell) {
        let violation = self.violation(cell, ViolationKind::Required);
        let member = self.member;
        let found = self.found();
        // The value may be missing because of another violation.
        let mut others = found.of_members.iter().chain(&found.of_types);
        if !others.any(|it| is_of(it, member, &cell.key)) {
            found.of_cells.push(violation);
        }
    }

    #[cold]
    fn add_of_text(&mut self, index: usize, kind: ViolationKind) {
        let violation = Violation::new("texts", kind).of_element(index);
        self.found().of_members.push(violation);
    }

    fn found(&mut self) -> &mut Found {
        self.found.get_or_insert_default()
    }

    fn violation(&self, cell: &Cell, kind: ViolationKind) -> Violation {
        Violation::new(&cell.key, kind).in_member(self.member)
    }

    /// Ends the line, or returns what is wrong with the record.
    pub(super) fn finish(mut self) -> Result<(), ValidationError> {
        if let Some(found) = self.found.take() {
            let violations = [found.of_members, found.of_types, found.of_cells];
            return Err(ValidationError::new(violations.concat()));
        }
        // Every cell ends with a comma.
        if let Some(end) = self.lines.last_mut() {
            *end = b'\n';
        }
        self.end = self.lines.len();
        Ok(())
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        self.lines.truncate(self.end);
    }
}

/// Whether a violation is in the property of a column, or in the member of one.
fn is_of(violation: &Violation, member: &str, column: &str) -> bool {
    let path = violation.path().strip_prefix(member);
    let key = path.map(|path| path.strip_prefix('.').unwrap_or(path));
    key.is_some_and(|key| is_same_column(key, column))
}
