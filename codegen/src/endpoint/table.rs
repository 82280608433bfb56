//! The table of the endpoints that are not the standard ones: `{prefix}.{region}.{suffix}`, with `-fips` after the prefix
//! of FIPS endpoints.
//!
//! Rules are evaluated for each partition, with placeholders instead of region and suffix, and for each region that they
//! name. The table is exact if they treat all other regions of a partition alike; [`table`] compares both.

use std::collections::BTreeSet;

use super::arn::evaluate_with_arn;
use super::evaluate::{Inputs, evaluate};
use super::partition::{PARTITIONS, Partition};
use super::regions::named_regions;
use super::resolve::{Names, REGION, resolve, standard, without_defaults};
use crate::ir::{
    ArnEndpoint, EndpointRow, EndpointScope, EndpointTable, OperationParameters, Outcome, RuleSet,
};

/// Whether endpoints are those for FIPS 140 and those for IPv6.
const VARIANTS: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

/// A URL to replace that of a region.
const CUSTOM: &str = "http://custom.example:8080/base";

/// Creates the table for operations that set these parameters.
pub(super) fn table(
    rule_set: &RuleSet,
    names: Names<'_>,
    parameters: &OperationParameters,
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
    let mut table = EndpointTable {
        parameters: parameters.clone(),
        rows,
        arn: None,
        region_set: None,
    };
    builder.complete(&mut table, &regions)?;
    Ok(table)
}

struct Builder<'a> {
    rule_set: &'a RuleSet,
    names: Names<'a>,
    parameters: &'a OperationParameters,
}

impl Builder<'_> {
    fn evaluate(
        &self,
        region: &str,
        partition: Partition,
        (fips, dual_stack): (bool, bool),
        endpoint: Option<&str>,
    ) -> Result<(Outcome, Option<ArnEndpoint>), String> {
        let inputs = Inputs {
            region,
            partition,
            fips,
            dual_stack,
            endpoint,
            parameters: &self.parameters.fixed,
            arn: None,
        };
        let (outcome, arn) = match &self.parameters.arn {
            Some(parameter) => evaluate_with_arn(self.rule_set, &inputs, parameter)?,
            None => (evaluate(self.rule_set, &inputs)?, None),
        };
        let outcome = without_defaults(outcome, self.names.signing_name, region);
        Ok((outcome, arn))
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
            let placeholders = partition.with_placeholders();
            let (outcome, _) = self.evaluate(REGION, placeholders, variant, None)?;
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
                rejects_urls: false,
            });
        };
        let mut by_region: Vec<(Outcome, Vec<&str>)> = Vec::new();
        for region in regions {
            let partition = Partition::of(region);
            let of_partition = by_partition
                .iter()
                .find(|(_, names)| names.contains(&partition.name));
            let placeholders = partition.with_placeholders();
            let (outcome, _) = self.evaluate(region, placeholders, variant, None)?;
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

    /// Compares the table with the rules, and adds what all endpoints have in common and whether errors apply to a URL
    /// that the application sets too.
    fn complete(&self, table: &mut EndpointTable, named: &BTreeSet<String>) -> Result<(), String> {
        let changes =
            || "rules that change an endpoint URL of the application are not supported".to_owned();
        let mut common = None;
        let mut are_rejected = None;
        for (region, partition) in all_regions(named) {
            for variant in VARIANTS {
                let (expected, arn) = self.evaluate(region, partition, variant, None)?;
                if resolve(table, self.names, region, variant) != expected {
                    return Err(format!(
                        "the region `{region}` has another endpoint than its partition, which is not supported"
                    ));
                }
                agree(&mut common, &expected, arn.as_ref())?;
            }
            let (custom, arn) = self.evaluate(region, partition, VARIANTS[0], Some(CUSTOM))?;
            agree(&mut common, &custom, arn.as_ref())?;
            let of_region = resolve(table, self.names, region, VARIANTS[0]);
            let is_rejected = match &custom {
                Outcome::Endpoint {
                    url,
                    signing_name: None,
                    signing_region: None,
                    region_set: _,
                } if url == CUSTOM => false,
                Outcome::Error(_) if custom == of_region => true,
                Outcome::Endpoint { .. } | Outcome::Error(_) => return Err(changes()),
            };
            if matches!(of_region, Outcome::Error(_))
                && *are_rejected.get_or_insert(is_rejected) != is_rejected
            {
                return Err(changes());
            }
        }
        if self.parameters.arn.is_some() && common.is_none() {
            return Err(
                "rules with no endpoint for a member that is set are not supported".to_owned(),
            );
        }
        for row in &mut table.rows {
            row.rejects_urls = are_rejected == Some(true)
                && (row.fips, row.dual_stack) == VARIANTS[0]
                && matches!(row.outcome, Outcome::Error(_));
        }
        (table.arn, table.region_set) = common.unwrap_or_default();
        Ok(())
    }
}

/// The named regions and one for each partition.
fn all_regions(named: &BTreeSet<String>) -> impl Iterator<Item = (&str, Partition)> {
    let global = PARTITIONS.map(|partition| partition.implicit_global_region);
    let regions = global.into_iter().chain(named.iter().map(String::as_str));
    regions.map(|region| (region, *Partition::of(region)))
}

/// What endpoints have in common: the rules on an ARN, and the regions of signatures of Version 4A.
type Common = (Option<ArnEndpoint>, Option<String>);

/// Adds an endpoint, or finds that it differs from the others.
fn agree(
    common: &mut Option<Common>,
    outcome: &Outcome,
    arn: Option<&ArnEndpoint>,
) -> Result<(), String> {
    let Outcome::Endpoint { region_set, .. } = outcome else {
        return Ok(());
    };
    let (common_arn, common_set) = common.get_or_insert_with(|| (arn.cloned(), region_set.clone()));
    if common_arn.as_ref() != arn {
        return Err("rules on an ARN that differ between regions are not supported".to_owned());
    }
    if common_set != region_set {
        return Err(
            "`sigv4a` is supported only if all endpoints require it for the same regions"
                .to_owned(),
        );
    }
    Ok(())
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
            region_set,
        } => Outcome::Endpoint {
            url: url.replace(region, REGION),
            signing_name,
            signing_region,
            region_set,
        },
    }
}
