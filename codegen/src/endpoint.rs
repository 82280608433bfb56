//! Endpoints: the rules of a model become a table, which is held against the endpoint tests of the model.

mod check;
mod evaluate;
mod partition;
mod report;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use personalize_events_ast::Position;

use crate::ir::{EndpointTable, EndpointTest, RuleSet, Static};
pub use report::EndpointReport;
pub(crate) use table::Names;

/// Creates a table for each set of parameters that operations set, in the order of these. The error is what is wrong with the rules or
/// unsupported.
pub(crate) fn tables(
    rule_set: Option<&RuleSet>,
    names: Names<'_>,
    parameters: &[&Static],
) -> Result<Vec<EndpointTable>, String> {
    let parameters: BTreeSet<&Static> = parameters.iter().copied().collect();
    let tables = parameters.into_iter().map(|parameters| match rule_set {
        Some(rule_set) => table::table(rule_set, names, parameters),
        None => Ok(EndpointTable {
            parameters: parameters.clone(),
            rows: Vec::new(),
        }),
    });
    tables.collect()
}

/// Runs the endpoint tests of a model; returns the failures too.
pub(crate) fn check(
    rule_set: Option<&RuleSet>,
    tables: &[EndpointTable],
    names: Names<'_>,
    tests: &[EndpointTest],
) -> (EndpointReport, Vec<(Position, String)>) {
    check::check(rule_set, tables, names, tests)
}
