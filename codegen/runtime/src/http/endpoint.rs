//! The endpoints of services whose host names are not the standard ones. The generator evaluates the endpoint rules of
//! the model; what is left of them is a table.

use personalize_events::__private::{Partition, RegionEndpoint};

/// A row of the table: the endpoint of some regions, either of those for FIPS 140 or of the others, and either of those
/// for IPv6 or of the others.
#[derive(Clone, Copy, Debug)]
pub struct EndpointRule {
    scope: EndpointScope,
    fips: bool,
    dual_stack: bool,
    outcome: Result<Template, &'static str>,
    rejects_urls: bool,
}

/// The regions of a row.
#[derive(Clone, Copy, Debug)]
pub enum EndpointScope {
    /// Regions by their names.
    Regions(&'static [&'static str]),
    /// All regions of partitions.
    Partitions(&'static [&'static str]),
    /// All regions.
    All,
}

/// An endpoint with the placeholders `{region}`, `{dnsSuffix}` and `{dualStackDnsSuffix}`.
#[derive(Clone, Copy, Debug)]
struct Template {
    url: &'static str,
    signing_name: Option<&'static str>,
    signing_region: Option<&'static str>,
}

impl EndpointRule {
    /// Creates a row with the template of a URL.
    #[must_use]
    pub const fn url(
        scope: EndpointScope,
        fips: bool,
        dual_stack: bool,
        url: &'static str,
    ) -> Self {
        Self {
            scope,
            fips,
            dual_stack,
            outcome: Ok(Template {
                url,
                signing_name: None,
                signing_region: None,
            }),
            rejects_urls: false,
        }
    }

    /// Creates a row for regions that do not have such endpoints. The message may have the placeholder `{partition}`.
    #[must_use]
    pub const fn error(
        scope: EndpointScope,
        fips: bool,
        dual_stack: bool,
        message: &'static str,
    ) -> Self {
        Self {
            scope,
            fips,
            dual_stack,
            outcome: Err(message),
            rejects_urls: false,
        }
    }

    /// Makes the error that of clients with an endpoint URL of the application too.
    #[must_use]
    pub const fn rejecting_urls(mut self) -> Self {
        self.rejects_urls = true;
        self
    }

    /// Sets the name and the region in signatures, if they are not those of service and client.
    #[must_use]
    pub const fn sign(mut self, name: Option<&'static str>, region: Option<&'static str>) -> Self {
        if let Ok(template) = self.outcome {
            self.outcome = Ok(Template {
                signing_name: name,
                signing_region: region,
                ..template
            });
        }
        self
    }

    fn applies(&self, region: &str, partition: &Partition) -> bool {
        match self.scope {
            EndpointScope::Regions(regions) => regions.contains(&region),
            EndpointScope::Partitions(names) => names.contains(&partition.name),
            EndpointScope::All => true,
        }
    }
}

/// Returns the first row that applies to a region.
fn find<'a>(
    rules: &'a [EndpointRule],
    region: &str,
    fips: bool,
    dual_stack: bool,
) -> Option<&'a EndpointRule> {
    let partition = Partition::of(region);
    let mut rules = rules.iter();
    rules.find(|rule| {
        (rule.fips, rule.dual_stack) == (fips, dual_stack) && rule.applies(region, &partition)
    })
}

/// Returns the endpoint of a region by the first row that applies; `None` is the standard endpoint.
pub(crate) fn resolve(
    rules: &[EndpointRule],
    region: &str,
    fips: bool,
    dual_stack: bool,
) -> Option<Result<RegionEndpoint, String>> {
    let rule = find(rules, region, fips, dual_stack)?;
    let partition = Partition::of(region);
    let fill = |text: &str| {
        text.replace("{region}", region)
            .replace("{dnsSuffix}", partition.dns_suffix)
            .replace("{dualStackDnsSuffix}", partition.dual_stack_dns_suffix)
            .replace("{partition}", partition.name)
    };
    let endpoint = rule.outcome.map(|template| RegionEndpoint {
        url: fill(template.url),
        signing_name: template.signing_name,
        signing_region: template.signing_region.map(fill),
    });
    Some(endpoint.map_err(fill))
}

/// Returns the error of a client in a region that has an endpoint URL of the application.
pub(crate) fn rejection(rules: &[EndpointRule], region: &str) -> Option<String> {
    let is_rejected = find(rules, region, false, false)?.rejects_urls;
    let resolved = resolve(rules, region, false, false).filter(|_| is_rejected);
    resolved?.err()
}

#[cfg(test)]
mod tests {
    use super::{EndpointRule, EndpointScope, resolve};

    const RULES: &[EndpointRule] = &[
        EndpointRule::url(
            EndpointScope::Regions(&["cn-north-1", "us-east-1"]),
            false,
            false,
            "https://named.{region}.{dnsSuffix}",
        ),
        EndpointRule::url(
            EndpointScope::Partitions(&["aws-cn", "aws-us-gov"]),
            false,
            false,
            "https://of-partition.{dualStackDnsSuffix}/v2",
        )
        .sign(Some("films"), Some("x-{region}")),
        EndpointRule::error(EndpointScope::All, true, false, "no FIPS"),
    ];

    #[test]
    fn the_first_rule_that_applies_is_the_endpoint() {
        let found = |region, fips, dual_stack| {
            resolve(RULES, region, fips, dual_stack).map(|found| {
                found.map(|endpoint| {
                    let names = (endpoint.signing_name, endpoint.signing_region);
                    (endpoint.url, names)
                })
            })
        };
        let url = |url: &str| Some(Ok((url.to_owned(), (None, None))));
        for (region, expected) in [
            ("us-east-1", url("https://named.us-east-1.amazonaws.com")),
            (
                "cn-north-1",
                url("https://named.cn-north-1.amazonaws.com.cn"),
            ),
            ("eu-west-1", None),
        ] {
            assert_eq!(found(region, false, false), expected);
        }
        for (region, suffix) in [
            ("cn-northwest-1", "api.amazonwebservices.com.cn"),
            ("aws-us-gov-global", "api.aws"),
        ] {
            let names = (Some("films"), Some(format!("x-{region}")));
            let expected = (format!("https://of-partition.{suffix}/v2"), names);
            assert_eq!(found(region, false, false), Some(Ok(expected)));
        }
        for region in ["us-east-1", "eu-west-1", "cn-north-1"] {
            assert_eq!(found(region, true, false), Some(Err("no FIPS".to_owned())));
            assert_eq!(found(region, false, true), None);
            assert_eq!(found(region, true, true), None);
        }
    }
}
