//! The root of the derive crate: the entry points of all macros, which have to be there.
//!
//! Their work is in `engine`. Their documentation is short: `guide::derive` of the client is the reference.

use super::doc_lines;
use crate::plan::Derive;

pub(crate) fn derives(derives: &[Derive]) -> String {
    let entries: String = derives.iter().map(entry).collect();
    include_str!("derives/lib.rs").replace("// {entries}\n", &entries)
}

fn entry(derive: &Derive) -> String {
    let Derive {
        trait_name,
        function,
        constant,
        docs,
        identity,
    } = derive;
    let docs = doc_lines("///", docs);
    let identity = match identity {
        Some(identity) => format!(
            "Some(Identity {{\n        trait_name: \"{}\",\n        method: \"{}\",\n        \
             key: \"{}\",\n    }})",
            identity.trait_name, identity.method, identity.key
        ),
        None => "None".to_owned(),
    };
    format!(
        "\
const {constant}: Kind = Kind {{
    trait_name: \"{trait_name}\",
    identity: {identity},
}};

{docs}#[proc_macro_derive({trait_name}, attributes(personalize))]
pub fn {function}(input: TokenStream) -> TokenStream {{
    engine::derive(&{constant}, input.into()).into()
}}

"
    )
}
