//! What `#[personalize(…)]` says about a field.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Field, Lit, LitStr, Meta, Token};

use crate::engine::kind::Kind;
use crate::engine::problems::Problems;

const ATTRIBUTE: &str = "personalize";

/// What a field is, as far as its attributes say.
pub(crate) enum Role {
    /// A property, with the key that was said.
    Property(Option<LitStr>),
    /// The id.
    Id,
    /// Nothing that is sent.
    Skipped,
}

/// The attributes of ours among all.
pub(crate) fn ours(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(ATTRIBUTE))
}

/// Reads the attributes of a field; `None` when something in them is wrong.
pub(crate) fn role(kind: &Kind, field: &Field, problems: &mut Problems) -> Option<Role> {
    let mut marks = Marks::default();
    let mut valid = true;
    for attribute in ours(&field.attrs) {
        let list = Punctuated::<Meta, Token![,]>::parse_terminated;
        let outcome = match attribute.parse_args_with(list) {
            Ok(metas) if metas.is_empty() => Err(syn::Error::new_spanned(
                attribute,
                format!("this says nothing; {}", known(kind)),
            )),
            Ok(metas) => marks.add_all(kind, metas),
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            problems.add(error);
            valid = false;
        }
    }
    marks.check(kind, problems).filter(|_| valid)
}

/// What was said, each at most once.
#[derive(Default)]
struct Marks {
    rename: Option<(Span, LitStr)>,
    skip: Option<Span>,
    id: Option<Span>,
}

impl Marks {
    fn add_all(&mut self, kind: &Kind, metas: Punctuated<Meta, Token![,]>) -> syn::Result<()> {
        let mut problems = Problems::default();
        for meta in metas {
            if let Err(error) = self.add(kind, &meta) {
                problems.add(error);
            }
        }
        problems.finish(())
    }

    fn add(&mut self, kind: &Kind, meta: &Meta) -> syn::Result<()> {
        let name = meta.path().to_token_stream().to_string();
        let span = meta.path().span();
        let repeated = match name.as_str() {
            "rename" => self.rename.replace((span, text(meta)?)).is_some(),
            "skip" => self.skip.replace(bare(meta)?).is_some(),
            _ if kind.identity.as_ref().is_some_and(|id| id.method == name) => {
                self.id.replace(bare(meta)?).is_some()
            }
            _ => return Err(syn::Error::new(span, unknown(kind, &name))),
        };
        if repeated {
            return Err(syn::Error::new(span, format!("`{name}` is said twice")));
        }
        Ok(())
    }

    fn check(self, kind: &Kind, problems: &mut Problems) -> Option<Role> {
        let id = kind.identity.as_ref().map_or("id", |id| id.method);
        let conflict = match (self.skip, self.id, &self.rename) {
            (Some(skip), Some(_), _) => {
                let message = format!("the id is no property anyway: `{id}` without `skip`");
                Some((skip, message))
            }
            (Some(_), None, Some((rename, _))) => Some((
                *rename,
                "a field that is left out has no key: either `skip` or `rename`".to_owned(),
            )),
            (None, Some(_), Some((rename, _))) => {
                let message =
                    format!("the id is no property, it has no key: either `{id}` or `rename`");
                Some((*rename, message))
            }
            (None, None, _) | (Some(_), None, None) | (None, Some(_), None) => None,
        };
        if let Some((span, message)) = conflict {
            problems.at(span, message);
            return None;
        }
        Some(match (self.skip, self.id) {
            (Some(_), _) => Role::Skipped,
            (None, Some(_)) => Role::Id,
            (None, None) => Role::Property(self.rename.map(|(_, key)| key)),
        })
    }
}

/// A mark that takes no value.
fn bare(meta: &Meta) -> syn::Result<Span> {
    match meta {
        Meta::Path(path) => Ok(path.span()),
        Meta::List(_) | Meta::NameValue(_) => {
            let name = meta.path().to_token_stream();
            let message = format!("`{name}` takes no value");
            Err(syn::Error::new_spanned(meta, message))
        }
    }
}

/// A mark whose value is a string.
fn text(meta: &Meta) -> syn::Result<LitStr> {
    let wrong = |at: TokenStream| {
        Err(syn::Error::new_spanned(
            at,
            "the key is a string: `rename = \"…\"`",
        ))
    };
    match meta {
        Meta::NameValue(pair) => match literal(&pair.value) {
            Some(text) => Ok(text.clone()),
            None => wrong(pair.value.to_token_stream()),
        },
        Meta::Path(_) | Meta::List(_) => wrong(meta.to_token_stream()),
    }
}

/// A string literal, also one that a macro handed on.
fn literal(value: &Expr) -> Option<&LitStr> {
    if let Expr::Group(group) = value {
        return literal(&group.expr);
    }
    if let Expr::Lit(ExprLit {
        lit: Lit::Str(text),
        ..
    }) = value
    {
        return Some(text);
    }
    None
}

fn known(kind: &Kind) -> String {
    match &kind.identity {
        Some(id) => format!("a field takes `{}`, `rename = \"…\"` or `skip`", id.method),
        None => "a field takes `rename = \"…\"` or `skip`".to_owned(),
    }
}

fn unknown(kind: &Kind, name: &str) -> String {
    let id = kind.identity.as_ref().map(|id| id.method);
    let near = ["rename", "skip"]
        .into_iter()
        .chain(id)
        .find(|candidate| name.starts_with(candidate) || distance(name, candidate) <= 2);
    if let Some(near) = near {
        return format!("`{name}` is not known, did you mean `{near}`?");
    }
    let asks_for_id = name == "id" || name.ends_with("_id");
    match id {
        Some(id) if asks_for_id => {
            format!(
                "the id of `{}` is marked `{id}`, not `{name}`",
                kind.trait_name
            )
        }
        None if asks_for_id => format!(
            "`{}` has no id; leave the field out with `skip`",
            kind.trait_name
        ),
        _ => format!("`{name}` is not known; {}", known(kind)),
    }
}

/// How many letters have to be changed, added or taken away (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, letter) in from.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, other) in to.iter().enumerate() {
            let change = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = change.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distance_counts_changed_added_and_lost_letters() {
        assert_eq!(distance("skip", "skip"), 0);
        assert_eq!(distance("skipp", "skip"), 1);
        assert_eq!(distance("renmae", "rename"), 2);
        assert_eq!(distance("userId", "user_id"), 2);
        assert_eq!(distance("", "skip"), 4);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
