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
    } = derive;
    let docs = doc_lines("///", docs);
    format!(
        "\
{docs}#[proc_macro_derive({trait_name}, attributes(personalize))]
pub fn {function}(input: TokenStream) -> TokenStream {{
    engine::derive(&RecordKind::{constant}, input.into()).into()
}}

"
    )
}
