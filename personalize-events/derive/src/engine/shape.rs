//! What a derive of properties tells the compiler about columns: the constants `COLUMNS` and
//! `SCHEMA`, and the checks against the schema in a file.

use personalize_events_schema::{Column as InFile, ReservedColumn, Type};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Path;

use crate::engine::bounds::{self, at, call_at};
use crate::engine::column::Column;
use crate::engine::expand::inside_option;
use crate::engine::file::File;
use crate::engine::input::{Content, Input, Part};
use crate::engine::marks::How;
use crate::engine::stated::Stated;
use personalize_events_schema::record_kind::RecordKind;

/// ```text
/// const COLUMNS: &'static [PropertiesPart] = &[
///     PropertiesPart::column("age", "AGE", <u8 as PropertyValue>::COLUMN),
///     PropertiesPart::flattened(<Address as UserProperties>::COLUMNS, false),
/// ];
/// ```
pub(crate) fn columns(kind: &RecordKind, input: &Input<'_>) -> TokenStream {
    let krate = &input.container.krate;
    let trait_name = format_ident!("{}", kind.trait_name);
    let parts = input.parts.iter().map(|part| match &part.content {
        Content::Property { name, column, .. } => {
            let (key, name) = (&name.key, &name.column);
            let ty = column_type(krate, part, column);
            let in_file = column.in_file.as_ref().map(|in_file| {
                let theirs = of_file(krate, in_file);
                let nullable = in_file.is_nullable().then(|| quote!(.nullable()));
                quote!(.of(#theirs #nullable))
            });
            let ty = quote!(#ty #in_file);
            match column.keyword {
                None => quote!(column(#key, #name, #ty)),
                Some(known) => {
                    let known = keyword(krate, known);
                    quote!(keyword(#key, #name, #ty, #known))
                }
            }
        }
        Content::Flattened => {
            let (ty, nullable) = (part.member.ty, part.skip_if.is_some());
            quote!(flattened(<#ty as #krate::#trait_name>::COLUMNS, #nullable))
        }
    });
    quote! {
        const COLUMNS: &'static [#krate::__private::PropertiesPart] =
            &[#(#krate::__private::PropertiesPart::#parts),*];
    }
}

/// ```text
/// const SCHEMA: PropertiesSchema = PropertiesSchema::new(
///     Dataset { name: "Users", fixed: &[("USER_ID", ColumnType::PLAIN)], … },
///     <Self as UserProperties>::COLUMNS,
/// );
/// ```
pub(crate) fn schema(kind: &RecordKind, input: &Input<'_>) -> TokenStream {
    let krate = &input.container.krate;
    let ty = quote!(#krate::__private::PropertiesSchema);
    if let Some(File { schema, .. }) = &input.file {
        let text = schema.to_json();
        return quote!(const SCHEMA: #ty = #ty::File(#text););
    }
    let dataset = kind.dataset_type();
    let name = dataset.name();
    let fixed = kind.columns_of_every_record().map(|fixed| {
        let (name, ty) = (fixed.name, keyword(krate, fixed));
        quote!((#name, #ty))
    });
    let limit = dataset.metadata_limit().unwrap_or(usize::MAX);
    let needs_metadata = dataset.needs_metadata();
    let trait_name = format_ident!("{}", kind.trait_name);
    // The compiler points at the struct where it stops.
    let tokens = quote! {
        const SCHEMA: #ty = #ty::new(
            #krate::__private::Dataset {
                name: #name,
                fixed: &[#(#fixed),*],
                limit: #limit,
                needs_metadata: #needs_metadata,
            },
            <Self as #krate::#trait_name>::COLUMNS,
        );
    };
    at(input.ident.span(), tokens)
}

/// The checks against the schema in a file that the compiler makes at once, outside of the impl; and
/// those that it makes when the parameters of the struct are known.
pub(crate) fn checks(kind: &RecordKind, input: &Input<'_>) -> (TokenStream, TokenStream) {
    let Some(file) = &input.file else {
        return Default::default();
    };
    let krate = &input.container.krate;
    let (mut at_once, mut later) = (include(file), TokenStream::new());
    let mut add =
        |check: TokenStream| match bounds::without_lifetimes(input.generics, check.clone()) {
            Some(check) => at_once.extend(quote!(const _: () = #check;)),
            None => later.extend(quote!(const { #check })),
        };
    for part in &input.parts {
        let Content::Property { column, .. } = &part.content else {
            continue;
        };
        let Some(in_file) = &column.in_file else {
            continue;
        };
        let ours = column_type(krate, part, column);
        let theirs = theirs(krate, file, in_file, true);
        let check = quote!(#krate::__private::check_column);
        add(call_at(part.member.ident.span(), check, &[ours, theirs]));
    }
    if input.flattens() {
        add(check_flattened(kind, input, file));
    }
    (at_once, later)
}

/// A change of the file compiles the struct again.
fn include(file: &File) -> TokenStream {
    let path = file.path.to_string_lossy();
    quote!(
        const _: &[::core::primitive::u8] = ::core::include_bytes!(#path);
    )
}

fn check_flattened(kind: &RecordKind, input: &Input<'_>, file: &File) -> TokenStream {
    let (ident, krate) = (input.ident, &input.container.krate);
    let trait_name = format_ident!("{}", kind.trait_name);
    let shown = file.said.value();
    let has_field = |name: &str| {
        input.parts.iter().any(|part| match &part.content {
            Content::Property { column, .. } => column
                .in_file
                .as_ref()
                .is_some_and(|column| column.name() == name),
            Content::Flattened => false,
        })
    };
    let columns = file.schema.columns().iter().map(|column| {
        let wanted = file.is_wanted(kind, column) && !has_field(column.name());
        theirs(krate, file, column, wanted)
    });
    let (_, generics, _) = input.generics.split_for_impl();
    let check = quote! {
        #krate::__private::check_flattened(
            #shown,
            <#ident #generics as #krate::#trait_name>::COLUMNS,
            &[#(#columns),*],
        )
    };
    at(file.said.span(), check)
}

/// What the field's type and its attributes make of its column.
fn column_type(krate: &Path, part: &Part<'_>, column: &Column) -> TokenStream {
    let Content::Property { sent, .. } = &part.content else {
        return TokenStream::new();
    };
    let ty = part.member.ty;
    let is_option = || inside_option(ty).map(|_| quote!(.nullable()));
    let ty = match &sent.how {
        How::Value => quote!(<#ty as #krate::PropertyValue>::COLUMN),
        How::Display => {
            let nullable = is_option();
            quote!(#krate::ColumnType::UNDECLARED_STRING #nullable)
        }
        How::With(_) => {
            let nullable = is_option();
            quote!(#krate::ColumnType::UNKNOWN #nullable)
        }
    };
    let of = column.stated.map(|stated| {
        let stated = said(krate, stated);
        quote!(.of(#stated))
    });
    let nullable = column.nullable || part.skip_if.is_some() || sent.null;
    let nullable = nullable.then(|| quote!(.nullable()));
    quote!(#ty #of #nullable)
}

/// What a value has to fit when it is written; nothing where each value does.
pub(crate) fn to_fit(krate: &Path, column: &Column) -> Option<TokenStream> {
    if let Some(stated) = column.stated {
        return Some(said(krate, stated));
    }
    let in_file = column.in_file.as_ref()?;
    let fits_all = in_file.ty() == Type::String && !in_file.is_categorical();
    (!fits_all).then(|| of_file(krate, in_file))
}

fn said(krate: &Path, stated: Stated) -> TokenStream {
    let name = match stated {
        Stated::Type(ty) => return of_type(krate, ty),
        Stated::Categorical => "CATEGORICAL",
        Stated::Textual => "TEXTUAL",
        Stated::Plain => "PLAIN",
    };
    let name = format_ident!("{name}");
    quote!(#krate::ColumnType::#name)
}

fn theirs(krate: &Path, file: &File, column: &InFile, wanted: bool) -> TokenStream {
    let ty = of_file(krate, column);
    let nullable = column.is_nullable().then(|| quote!(.nullable()));
    let (name, at) = (column.name(), file.at(column));
    quote! {
        #krate::__private::InFile {
            name: #name,
            ty: #ty #nullable,
            at: #at,
            wanted: #wanted,
        }
    }
}

/// The column in a file, without its nulls.
fn of_file(krate: &Path, column: &InFile) -> TokenStream {
    if column.is_categorical() {
        quote!(#krate::ColumnType::CATEGORICAL)
    } else if column.is_textual() {
        quote!(#krate::ColumnType::TEXTUAL)
    } else {
        of_type(krate, column.ty())
    }
}

fn keyword(krate: &Path, keyword: &ReservedColumn) -> TokenStream {
    let ty = of_type(krate, keyword.ty);
    let nullable = keyword.nullable.then(|| quote!(.nullable()));
    quote!(#ty #nullable)
}

fn of_type(krate: &Path, ty: Type) -> TokenStream {
    let name = if ty == Type::String {
        "PLAIN".to_owned()
    } else {
        ty.name().to_ascii_uppercase()
    };
    let name = format_ident!("{name}");
    quote!(#krate::ColumnType::#name)
}
