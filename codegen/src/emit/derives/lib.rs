//! Derive macros of `personalize-events`: a struct becomes the properties of a record.
//!
//! Use them through `personalize-events`, which exports each beside the trait of the same name. There is one
//! for each member of the service's model that holds properties, and one for each trait of values.

mod engine;

use personalize_events_schema::record_kind::RecordKind;
use proc_macro::TokenStream;

// {entries}
/// Implements the traits `Category` and `PropertyValue` for an enum without fields, or for a struct with one
/// field.
///
/// ```text
/// #[derive(Category)]
/// #[personalize(rename_all = "kebab-case")]
/// enum Genre {
///     Drama, // drama
///     #[personalize(rename = "sci-fi")]
///     ScienceFiction,
/// }
/// ```
///
/// The reference is [`guide::derive`](https://docs.rs/personalize-events/latest/personalize_events/guide/derive/).
#[proc_macro_derive(Category, attributes(personalize))]
pub fn derive_category(input: TokenStream) -> TokenStream {
    engine::derive_category(input.into()).into()
}

/// Implements the trait `PropertyValue` for a struct with one field, which is sent as that field.
///
/// ```text
/// #[derive(PropertyValue)]
/// struct Minutes(u32);
/// ```
///
/// The reference is [`guide::derive`](https://docs.rs/personalize-events/latest/personalize_events/guide/derive/).
#[proc_macro_derive(PropertyValue, attributes(personalize))]
pub fn derive_property_value(input: TokenStream) -> TokenStream {
    engine::derive_newtype(&engine::PROPERTY_VALUE, input.into()).into()
}

/// Implements the trait `IdValue` for a struct with one field, which is an ID as that field.
///
/// ```text
/// #[derive(IdValue)]
/// struct AccountId(u64);
/// ```
///
/// The reference is [`guide::derive`](https://docs.rs/personalize-events/latest/personalize_events/guide/derive/).
#[proc_macro_derive(IdValue, attributes(personalize))]
pub fn derive_id_value(input: TokenStream) -> TokenStream {
    engine::derive_newtype(&engine::ID_VALUE, input.into()).into()
}
