//! The derive crate's root: a crate of macros has to hold the entry points of all of them, those
//! that the model asks for and those of values, which are the same for every model.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitted, docs, ident};
use crate::plan::Derive;

/// The derive crate's root.
pub(crate) fn derives(derives: &[Derive]) -> Emitted {
    let entries = derives.iter().map(|derive| {
        let (trait_name, function) = (ident(&derive.trait_name), ident(&derive.function));
        let (docs, constant) = (docs(&derive.docs), ident(&derive.constant));
        let trait_text = &derive.trait_name;
        let identity = if let Some(identity) = &derive.identity {
            let (trait_name, method) = (&identity.trait_name, &identity.method);
            let key = &identity.key;
            quote!(Some(Identity { trait_name: #trait_name, method: #method, key: #key }))
        } else {
            quote!(None)
        };
        quote! {
            const #constant: Kind = Kind { trait_name: #trait_text, identity: #identity };

            #docs
            #[proc_macro_derive(#trait_name, attributes(personalize))]
            pub fn #function(input: TokenStream) -> TokenStream {
                engine::derive(&#constant, input.into()).into()
            }
        }
    });
    let values = VALUES.iter().map(value);
    Emitted {
        docs: [
            "Derive macros of `personalize-events`: a struct becomes the properties of a record.",
            "",
            "Use them through `personalize-events`, which exports each beside the trait of the same",
            "name. There is one for each member of the service's model that holds properties.",
        ]
        .map(str::to_owned)
        .to_vec(),
        imports: vec![
            quote!(
                mod engine;
            ),
            quote!(
                use engine::{Identity, Kind};
                use proc_macro::TokenStream;
            ),
        ],
        items: quote!(#(#entries)* #(#values)*),
    }
}

/// A derive for types that are values: its trait, its function, what it calls, its documentation.
struct Value {
    trait_name: &'static str,
    function: &'static str,
    call: fn() -> TokenStream,
    docs: &'static [&'static str],
}

const VALUES: [Value; 3] = [
    Value {
        trait_name: "Category",
        function: "derive_category",
        call: || quote!(engine::derive_category(input.into()).into()),
        docs: &[
            "Derives the trait `Category` for an enum without fields, or for a struct with one field.",
            "",
            "The category of a variant is its name as it is written. Two variants cannot have one category,",
            "and a category that is empty, is `null` or contains `|` is refused. A struct is what its field",
            "is. `PropertyValue` is derived too: a category can also be the only value of a property.",
            "",
            "# Attributes",
            "",
            "| `#[personalize(…)]` | effect |",
            "|---|---|",
            "| `rename = \"…\"`, on a variant | its category |",
            "| `rename_all = \"…\"`, on the enum | the case of the categories, in serde's words: `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case` or `SCREAMING-KEBAB-CASE` |",
            "| `crate = \"…\"` | the path to `personalize_events`, where it has another name |",
            "",
            "# Example",
            "",
            "```text",
            "#[derive(Category)]",
            "#[personalize(rename_all = \"kebab-case\")]",
            "enum Genre {",
            "    Drama, // drama",
            "    #[personalize(rename = \"sci-fi\")]",
            "    ScienceFiction,",
            "}",
            "```",
        ],
    },
    Value {
        trait_name: "PropertyValue",
        function: "derive_property_value",
        call: || quote!(engine::derive_wrapper(&engine::PROPERTY_VALUE, input.into()).into()),
        docs: &[
            "Derives the trait `PropertyValue` for a struct with one field: it is sent as the field is.",
            "",
            "For an enum without fields derive `Category`, which derives `PropertyValue` too. The one",
            "attribute is `#[personalize(crate = \"…\")]`: the path to `personalize_events`, where it has",
            "another name.",
            "",
            "# Example",
            "",
            "```text",
            "#[derive(PropertyValue)]",
            "struct Minutes(u32);",
            "```",
        ],
    },
    Value {
        trait_name: "IdValue",
        function: "derive_id_value",
        call: || quote!(engine::derive_wrapper(&engine::ID_VALUE, input.into()).into()),
        docs: &[
            "Derives the trait `IdValue` for a struct with one field: as an id it is what the field is.",
            "",
            "The one attribute is `#[personalize(crate = \"…\")]`: the path to `personalize_events`, where it",
            "has another name.",
            "",
            "# Example",
            "",
            "```text",
            "#[derive(IdValue)]",
            "struct AccountId(u64);",
            "```",
        ],
    },
];

fn value(value: &Value) -> TokenStream {
    let (trait_name, function) = (ident(value.trait_name), ident(value.function));
    let lines: Vec<String> = value.docs.iter().map(|line| (*line).to_owned()).collect();
    let (docs, call) = (docs(&lines), (value.call)());
    quote! {
        #docs
        #[proc_macro_derive(#trait_name, attributes(personalize))]
        pub fn #function(input: TokenStream) -> TokenStream {
            #call
        }
    }
}
