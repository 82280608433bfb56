//! Endpoints by a table, as the client finds them.

use super::partition::Partition;
use crate::ir::{EndpointRow, EndpointScope, EndpointTable, Outcome, ServiceNames};

pub(super) const REGION: &str = "{region}";

/// The names of a service on which its endpoints depend.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    pub(crate) endpoint_prefix: &'a str,
    pub(crate) signing_name: &'a str,
}

impl<'a> Names<'a> {
    pub(crate) fn of(names: &'a ServiceNames) -> Self {
        Self {
            endpoint_prefix: &names.endpoint_prefix,
            signing_name: &names.signing_name,
        }
    }
}

/// The endpoint of a region in a table.
pub(super) fn resolve(
    table: &EndpointTable,
    names: Names<'_>,
    region: &str,
    (fips, dual_stack): (bool, bool),
) -> Outcome {
    let partition = Partition::of(region);
    let outcome = row(table, region, (fips, dual_stack)).map_or_else(
        || standard(names.endpoint_prefix, fips, dual_stack),
        |row| row.outcome.clone(),
    );
    let fill = |text: &str| {
        text.replace("{dnsSuffix}", partition.dns_suffix)
            .replace("{dualStackDnsSuffix}", partition.dual_stack_dns_suffix)
            .replace("{partition}", partition.name)
            .replace(REGION, region)
    };
    let filled = match outcome {
        Outcome::Error(message) => Outcome::Error(fill(&message)),
        Outcome::Endpoint {
            url,
            signing_name,
            signing_region,
            region_set,
        } => Outcome::Endpoint {
            url: fill(&url),
            signing_name,
            signing_region: signing_region.map(|region| fill(&region)),
            region_set,
        },
    };
    without_defaults(filled, names.signing_name, region)
}

/// The error of a region that applies to an endpoint URL of the application too.
pub(super) fn rejection(table: &EndpointTable, names: Names<'_>, region: &str) -> Option<Outcome> {
    let variant = (false, false);
    let is_rejected = row(table, region, variant)?.rejects_urls;
    is_rejected.then(|| resolve(table, names, region, variant))
}

fn row<'a>(
    table: &'a EndpointTable,
    region: &str,
    variant: (bool, bool),
) -> Option<&'a EndpointRow> {
    let partition = Partition::of(region);
    table.rows.iter().find(|row| {
        let is_in_scope = match &row.scope {
            EndpointScope::Regions(regions) => regions.iter().any(|name| name == region),
            EndpointScope::Partitions(names) => names.contains(&partition.name),
            EndpointScope::All => true,
        };
        is_in_scope && (row.fips, row.dual_stack) == variant
    })
}

/// The rule that all services have unless their models define another.
pub(super) fn standard(prefix: &str, fips: bool, dual_stack: bool) -> Outcome {
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
        region_set: None,
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
            region_set,
        } => Outcome::Endpoint {
            url,
            signing_name: name.filter(|name| name != signing_name),
            signing_region: signing_region.filter(|name| name != region),
            region_set,
        },
    }
}
