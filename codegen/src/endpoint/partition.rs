//! The partitions of AWS, as of 2026-01-15.

/// The result of the function `aws.partition`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Partition {
    pub(super) name: &'static str,
    /// Its name in messages.
    pub(super) shown_name: &'static str,
    /// What the names of its regions start with; the commercial partition has all others.
    prefix: &'static str,
    pub(super) dns_suffix: &'static str,
    pub(super) dual_stack_dns_suffix: &'static str,
    pub(super) implicit_global_region: &'static str,
    pub(super) supports_dual_stack: bool,
}

/// What the names of partitions of isolated networks start with.
const ISOLATED: &str = "aws-iso";

impl Partition {
    const fn new(
        name: &'static str,
        prefix: &'static str,
        suffixes: [&'static str; 2],
        implicit_global_region: &'static str,
    ) -> Self {
        let [dns_suffix, dual_stack_dns_suffix] = suffixes;
        Self {
            name,
            shown_name: name,
            prefix,
            dns_suffix,
            dual_stack_dns_suffix,
            implicit_global_region,
            supports_dual_stack: true,
        }
    }

    /// Returns the partition of a region.
    pub(super) fn of(region: &str) -> &'static Self {
        let [commercial, others @ ..] = &PARTITIONS;
        let mut others = others.iter();
        let found = others.find(|partition| {
            let global = region.strip_suffix("-global");
            region.starts_with(partition.prefix) || global == Some(partition.name)
        });
        found.unwrap_or(commercial)
    }

    /// Returns it with placeholders for the suffixes and for its name in messages.
    pub(super) fn with_placeholders(self) -> Self {
        Self {
            shown_name: "{partition}",
            dns_suffix: "{dnsSuffix}",
            dual_stack_dns_suffix: "{dualStackDnsSuffix}",
            ..self
        }
    }

    /// Returns it as it was until 2025: isolated partitions did not support dual-stack endpoints. Tests in models of
    /// that time contradict today's partitions; AWS withdraws them.
    pub(super) fn until_2025(self) -> Self {
        if !self.name.starts_with(ISOLATED) {
            return self;
        }
        Self {
            dual_stack_dns_suffix: self.dns_suffix,
            supports_dual_stack: false,
            ..self
        }
    }
}

/// The commercial partition is the first. Each of them supports FIPS endpoints.
pub(super) const PARTITIONS: [Partition; 8] = [
    Partition::new("aws", "", ["amazonaws.com", "api.aws"], "us-east-1"),
    Partition::new(
        "aws-cn",
        "cn-",
        ["amazonaws.com.cn", "api.amazonwebservices.com.cn"],
        "cn-northwest-1",
    ),
    Partition::new(
        "aws-eusc",
        "eusc-",
        ["amazonaws.eu", "api.amazonwebservices.eu"],
        "eusc-de-east-1",
    ),
    Partition::new(
        "aws-iso",
        "us-iso-",
        ["c2s.ic.gov", "api.aws.ic.gov"],
        "us-iso-east-1",
    ),
    Partition::new(
        "aws-iso-b",
        "us-isob-",
        ["sc2s.sgov.gov", "api.aws.scloud"],
        "us-isob-east-1",
    ),
    Partition::new(
        "aws-iso-e",
        "eu-isoe-",
        ["cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
        "eu-isoe-west-1",
    ),
    Partition::new(
        "aws-iso-f",
        "us-isof-",
        ["csp.hci.ic.gov", "api.aws.hci.ic.gov"],
        "us-isof-south-1",
    ),
    Partition::new(
        "aws-us-gov",
        "us-gov-",
        ["amazonaws.com", "api.aws"],
        "us-gov-west-1",
    ),
];

#[cfg(test)]
mod tests {
    use personalize_events_conformance as conformance;
    use serde_json::Value;

    use super::{PARTITIONS, Partition};

    #[test]
    fn partitions_equal_those_that_aws_publishes() {
        let Some(text) = conformance::read("endpoints/partitions-2026-01-15.json") else {
            return;
        };
        let published: Value = serde_json::from_str(&text).unwrap();
        let published = published["partitions"].as_array().unwrap();
        assert_eq!(published.len(), PARTITIONS.len());
        for (partition, published) in PARTITIONS.iter().zip(published) {
            let outputs = &published["outputs"];
            assert_eq!(published["id"], partition.name);
            assert_eq!(outputs["name"], partition.name);
            assert_eq!(outputs["dnsSuffix"], partition.dns_suffix);
            assert_eq!(
                outputs["dualStackDnsSuffix"],
                partition.dual_stack_dns_suffix
            );
            assert_eq!(
                outputs["implicitGlobalRegion"],
                partition.implicit_global_region
            );
            assert_eq!(outputs["supportsDualStack"], partition.supports_dual_stack);
            assert_eq!(outputs["supportsFIPS"], true);
            for (region, overrides) in published["regions"].as_object().unwrap() {
                assert_eq!(Partition::of(region).name, partition.name, "{region}");
                let keys: Vec<_> = overrides.as_object().unwrap().keys().collect();
                assert_eq!(keys, ["description"], "{region} has outputs of its own");
            }
        }
    }

    #[test]
    fn unknown_regions_belong_to_a_partition_by_their_start() {
        for (region, name) in [
            ("cn-south-9", "aws-cn"),
            ("us-gov-north-2", "aws-us-gov"),
            ("us-isob-west-7", "aws-iso-b"),
            ("xx-new-1", "aws"),
            ("aws-iso-f-global", "aws-iso-f"),
            ("dataplane-us-gov-west-1", "aws"),
        ] {
            assert_eq!(Partition::of(region).name, name);
        }
    }
}
