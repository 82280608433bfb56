//! The attributes that declare a field's column.

use personalize_events_schema::Type;
use personalize_events_schema::record_kind::RecordKind;
use syn::LitStr;

use crate::engine::attributes::Attrs;

/// The declared form of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnAttr {
    /// `column_type = "…"`
    Type(Type),
    Categorical,
    Textual,
    Plain,
}

impl ColumnAttr {
    /// Reads the attributes; fails if the dataset has no such column.
    pub(crate) fn read(kind: &RecordKind, attrs: &Attrs) -> syn::Result<Option<Self>> {
        if let Some(text) = attrs.string("column_type") {
            return column_type(text).map(Some);
        }
        if let Some(attr) = attrs.get("textual") {
            if !kind.dataset_type().allows_textual() {
                let message = "only Items can have a textual column; use `categorical` or `plain`";
                return Err(syn::Error::new(attr.span, message));
            }
            return Ok(Some(Self::Textual));
        }
        Ok(if attrs.has("categorical") {
            Some(Self::Categorical)
        } else {
            attrs.has("plain").then_some(Self::Plain)
        })
    }

    /// The attribute if only metadata columns accept it.
    pub(crate) fn of_metadata(self) -> Option<&'static str> {
        match self {
            Self::Categorical => Some("categorical"),
            Self::Textual => Some("textual"),
            Self::Plain | Self::Type(_) => None,
        }
    }

    pub(crate) fn is_string(self) -> bool {
        match self {
            Self::Type(_) => false,
            Self::Categorical | Self::Textual | Self::Plain => true,
        }
    }
}

fn column_type(text: &LitStr) -> syn::Result<ColumnAttr> {
    let name = text.value();
    let message = match name.parse() {
        Ok(Type::String) => {
            "`column_type` cannot be \"string\"; use `categorical`, `textual` or `plain`".to_owned()
        }
        Ok(ty) => return Ok(ColumnAttr::Type(ty)),
        Err(_) => format!(
            "{name:?} is not a column type; use \"int\", \"long\", \"float\", \"double\" or \
             \"boolean\""
        ),
    };
    Err(syn::Error::new(text.span(), message))
}
