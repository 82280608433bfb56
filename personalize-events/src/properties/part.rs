//! What a struct has for properties, as far as it is known when it is compiled.

use super::ColumnType;

/// One property, or those of a flattened struct.
#[derive(Clone, Copy, Debug)]
pub enum PropertiesPart {
    /// A property.
    Column(Column),
    /// The properties of a flattened struct.
    Flattened {
        /// What it has.
        parts: &'static [PropertiesPart],
        /// Whether it may be left out.
        nullable: bool,
    },
    /// What is written by hand.
    Unknown,
}

/// A property and its column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) ty: ColumnType,
    /// What the service asks of a column of this name.
    pub(super) keyword: Option<ColumnType>,
}

impl PropertiesPart {
    /// A property.
    #[must_use]
    pub const fn column(key: &'static str, name: &'static str, ty: ColumnType) -> Self {
        Self::Column(Column {
            key,
            name,
            ty,
            keyword: None,
        })
    }

    /// A property whose column is a keyword of the service.
    #[must_use]
    pub const fn keyword(
        key: &'static str,
        name: &'static str,
        ty: ColumnType,
        keyword: ColumnType,
    ) -> Self {
        Self::Column(Column {
            key,
            name,
            ty,
            keyword: Some(keyword),
        })
    }

    /// The properties of a flattened struct.
    #[must_use]
    pub const fn flattened(parts: &'static [Self], nullable: bool) -> Self {
        Self::Flattened { parts, nullable }
    }
}

/// Each column, those of flattened structs among the others, with the nulls that flattening adds.
pub(super) fn columns(parts: &[PropertiesPart]) -> Vec<Column> {
    let mut columns = Vec::new();
    add(parts, false, &mut columns);
    columns
}

fn add(parts: &[PropertiesPart], nullable: bool, columns: &mut Vec<Column>) {
    for part in parts {
        match part {
            PropertiesPart::Column(column) => {
                let mut column = *column;
                column.ty.nullable |= nullable;
                columns.push(column);
            }
            PropertiesPart::Flattened {
                parts,
                nullable: all,
            } => add(parts, nullable || *all, columns),
            PropertiesPart::Unknown => {}
        }
    }
}
