//! How the types of members are spelled, in each place where they stand.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::plan::{Format, Member, Type};

/// The type of a field: `Option<Vec<User>>`.
pub(super) fn field(member: &Member) -> TokenStream {
    let owned = owned(&member.ty);
    if member.is_option() {
        quote!(Option<#owned>)
    } else {
        owned
    }
}

/// The type of a value that is valid: `Vec<User>`.
pub(super) fn owned(ty: &Type) -> TokenStream {
    spelled(ty, false)
}

/// The type of a value that a builder holds: `Vec<Draft<User>>`.
pub(super) fn drafted(ty: &Type) -> TokenStream {
    spelled(ty, true)
}

fn spelled(ty: &Type, drafted: bool) -> TokenStream {
    let draft = |ty: TokenStream| if drafted { quote!(Draft<#ty>) } else { ty };
    let maybe = |ty: &Type, sparse: bool| {
        let ty = spelled(ty, drafted);
        if sparse { quote!(Option<#ty>) } else { ty }
    };
    match ty {
        Type::Copy(name) | Type::Float(name) => name_of(name),
        Type::Enum(name) => name_of(name),
        Type::String => quote!(String),
        Type::Json => draft(quote!(JsonString)),
        Type::Blob => quote!(Blob),
        Type::Document => quote!(Document),
        Type::Stream => quote!(ByteStream),
        Type::Unit => quote!(()),
        Type::Structure { name, boxed } => {
            let ty = draft(name_of(name));
            if *boxed { quote!(Box<#ty>) } else { ty }
        }
        Type::Union { name, boxed } => {
            let ty = name_of(name);
            if *boxed { quote!(Box<#ty>) } else { ty }
        }
        Type::List { element, sparse } => {
            let element = maybe(element, *sparse);
            quote!(Vec<#element>)
        }
        Type::Map { key, value, sparse } => {
            let (key, value) = (spelled(key, drafted), maybe(value, *sparse));
            quote!(BTreeMap<#key, #value>)
        }
    }
}

/// The type that a setter takes: `impl Into<String>`.
pub(super) fn taken(ty: &Type) -> TokenStream {
    let maybe = |ty: &Type, sparse: bool, is_map: bool| {
        let ty = if is_whole(ty, is_map) {
            drafted(ty)
        } else {
            taken(ty)
        };
        if sparse { quote!(Option<#ty>) } else { ty }
    };
    match ty {
        Type::List { element, sparse } => {
            let element = maybe(element, *sparse, false);
            quote!(impl IntoIterator<Item = #element>)
        }
        Type::Map { key, value, sparse } => {
            let (key, value) = (taken(key), maybe(value, *sparse, true));
            quote!(impl IntoIterator<Item = (#key, #value)>)
        }
        Type::Structure { name, .. } => {
            let name = name_of(name);
            quote!(impl Into<Draft<#name>>)
        }
        Type::Union { name, .. } => name_of(name),
        Type::Copy(_) | Type::Float(_) | Type::Unit | Type::Stream if !is_into(ty) => owned(ty),
        Type::Copy(_)
        | Type::Float(_)
        | Type::String
        | Type::Json
        | Type::Blob
        | Type::Document
        | Type::Stream
        | Type::Enum(_)
        | Type::Unit => {
            let drafted = drafted(ty);
            quote!(impl Into<#drafted>)
        }
    }
}

/// Whether a setter takes it as the builder holds it: maps in lists and maps, and lists in maps, since
/// nobody could read what they can be made of.
fn is_whole(ty: &Type, is_map: bool) -> bool {
    matches!(ty, Type::Map { .. }) || is_map && matches!(ty, Type::List { .. })
}

/// Whether setters take what can be turned into it.
fn is_into(ty: &Type) -> bool {
    match ty {
        Type::Copy(name) => *name == "Timestamp",
        Type::String
        | Type::Json
        | Type::Blob
        | Type::Document
        | Type::Enum(_)
        | Type::Structure { .. } => true,
        Type::Float(_)
        | Type::Stream
        | Type::Union { .. }
        | Type::List { .. }
        | Type::Map { .. }
        | Type::Unit => false,
    }
}

/// The name of a setter's parameter.
pub(super) fn parameter(ty: &Type) -> TokenStream {
    match ty {
        Type::List { .. } | Type::Map { .. } => quote!(values),
        Type::Copy(_)
        | Type::Float(_)
        | Type::String
        | Type::Json
        | Type::Blob
        | Type::Document
        | Type::Stream
        | Type::Structure { .. }
        | Type::Union { .. }
        | Type::Enum(_)
        | Type::Unit => {
            quote!(value)
        }
    }
}

/// From what a setter takes to what the builder holds.
pub(super) fn convert(ty: &Type, value: &TokenStream) -> TokenStream {
    match ty {
        Type::Structure { boxed: true, .. } => quote!(Box::new(#value.into())),
        Type::Union { boxed: true, .. } => quote!(Box::new(#value)),
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
        Type::Copy(_)
        | Type::Float(_)
        | Type::String
        | Type::Json
        | Type::Blob
        | Type::Document
        | Type::Stream
        | Type::Structure { .. }
        | Type::Union { .. }
        | Type::Enum(_)
        | Type::Unit => {
            let into = is_into(ty).then(|| quote!(.into()));
            quote!(#value #into)
        }
    }
}

/// The function that converts an element, unless there is nothing to convert.
fn each(element: &Type, sparse: bool, is_map: bool) -> Option<TokenStream> {
    let each = if is_whole(element, is_map) {
        return None;
    } else if matches!(element, Type::List { .. } | Type::Map { .. }) {
        let inner = convert(element, &quote!(values));
        quote!(|values| #inner)
    } else if is_into(element) {
        quote!(Into::into)
    } else {
        return None;
    };
    Some(if sparse {
        quote!(|value| value.map(#each))
    } else {
        each
    })
}

/// A getter: what it is called on, what it gives, and how it gets there.
pub(super) struct Getter {
    pub(super) of: TokenStream,
    pub(super) gives: TokenStream,
    pub(super) value: TokenStream,
}

pub(super) fn getter(member: &Member) -> Getter {
    let field = ident(&member.field);
    let owned = owned(&member.ty);
    let optional = member.is_option();
    let (gives, value) = match &member.ty {
        Type::Stream => {
            return Getter {
                of: quote!(&mut self),
                gives: quote!(&mut #owned),
                value: quote!(&mut self.#field),
            };
        }
        Type::Copy(_) | Type::Float(_) | Type::Unit if optional => {
            (quote!(Option<#owned>), quote!(self.#field))
        }
        Type::Copy(_) | Type::Float(_) | Type::Unit => (owned, quote!(self.#field)),
        Type::String if optional => (quote!(Option<&str>), quote!(self.#field.as_deref())),
        Type::String => (quote!(&str), quote!(&self.#field)),
        Type::List { element, sparse } => {
            let element = self::owned(element);
            let element = if *sparse {
                quote!(Option<#element>)
            } else {
                element
            };
            if optional {
                (quote!(Option<&[#element]>), quote!(self.#field.as_deref()))
            } else {
                (quote!(&[#element]), quote!(&self.#field))
            }
        }
        Type::Structure { name, boxed: true } | Type::Union { name, boxed: true } => {
            let name = name_of(name);
            if optional {
                (quote!(Option<&#name>), quote!(self.#field.as_deref()))
            } else {
                (quote!(&#name), quote!(&self.#field))
            }
        }
        Type::Json
        | Type::Blob
        | Type::Document
        | Type::Structure { .. }
        | Type::Union { .. }
        | Type::Enum(_)
        | Type::Map { .. } => {
            if optional {
                (quote!(Option<&#owned>), quote!(self.#field.as_ref()))
            } else {
                (quote!(&#owned), quote!(&self.#field))
            }
        }
    };
    let of = quote!(&self);
    Getter { of, gives, value }
}

/// Whether a union is in it, in a list or map too.
pub(super) fn holds_union(ty: &Type) -> bool {
    match ty {
        Type::Union { .. } => true,
        Type::List { element, .. } => holds_union(element),
        Type::Map { value, .. } => holds_union(value),
        Type::Copy(_)
        | Type::Float(_)
        | Type::String
        | Type::Json
        | Type::Blob
        | Type::Document
        | Type::Stream
        | Type::Structure { .. }
        | Type::Enum(_)
        | Type::Unit => false,
    }
}

/// `format::ListOf<format::DateTime>`
pub(super) fn format(format: &Format) -> TokenStream {
    match format {
        Format::Of(name) => {
            let name = ident(name);
            quote!(format::#name)
        }
        Format::Each(inner) => {
            let inner = self::format(inner);
            quote!(format::ListOf<#inner>)
        }
        Format::Maybe(inner) => {
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
            Format::Each(inner) => format!("{MODULE}::ListOf::<{}>", path(inner)),
            Format::Maybe(inner) => format!("{MODULE}::OptionOf::<{}>", path(inner)),
        }
    }
    format!("{}::write", path(format))
}

fn name_of(name: &str) -> TokenStream {
    let name = ident(name);
    quote!(#name)
}
