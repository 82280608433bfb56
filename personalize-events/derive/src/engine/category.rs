//! The derive of `Category`: an enum without fields, or a struct with one.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{Data, DataEnum, DeriveInput, Fields, Ident, Path, Type, Variant};

use crate::engine::attributes::{self, Known, Place};
use crate::engine::bounds::bounded;
use crate::engine::case::CategoryCase;
use crate::engine::container::{self, CategoryContainer};
use crate::engine::problems::Problems;
use crate::engine::wrapper::{self, Only};

/// A derive, from what the compiler gives to what it takes.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    match syn::parse2(input) {
        Ok(input) => expand(&input),
        Err(error) => error.into_compile_error(),
    }
}

fn expand(input: &DeriveInput) -> TokenStream {
    match &input.data {
        Data::Enum(data) => expand_enum(input, data),
        Data::Struct(_) | Data::Union(_) => expand_struct(input),
    }
}

fn expand_enum(input: &DeriveInput, data: &DataEnum) -> TokenStream {
    let mut problems = Problems::default();
    let CategoryContainer { krate, case } = CategoryContainer::read(&input.attrs, &mut problems);
    let body = match_on(data, case, &mut problems);
    match problems.finish(body) {
        Ok(body) => implement(input, &krate, None, &body),
        Err(error) => fall_back(input, &krate, &error),
    }
}

fn expand_struct(input: &DeriveInput) -> TokenStream {
    let mut problems = Problems::default();
    let krate = container::read_wrapper(&input.attrs, &mut problems);
    let for_what = "an enum without fields or a struct with one field";
    match problems.finish_with(wrapper::only_field("Category", for_what, input)) {
        Ok(Only { ty, member }) => {
            let body = quote!(<#ty as #krate::Category>::as_category(&self.#member));
            implement(input, &krate, Some(ty), &body)
        }
        Err(error) => fall_back(input, &krate, &error),
    }
}

/// The errors, and impls that do nothing.
fn fall_back(input: &DeriveInput, krate: &Path, error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    let stubs = implement(input, krate, None, &quote!(""));
    quote!(#errors #stubs)
}

/// ```text
/// impl Category for Genre {
///     fn as_category(&self) -> &str {
///         match *self {
///             Self::Horror => "Horror",
///         }
///     }
/// }
/// impl PropertyValue for Genre {
///     const COLUMN: ColumnType = ColumnType::CATEGORICAL;
///     fn write_property(&self, property: ValueWriter<'_>) {
///         property.category(<Self as Category>::as_category(self));
///     }
/// }
/// ```
fn implement(
    input: &DeriveInput,
    krate: &Path,
    inner: Option<&Type>,
    body: &TokenStream,
) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    let inner = inner.map(|ty| (ty, quote!(#krate::Category)));
    let where_clause = bounded(&input.generics, inner);
    quote! {
        const _: () = {
            #[automatically_derived]
            impl #impl_generics #krate::Category for #ident #type_generics #where_clause {
                fn as_category(&self) -> &::core::primitive::str {
                    #body
                }
            }
            #[automatically_derived]
            impl #impl_generics #krate::PropertyValue for #ident #type_generics #where_clause {
                const COLUMN: #krate::ColumnType = #krate::ColumnType::CATEGORICAL;

                fn write_property(&self, property: #krate::ValueWriter<'_>) {
                    property.category(<Self as #krate::Category>::as_category(self));
                }
            }
        };
    }
}

fn match_on(data: &DataEnum, case: CategoryCase, problems: &mut Problems) -> TokenStream {
    let mut categories: Vec<(&Ident, Span, String)> = Vec::new();
    for variant in &data.variants {
        if let Some((said, category)) = category(variant, case, problems) {
            categories.push((&variant.ident, said, category));
        }
    }
    for (ident, said, category) in &categories {
        let mut others = categories.iter().filter(|(other, _, _)| other != ident);
        if let Some((other, _, _)) = others.find(|(_, _, other)| other == category) {
            let message = format!("`{category}` is the category of the variant `{other}` too");
            problems.at(*said, message);
        }
    }
    let arms = categories
        .iter()
        .map(|(ident, _, category)| quote!(Self::#ident => #category,));
    quote!(match *self { #(#arms)* })
}

/// The category of a variant, and where it was said.
fn category(
    variant: &Variant,
    case: CategoryCase,
    problems: &mut Problems,
) -> Option<(Span, String)> {
    if !matches!(variant.fields, Fields::Unit) {
        problems.on(
            &variant.fields,
            "a category has no fields; implement `Category` by hand",
        );
    }
    let place = Place {
        what: "a variant",
        known: &[Known::text("rename")],
        elsewhere: (
            &[Known::text("rename_all"), Known::text("crate")],
            "the enum, not on variants",
        ),
        hint: &|_| None,
    };
    let marks = attributes::read(&place, &variant.attrs, problems);
    if marks.incomplete {
        return None;
    }
    let (said, category) = match marks.text("rename") {
        Some(text) => (text.span(), text.value()),
        None => (
            variant.ident.span(),
            case.apply(&variant.ident.unraw().to_string()),
        ),
    };
    if let Some(message) = refusal(&category) {
        problems.at(said, message);
        return None;
    }
    Some((said, category))
}

/// Why this is no category, if so.
fn refusal(category: &str) -> Option<String> {
    let why = if category.is_empty() {
        "a category cannot be empty"
    } else if category.contains('|') {
        "a category cannot contain `|`, which separates categories and cannot be escaped"
    } else if category == "null" {
        "a category cannot be `null`, which the service may take for nothing"
    } else {
        return None;
    };
    Some(format!(
        "{why}; give it another name with #[personalize(rename = \"…\")]"
    ))
}

#[cfg(test)]
mod tests;
