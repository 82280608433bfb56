//! The columns of a struct that are known at compile time.

use super::column::ColumnType;

/// One property, or those of a flattened struct.
#[derive(Clone, Copy, Debug)]
pub enum PropertiesPart {
    /// A property.
    Column(Column),
    /// The properties of a flattened struct.
    Flattened {
        /// Its properties.
        parts: &'static [PropertiesPart],
        /// Whether it may be omitted.
        nullable: bool,
    },
    /// The properties of a manual implementation.
    Unknown,
}

/// A property and its column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) ty: ColumnType,
    /// The type that the service requires of a column with this name.
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

    /// A property whose column is reserved by the service.
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

/// All columns, including those of flattened structs, which are nullable if the flattened field is.
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
