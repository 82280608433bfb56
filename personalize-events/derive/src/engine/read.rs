//! Reads and checks a struct of properties.

use personalize_events_schema::names::is_same_column;
use personalize_events_schema::record_kind::RecordKind;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, FieldsNamed, Ident};

use crate::engine::column::{Column, Name};
use crate::engine::column_attrs::ColumnAttr;
use crate::engine::container::Container;
use crate::engine::errors::Errors;
use crate::engine::field_attrs::{Property, Role};
use crate::engine::input::{Content, Id, Input, Member, Part};
use crate::engine::{optional_columns, schema_columns};

/// Reads a struct.
///
/// # Errors
///
/// Every error at once.
pub(crate) fn read<'a>(kind: &RecordKind, input: &'a DeriveInput) -> syn::Result<Input<'a>> {
    let fields = named_fields(kind, input)?;
    let mut errors = Errors::default();
    let container = Container::read(&input.attrs, &mut errors);
    let mut parts = Vec::new();
    let mut ids = Vec::new();
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        let ty = &field.ty;
        let member = Member { ident, ty };
        match Role::read(kind, container.serde, field, &mut errors) {
            Some(Role::Property(attrs)) => {
                parts.extend(property(kind, &container, member, *attrs, &mut errors));
            }
            Some(Role::Flattened { skip_if }) => parts.push(Part {
                member,
                content: Content::Flattened,
                skip_if,
            }),
            Some(Role::Id {
                display,
                allow_null_text,
            }) => ids.push(Id {
                member,
                display,
                allow_null_text,
            }),
            Some(Role::Skipped) | None => {}
        }
    }
    check_case(&container, &parts, &mut errors);
    let id_fields: Vec<_> = ids.iter().map(|id| id.member.ident).collect();
    check_single(&id_fields, &mut errors, |other| {
        format!("only one field can be the ID, but `{other}` is marked too; remove one attribute")
    });
    check_names(&parts, &mut errors);
    let is_textual = |part: &&Part<'_>| {
        let property = part.property();
        property.is_some_and(|(_, column)| column.attr == Some(ColumnAttr::Textual))
    };
    let textual: Vec<_> = parts.iter().filter(is_textual).collect();
    let textual: Vec<_> = textual.iter().map(|part| part.member.ident).collect();
    check_single(&textual, &mut errors, |other| {
        format!(
            "only one column can be textual, but `{other}` is textual too; remove one attribute"
        )
    });
    let schema_file = schema_columns::find(kind, &container, &mut parts, &mut errors);
    let optional_columns = optional_columns::find(kind, &container, &mut errors);
    errors.finish(Input {
        ident: &input.ident,
        generics: &input.generics,
        container,
        schema_file,
        optional_columns,
        parts,
        id: ids.into_iter().next(),
    })
}

fn property<'a>(
    kind: &RecordKind,
    container: &Container,
    member: Member<'a>,
    attrs: Property,
    errors: &mut Errors,
) -> Option<Part<'a>> {
    let name = errors.ok(Name::new(kind, container.case(), member.ident, &attrs))?;
    let column = errors.ok(Column::new(kind, &name, &attrs))?;
    Some(Part {
        member,
        content: Content::Property {
            name,
            column: Box::new(column),
            sent: attrs.sent,
        },
        skip_if: attrs.skip_if,
    })
}

fn named_fields<'a>(kind: &RecordKind, input: &'a DeriveInput) -> syn::Result<&'a FieldsNamed> {
    let what = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Ok(fields),
            Fields::Unnamed(_) => "a tuple struct; name its fields, which become the keys",
            Fields::Unit => "a unit struct; write `{}` for a struct without fields",
        },
        Data::Enum(_) => "an enum; derive it for a struct or implement the trait by hand",
        Data::Union(_) => "a union; derive it for a struct",
    };
    let message = format!("`{}` cannot be derived for {what}", kind.trait_name);
    Err(syn::Error::new(input.ident.span(), message))
}

/// Reports the first field whose key differs from serde's, unless an attribute states the case of keys.
fn check_case(container: &Container, parts: &[Part<'_>], errors: &mut Errors) {
    if !container.has_undecided_case() {
        return;
    }
    let mut properties = parts.iter().filter_map(|part| {
        let (name, _) = part.property()?;
        let field = part.member.ident.unraw().to_string();
        (!name.is_stated && name.key != field).then_some((part.member.ident, field))
    });
    if let Some((ident, field)) = properties.next() {
        let message = format!(
            "the key is `{field}` in serde, but AWS documents keys in camel case; add #[serde(rename_all = \"camelCase\")] \
             to the struct, or set the case of the properties with #[personalize(rename_all = \"camelCase\")]"
        );
        errors.at(ident.span(), message);
    }
}

/// Reports an error at each of several fields if only one is allowed.
fn check_single(fields: &[&Ident], errors: &mut Errors, message: impl Fn(&Ident) -> String) {
    for field in fields {
        if let Some(other) = fields.iter().find(|other| *other != field) {
            errors.at(field.span(), message(other));
        }
    }
}

/// Reports an error at each property whose column another property has.
fn check_names(parts: &[Part<'_>], errors: &mut Errors) {
    let names = parts.iter().enumerate().filter_map(|(index, part)| {
        let (name, _) = part.property()?;
        Some((index, part.member.ident, name))
    });
    for (index, _, Name { key, key_span, .. }) in names.clone() {
        let mut others = names.clone().filter(|(other, ..)| *other != index);
        let Some((_, field, other)) = others.find(|(.., other)| is_same_column(&other.key, key))
        else {
            continue;
        };
        let message = if *key == other.key {
            format!("`{key}` is also the key of the field `{field}`; rename one")
        } else {
            let other = &other.key;
            format!(
                "`{key}` and `{other}` of the field `{field}` are keys of the same column, since `_` and \
                 case make no difference; rename one"
            )
        };
        errors.at(*key_span, message);
    }
}
