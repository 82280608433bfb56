//! Expansions, compared with what a person would have written.

use syn::parse_quote;

use super::*;

fn same(newtype: &Newtype, input: &DeriveInput, expected: &TokenStream) {
    assert_eq!(expand(newtype, input).to_string(), expected.to_string());
}

#[test]
fn a_struct_is_the_value_of_its_field() {
    let input = parse_quote! { struct Minutes(u32); };
    let expected = quote! {
        const _: () = {
            #[automatically_derived]
            impl ::personalize_events::PropertyValue for Minutes {
                const COLUMN: ::personalize_events::ColumnType = <u32 as ::personalize_events::PropertyValue>::COLUMN;
                fn write_property(&self, property: ::personalize_events::ValueWriter<'_>) {
                    <u32 as ::personalize_events::PropertyValue>::write_property(&self.0, property);
                }
            }
        };
    };
    same(&PROPERTY_VALUE, &input, &expected);
}

#[test]
fn a_struct_is_the_id_of_its_field() {
    let input = parse_quote! {
        #[personalize(crate = "films::personalize")]
        struct AccountId<K> { key: K }
    };
    let expected = quote! {
        const _: () = {
            #[automatically_derived]
            impl<K> films::personalize::IdValue for AccountId<K>
            where
                K: films::personalize::IdValue
            {
                fn to_id(&self) -> ::std::string::String {
                    <K as films::personalize::IdValue>::to_id(&self.key)
                }
            }
        };
    };
    same(&ID_VALUE, &input, &expected);
}

#[test]
fn an_invalid_struct_has_an_error_and_an_impl_that_does_nothing() {
    let input = parse_quote! { enum Minutes { None } };
    let expected = quote! {
        ::core::compile_error! {
            "`PropertyValue` can only be derived for a struct with one field; derive `Category` for an enum without fields"
        }
        const _: () = {
            #[automatically_derived]
            impl ::personalize_events::PropertyValue for Minutes {
                fn write_property(&self, property: ::personalize_events::ValueWriter<'_>) {
                    let _ = property;
                }
            }
        };
    };
    same(&PROPERTY_VALUE, &input, &expected);
}
