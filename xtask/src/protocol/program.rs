//! The program that runs the cases: a function for each case, and functions that print responses.

use std::collections::BTreeSet;

use super::print;
use super::rust::Rust;
use super::suite::Suite;

/// The source of the program. The operations in `skipped` were not generated.
pub(super) fn main(suite: &Suite, package: &str, skipped: &[&str]) -> String {
    let library = package.replace('-', "_");
    let (rust, of_bodies) = (Rust::new(suite), Rust::of_bodies(suite));
    let (mut functions, mut cases) = (Vec::new(), Vec::new());
    let mut printed = BTreeSet::new();
    for (number, case) in suite.cases.iter().enumerate() {
        let run = if case.kind == "constraint" {
            functions.push(of_bodies.build(number, &case.operation, &case.test["value"]));
            format!("Run::Build(build_{number})")
        } else if skipped.contains(&case.operation.as_str()) {
            "Run::Refused".to_owned()
        } else if case.kind == "request" {
            functions.push(rust.request(number, &case.operation, &case.test["params"]));
            format!("Run::Request {{ send: send_{number}, prepare: prepare_{number} }}")
        } else {
            printed.insert(case.operation.as_str());
            functions.push(rust.response(number, &case.operation));
            format!("Run::Response {{ receive: receive_{number} }}")
        };
        cases.push(format!("    Case {{ number: {number}, run: {run} }},\n"));
    }
    let (functions, cases) = (functions.concat(), cases.concat());
    let printers = print::printers(&rust, &printed);
    let sdk_id = suite.sdk_id();
    format!(
        "//! The cases of the suite.\n\n\
             #![allow(unused_imports, clippy::all)]\n\n\
             use std::collections::BTreeMap;\nuse std::process::ExitCode;\n\n\
             use personalize_events_codegen_runtime::{{ConfigBuilder, Service}};\n\
             use personalize_events_conformance_harness::*;\n\
             use {library}::*;\nuse serde_json::{{Map, Value, json}};\n\n\
             const SERVICE: Service = Service {{\n    sdk_id: {sdk_id:?},\n    endpoint_prefix: \
             \"test\",\n    signing_name: \"test\",\n    user_agent: \"test/1\",\n}};\n\n\
             fn main() -> ExitCode {{\n    run(include_str!(\"../cases.json\"), CASES)\n}}\n\n\
             const CASES: &[Case] = &[\n{cases}];\n\n{functions}\n{printers}"
    )
}
