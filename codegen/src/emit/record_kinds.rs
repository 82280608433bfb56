//! The table of record kinds in the schema crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitted, ident, parse};
use crate::plan::{Identity, RecordKind};

pub(crate) fn record_kinds(kinds: &[RecordKind]) -> Emitted {
    let constants: Vec<_> = kinds.iter().map(|kind| ident(&kind.constant)).collect();
    let rows = kinds.iter().map(row);
    let items = quote! {
        use crate::record_kind::{RecordId, RecordKind, documented};

        impl RecordKind {
            /// All kinds of records.
            pub const ALL: &'static [Self] = &[#(Self::#constants),*];
            #(#rows)*
        }
    };
    Emitted {
        file: "record_kinds.rs".to_owned(),
        docs: vec![
            "The facts about each kind of record that the service's model states.".to_owned(),
        ],
        items: parse(items),
    }
}

fn row(kind: &RecordKind) -> TokenStream {
    let RecordKind {
        constant,
        members,
        structure,
        operation,
        list_member,
        max_records,
        max_properties_chars,
        trait_name,
        identity,
    } = kind;
    let doc = format!(" The structure `{structure}`, sent by `{operation}`.");
    let constant = ident(constant);
    let max_records = number(*max_records);
    let max_properties_chars = number(*max_properties_chars);
    let id = match identity {
        None => quote!(None),
        Some(Identity { name, id, wire, .. }) => {
            quote!(Some(RecordId { trait_name: #name, method: #id, member: #wire }))
        }
    };
    quote! {
        #[doc = #doc]
        pub const #constant: Self = Self {
            structure: #structure,
            operation: #operation,
            list_member: #list_member,
            max_records: #max_records,
            max_properties_chars: #max_properties_chars,
            trait_name: #trait_name,
            id: #id,
            members: &[#(#members),*],
            documented: documented::#constant,
        };
    }
}

/// A number without the suffix of its type.
fn number(number: u64) -> proc_macro2::Literal {
    proc_macro2::Literal::u64_unsuffixed(number)
}
