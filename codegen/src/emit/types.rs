//! The types of members: as fields, as setters accept them and as getters return them.

use proc_macro2::TokenStream;
use quote::quote;

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
        Type::Named {
            name,
            boxed,
            setter,
            ..
        } => {
            let is_input = in_builder && *setter == Setter::Buildable;
            let ty = named(name, is_input);
            if *boxed { quote!(Box<#ty>) } else { ty }
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

fn named(name: &str, is_input: bool) -> TokenStream {
    let name = ident(name);
    if is_input {
        quote!(BuildInput<#name>)
    } else {
        quote!(#name)
    }
}

fn option(ty: TokenStream, is_option: bool) -> TokenStream {
    if is_option { quote!(Option<#ty>) } else { ty }
}

/// The type that a setter accepts: `impl Into<String>`.
pub(super) fn accepted(ty: &Type) -> TokenStream {
    match ty {
        Type::Named { name, setter, .. } => {
            let name = ident(name);
            match setter {
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
        Type::Named { boxed, setter, .. } => {
            let into = match setter {
                Setter::Value => None,
                Setter::Into => Some(quote!(.into())),
                Setter::Buildable => Some(quote!(.into_build_input())),
            };
            if *boxed {
                quote!(Box::new(#value #into))
            } else {
                quote!(#value #into)
            }
        }
        Type::List { element, sparse } => {
            let each = each(element, *sparse, false).map(|each| quote!(.map(#each)));
            quote!(#value.into_iter()#each.collect())
        }
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
            quote!(#value.into_iter().map(|(key, value)| (#key, #held)).collect())
        }
        Type::Unit => value.clone(),
    }
}

/// The function that converts an element, unless there is nothing to convert.
fn each(element: &Type, sparse: bool, in_map: bool) -> Option<TokenStream> {
    let each = match element {
        _ if is_whole(element, in_map) => return None,
        Type::List { .. } | Type::Map { .. } => {
            let inner = convert(element, &quote!(values));
            quote!(|values| #inner)
        }
        Type::Named {
            setter: Setter::Into,
            ..
        } => quote!(Into::into),
        Type::Named {
            setter: Setter::Buildable,
            ..
        } => quote!(Buildable::into_build_input),
        Type::Named {
            setter: Setter::Value,
            ..
        }
        | Type::Unit => return None,
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
        Type::Named {
            getter: Getter::Mutable,
            ..
        } => {
            return [
                quote!(&mut self),
                quote!(&mut #owned),
                quote!(&mut self.#field),
            ];
        }
        Type::Named {
            getter: Getter::Copy,
            ..
        }
        | Type::Unit => {
            return [quote!(&self), option(owned, is_option), quote!(self.#field)];
        }
        Type::Named {
            getter: Getter::Text,
            ..
        } => (quote!(str), true),
        Type::Named {
            getter: Getter::Reference,
            name,
            boxed,
            ..
        } => (named(name, false), *boxed),
        Type::List { element, sparse } => {
            let element = option(self::owned(element), *sparse);
            (quote!([#element]), true)
        }
        Type::Map { .. } => (owned, false),
    };
    let value = match (is_option, derefs) {
        (true, true) => quote!(self.#field.as_deref()),
        (true, false) => quote!(self.#field.as_ref()),
        (false, _) => quote!(&self.#field),
    };
    [quote!(&self), option(quote!(&#target), is_option), value]
}

/// `format::ListOf<format::DateTime>`
pub(super) fn format(format: &Format) -> TokenStream {
    match format {
        Format::Of(name) => {
            let name = ident(name);
            quote!(format::#name)
        }
        Format::ListOf(inner) => {
            let inner = self::format(inner);
            quote!(format::ListOf<#inner>)
        }
        Format::OptionOf(inner) => {
            let inner = self::format(inner);
            quote!(format::OptionOf<#inner>)
        }
    }
}

/// The path of the function that writes a value, as an attribute names it.
pub(super) fn write(format: &Format) -> String {
    fn path(format: &Format) -> String {
        const MODULE: &str = "crate::runtime::format";
        match format {
            Format::Of(name) => format!("{MODULE}::{name}"),
            Format::ListOf(inner) => format!("{MODULE}::ListOf::<{}>", path(inner)),
            Format::OptionOf(inner) => format!("{MODULE}::OptionOf::<{}>", path(inner)),
        }
    }
    let number = Format::Of("Number");
    match format {
        // The runtime of the client has no other formats.
        _ if *format == number => "crate::runtime::float::serialize".to_owned(),
        Format::OptionOf(inner) if **inner == number => {
            "crate::runtime::float::option::serialize".to_owned()
        }
        Format::Of(_) | Format::ListOf(_) | Format::OptionOf(_) => {
            format!("{}::write", path(format))
        }
    }
}
