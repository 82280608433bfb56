//! The partitions of AWS and the suffixes of their host names.

/// A partition, as of 2026-01-15. The names of its regions have a common prefix.
struct Partition {
    /// The prefix of its regions.
    regions: &'static str,
    /// The suffix of host names.
    suffix: &'static str,
    /// The suffix of host names that support IPv4 and IPv6.
    dual_stack: &'static str,
}

/// All partitions except the commercial one and `us-gov-…`, which have the same suffixes.
const OTHERS: [Partition; 6] = [
    Partition {
        regions: "cn-",
        suffix: "amazonaws.com.cn",
        dual_stack: "api.amazonwebservices.com.cn",
    },
    Partition {
        regions: "eusc-",
        suffix: "amazonaws.eu",
        dual_stack: "api.amazonwebservices.eu",
    },
    Partition {
        regions: "us-iso-",
        suffix: "c2s.ic.gov",
        dual_stack: "api.aws.ic.gov",
    },
    Partition {
        regions: "us-isob-",
        suffix: "sc2s.sgov.gov",
        dual_stack: "api.aws.scloud",
    },
    Partition {
        regions: "eu-isoe-",
        suffix: "cloud.adc-e.uk",
        dual_stack: "api.cloud-aws.adc-e.uk",
    },
    Partition {
        regions: "us-isof-",
        suffix: "csp.hci.ic.gov",
        dual_stack: "api.aws.hci.ic.gov",
    },
];

/// The commercial partition, which includes unknown regions.
const COMMERCIAL: Partition = Partition {
    regions: "",
    suffix: "amazonaws.com",
    dual_stack: "api.aws",
};

/// Returns the suffix of the host names of a region.
pub(super) fn suffix(region: &str, dual_stack: bool) -> &'static str {
    let mut others = OTHERS.iter();
    let found = others.find(|partition| region.starts_with(partition.regions));
    let partition = found.unwrap_or(&COMMERCIAL);
    if dual_stack {
        partition.dual_stack
    } else {
        partition.suffix
    }
}
