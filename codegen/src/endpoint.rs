//! Endpoints: the rules of a model become a table, which is held against the endpoint tests of the model.

mod arn;
mod assumptions;
mod check;
mod evaluate;
mod partition;
mod regions;
mod report;
mod resolve;
mod schemes;
mod table;
#[cfg(test)]
mod tests;
mod url;

use std::collections::BTreeSet;

use personalize_events_ast::Position;

use crate::ir::{EndpointTable, EndpointTest, OperationParameters, RuleSet};
pub use report::EndpointReport;
pub(crate) use resolve::Names;

/// Creates a table for each set of parameters that operations set, in the order of these. The error is what is wrong with the rules or
/// unsupported.
pub(crate) fn tables(
    rule_set: Option<&RuleSet>,
    names: Names<'_>,
    parameters: &[&OperationParameters],
) -> Result<Vec<EndpointTable>, String> {
    let parameters: BTreeSet<&OperationParameters> = parameters.iter().copied().collect();
    let tables = parameters.into_iter().map(|parameters| match rule_set {
        Some(rule_set) => table::table(rule_set, names, parameters),
        None => Ok(EndpointTable {
            parameters: parameters.clone(),
            rows: Vec::new(),
            arn: None,
            region_set: None,
        }),
    });
    let tables: Vec<EndpointTable> = tables.collect::<Result<_, String>>()?;
    let mut arns = tables.iter().filter_map(|table| table.arn.as_ref());
    if let Some(first) = arns.next()
        && arns.any(|arn| arn != first)
    {
        return Err("rules on an ARN that differ between operations are not supported".to_owned());
    }
    Ok(tables)
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
