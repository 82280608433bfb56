//! Generates the constants `COLUMNS` and `SCHEMA`, and the checks against the schema in a file.

use personalize_events_schema::record_kind::RecordKind;
use personalize_events_schema::{Column as SchemaColumn, ReservedColumn, Type};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Path;

use crate::engine::bounds::{at, call_at, without_lifetimes};
use crate::engine::column::Column;
use crate::engine::column_attrs::ColumnAttr;
use crate::engine::field_attrs::{How, Sent};
use crate::engine::input::{Content, Input, Part};
use crate::engine::schema_file::SchemaFile;

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
        Content::Property { name, column, sent } => {
            let (key, name) = (&name.key, &name.column);
            let ty = field_type(krate, part, column, sent);
            let in_schema = column.in_schema.as_ref().map(|in_schema| {
                let ty = nullable_type(krate, in_schema);
                quote!(.of(#ty))
            });
            let ty = quote!(#ty #in_schema);
            match column.reserved {
                None => quote!(column(#key, #name, #ty)),
                Some(reserved) => {
                    let reserved = reserved_type(krate, reserved);
                    quote!(keyword(#key, #name, #ty, #reserved))
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
    if let Some(SchemaFile { schema, .. }) = &input.schema_file {
        let text = schema.to_json();
        return quote!(const SCHEMA: #ty = #ty::File(#text););
    }
    let dataset = kind.dataset_type();
    let name = dataset.name();
    let optional = input.optional_columns.iter().copied();
    let fixed = kind
        .columns_of_every_record()
        .chain(optional)
        .map(|column| {
            let (name, ty) = (column.name, reserved_type(krate, column));
            quote!((#name, #ty))
        });
    let limit = dataset.metadata_limit().unwrap_or(usize::MAX);
    let (allows_textual, needs_metadata) = (dataset.allows_textual(), dataset.needs_metadata());
    let trait_name = format_ident!("{}", kind.trait_name);
    // Errors of the constant are reported at the struct.
    let tokens = quote! {
        const SCHEMA: #ty = #ty::new(
            #krate::__private::Dataset {
                name: #name,
                fixed: &[#(#fixed),*],
                allows_textual: #allows_textual,
                limit: #limit,
                needs_metadata: #needs_metadata,
            },
            <Self as #krate::#trait_name>::COLUMNS,
        );
    };
    at(input.ident.span(), tokens)
}

/// Generates the checks against the schema in a file: those outside of the impl, which the compiler
/// always makes, and those that depend on the parameters of the struct.
pub(crate) fn checks(kind: &RecordKind, input: &Input<'_>) -> (TokenStream, TokenStream) {
    let Some(file) = &input.schema_file else {
        return Default::default();
    };
    let krate = &input.container.krate;
    let (mut outside, mut inside) = (include(file), TokenStream::new());
    let mut add = |check: TokenStream| match without_lifetimes(input.generics, check.clone()) {
        Some(check) => outside.extend(quote!(const _: () = #check;)),
        None => inside.extend(quote!(const { #check })),
    };
    for part in &input.parts {
        if let Content::Property { column, sent, .. } = &part.content
            && let Some(in_schema) = &column.in_schema
        {
            let field = field_type(krate, part, column, sent);
            let in_schema = schema_column(krate, file, in_schema, true);
            let check = quote!(#krate::__private::check_column);
            add(call_at(
                part.member.ident.span(),
                check,
                &[field, in_schema],
            ));
        }
    }
    if input.flattens() {
        add(check_flattened(kind, input, file));
    }
    (outside, inside)
}

/// Includes the file, so that a change of it recompiles the struct.
fn include(file: &SchemaFile) -> TokenStream {
    let path = file.path.to_string_lossy();
    quote!(
        const _: &[::core::primitive::u8] = ::core::include_bytes!(#path);
    )
}

fn check_flattened(kind: &RecordKind, input: &Input<'_>, file: &SchemaFile) -> TokenStream {
    let (ident, krate) = (input.ident, &input.container.krate);
    let trait_name = format_ident!("{}", kind.trait_name);
    let shown = file.attr.value();
    let has_field = |name: &str| {
        let mut properties = input.parts.iter().filter_map(Part::property);
        properties.any(|(_, column)| {
            let in_schema = column.in_schema.as_ref();
            in_schema.is_some_and(|column| column.name() == name)
        })
    };
    let columns = file.schema.columns().iter().map(|column| {
        let wanted = file.is_property(kind, column) && !has_field(column.name());
        schema_column(krate, file, column, wanted)
    });
    let (_, generics, _) = input.generics.split_for_impl();
    let check = quote! {
        #krate::__private::check_flattened(
            #shown,
            <#ident #generics as #krate::#trait_name>::COLUMNS,
            &[#(#columns),*],
        )
    };
    at(file.attr.span(), check)
}

/// The column type according to the field's type and attributes.
fn field_type(krate: &Path, part: &Part<'_>, column: &Column, sent: &Sent) -> TokenStream {
    let ty = part.member.ty;
    let of_option = part.member.option_type().map(|_| quote!(.nullable()));
    let ty = match &sent.how {
        How::Value => quote!(<#ty as #krate::PropertyValue>::COLUMN),
        How::Display => quote!(#krate::ColumnType::UNDECLARED_STRING #of_option),
        How::With(_) => quote!(#krate::ColumnType::UNKNOWN #of_option),
    };
    let of = column.attr.map(|attr| {
        let ty = declared_type(krate, attr);
        quote!(.of(#ty))
    });
    let nullable = column.nullable || part.skip_if.is_some() || sent.null_if_none;
    let nullable = nullable.then(|| quote!(.nullable()));
    quote!(#ty #of #nullable)
}

/// The type that values are checked against when they are written; `None` if every value fits.
pub(crate) fn checked_type(krate: &Path, column: &Column) -> Option<TokenStream> {
    if let Some(attr) = column.attr {
        return Some(declared_type(krate, attr));
    }
    let in_schema = column.in_schema.as_ref()?;
    (!in_schema.is_textual()).then(|| type_in_schema(krate, in_schema))
}

fn schema_column(
    krate: &Path,
    file: &SchemaFile,
    column: &SchemaColumn,
    wanted: bool,
) -> TokenStream {
    let ty = nullable_type(krate, column);
    let (name, at) = (column.name(), file.position_of(column));
    quote! {
        #krate::__private::InFile {
            name: #name,
            ty: #ty,
            at: #at,
            wanted: #wanted,
        }
    }
}

fn nullable_type(krate: &Path, column: &SchemaColumn) -> TokenStream {
    let ty = type_in_schema(krate, column);
    let nullable = column.is_nullable().then(|| quote!(.nullable()));
    quote!(#ty #nullable)
}

/// The type of a column in a schema, which is not nullable.
fn type_in_schema(krate: &Path, column: &SchemaColumn) -> TokenStream {
    declared_type(
        krate,
        if column.is_categorical() {
            ColumnAttr::Categorical
        } else if column.is_textual() {
            ColumnAttr::Textual
        } else {
            ColumnAttr::Type(column.ty())
        },
    )
}

fn reserved_type(krate: &Path, reserved: &ReservedColumn) -> TokenStream {
    let ty = declared_type(krate, ColumnAttr::Type(reserved.ty));
    let nullable = reserved.nullable.then(|| quote!(.nullable()));
    quote!(#ty #nullable)
}

fn declared_type(krate: &Path, attr: ColumnAttr) -> TokenStream {
    let name = match attr {
        ColumnAttr::Categorical => "CATEGORICAL".to_owned(),
        ColumnAttr::Textual => "TEXTUAL".to_owned(),
        ColumnAttr::Plain | ColumnAttr::Type(Type::String) => "PLAIN".to_owned(),
        ColumnAttr::Type(ty) => ty.name().to_ascii_uppercase(),
    };
    let name = format_ident!("{name}");
    quote!(#krate::ColumnType::#name)
}
