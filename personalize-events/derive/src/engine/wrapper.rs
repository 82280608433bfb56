//! The derives of `PropertyValue` and `IdValue`: a struct with one field is what the field is.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Member, Path, Type};

use crate::engine::attributes;
use crate::engine::bounds::bounded;
use crate::engine::container;
use crate::engine::problems::Problems;

/// The one field of a struct.
pub(crate) struct Only<'a> {
    pub(crate) member: Member,
    pub(crate) ty: &'a Type,
}

/// What differs between the two.
pub(crate) struct Wrapper {
    trait_name: &'static str,
    /// The trait, from the crate's path.
    path: fn(&Path) -> TokenStream,
    /// Its method, from that path and a body.
    method: fn(&Path, &TokenStream) -> TokenStream,
    /// The body, from the trait, the field's type and the field.
    delegate: fn(&TokenStream, &Only<'_>) -> TokenStream,
    /// What else there is, from the crate's path and the field's type.
    constant: fn(&Path, &Type) -> Option<TokenStream>,
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
pub(crate) const PROPERTY_VALUE: Wrapper = Wrapper {
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
pub(crate) const ID_VALUE: Wrapper = Wrapper {
    trait_name: "IdValue",
    path: |krate| quote!(#krate::IdValue),
    method: |_, body| quote!(fn to_id(&self) -> ::std::string::String { #body }),
    delegate: |path, Only { member, ty }| quote!(<#ty as #path>::to_id(&self.#member)),
    constant: |_, _| None,
    stub: || quote!(::std::string::String::new()),
};

/// A derive, from what the compiler gives to what it takes.
pub(crate) fn derive(wrapper: &Wrapper, input: TokenStream) -> TokenStream {
    match syn::parse2(input) {
        Ok(input) => expand(wrapper, &input),
        Err(error) => error.into_compile_error(),
    }
}

fn expand(wrapper: &Wrapper, input: &DeriveInput) -> TokenStream {
    let mut problems = Problems::default();
    let krate = container::read_wrapper(&input.attrs, &mut problems);
    let path = (wrapper.path)(&krate);
    let only = only_field(wrapper.trait_name, "a struct with one field", input);
    let (errors, inner, body, constant) = match problems.finish_with(only) {
        Ok(only) => {
            let body = (wrapper.delegate)(&path, &only);
            let constant = (wrapper.constant)(&krate, only.ty);
            (None, Some((only.ty, path.clone())), body, constant)
        }
        Err(error) => (Some(error.to_compile_error()), None, (wrapper.stub)(), None),
    };
    let method = (wrapper.method)(&krate, &body);
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

/// The field of a struct that has one; `for_what` is what the derive takes, for the message.
///
/// # Errors
///
/// It is no such struct, or the field is marked with something.
pub(crate) fn only_field<'a>(
    trait_name: &str,
    for_what: &str,
    input: &'a DeriveInput,
) -> syn::Result<Only<'a>> {
    let wrong = |but: &str| {
        let message = format!("`{trait_name}` is derived for {for_what}{but}");
        syn::Error::new(input.ident.span(), message)
    };
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(_) if trait_name == "PropertyValue" => {
            return Err(wrong("; for an enum without fields derive `Category`"));
        }
        Data::Enum(_) | Data::Union(_) => return Err(wrong("")),
    };
    let fields = data.fields.len();
    let (1, Some((member, field))) = (fields, data.fields.members().zip(&data.fields).next())
    else {
        return Err(wrong(&format!(", this one has {fields}")));
    };
    if let Some(attribute) = attributes::ours(&field.attrs).next() {
        let message = "the one field takes no mark: the struct is what the field is";
        return Err(syn::Error::new_spanned(
            attribute.to_token_stream(),
            message,
        ));
    }
    let ty = &field.ty;
    Ok(Only { member, ty })
}

#[cfg(test)]
mod tests;
