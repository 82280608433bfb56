//! How `#[personalize(…)]` is read, wherever it stands.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Token};

use crate::engine::problems::Problems;

const ATTRIBUTE: &str = "personalize";

/// What serde calls it, and what it is called here.
const IN_SERDE: [(&str, &str); 2] = [
    ("skip_serializing_if", "skip_if"),
    ("serialize_with", "with"),
];

/// A mark that is known at some place.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
}

/// What a mark looks like.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// `skip`
    Bare,
    /// `rename = "…"`
    Text,
}

impl Known {
    pub(crate) const fn bare(name: &'static str) -> Self {
        let form = Form::Bare;
        Self { name, form }
    }

    pub(crate) const fn text(name: &'static str) -> Self {
        let form = Form::Text;
        Self { name, form }
    }

    fn spelled(&self) -> String {
        match self.form {
            Form::Bare => format!("`{}`", self.name),
            Form::Text => format!("`{} = \"…\"`", self.name),
        }
    }
}

/// Where marks stand.
pub(crate) struct Place<'a> {
    /// `a field`
    pub(crate) what: &'a str,
    pub(crate) known: &'a [Known],
    /// What is known at another place, and that place.
    pub(crate) elsewhere: (&'a [Known], &'a str),
    /// What a name that is not known may mean otherwise.
    pub(crate) hint: &'a dyn Fn(&str) -> Option<String>,
}

/// What was said at one place, each at most once.
#[derive(Default)]
pub(crate) struct Marks {
    said: Vec<Mark>,
    /// Something that was said is not among them.
    pub(crate) incomplete: bool,
}

/// One mark.
pub(crate) struct Mark {
    pub(crate) name: &'static str,
    pub(crate) span: Span,
    text: Option<LitStr>,
}

impl Marks {
    pub(crate) fn get(&self, name: &str) -> Option<&Mark> {
        self.said.iter().find(|mark| mark.name == name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(crate) fn text(&self, name: &str) -> Option<&LitStr> {
        self.get(name)?.text.as_ref()
    }

    /// The value of a mark, as a path.
    ///
    /// # Errors
    ///
    /// It is none.
    pub(crate) fn path<T>(
        &self,
        name: &str,
        parser: impl Parser<Output = T>,
        example: &str,
    ) -> syn::Result<Option<T>> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let message = format!("`{name}` takes a path: `{name} = \"{example}\"`");
        match text.parse_with(parser) {
            Ok(path) => Ok(Some(path)),
            Err(_) => Err(syn::Error::new(text.span(), message)),
        }
    }

    /// In the order in which they were said.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Mark> {
        self.said.iter()
    }
}

/// The attributes of ours among all.
pub(crate) fn ours(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(ATTRIBUTE))
}

/// Reads the attributes of one place, as far as there is nothing wrong in them.
pub(crate) fn read(place: &Place<'_>, attributes: &[Attribute], problems: &mut Problems) -> Marks {
    let mut marks = Marks::default();
    let mut found = Problems::default();
    for attribute in ours(attributes) {
        let list = Punctuated::<Meta, Token![,]>::parse_terminated;
        match attribute.parse_args_with(list) {
            Ok(metas) if metas.is_empty() => {
                found.on(
                    attribute,
                    format!("this says nothing; {}", place.list_known()),
                );
            }
            Ok(metas) => {
                for meta in metas {
                    if let Err(error) = marks.add(place, &meta) {
                        found.add(error);
                    }
                }
            }
            Err(error) => found.add(error),
        }
    }
    marks.incomplete = problems.sort(found.finish(())).is_none();
    marks
}

impl Marks {
    fn add(&mut self, place: &Place<'_>, meta: &Meta) -> syn::Result<()> {
        let name = meta.path().to_token_stream().to_string();
        let span = meta.path().span();
        let Some(known) = place.known.iter().find(|known| known.name == name) else {
            return Err(syn::Error::new(span, place.unknown(&name)));
        };
        let text = match known.form {
            Form::Bare => bare(meta)?,
            Form::Text => Some(text(known, meta)?),
        };
        if self.has(known.name) {
            return Err(syn::Error::new(span, format!("`{name}` is said twice")));
        }
        let name = known.name;
        self.said.push(Mark { name, span, text });
        Ok(())
    }
}

/// A mark that takes no value.
fn bare(meta: &Meta) -> syn::Result<Option<LitStr>> {
    match meta {
        Meta::Path(_) => Ok(None),
        Meta::List(_) | Meta::NameValue(_) => {
            let name = meta.path().to_token_stream();
            let message = format!("`{name}` takes no value");
            Err(syn::Error::new_spanned(meta, message))
        }
    }
}

/// A mark whose value is a string.
fn text(known: &Known, meta: &Meta) -> syn::Result<LitStr> {
    let wrong = |at: TokenStream| {
        let message = format!("`{}` takes a string: {}", known.name, known.spelled());
        Err(syn::Error::new_spanned(at, message))
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

impl Place<'_> {
    fn list_known(&self) -> String {
        let spelled: Vec<String> = self.known.iter().map(Known::spelled).collect();
        let list = match spelled.split_last() {
            None => "nothing".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
        };
        format!("{} takes {list}", self.what)
    }

    fn unknown(&self, name: &str) -> String {
        let (known, elsewhere) = self.elsewhere;
        if known.iter().any(|known| known.name == name) {
            return format!("`{name}` stands on {elsewhere}");
        }
        if let Some(near) = self.near(name) {
            return format!("`{name}` is not known, did you mean `{near}`?");
        }
        (self.hint)(name).unwrap_or_else(|| format!("`{name}` is not known; {}", self.list_known()))
    }

    /// The name that was meant: the most similar, if it is similar at all.
    fn near(&self, name: &str) -> Option<&'static str> {
        let (_, name) = IN_SERDE
            .into_iter()
            .find(|(serdes, _)| *serdes == name)
            .unwrap_or((name, name));
        let candidates = self.known.iter().map(|known| known.name);
        candidates
            .map(|candidate| (distance(name, candidate), candidate))
            .filter(|(distance, candidate)| {
                name.starts_with(candidate) || *distance <= (candidate.len() / 3).max(1)
            })
            .min()
            .map(|(_, candidate)| candidate)
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
