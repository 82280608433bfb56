//! What is known of the column of a property, besides its name.

use personalize_events_schema::{Column as InFile, ReservedColumn};

use crate::engine::columns::Name;
use crate::engine::input::{Content, Part};
use crate::engine::marks::Property;
use crate::engine::problems::Problems;
use crate::engine::stated::Stated;
use personalize_events_schema::record_kind::RecordKind;

/// What the field says, what the service asks, and what a schema has.
pub(crate) struct Column {
    pub(crate) stated: Option<Stated>,
    /// The field says that it may be null.
    pub(crate) nullable: bool,
    pub(crate) keyword: Option<&'static ReservedColumn>,
    /// The column in the schema that the struct is checked against.
    pub(crate) in_file: Option<InFile>,
}

impl Column {
    /// What a field says about a column of this name.
    ///
    /// # Errors
    ///
    /// The service knows the column as something else.
    pub(crate) fn new(kind: &RecordKind, name: &Name, said: &Property) -> syn::Result<Self> {
        let keyword = kind.dataset_type().reserved_column(&name.column);
        let mark = match said.stated {
            Some(Stated::Categorical) => "categorical",
            Some(Stated::Textual) => "textual",
            Some(Stated::Plain | Stated::Type(_)) | None => "",
        };
        if let (
            Some(ReservedColumn {
                name: column, ty, ..
            }),
            true,
        ) = (keyword, !mark.is_empty())
        {
            let message = format!(
                "`{column}` is a column that the service knows, of type {ty}: only columns of \
                 metadata can be {mark}; remove `{mark}`"
            );
            return Err(syn::Error::new(name.column_at, message));
        }
        Ok(Self {
            stated: said.stated,
            nullable: said.nullable,
            keyword,
            in_file: None,
        })
    }
}

/// One textual column at most; the error stands at each.
pub(crate) fn check_textual(parts: &[Part<'_>], problems: &mut Problems) {
    let textual: Vec<_> = parts
        .iter()
        .filter(|part| match &part.content {
            Content::Property { column, .. } => column.stated == Some(Stated::Textual),
            Content::Flattened => false,
        })
        .map(|part| part.member.ident)
        .collect();
    for ident in &textual {
        if let Some(other) = textual.iter().find(|other| *other != ident) {
            let message = format!("the service takes one textual column, `{other}` is marked too");
            problems.at(ident.span(), message);
        }
    }
}
