//! The cells of a row, found by the keys of their columns.

use std::ops::Range;

use super::column::Form;
use super::part::{self, PropertiesPart};

/// The ranges of cells in the text of a row.
pub(crate) struct Row {
    cells: Vec<Cell>,
    /// The cell after the last one that was filled: most rows are written in the order of the columns.
    next: usize,
}

/// A cell and its column.
pub(crate) struct Cell {
    pub(crate) key: &'static str,
    pub(crate) name: &'static str,
    pub(crate) nullable: bool,
    pub(crate) textual: bool,
    pub(crate) range: Option<Range<usize>>,
}

impl Row {
    pub(crate) fn new(parts: &[PropertiesPart]) -> Self {
        let cells = part::columns(parts).into_iter().map(|column| Cell {
            key: column.key,
            name: column.name,
            nullable: column.ty.nullable,
            textual: column.ty.form == Form::Textual,
            range: None,
        });
        Self {
            cells: cells.collect(),
            next: 0,
        }
    }

    pub(crate) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    pub(crate) fn clear(&mut self) {
        self.next = 0;
        for cell in &mut self.cells {
            cell.range = None;
        }
    }

    /// Fills the cell of a key; false if there is none.
    pub(super) fn fill(&mut self, key: &str, range: Range<usize>) -> bool {
        let has_key = |cell: &Cell| cell.key == key;
        let index = match self.cells.get(self.next) {
            Some(cell) if has_key(cell) => Some(self.next),
            _ => self.cells.iter().position(has_key),
        };
        let Some(index) = index else {
            return false;
        };
        self.cells[index].range = Some(range);
        self.next = index + 1;
        true
    }
}
