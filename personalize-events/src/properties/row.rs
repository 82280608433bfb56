//! The cells of a row, told by the keys of their columns.

use std::ops::Range;

use super::column::Form;
use super::part::{self, PropertiesPart};

/// Where in a text the cells of a row are.
pub(crate) struct Row {
    cells: Vec<Cell>,
    /// The cell behind the last one that was taken: rows are mostly written in the order of columns.
    next: usize,
}

/// A cell, and the column that it is in.
pub(crate) struct Cell {
    pub(crate) key: &'static str,
    pub(crate) name: &'static str,
    pub(crate) nullable: bool,
    pub(crate) textual: bool,
    /// Where in the text it is, or nowhere.
    pub(crate) found: Option<Range<usize>>,
}

impl Row {
    /// A row of these columns.
    pub(crate) fn new(parts: &[PropertiesPart]) -> Self {
        let cells = part::columns(parts).into_iter().map(|column| Cell {
            key: column.key,
            name: column.name,
            nullable: column.ty.nullable,
            textual: column.ty.form == Form::Textual,
            found: None,
        });
        Self {
            cells: cells.collect(),
            next: 0,
        }
    }

    pub(crate) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Empties all cells.
    pub(crate) fn clear(&mut self) {
        self.next = 0;
        for cell in &mut self.cells {
            cell.found = None;
        }
    }

    /// Fills the cell of this key, if there is one.
    pub(super) fn take(&mut self, key: &str, found: Range<usize>) -> bool {
        let is_it = |cell: &Cell| cell.key == key;
        let index = match self.cells.get(self.next) {
            Some(cell) if is_it(cell) => Some(self.next),
            _ => self.cells.iter().position(is_it),
        };
        let Some(index) = index else {
            return false;
        };
        self.cells[index].found = Some(found);
        self.next = index + 1;
        true
    }
}
