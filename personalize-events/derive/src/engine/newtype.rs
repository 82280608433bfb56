//! The derives of `PropertyValue` and `IdValue` for a struct with one field, which delegate to the field.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Member, Path, Type};

use crate::engine::attributes::{Attrs, personalize};
use crate::engine::bounds::bounded;
use crate::engine::container;
use crate::engine::errors::Errors;
use crate::engine::serde_attrs::{self, Serde};

/// The only field of a struct.
pub(crate) struct Only<'a> {
    pub(crate) member: Member,
    pub(crate) ty: &'a Type,
}

/// The differences between the two derives.
pub(crate) struct Newtype {
    trait_name: &'static str,
    /// The trait; arguments: the path of the crate.
    path: fn(&Path) -> TokenStream,
    /// Its method; arguments: the path of the crate, the body.
    method: fn(&Path, &TokenStream) -> TokenStream,
    /// The body; arguments: the trait, the field.
    delegate: fn(&TokenStream, &Only<'_>) -> TokenStream,
    /// An associated constant; arguments: the path of the crate, the field's type.
    constant: fn(&Path, &Type) -> Option<TokenStream>,
    /// The body for a struct with errors.
    stub: fn() -> TokenStream,
}

/// ```text
/// impl PropertyValue for Minutes {
///     const COLUMN: ColumnType = <u32 as PropertyValue>::COLUMN;
///     fn write_property(&self, property: ValueWriter<'_>) {
///         <u32 as PropertyValue>::write_property(&self.0, property)
///     }
/// }
/// ```
pub(crate) const PROPERTY_VALUE: Newtype = Newtype {
    trait_name: "PropertyValue",
    path: |krate| quote!(#krate::PropertyValue),
    method: |krate, body| quote!(fn write_property(&self, property: #krate::ValueWriter<'_>) { #body }),
    delegate: |path, Only { member, ty }| quote!(<#ty as #path>::write_property(&self.#member, property);),
    constant: |krate, ty| {
        Some(quote!(const COLUMN: #krate::ColumnType = <#ty as #krate::PropertyValue>::COLUMN;))
    },
    stub: || quote!(let _ = property;),
};

/// ```text
/// impl IdValue for AccountId {
///     fn to_id(&self) -> String {
///         <u64 as IdValue>::to_id(&self.0)
///     }
/// }
/// ```
pub(crate) const ID_VALUE: Newtype = Newtype {
    trait_name: "IdValue",
    path: |krate| quote!(#krate::IdValue),
    method: |_, body| quote!(fn to_id(&self) -> ::std::string::String { #body }),
    delegate: |path, Only { member, ty }| quote!(<#ty as #path>::to_id(&self.#member)),
    constant: |_, _| None,
    stub: || quote!(::std::string::String::new()),
};

/// Expands a derive.
pub(crate) fn derive(newtype: &Newtype, input: TokenStream) -> TokenStream {
    match syn::parse2(input) {
        Ok(input) => expand(newtype, &input),
        Err(error) => error.into_compile_error(),
    }
}

fn expand(newtype: &Newtype, input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let krate = container::read_newtype(&input.attrs, &mut errors);
    let path = (newtype.path)(&krate);
    let only = only_field(newtype.trait_name, "a struct with one field", input);
    let (errors, inner, body, constant) = match errors.finish_with(only) {
        Ok(only) => {
            let body = (newtype.delegate)(&path, &only);
            let constant = (newtype.constant)(&krate, only.ty);
            (None, Some((only.ty, path.clone())), body, constant)
        }
        Err(error) => (Some(error.to_compile_error()), None, (newtype.stub)(), None),
    };
    let method = (newtype.method)(&krate, &body);
    let ident = &input.ident;
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    let where_clause = bounded(&input.generics, inner);
    quote! {
        #errors
        const _: () = {
            #[automatically_derived]
            impl #impl_generics #path for #ident #type_generics #where_clause {
                #constant
                #method
            }
        };
    }
}

/// Returns the only field of a struct; `target` names the items that the derive accepts.
///
/// # Errors
///
/// The item is not such a struct, or the field has an attribute.
pub(crate) fn only_field<'a>(
    trait_name: &str,
    target: &str,
    input: &'a DeriveInput,
) -> syn::Result<Only<'a>> {
    let unsupported = |rest: &str| {
        let message = format!("`{trait_name}` can only be derived for {target}{rest}");
        syn::Error::new(input.ident.span(), message)
    };
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(_) if trait_name == "PropertyValue" => {
            let remedy = "; derive `Category` for an enum without fields";
            return Err(unsupported(remedy));
        }
        Data::Enum(_) | Data::Union(_) => return Err(unsupported("")),
    };
    let fields = data.fields.len();
    let (1, Some((member, field))) = (fields, data.fields.members().zip(&data.fields).next())
    else {
        return Err(unsupported(&format!(", but this one has {fields}")));
    };
    if let Some(attribute) = personalize(&field.attrs).next() {
        let message = "the field of a struct with one field takes no attributes; remove this one";
        return Err(syn::Error::new_spanned(attribute, message));
    }
    let mut errors = Errors::default();
    let rules = &serde_attrs::OF_FIELDS;
    let mut attrs = Attrs::default();
    serde_attrs::read(
        Serde::Never,
        rules,
        &field.attrs,
        &mut attrs,
        &[],
        &mut errors,
    );
    let ty = &field.ty;
    errors.finish(Only { member, ty })
}

#[cfg(test)]
mod tests;
