//! Names: those that are most likely to clash with what generated code defines and uses.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use fastrand::Rng;
use heck::{ToLowerCamelCase, ToShoutySnakeCase, ToUpperCamelCase};
use personalize_events_ast::is_identifier;
use proc_macro2::{TokenStream, TokenTree};

/// Keywords, the prelude, and macros and traits of the standard library.
const OF_RUST: &str = "\
    abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl \
    in let loop macro match mod move mut override priv pub ref return safe self Self static struct super trait true try \
    type typeof union unsafe unsized use virtual where while yield raw auto default macro_rules \
    AsMut AsRef AsyncFn AsyncFnMut AsyncFnOnce Box Clone Copy Debug Default DoubleEndedIterator Drop Eq Err \
    ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator Future Hash Into IntoFuture IntoIterator Iterator None Ok \
    Option Ord PartialEq PartialOrd Result Send Sized Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec \
    Any Add Arc Borrow BTreeMap BTreeSet Cell Command Context Cow Deref Display Duration Error File FromStr HashMap Infallible \
    Instant Item Iter Layout Mutex NonZero Ordering Output Pin PhantomData Rc Read RefCell Range Target Write Thread Wrapping \
    assert cfg column compile_error concat dbg debug_assert env eprintln file format format_args include line matches \
    module_path option_env panic print println stringify thread_local todo unimplemented unreachable vec write writeln \
    std core alloc proc_macro test bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize \
    drop clone clone_from eq ne cmp partial_cmp hash fmt from into try_from try_into to_string to_owned as_ref borrow \
    source description cause provide type_id next iter len is_empty push get insert unwrap expect map and_then main \
    con aux nul prn com1 lpt1 builders generated runtime service patterns mod lib";

/// What is put in front of or behind other names.
const PARTS: [&str; 18] = [
    "Error",
    "Request",
    "Response",
    "Builder",
    "Shape",
    "Exception",
    "Operation",
    "Input",
    "Output",
    "Value",
    "Service",
    "2",
    "_2",
    "IDs",
    "Maybe",
    "Unknown",
    "s",
    "_",
];

/// All identifiers of the golden cases, of the macros that they invoke, of the root of a crate, and of Rust.
pub(crate) fn pool() -> Vec<String> {
    let codegen = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen");
    let mut names: BTreeSet<String> = OF_RUST.split_whitespace().map(str::to_owned).collect();
    let mut add = |path: &Path| {
        let text = fs::read_to_string(path).expect("a file of the repository");
        let text = text.replace("{service_error}", "ServiceError");
        add_identifiers(text.parse().expect("Rust"), &mut names);
    };
    add(&codegen.join("src/emit/crate_root/lib.rs"));
    add(&codegen.join("../personalize-events/src/implement.rs"));
    for case in fs::read_dir(codegen.join("tests/golden")).expect("the golden cases") {
        let folder = case.expect("a golden case").path().join("generated");
        for file in fs::read_dir(folder).expect("generated files") {
            add(&file.expect("a generated file").path());
        }
    }
    names.retain(|name| is_identifier(name));
    names.into_iter().collect()
}

fn add_identifiers(tokens: TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => add_identifiers(group.stream(), names),
            TokenTree::Ident(ident) => {
                let ident = ident.to_string();
                names.insert(ident.trim_start_matches("r#").to_owned());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Names that are in use, whose case is ignored.
#[derive(Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    all: Vec<String>,
}

impl Names {
    /// A new name, often one that is made of others.
    pub(crate) fn draw(&mut self, rng: &mut Rng, pool: &[String]) -> String {
        loop {
            let from_own = !self.all.is_empty() && rng.u8(0..4) == 0;
            let list = if from_own { &self.all[..] } else { pool };
            let name = vary(&list[rng.usize(..list.len())], rng, pool);
            if is_identifier(&name) && name.len() < 60 && self.taken.insert(name.to_lowercase()) {
                self.all.push(name.clone());
                return name;
            }
        }
    }
}

fn vary(name: &str, rng: &mut Rng, pool: &[String]) -> String {
    let part = PARTS[rng.usize(..PARTS.len())];
    match rng.u8(0..16) {
        0 => name.to_lower_camel_case(),
        1 => name.to_shouty_snake_case(),
        2 => format!("_{name}"),
        3 => format!("{part}{name}"),
        4..=6 => format!("{}{part}", name.to_upper_camel_case()),
        7 => {
            let at = rng.usize(..name.len());
            format!("{}_{}", &name[..at], &name[at..])
        }
        8 => format!(
            "{name}{}",
            pool[rng.usize(..pool.len())].to_upper_camel_case()
        ),
        9..=11 => name.to_owned(),
        _ => name.to_upper_camel_case(),
    }
}
