//! The key and the column of a property.

use personalize_events_schema::names::is_same_column;
use personalize_events_schema::record_kind::RecordKind;
use personalize_events_schema::{Column as SchemaColumn, ReservedColumn};
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use crate::engine::case::KeyCase;
use crate::engine::column_attrs::ColumnAttr;
use crate::engine::errors::Errors;
use crate::engine::field_attrs::Property;
use crate::engine::key::{self, key_for_column};

/// The names of a property.
pub(crate) struct Name {
    pub(crate) key: String,
    pub(crate) column: String,
    /// Whether an attribute states the column.
    pub(crate) is_column_stated: bool,
    /// Whether an attribute states the key or the column.
    pub(crate) is_stated: bool,
    /// The source of the key: an attribute or the field's name.
    pub(crate) key_span: Span,
    pub(crate) column_span: Span,
}

/// The column of a property: its attributes, its definition by the service, and that in a schema.
pub(crate) struct Column {
    pub(crate) attr: Option<ColumnAttr>,
    /// Whether the field is marked `nullable`.
    pub(crate) nullable: bool,
    pub(crate) reserved: Option<&'static ReservedColumn>,
    /// The column in the schema that the struct is checked against.
    pub(crate) in_schema: Option<SchemaColumn>,
}

impl Name {
    /// Derives the names from the attributes and the field's name; fails if they are ambiguous,
    /// malformed or reserved.
    pub(crate) fn new(
        kind: &RecordKind,
        case: KeyCase,
        ident: &Ident,
        attrs: &Property,
    ) -> syn::Result<Self> {
        let mut errors = Errors::default();
        let field = ident.unraw().to_string();
        let at_field = |message| syn::Error::new(ident.span(), message);
        let specified = |text: &LitStr| {
            let name = text.value();
            let message = key::malformed(&name).or_else(|| key::reserved(kind, &name));
            message.map_or(Ok(name), |message| {
                Err(syn::Error::new(text.span(), message))
            })
        };
        let column = attrs.column.as_ref().map(specified).transpose();
        let column = errors.ok(column);
        let key = match (&attrs.rename, &column) {
            (Some(text), _) => specified(text),
            (None, Some(Some(column))) => key_for_column(column, case).map_err(at_field),
            (None, _) => key::key(&field, case)
                .and_then(|key| key::reserved(kind, &key).map_or(Ok(key), Err))
                .map_err(at_field),
        };
        let key = errors.ok(key).unwrap_or_default();
        let column = column.flatten();
        if let (Some(text), Some(column)) = (&attrs.rename, &column)
            && !is_same_column(&key, column)
            && !key.is_empty()
        {
            let message = format!(
                "the key `{key}` does not fill the column `{column}`; use a key that differs from it \
                 only in `_` and case"
            );
            errors.at(text.span(), message);
        }
        let span = |text: Option<&LitStr>| text.map_or_else(|| ident.span(), LitStr::span);
        errors.finish(Self {
            is_column_stated: column.is_some(),
            is_stated: attrs.rename.is_some() || attrs.column.is_some(),
            column: column.unwrap_or_else(|| key::column(&field, &key)),
            key_span: span(attrs.rename.as_ref().or(attrs.column.as_ref())),
            column_span: span(attrs.column.as_ref()),
            key,
        })
    }
}

impl Column {
    /// Fails if the attributes contradict the service's definition of a column of this name.
    pub(crate) fn new(kind: &RecordKind, name: &Name, attrs: &Property) -> syn::Result<Self> {
        let reserved = kind.dataset_type().reserved_column(&name.column);
        let metadata_attr = attrs.column_attr.and_then(ColumnAttr::of_metadata);
        if let (
            Some(ReservedColumn {
                name: column, ty, ..
            }),
            Some(attr),
        ) = (reserved, metadata_attr)
        {
            let message = format!(
                "`{column}` is a reserved column of type {ty}, but only metadata columns can be \
                 {attr}; remove `{attr}`"
            );
            return Err(syn::Error::new(name.column_span, message));
        }
        Ok(Self {
            attr: attrs.column_attr,
            nullable: attrs.nullable,
            reserved,
            in_schema: None,
        })
    }
}
