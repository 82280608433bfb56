//! The types of members: as fields, as setters accept them and as getters return them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::ident;
use crate::plan::{Format, Getter, Member, Setter, Type};

/// The type of a field: `Option<Vec<User>>`.
pub(super) fn field(member: &Member) -> TokenStream {
    option(owned(&member.ty), member.is_option())
}

/// The type of a valid value: `Vec<User>`.
pub(super) fn owned(ty: &Type) -> TokenStream {
    complete(ty, false)
}

/// The type of a value in a builder: `Vec<BuildInput<User>>`.
pub(super) fn in_builder(ty: &Type) -> TokenStream {
    complete(ty, true)
}

fn complete(ty: &Type, in_builder: bool) -> TokenStream {
    match ty {
        Type::Named(named) => {
            let name = ident(&named.name);
            let is_input = in_builder && named.setter == Setter::Buildable;
            let ty = if is_input {
                quote!(BuildInput<#name>)
            } else {
                quote!(#name)
            };
            if named.boxed { quote!(Box<#ty>) } else { ty }
        }
        Type::List { element, sparse } => {
            let element = option(complete(element, in_builder), *sparse);
            quote!(Vec<#element>)
        }
        Type::Map { key, value, sparse } => {
            let key = complete(key, in_builder);
            let value = option(complete(value, in_builder), *sparse);
            quote!(BTreeMap<#key, #value>)
        }
        Type::Unit => quote!(()),
    }
}

fn option(ty: TokenStream, is_option: bool) -> TokenStream {
    if is_option { quote!(Option<#ty>) } else { ty }
}

/// The type that a setter accepts: `impl Into<String>`.
pub(super) fn accepted(ty: &Type) -> TokenStream {
    match ty {
        Type::Named(named) => {
            let name = ident(&named.name);
            match named.setter {
                Setter::Value => quote!(#name),
                Setter::Into => quote!(impl Into<#name>),
                Setter::Buildable => quote!(impl Buildable<#name>),
            }
        }
        Type::List { element, sparse } => {
            let element = accepted_inside(element, *sparse, false);
            quote!(impl IntoIterator<Item = #element>)
        }
        Type::Map { key, value, sparse } => {
            let (key, value) = (accepted(key), accepted_inside(value, *sparse, true));
            quote!(impl IntoIterator<Item = (#key, #value)>)
        }
        Type::Unit => quote!(()),
    }
}

fn accepted_inside(ty: &Type, sparse: bool, in_map: bool) -> TokenStream {
    let is_whole = is_whole(ty, in_map);
    option(
        if is_whole {
            in_builder(ty)
        } else {
            accepted(ty)
        },
        sparse,
    )
}

/// Whether a setter accepts it as the builder stores it: maps inside lists and maps, and lists inside maps. What
/// they can be converted from would be unreadable.
fn is_whole(ty: &Type, in_map: bool) -> bool {
    matches!(ty, Type::Map { .. }) || in_map && matches!(ty, Type::List { .. })
}

/// The name of a setter's parameter.
pub(super) fn parameter(ty: &Type) -> TokenStream {
    if matches!(ty, Type::List { .. } | Type::Map { .. }) {
        quote!(values)
    } else {
        quote!(value)
    }
}

/// From what a setter accepts to what the builder stores.
pub(super) fn convert(ty: &Type, value: &TokenStream) -> TokenStream {
    match ty {
        Type::Named(named) => {
            let into = match named.setter {
                Setter::Value => None,
                Setter::Into => Some(quote!(.into())),
                Setter::Buildable => Some(quote!(.into_build_input())),
            };
            if named.boxed {
                quote!(Box::new(#value #into))
            } else {
                quote!(#value #into)
            }
        }
        Type::List { .. } | Type::Map { .. } => {
            let elements = elements(ty, value);
            quote!(#elements.collect())
        }
        Type::Unit => value.clone(),
    }
}

/// The iterator over the elements of a list or the entries of a map, as the builder stores them.
pub(super) fn elements(ty: &Type, value: &TokenStream) -> TokenStream {
    let each = match ty {
        Type::List { element, sparse } => each(element, *sparse, false),
        Type::Map {
            key,
            value: held,
            sparse,
        } => {
            let key = convert(key, &quote!(key));
            let held = match each(held, false, true) {
                Some(each) if *sparse => quote!(value.map(#each)),
                Some(_) => convert(held, &quote!(value)),
                None => quote!(value),
            };
            Some(quote!(|(key, value)| (#key, #held)))
        }
        Type::Named(_) | Type::Unit => None,
    };
    let each = each.map(|each| quote!(.map(#each)));
    quote!(#value.into_iter()#each)
}

/// The function that converts an element, unless there is nothing to convert.
fn each(element: &Type, sparse: bool, in_map: bool) -> Option<TokenStream> {
    let each = match element {
        _ if is_whole(element, in_map) => return None,
        Type::List { .. } | Type::Map { .. } => {
            let inner = convert(element, &quote!(values));
            quote!(|values| #inner)
        }
        Type::Named(named) => match named.setter {
            Setter::Into => quote!(Into::into),
            Setter::Buildable => quote!(Buildable::into_build_input),
            Setter::Value => return None,
        },
        Type::Unit => return None,
    };
    Some(if sparse {
        quote!(|value| value.map(#each))
    } else {
        each
    })
}

/// The receiver, return type and body of a getter.
pub(super) fn getter(member: &Member) -> [TokenStream; 3] {
    let field = ident(&member.field);
    let is_option = member.is_option();
    let owned = owned(&member.ty);
    let (target, derefs) = match &member.ty {
        Type::Named(named) => match named.getter {
            Getter::Mutable => {
                return [
                    quote!(&mut self),
                    quote!(&mut #owned),
                    quote!(&mut self.#field),
                ];
            }
            Getter::Copy => {
                return [quote!(&self), option(owned, is_option), quote!(self.#field)];
            }
            Getter::Text => (quote!(str), true),
            Getter::Reference => {
                let name = ident(&named.name);
                (quote!(#name), named.boxed)
            }
        },
        Type::List { element, sparse } => {
            let element = option(self::owned(element), *sparse);
            (quote!([#element]), true)
        }
        Type::Map { .. } | Type::Unit => (owned, false),
    };
    let value = match (is_option, derefs) {
        (true, true) => quote!(self.#field.as_deref()),
        (true, false) => quote!(self.#field.as_ref()),
        (false, _) => quote!(&self.#field),
    };
    [quote!(&self), option(quote!(&#target), is_option), value]
}

/// `format::ListOf<format::DateTime>`
impl ToTokens for Format {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Of(name) => {
                let name = ident(name);
                quote!(format::#name)
            }
            Self::ListOf(inner) => quote!(format::ListOf<#inner>),
            Self::OptionOf(inner) => quote!(format::OptionOf<#inner>),
        });
    }
}

/// The method that reads a value: `required`, or `required_as::<format::DateTime, _>` if the format matters.
pub(super) fn read_method(name: &str, format: Option<&Format>) -> TokenStream {
    if let Some(format) = format.filter(|format| format.is_for_reading()) {
        let name = ident(&format!("{name}_as"));
        quote!(#name::<#format, _>)
    } else {
        let name = ident(name);
        quote!(#name)
    }
}

/// The function from a reference to a value to what is serialized in a format.
pub(super) fn wrapper(format: &Format) -> TokenStream {
    match format {
        // The runtime of the client has no other formats.
        Format::Of("Number") => quote!(crate::runtime::float::Number),
        Format::Of(_) | Format::ListOf(_) | Format::OptionOf(_) => {
            quote!(format::As::<#format, _>::new)
        }
    }
}
