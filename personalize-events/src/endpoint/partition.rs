//! The partitions of AWS and the suffixes of their host names, as of 2026-01-15.

/// A partition: a group of regions with the same host names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Its name, such as `aws-cn`.
    pub name: &'static str,
    /// What the names of its regions start with.
    prefix: &'static str,
    /// The suffix of its host names.
    pub dns_suffix: &'static str,
    /// That of host names that support IPv6.
    pub dual_stack_dns_suffix: &'static str,
}

const COMMERCIAL: Partition = Partition::new("aws", "", ["amazonaws.com", "api.aws"]);

const OTHERS: [Partition; 7] = [
    Partition::new(
        "aws-cn",
        "cn-",
        ["amazonaws.com.cn", "api.amazonwebservices.com.cn"],
    ),
    Partition::new(
        "aws-eusc",
        "eusc-",
        ["amazonaws.eu", "api.amazonwebservices.eu"],
    ),
    Partition::new("aws-iso", "us-iso-", ["c2s.ic.gov", "api.aws.ic.gov"]),
    Partition::new("aws-iso-b", "us-isob-", ["sc2s.sgov.gov", "api.aws.scloud"]),
    Partition::new(
        "aws-iso-e",
        "eu-isoe-",
        ["cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
    ),
    Partition::new(
        "aws-iso-f",
        "us-isof-",
        ["csp.hci.ic.gov", "api.aws.hci.ic.gov"],
    ),
    Partition::new("aws-us-gov", "us-gov-", ["amazonaws.com", "api.aws"]),
];

impl Partition {
    const fn new(name: &'static str, prefix: &'static str, suffixes: [&'static str; 2]) -> Self {
        let [dns_suffix, dual_stack_dns_suffix] = suffixes;
        Self {
            name,
            prefix,
            dns_suffix,
            dual_stack_dns_suffix,
        }
    }

    /// Returns the partition of a region; unknown regions belong to the commercial one. Some services have a region for a
    /// whole partition, such as `aws-cn-global`.
    #[must_use]
    pub fn of(region: &str) -> Self {
        let global = region.strip_suffix("-global");
        let mut others = OTHERS.into_iter();
        let found =
            others.find(|other| region.starts_with(other.prefix) || global == Some(other.name));
        found.unwrap_or(COMMERCIAL)
    }
}
