//! Expansions, compared with what a person would have written.

use syn::parse_quote;

use super::*;

#[test]
fn a_category_is_the_name_of_its_variant() {
    let input = parse_quote! {
        #[personalize(rename_all = "snake_case")]
        enum Genre {
            ScienceFiction,
            #[personalize(rename = "noir")]
            FilmNoir,
        }
    };
    let expected = quote! {
        const _: () = {
            #[automatically_derived]
            impl ::personalize_events::Category for Genre {
                fn to_category(&self) -> ::std::borrow::Cow<'_, ::core::primitive::str> {
                    ::std::borrow::Cow::Borrowed(match *self {
                        Self::ScienceFiction => "science_fiction",
                        Self::FilmNoir => "noir",
                    })
                }
            }
            #[automatically_derived]
            impl ::personalize_events::PropertyValue for Genre {
                const COLUMN: ::personalize_events::ColumnType = ::personalize_events::ColumnType::CATEGORICAL;
                fn write_property(&self, property: ::personalize_events::ValueWriter<'_>) {
                    property.category(&<Self as ::personalize_events::Category>::to_category(self));
                }
            }
        };
    };
    assert_eq!(expand(&input).to_string(), expected.to_string());
}

#[test]
fn a_struct_is_the_category_of_its_field() {
    let input = parse_quote! { struct Tag<T: Clone>(T); };
    let text = expand(&input).to_string();
    let expected = quote! {
        impl<T: Clone> ::personalize_events::Category for Tag<T>
        where
            T: ::personalize_events::Category
        {
            fn to_category(&self) -> ::std::borrow::Cow<'_, ::core::primitive::str> {
                <T as ::personalize_events::Category>::to_category(&self.0)
            }
        }
    };
    assert!(text.contains(&expected.to_string()), "{text}");
}

#[test]
fn a_variant_for_which_serde_writes_null_is_an_error() {
    let input = parse_quote! {
        #[personalize(serde)]
        enum Genre {
            #[serde(untagged)]
            Horror,
            #[serde(untagged)]
            #[personalize(rename = "drama")]
            Drama,
        }
    };
    let text = expand(&input).to_string();
    assert_eq!(text.matches("`#[serde(untagged)]`").count(), 1, "{text}");
    assert!(
        text.contains("because serde writes null for the variant"),
        "{text}"
    );
}
