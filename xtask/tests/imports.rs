//! The files of a crate do not import each other in a circle.
//!
//! The test reads the modules of each crate, the `use` declarations and the paths in the code. An item counts for the
//! file that defines it, wherever it is re-exported. A module may re-export items of its children and call them as
//! `child::function`; tests are left out.

#[path = "imports/files.rs"]
mod files;
#[path = "imports/modules.rs"]
mod modules;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The roots of the workspace's libraries and programs, by package.
fn roots() -> Vec<(String, PathBuf)> {
    let mut cargo = Command::new(env!("CARGO"));
    let cargo = cargo.args(["metadata", "--no-deps", "--format-version", "1"]);
    let output = cargo.output().expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let mut roots = Vec::new();
    for package in metadata["packages"].as_array().expect("there are packages") {
        for target in package["targets"].as_array().expect("there are targets") {
            let kinds = target["kind"].as_array().into_iter().flatten();
            let mut kinds = kinds.filter_map(Value::as_str);
            if kinds.any(|kind| ["lib", "bin", "proc-macro"].contains(&kind)) {
                let text = |value: &Value| value.as_str().expect("it is text").to_owned();
                let root = PathBuf::from(text(&target["src_path"]));
                roots.push((text(&package["name"]), root));
            }
        }
    }
    roots
}

#[test]
fn files_of_a_crate_do_not_import_each_other_in_a_circle() {
    let mut problems = Vec::new();
    for (package, root) in roots() {
        let folder = root.parent().unwrap().to_owned();
        let read = |file: &Path| std::fs::read_to_string(folder.join(file)).ok();
        let root = Path::new(root.file_name().unwrap());
        let edges = files::edges(&modules::modules(root, &read));
        for cycle in files::cycles(&edges) {
            problems.push(format!("{package}: {}", files::show(&edges, &cycle)));
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// The cycles of a crate that is given by its files.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let files: BTreeMap<&Path, &str> = files
        .iter()
        .map(|(name, text)| (Path::new(*name), *text))
        .collect();
    let read = |file: &Path| files.get(file).map(ToString::to_string);
    let edges = files::edges(&modules::modules(Path::new("lib.rs"), &read));
    let cycles = files::cycles(&edges);
    cycles.iter().map(|it| files::show(&edges, it)).collect()
}

#[test]
fn imports_in_both_directions_are_a_cycle() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::B; pub struct A(B);"),
        ("b.rs", "use super::a::{self, A}; pub enum B { A(Box<A>) }"),
    ];
    assert_eq!(found(&files), ["a.rs → b.rs (B) → a.rs (A)"]);
}

#[test]
fn longer_cycles_and_inline_paths_are_found() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c { pub mod d; }"),
        ("a.rs", "pub fn a() { crate::b::b(); }"),
        ("b.rs", "use crate::c::d; pub fn b() { vec![d::D::new()]; }"),
        (
            "c/d.rs",
            "pub struct D; impl D { pub fn new() { unknown!(if => crate::a::a ()); } }",
        ),
    ];
    assert_eq!(found(&files), ["a.rs → b.rs (b) → c/d.rs (new) → a.rs (a)"]);
}

#[test]
fn a_child_that_needs_an_item_of_its_parent_is_a_cycle_if_the_parent_needs_the_child() {
    let lib = ("lib.rs", "mod parent;");
    let child = ("parent/child.rs", "use super::P; pub struct C(P);");
    for (parent, cycles) in [
        (
            "mod child; use child::C; pub struct P; pub fn f(_: C) {}",
            &["parent.rs → parent/child.rs (C) → parent.rs (P)"][..],
        ),
        (
            "mod child; pub use child::C; pub struct P; pub fn f() { child::g() }",
            &[],
        ),
    ] {
        assert_eq!(found(&[lib, ("parent.rs", parent), child]), cycles);
    }
}

#[test]
fn an_item_that_a_parent_re_exports_counts_for_the_file_that_defines_it() {
    let files = [
        ("lib.rs", "mod parent; pub use parent::*;"),
        (
            "parent.rs",
            "mod a; mod b; pub use a::A; pub(crate) use b::B as Renamed;",
        ),
        (
            "parent/a.rs",
            "pub struct A; fn a() -> super::Renamed { super::Renamed }",
        ),
        ("parent/b.rs", "pub struct B;"),
    ];
    assert_eq!(found(&files), [""; 0]);
    let mut circle = files;
    circle[3].1 = "use crate::A; pub struct B(A);";
    assert_eq!(
        found(&circle),
        ["parent/a.rs → parent/b.rs (Renamed) → parent/a.rs (A)"]
    );
}

#[test]
fn tests_other_crates_and_quoted_code_are_no_imports() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        (
            "a.rs",
            "use std::fmt; use crate::b::B; pub struct A(B); #[cfg(test)] mod tests;",
        ),
        (
            "b.rs",
            "use a::A; pub struct B; #[cfg(test)] use crate::a::A; \
             #[cfg(test)] fn f() { crate::a::f() } fn g() { quote!(crate::a::A) }",
        ),
    ];
    assert_eq!(found(&files), [""; 0]);
}
