//! What a field says about its column.

use personalize_events_schema::Type;
use syn::LitStr;

use crate::engine::attributes::Marks;
use personalize_events_schema::record_kind::RecordKind;

/// What a column is said to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stated {
    /// `column_type = "…"`
    Type(Type),
    Categorical,
    Textual,
    Plain,
}

impl Stated {
    /// Whether the column has strings.
    pub(crate) fn is_string(self) -> bool {
        match self {
            Self::Type(_) => false,
            Self::Categorical | Self::Textual | Self::Plain => true,
        }
    }
}

/// Reads the marks.
///
/// # Errors
///
/// There is no such type, or no such column in this kind of dataset.
pub(crate) fn read(kind: &RecordKind, marks: &Marks) -> syn::Result<Option<Stated>> {
    if let Some(text) = marks.text("column_type") {
        return column_type(text).map(Some);
    }
    if let Some(mark) = marks.get("textual") {
        if !kind.dataset_type().allows_textual() {
            let message = "only items can have a textual column; say `categorical` or `plain`";
            return Err(syn::Error::new(mark.span, message));
        }
        return Ok(Some(Stated::Textual));
    }
    Ok(if marks.has("categorical") {
        Some(Stated::Categorical)
    } else {
        marks.has("plain").then_some(Stated::Plain)
    })
}

fn column_type(text: &LitStr) -> syn::Result<Stated> {
    let name = text.value();
    let refuse = |message: String| Err(syn::Error::new(text.span(), message));
    match name.parse() {
        Ok(Type::String) => refuse(
            "a column of strings is marked `categorical`, `textual` or `plain` instead".to_owned(),
        ),
        Ok(ty) => Ok(Stated::Type(ty)),
        Err(_) => refuse(format!(
            "{name:?} is no type of a column; known: \"int\", \"long\", \"float\", \"double\", \
             \"boolean\""
        )),
    }
}
