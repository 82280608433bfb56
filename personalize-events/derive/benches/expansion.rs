//! The time of an expansion, from the tokens of a struct to those of its impls, by number of fields.
//!
//! ```text
//! cargo bench --package personalize-events-derive --bench expansion
//! ```
//!
//! The benchmark `compile_time` of `personalize-events` measures the cost in a build, compared with serde.

#[path = "../src"]
#[allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "a crate of macros exports nothing else, and the other derives are not measured"
)]
mod src {
    pub(crate) mod engine;
}

use divan::Bencher;
use divan::counter::ItemsCount;
use personalize_events_schema::record_kind::RecordKind;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use src::engine;

/// The numbers of fields; the service allows 25 metadata columns of users.
const FIELDS: [usize; 4] = [3, 6, 12, 24];

fn main() {
    divan::main();
}

#[divan::bench(args = FIELDS)]
fn user_properties(bencher: Bencher<'_, '_>, fields: usize) {
    let input = viewer(fields);
    let bencher = bencher.counter(ItemsCount::new(fields));
    let bencher = bencher.with_inputs(|| input.clone());
    bencher.bench_local_values(|input| engine::derive(&RecordKind::USER, input));
}

/// Returns a struct with this many columns of six alternating types.
fn viewer(fields: usize) -> TokenStream {
    let fields = ('a'..='z').take(fields).zip((0..6).cycle());
    let fields = fields.map(|(letter, kind)| {
        let name = format_ident!("column_{letter}");
        match kind {
            0 => quote!(#[personalize(categorical)] #name: String),
            1 => quote!(#name: u32),
            2 => quote!(#name: Option<f64>),
            3 => quote!(#name: Vec<Genre>),
            4 => {
                let key = format!("is{}", letter.to_ascii_uppercase());
                quote!(#[personalize(rename = #key)] #name: bool)
            }
            _ => quote!(#[personalize(null_if_none)] #name: Option<i64>),
        }
    });
    quote! {
        struct Viewer {
            #[personalize(user_id)]
            id: String,
            #(#fields,)*
        }
    }
}
