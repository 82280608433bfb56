//! The key and the column of each property, and that no two properties have one column.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use crate::engine::case::KeyCase;
use crate::engine::marks::Property;
use crate::engine::problems::Problems;
use crate::engine::{keys, names};
use personalize_events_schema::names::is_same_column;
use personalize_events_schema::record_kind::RecordKind;

/// What a property is called.
pub(crate) struct Name {
    pub(crate) key: String,
    pub(crate) column: String,
    /// Where the key was said: in the attribute, or by the field's name.
    key_at: Span,
    pub(crate) column_at: Span,
}

/// Finds what a property is called: what is said, or what its field's name or its column tells.
///
/// # Errors
///
/// There is no telling, or no property can be called so.
pub(crate) fn name(
    kind: &RecordKind,
    case: KeyCase,
    ident: &Ident,
    said: &Property,
) -> syn::Result<Name> {
    let mut problems = Problems::default();
    let field = ident.unraw().to_string();
    let column = problems.sort(
        said.column
            .as_ref()
            .map(|text| valid(kind, text))
            .transpose(),
    );
    let key = match (&said.rename, &column) {
        (Some(text), _) => valid(kind, text),
        (None, Some(Some(column))) => at(ident, names::key_for_column(column, case)),
        (None, _) => at(
            ident,
            names::key(&field, case).and_then(|key| free(kind, key)),
        ),
    };
    let key = problems.sort(key).unwrap_or_default();
    if let (Some(text), Some(Some(column))) = (&said.rename, &column)
        && !is_same_column(&key, column)
        && !key.is_empty()
    {
        let message = format!("no key but that of `{column}` fills the column, and `{key}` is not");
        problems.at(text.span(), message);
    }
    problems.finish(Name {
        column: column
            .flatten()
            .unwrap_or_else(|| names::column(&field, &key)),
        key_at: span(said.rename.as_ref().or(said.column.as_ref()), ident),
        column_at: span(said.column.as_ref(), ident),
        key,
    })
}

fn at(ident: &Ident, key: Result<String, String>) -> syn::Result<String> {
    key.map_err(|message| syn::Error::new(ident.span(), message))
}

fn span(text: Option<&LitStr>, ident: &Ident) -> Span {
    text.map_or_else(|| ident.span(), LitStr::span)
}

/// A name that was said.
fn valid(kind: &RecordKind, text: &LitStr) -> syn::Result<String> {
    let name = text.value();
    let outcome = keys::malformed(&name).map_or_else(|| free(kind, name), Err);
    outcome.map_err(|message| syn::Error::new(text.span(), message))
}

fn free(kind: &RecordKind, name: String) -> Result<String, String> {
    keys::refusal(kind, &name).map_or(Ok(name), Err)
}

/// No two properties have one column, which is to say one key; the error stands at each of them.
pub(crate) fn check(properties: &[(&Ident, &Name)], problems: &mut Problems) {
    for (index, (_, name)) in properties.iter().enumerate() {
        let others = properties.iter().enumerate();
        let mut others = others.filter(|(other, _)| *other != index);
        let same = others.find(|(_, (_, other))| is_same_column(&other.key, &name.key));
        if let Some((_, (field, Name { key, .. }))) = same {
            let ours = &name.key;
            let message = if ours == key {
                format!("`{ours}` is the key of the field `{field}` too")
            } else {
                format!(
                    "`{ours}` is for the same column as `{key}` of the field `{field}`: \
                     neither `_` nor case tells columns apart"
                )
            };
            problems.at(name.key_at, message);
        }
    }
}
