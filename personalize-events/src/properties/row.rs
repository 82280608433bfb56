//! The cells of a row, found by the keys of their columns.

use std::borrow::Cow;
use std::ops::Range;

use personalize_events_schema::ReservedColumn;
use personalize_events_schema::names::is_same_column;
use personalize_events_schema::record_kind::RecordKind;

use super::column::{ColumnType, Form};
use super::column_range;
use super::keys::{Columns, check_key};
use super::part::{self, PropertiesPart};
use super::timestamp;
use crate::validation::{ValidationError, Violation, ViolationKind};

/// The ranges of cells in the text of a row.
pub(crate) struct Row {
    cells: Vec<Cell>,
    /// The concatenated cells.
    pub(super) text: String,
    /// The cell after the last one that was filled: most rows are written in the order of the columns.
    next: usize,
    /// Whether the columns are known only at run time, so that values and keys are checked against them.
    pub(super) is_dynamic: bool,
}

/// A cell and its column.
pub(crate) struct Cell {
    pub(crate) key: Cow<'static, str>,
    pub(crate) name: Cow<'static, str>,
    pub(super) ty: ColumnType,
    pub(super) is_timestamp: bool,
    /// The limits of the member of the record that has this column, if there is one.
    pub(crate) check_member: Option<CheckMember>,
    pub(crate) range: Option<Range<usize>>,
}

/// Returns what is wrong with the text of a column by the limits of a member.
pub(crate) type CheckMember = fn(&str, &str) -> Vec<Violation>;

impl Cell {
    pub(crate) fn is_nullable(&self) -> bool {
        self.ty.nullable
    }

    /// Checks a text by the type of the column.
    #[inline]
    pub(crate) fn check(&self, text: &str) -> Result<(), ViolationKind> {
        if self.is_timestamp {
            timestamp::check_text(text)
        } else {
            column_range::check_text(self.ty, text, false)
        }
    }

    /// Sets where its text is, unless it has one.
    fn fill(&mut self, range: Range<usize>) -> Result<(), ViolationKind> {
        if self.range.is_some() {
            let other = self.key.to_string();
            return Err(ViolationKind::DuplicateColumn { other });
        }
        self.range = Some(range);
        Ok(())
    }

    pub(crate) fn is_textual(&self) -> bool {
        self.ty.form == Form::Textual
    }
}

impl Row {
    pub(crate) fn new(kind: &RecordKind, parts: &[PropertiesPart]) -> Self {
        let cells = part::columns(parts).into_iter().map(|column| Cell {
            is_timestamp: kind.is_timestamp_key(column.name),
            key: column.key.into(),
            name: column.name.into(),
            ty: column.ty,
            check_member: None,
            range: None,
        });
        Self {
            cells: cells.collect(),
            text: String::new(),
            next: 0,
            is_dynamic: false,
        }
    }

    /// A row whose columns are known only at run time, without those of members of the record.
    pub(crate) fn dynamic(
        kind: &RecordKind,
        columns: impl Iterator<Item = (String, ColumnType)>,
    ) -> Result<Self, ValidationError> {
        Self::of_columns(kind, Some(kind), columns)
    }

    /// The same, with the columns of members of the record. Those that the service defines have its types, and the required
    /// ones must be there.
    pub(crate) fn with_members(
        kind: &RecordKind,
        columns: impl Iterator<Item = (String, ColumnType)>,
        check_of: impl Fn(&str) -> Option<CheckMember>,
    ) -> Result<Self, ValidationError> {
        let dataset_type = kind.dataset_type();
        let columns = columns.map(|(name, ty)| {
            let reserved = dataset_type.reserved_column(&name);
            let ty = reserved.map_or(ty, |reserved| reserved_type(reserved, ty));
            (name, ty)
        });
        let mut row = Self::of_columns(kind, None, columns)?;
        for cell in &mut row.cells {
            cell.check_member = check_of(&cell.name);
        }
        let required = dataset_type.reserved_columns().iter();
        let missing = required.filter(|reserved| {
            reserved.required && row.cells.iter().all(|cell| cell.name != reserved.name)
        });
        let violations = missing.map(|it| Violation::new(it.name, ViolationKind::Required));
        let violations: Vec<Violation> = violations.collect();
        if violations.is_empty() {
            Ok(row)
        } else {
            Err(ValidationError::new(violations))
        }
    }

    /// `without_members` is the kind whose members are no columns.
    fn of_columns(
        kind: &RecordKind,
        without_members: Option<&RecordKind>,
        columns: impl Iterator<Item = (String, ColumnType)>,
    ) -> Result<Self, ValidationError> {
        let mut violations = Vec::new();
        let mut names = Columns::default();
        let mut cells = Vec::new();
        for (name, ty) in columns {
            let mut add = |kind| violations.push(Violation::new(&name, kind));
            if let Err(kind) = check_key(without_members, &name) {
                add(kind);
            }
            if let Some(other) = names.insert(&name) {
                add(ViolationKind::DuplicateColumn { other });
            }
            cells.push(Cell {
                is_timestamp: kind.is_timestamp_key(&name),
                key: name.clone().into(),
                name: name.into(),
                ty,
                check_member: None,
                range: None,
            });
        }
        if violations.is_empty() {
            Ok(Self {
                cells,
                text: String::new(),
                next: 0,
                is_dynamic: true,
            })
        } else {
            Err(ValidationError::new(violations))
        }
    }

    pub(crate) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.next = 0;
        for cell in &mut self.cells {
            cell.range = None;
        }
    }

    /// Fills the cell of a key, which has this index if it is known.
    pub(super) fn fill(
        &mut self,
        key: &str,
        index: Option<usize>,
        range: Range<usize>,
    ) -> Result<(), ViolationKind> {
        let index = index.or_else(|| self.find(key));
        let index = index.ok_or(ViolationKind::UnknownColumn)?;
        self.cells[index].fill(range)?;
        self.next = index + 1;
        Ok(())
    }

    /// The index of the cell of a key.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        let has_key = |cell: &Cell| cell.key == key;
        let is_of_key = |cell: &Cell| is_same_column(&cell.key, key);
        match self.cells.get(self.next) {
            Some(cell) if has_key(cell) || (self.is_dynamic && is_of_key(cell)) => Some(self.next),
            Some(_) | None if self.is_dynamic => self.cells.iter().position(is_of_key),
            Some(_) | None => self.cells.iter().position(has_key),
        }
    }
}

/// The type of a column that the service defines; only whether it is nullable may differ.
fn reserved_type(reserved: &ReservedColumn, declared: ColumnType) -> ColumnType {
    let ty = match reserved.name {
        "USER_ID" | "ITEM_ID" | "ACTION_ID" => ColumnType::ID,
        "TIMESTAMP" => ColumnType::LONG,
        "EVENT_VALUE" => ColumnType::FLOAT,
        "IMPRESSION" => ColumnType::CATEGORICAL,
        _ => ColumnType::PLAIN,
    };
    if declared.nullable && !reserved.required {
        ty.nullable()
    } else {
        ty
    }
}
