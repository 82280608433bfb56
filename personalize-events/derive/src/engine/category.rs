//! The derive of `Category` for an enum without fields or a struct with one.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{Data, DataEnum, DeriveInput, Fields, Ident, Path, Type, Variant};

use crate::engine::attributes::{Attrs, CRATE, RENAME, RENAME_ALL, SERDE, Target};
use crate::engine::bounds::bounded;
use crate::engine::container::{self, CategoryContainer};
use crate::engine::errors::Errors;
use crate::engine::newtype::{self, Only};
use crate::engine::serde_attrs;

/// Expands the derive.
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
    let mut errors = Errors::default();
    let container = CategoryContainer::read(&input.attrs, &mut errors);
    let body = match_on(data, &container, &mut errors);
    match errors.finish(body) {
        Ok(body) => implement(input, &container.krate, None, &body),
        Err(error) => fall_back(input, &container.krate, &error),
    }
}

fn expand_struct(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let krate = container::read_newtype(&input.attrs, &mut errors);
    let target = "an enum without fields or a struct with one field";
    match errors.finish_with(newtype::only_field("Category", target, input)) {
        Ok(Only { ty, member }) => {
            let body = quote!(<#ty as #krate::Category>::to_category(&self.#member));
            implement(input, &krate, Some(ty), &body)
        }
        Err(error) => fall_back(input, &krate, &error),
    }
}

/// Generates the errors, and impls that do nothing.
fn fall_back(input: &DeriveInput, krate: &Path, error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    let stubs = implement(input, krate, None, &borrowed(&quote!("")));
    quote!(#errors #stubs)
}

/// ```text
/// impl Category for Genre {
///     fn to_category(&self) -> Cow<'_, str> {
///         Cow::Borrowed(match *self {
///             Self::Horror => "Horror",
///         })
///     }
/// }
/// impl PropertyValue for Genre {
///     const COLUMN: ColumnType = ColumnType::CATEGORICAL;
///     fn write_property(&self, property: ValueWriter<'_>) {
///         property.category(&<Self as Category>::to_category(self));
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
                fn to_category(&self) -> ::std::borrow::Cow<'_, ::core::primitive::str> {
                    #body
                }
            }
            #[automatically_derived]
            impl #impl_generics #krate::PropertyValue for #ident #type_generics #where_clause {
                const COLUMN: #krate::ColumnType = #krate::ColumnType::CATEGORICAL;

                fn write_property(&self, property: #krate::ValueWriter<'_>) {
                    property.category(&<Self as #krate::Category>::to_category(self));
                }
            }
        };
    }
}

fn match_on(data: &DataEnum, container: &CategoryContainer, errors: &mut Errors) -> TokenStream {
    let mut categories: Vec<(&Ident, Span, String)> = Vec::new();
    for variant in &data.variants {
        if let Some((span, category)) = category(variant, container, errors) {
            categories.push((&variant.ident, span, category));
        }
    }
    for (ident, span, category) in &categories {
        let mut others = categories.iter().filter(|(other, _, _)| other != ident);
        if let Some((other, _, _)) = others.find(|(_, _, other)| other == category) {
            let message =
                format!("`{category}` is also the category of the variant `{other}`; rename one");
            errors.at(*span, message);
        }
    }
    let arms = categories
        .iter()
        .map(|(ident, _, category)| quote!(Self::#ident => #category,));
    borrowed(&quote!(match *self { #(#arms)* }))
}

fn borrowed(category: &TokenStream) -> TokenStream {
    quote!(::std::borrow::Cow::Borrowed(#category))
}

/// Returns the category of a variant, and the span of the attribute or name that it is from.
fn category(
    variant: &Variant,
    container: &CategoryContainer,
    errors: &mut Errors,
) -> Option<(Span, String)> {
    if !matches!(variant.fields, Fields::Unit) {
        let message = "a category cannot have fields; implement `Category` by hand";
        errors.on(&variant.fields, message);
    }
    let target = Target {
        name: "a variant",
        known: &[RENAME],
        elsewhere: (&[RENAME_ALL, SERDE, CRATE], "the enum"),
        hint: &|_| None,
    };
    let mut attrs = Attrs::read(&target, &variant.attrs, errors);
    if attrs.incomplete {
        return None;
    }
    let rules = &serde_attrs::OF_FIELDS;
    serde_attrs::read(
        container.serde,
        rules,
        &variant.attrs,
        &mut attrs,
        target.known,
        errors,
    );
    let (span, category) = match attrs.string(RENAME.name) {
        Some(text) => (text.span(), text.value()),
        None => (
            variant.ident.span(),
            container.case.apply(&variant.ident.unraw().to_string()),
        ),
    };
    if let Some(message) = invalid(&category) {
        errors.at(span, message);
        return None;
    }
    Some((span, category))
}

/// Returns the message if this cannot be a category.
fn invalid(category: &str) -> Option<String> {
    let problem = if category.is_empty() {
        "a category cannot be empty"
    } else if category.contains('|') {
        "a category cannot contain `|`, which separates categories and cannot be escaped"
    } else if category == "null" {
        "a category cannot be `null`, which the service may treat as missing"
    } else {
        return None;
    };
    Some(format!(
        "{problem}; choose another name with #[personalize(rename = \"…\")]"
    ))
}

#[cfg(test)]
mod tests;
