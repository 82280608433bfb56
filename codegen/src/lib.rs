//! Generates a Rust client from the Smithy model of a restJson1 service.
//!
//! The crate is one pure function, [`generate`], from the text of a model to the texts of Rust files or to
//! every problem of the model. Each stage sees only the output of the previous one:
//!
//! 1. *parse* (the crate `personalize-events-ast`): the text becomes an AST with positions; files are merged, mixins
//!    and applied traits are resolved;
//! 2. *fix* (`fixups`): known mistakes of upstream are corrected; what services require outside of their models is in
//!    `customizations`;
//! 3. *lower* (`lower`, `traits`): the AST becomes the IR (`ir`); whatever is unknown and may have a meaning is an error;
//!    endpoint rules become a table (`endpoint`);
//! 4. *plan* (`plan`): every decision about Rust is made; the rules of names are documented in `plan/names.rs`;
//! 5. *emit* (`emit`): the plan becomes tokens, without decisions;
//! 6. *print* (`print`): the tokens become text.
//!
//! # Endpoints
//!
//! Host names are `{endpointPrefix}.{region}.{suffix of the partition}`, with `-fips` after the prefix of FIPS endpoints.
//! The endpoint rules of a model (`smithy.rules#endpointRuleSet`) are evaluated for all partitions, for the regions that
//! they name, and for FIPS and dual-stack endpoints. What differs from the standard names becomes a table of the generated
//! crate, with the name and region to sign for. It must pass the endpoint tests of the model, or nothing is generated.
//! [`EndpointReport`] counts the tests.
//!
//! Some services have an endpoint for each resource, such as a stream of Amazon Kinesis. Their crates have a warning:
//! applications must set the URL. Generated clients can be built from a `ClientSettings`, which can disable the host
//! prefixes of operations (`smithy.api#endpoint`) for endpoint URLs with IP addresses and for VPC endpoints.
//!
//! Operations may set parameters of the rules to constants. If a member may set one, requests fail if it has a value. If a
//! member always sets one, it must be an ARN: the rules become a list of conditions on its parts, with their messages,
//! and one of its parts is the label before the host name, also of an endpoint URL of the application. Operations with
//! other rules are unsupported. Of an ARN, messages contain the partition, the service, the region and the type of
//! resource, as the rules specify, but no account ID and no name of a resource.
//!
//! Requests are signed with Signature Version 4 if an endpoint accepts it, and else with Version 4A, which adds
//! dependencies to a generated crate (the feature `sigv4a` of its runtime). Rules that need other functions, headers or
//! signatures are an error.

mod client;
mod crate_name;
mod customizations;
mod diagnostics;
mod emit;
mod endpoint;
mod fixups;
mod generate;
mod input;
mod ir;
mod jmespath;
mod lower;
mod markdown;
mod output;
mod pattern;
mod plan;
mod print;
mod report;
mod tokens;
mod traits;

pub use crate_name::{CrateNameError, check_crate_name};
pub use diagnostics::{Diagnostic, Diagnostics};
pub use endpoint::EndpointReport;
pub use generate::{generate, generate_with};
pub use input::{Host, Options, Source};
pub use lower::Skipped;
pub use output::{File, Output};
pub use personalize_events_ast::ShapeId;
pub use plan::{Renamed, Why};
pub use report::kind_of_problem;
pub use traits::Ignored;
