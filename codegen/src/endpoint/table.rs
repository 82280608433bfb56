//! The table of the endpoints that are not the standard ones: `{prefix}.{region}.{suffix}`, with `-fips` after the prefix
//! of FIPS endpoints.
//!
//! Rules are evaluated for each partition, with placeholders instead of region and suffix, and for each region that they
//! name. The table is exact if they treat all other regions of a partition alike; [`table`] compares both.

use std::collections::BTreeSet;

use super::evaluate::{Inputs, evaluate};
use super::partition::{PARTITIONS, Partition};
use crate::ir::{
    Call, EndpointRow, EndpointRule, EndpointScope, EndpointTable, Expression, Outcome, Piece,
    RuleSet, Static, Then,
};

/// Whether endpoints are those for FIPS 140 and those for IPv6.
const VARIANTS: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

const REGION: &str = "{region}";

/// A URL to replace that of a region.
const CUSTOM: &str = "https://custom.example";

/// The names of a service on which its endpoints depend.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    pub(crate) endpoint_prefix: &'a str,
    pub(crate) signing_name: &'a str,
}

/// Creates the table for operations that set these parameters.
pub(super) fn table(
    rule_set: &RuleSet,
    names: Names<'_>,
    parameters: &Static,
) -> Result<EndpointTable, String> {
    let builder = Builder {
        rule_set,
        names,
        parameters,
    };
    let regions = named_regions(rule_set);
    let mut rows = Vec::new();
    for (fips, dual_stack) in VARIANTS {
        rows.extend(builder.rows(fips, dual_stack, &regions)?);
    }
    // A row for named regions goes before those for partitions, and that for all is the last.
    rows.sort_by_key(|row| match row.scope {
        EndpointScope::Regions(_) => 0,
        EndpointScope::Partitions(_) => 1,
        EndpointScope::All => 2,
    });
    let table = EndpointTable {
        parameters: parameters.clone(),
        rows,
    };
    builder.compare(&table, &regions)?;
    Ok(table)
}

/// The endpoint of a region in a table.
pub(super) fn resolve(
    table: &EndpointTable,
    names: Names<'_>,
    region: &str,
    (fips, dual_stack): (bool, bool),
) -> Outcome {
    let partition = Partition::of(region);
    let row = table.rows.iter().find(|row| {
        let is_in_scope = match &row.scope {
            EndpointScope::Regions(regions) => regions.iter().any(|name| name == region),
            EndpointScope::Partitions(names) => names.contains(&partition.name),
            EndpointScope::All => true,
        };
        is_in_scope && (row.fips, row.dual_stack) == (fips, dual_stack)
    });
    let outcome = row.map_or_else(
        || standard(names.endpoint_prefix, fips, dual_stack),
        |row| row.outcome.clone(),
    );
    let fill = |text: &str| {
        text.replace("{dnsSuffix}", partition.dns_suffix)
            .replace("{dualStackDnsSuffix}", partition.dual_stack_dns_suffix)
            .replace(REGION, region)
    };
    let filled = match outcome {
        Outcome::Error(_) => outcome,
        Outcome::Endpoint {
            url,
            signing_name,
            signing_region,
        } => Outcome::Endpoint {
            url: fill(&url),
            signing_name,
            signing_region: signing_region.map(|region| fill(&region)),
        },
    };
    without_defaults(filled, names.signing_name, region)
}

/// The rule that all services have unless their models define another.
fn standard(prefix: &str, fips: bool, dual_stack: bool) -> Outcome {
    let fips = if fips { "-fips" } else { "" };
    let suffix = if dual_stack {
        "{dualStackDnsSuffix}"
    } else {
        "{dnsSuffix}"
    };
    Outcome::Endpoint {
        url: format!("https://{prefix}{fips}.{REGION}.{suffix}"),
        signing_name: None,
        signing_region: None,
    }
}

/// Removes the names to sign for that are those of service and client.
pub(super) fn without_defaults(outcome: Outcome, signing_name: &str, region: &str) -> Outcome {
    match outcome {
        Outcome::Error(_) => outcome,
        Outcome::Endpoint {
            url,
            signing_name: name,
            signing_region,
        } => Outcome::Endpoint {
            url,
            signing_name: name.filter(|name| name != signing_name),
            signing_region: signing_region.filter(|name| name != region),
        },
    }
}

struct Builder<'a> {
    rule_set: &'a RuleSet,
    names: Names<'a>,
    parameters: &'a Static,
}

impl Builder<'_> {
    fn evaluate(
        &self,
        region: &str,
        partition: Partition,
        (fips, dual_stack): (bool, bool),
        endpoint: Option<&str>,
    ) -> Result<Outcome, String> {
        let inputs = Inputs {
            region,
            partition,
            fips,
            dual_stack,
            endpoint,
            parameters: self.parameters,
        };
        let outcome = evaluate(self.rule_set, &inputs)?;
        Ok(without_defaults(outcome, self.names.signing_name, region))
    }

    /// The rows of a variant.
    fn rows(
        &self,
        fips: bool,
        dual_stack: bool,
        regions: &BTreeSet<String>,
    ) -> Result<Vec<EndpointRow>, String> {
        let variant = (fips, dual_stack);
        let mut by_partition: Vec<(Outcome, Vec<&str>)> = Vec::new();
        for partition in PARTITIONS {
            let outcome = self.evaluate(REGION, partition.with_placeholders(), variant, None)?;
            group(&mut by_partition, outcome, partition.name);
        }
        let standard = standard(self.names.endpoint_prefix, fips, dual_stack);
        let is_standard = by_partition.iter().any(|(outcome, _)| *outcome == standard);
        let largest = by_partition.iter().max_by_key(|(_, names)| names.len());
        let largest = largest.filter(|(_, names)| names.len() > 1);
        let default = match largest {
            Some((outcome, _)) if !is_standard => outcome.clone(),
            _ => standard.clone(),
        };
        let mut rows = Vec::new();
        let mut push = |scope, outcome| {
            rows.push(EndpointRow {
                scope,
                fips,
                dual_stack,
                outcome,
            });
        };
        let mut by_region: Vec<(Outcome, Vec<&str>)> = Vec::new();
        for region in regions {
            let partition = Partition::of(region);
            let of_partition = by_partition
                .iter()
                .find(|(_, names)| names.contains(&partition.name));
            let outcome = self.evaluate(region, partition.with_placeholders(), variant, None)?;
            let outcome = with_placeholder(outcome, region);
            if of_partition.is_none_or(|(of_partition, _)| *of_partition != outcome) {
                group(&mut by_region, outcome, region);
            }
        }
        for (outcome, regions) in by_region {
            let regions = regions.into_iter().map(str::to_owned).collect();
            push(EndpointScope::Regions(regions), outcome);
        }
        for (outcome, names) in by_partition {
            if outcome != default {
                push(EndpointScope::Partitions(names), outcome);
            }
        }
        if default != standard {
            push(EndpointScope::All, default);
        }
        Ok(rows)
    }

    /// Compares the table with the rules, and a URL that the application sets with what they make of it.
    fn compare(&self, table: &EndpointTable, named: &BTreeSet<String>) -> Result<(), String> {
        let global = PARTITIONS.map(|partition| partition.implicit_global_region);
        let regions = global.into_iter().chain(named.iter().map(String::as_str));
        for region in regions {
            let partition = *Partition::of(region);
            for variant in VARIANTS {
                let expected = self.evaluate(region, partition, variant, None)?;
                if resolve(table, self.names, region, variant) != expected {
                    return Err(format!(
                        "the region `{region}` has another endpoint than its partition, which is not supported"
                    ));
                }
            }
            let expected = Outcome::Endpoint {
                url: CUSTOM.to_owned(),
                signing_name: None,
                signing_region: None,
            };
            if self.evaluate(region, partition, VARIANTS[0], Some(CUSTOM))? != expected {
                let message =
                    "rules that change an endpoint URL of the application are not supported";
                return Err(message.to_owned());
            }
        }
        Ok(())
    }
}

fn group<'a>(groups: &mut Vec<(Outcome, Vec<&'a str>)>, outcome: Outcome, name: &'a str) {
    match groups.iter_mut().find(|(found, _)| *found == outcome) {
        Some((_, names)) => names.push(name),
        None => groups.push((outcome, vec![name])),
    }
}

/// Replaces the region in a URL, so that the URLs of regions can be equal.
fn with_placeholder(outcome: Outcome, region: &str) -> Outcome {
    match outcome {
        Outcome::Error(_) => outcome,
        Outcome::Endpoint {
            url,
            signing_name,
            signing_region,
        } => Outcome::Endpoint {
            url: url.replace(region, REGION),
            signing_name,
            signing_region,
        },
    }
}

/// The texts that rules compare with others, as far as they can be names of regions.
fn named_regions(rule_set: &RuleSet) -> BTreeSet<String> {
    let mut regions = BTreeSet::new();
    for rule in &rule_set.rules {
        of_rule(rule, &mut regions);
    }
    regions
}

fn of_rule(rule: &EndpointRule, regions: &mut BTreeSet<String>) {
    for condition in &rule.conditions {
        of_call(&condition.call, regions);
    }
    if let Then::Rules(rules) = &rule.then {
        for rule in rules {
            of_rule(rule, regions);
        }
    }
}

fn of_call(call: &Call, regions: &mut BTreeSet<String>) {
    for argument in &call.arguments {
        match argument {
            Expression::Call(inner) => of_call(inner, regions),
            Expression::Template(pieces) if call.function == "stringEquals" => {
                if let [Piece::Text(text)] = pieces.as_slice()
                    && text.contains('-')
                    && text
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                {
                    regions.insert(text.clone());
                }
            }
            Expression::Template(_)
            | Expression::Boolean(_)
            | Expression::Reference(_)
            | Expression::Other => {}
        }
    }
}
