//! What is read from a struct, and everything that can be wrong with it.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Field, Fields, FieldsNamed, Generics, Ident, LitStr, Type};

use crate::engine::kind::Kind;
use crate::engine::marks::{self, Role};
use crate::engine::problems::Problems;
use crate::engine::{keys, names};

/// A struct that has been checked.
pub(crate) struct Input<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    /// In the order of the fields.
    pub(crate) properties: Vec<Property<'a>>,
    pub(crate) id: Option<Member<'a>>,
}

/// A field that is a property.
pub(crate) struct Property<'a> {
    pub(crate) member: Member<'a>,
    pub(crate) key: String,
    /// Where the key was said: in the attribute, or by the field's name.
    said: Span,
}

/// A field that is sent.
#[derive(Clone, Copy)]
pub(crate) struct Member<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
}

/// Reads and checks.
///
/// # Errors
///
/// All problems at once.
pub(crate) fn read<'a>(kind: &Kind, input: &'a DeriveInput) -> syn::Result<Input<'a>> {
    let fields = named_fields(kind, input)?;
    let mut problems = Problems::default();
    for attribute in marks::ours(&input.attrs) {
        problems.on(
            attribute,
            "`#[personalize(…)]` stands on fields, not on the struct",
        );
    }
    let mut properties = Vec::new();
    let mut ids = Vec::new();
    for field in &fields.named {
        let Some(member) = member(field) else {
            continue;
        };
        match marks::role(kind, field, &mut problems) {
            Some(Role::Property(rename)) => {
                properties.extend(property(kind, member, rename, &mut problems));
            }
            Some(Role::Id) => ids.push(member),
            Some(Role::Skipped) | None => {}
        }
    }
    check_ids(&ids, &mut problems);
    check_columns(&properties, &mut problems);
    problems.finish(Input {
        ident: &input.ident,
        generics: &input.generics,
        properties,
        id: ids.first().copied(),
    })
}

fn named_fields<'a>(kind: &Kind, input: &'a DeriveInput) -> syn::Result<&'a FieldsNamed> {
    let what = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Ok(fields),
            Fields::Unnamed(_) => "a tuple struct: give the fields names, they become the keys",
            Fields::Unit => "a unit struct: write `{}` for a struct without fields",
        },
        Data::Enum(_) => "an enum: derive it for a struct, or implement the trait by hand",
        Data::Union(_) => "a union: derive it for a struct",
    };
    let name = kind.trait_name;
    let message = format!("`{name}` cannot be derived for {what}");
    Err(syn::Error::new(input.ident.span(), message))
}

fn member(field: &Field) -> Option<Member<'_>> {
    let ident = field.ident.as_ref()?;
    Some(Member {
        ident,
        ty: &field.ty,
    })
}

/// Finds the key of a property.
fn property<'a>(
    kind: &Kind,
    member: Member<'a>,
    rename: Option<LitStr>,
    problems: &mut Problems,
) -> Option<Property<'a>> {
    let (said, key) = if let Some(text) = rename {
        let key = text.value();
        let problem = keys::malformed(&key);
        (text.span(), problem.map_or(Ok(key), Err))
    } else {
        let name = member.ident.unraw().to_string();
        (member.ident.span(), names::key(&name))
    };
    let key = key.and_then(|key| keys::refusal(kind, &key).map_or(Ok(key), Err));
    match key {
        Ok(key) => Some(Property { member, key, said }),
        Err(message) => {
            problems.at(said, message);
            None
        }
    }
}

/// One field at most is the id; the error stands at each that claims to be.
fn check_ids(ids: &[Member<'_>], problems: &mut Problems) {
    for id in ids {
        if let Some(other) = ids.iter().find(|other| other.ident != id.ident) {
            let message = format!(
                "only one field can be the id, `{}` is marked too",
                other.ident
            );
            problems.at(id.ident.span(), message);
        }
    }
}

/// No two keys are for one column; the error stands at each of them.
fn check_columns(properties: &[Property<'_>], problems: &mut Problems) {
    let columns: Vec<String> = properties
        .iter()
        .map(|property| keys::column(&property.key))
        .collect();
    for (index, property) in properties.iter().enumerate() {
        let other = (0..properties.len())
            .find(|other| *other != index && columns[*other] == columns[index]);
        if let Some(other) = other {
            let Property { member, key, .. } = &properties[other];
            let (ours, field) = (&property.key, member.ident);
            let message = if ours == key {
                format!("`{ours}` is the key of the field `{field}` too")
            } else {
                format!(
                    "`{ours}` is for the same column as `{key}` of the field `{field}`: \
                     neither `_` nor case tells columns apart"
                )
            };
            problems.at(property.said, message);
        }
    }
}
