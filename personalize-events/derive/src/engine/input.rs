//! What is read from a struct, and everything that can be wrong with it.

use syn::{Data, DeriveInput, ExprPath, Field, Fields, FieldsNamed, Generics, Ident, Type};

use crate::engine::column::{self, Column};
use crate::engine::columns::{self, Name};
use crate::engine::container::Container;
use crate::engine::file::{self, File};
use crate::engine::marks::{self, Property, Role, Sent};
use crate::engine::problems::Problems;
use personalize_events_schema::record_kind::RecordKind;

/// A struct that has been checked.
pub(crate) struct Input<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) container: Container,
    /// The schema that the columns are those of.
    pub(crate) file: Option<File>,
    /// In the order of the fields.
    pub(crate) parts: Vec<Part<'a>>,
    pub(crate) id: Option<Id<'a>>,
}

impl Input<'_> {
    /// Whether properties of another struct are among these.
    pub(crate) fn flattens(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| matches!(part.content, Content::Flattened))
    }
}

/// A field that is written, and the function that tells when it is not.
pub(crate) struct Part<'a> {
    pub(crate) member: Member<'a>,
    pub(crate) content: Content,
    pub(crate) skip_if: Option<ExprPath>,
}

/// What a field adds to the properties.
pub(crate) enum Content {
    /// One.
    Property {
        name: Name,
        column: Box<Column>,
        sent: Sent,
    },
    /// Those of its type.
    Flattened,
}

/// A field that is the id.
pub(crate) struct Id<'a> {
    pub(crate) member: Member<'a>,
    pub(crate) allow_null_text: bool,
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
pub(crate) fn read<'a>(kind: &RecordKind, input: &'a DeriveInput) -> syn::Result<Input<'a>> {
    let fields = named_fields(kind, input)?;
    let mut problems = Problems::default();
    let container = Container::read(&input.attrs, &mut problems);
    let mut parts = Vec::new();
    let mut ids = Vec::new();
    for field in &fields.named {
        let Some(member) = member(field) else {
            continue;
        };
        match marks::role(kind, field, &mut problems) {
            Some(Role::Property(said)) => {
                parts.extend(property(kind, &container, member, *said, &mut problems));
            }
            Some(Role::Flattened { skip_if }) => parts.push(Part {
                member,
                content: Content::Flattened,
                skip_if,
            }),
            Some(Role::Id { allow_null_text }) => ids.push(Id {
                member,
                allow_null_text,
            }),
            Some(Role::Skipped) | None => {}
        }
    }
    check_ids(&ids, &mut problems);
    columns::check(&named(&parts), &mut problems);
    column::check_textual(&parts, &mut problems);
    let file = file::read(kind, &container, &mut parts, &mut problems);
    problems.finish(Input {
        ident: &input.ident,
        generics: &input.generics,
        container,
        file,
        parts,
        id: ids.into_iter().next(),
    })
}

fn property<'a>(
    kind: &RecordKind,
    container: &Container,
    member: Member<'a>,
    said: Property,
    problems: &mut Problems,
) -> Option<Part<'a>> {
    let name = problems.sort(columns::name(kind, container.case, member.ident, &said))?;
    let column = problems.sort(Column::new(kind, &name, &said))?;
    Some(Part {
        member,
        content: Content::Property {
            name,
            column: Box::new(column),
            sent: said.sent,
        },
        skip_if: said.skip_if,
    })
}

fn named_fields<'a>(kind: &RecordKind, input: &'a DeriveInput) -> syn::Result<&'a FieldsNamed> {
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

fn named<'a>(parts: &'a [Part<'a>]) -> Vec<(&'a Ident, &'a Name)> {
    let named = parts.iter().filter_map(|part| match &part.content {
        Content::Property { name, .. } => Some((part.member.ident, name)),
        Content::Flattened => None,
    });
    named.collect()
}

/// One field at most is the id; the error stands at each that claims to be.
fn check_ids(ids: &[Id<'_>], problems: &mut Problems) {
    for Id { member, .. } in ids {
        let mut others = ids.iter().map(|other| other.member.ident);
        if let Some(other) = others.find(|other| *other != member.ident) {
            let message = format!("only one field can be the id, `{other}` is marked too");
            problems.at(member.ident.span(), message);
        }
    }
}
