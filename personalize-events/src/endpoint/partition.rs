//! Partitions: the parts of AWS that share no accounts, and what their host names end with.

/// A partition, of which all regions have names that start alike. State of 2026-01-15.
struct Partition {
    /// How the names of its regions start.
    regions: &'static str,
    /// What host names end with.
    suffix: &'static str,
    /// What host names end with that are reached by IPv4 and IPv6.
    dual_stack: &'static str,
}

/// The partitions but for the commercial one and that of the regions `us-gov-…`, which have names alike.
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

/// The commercial partition; a region that is not known is taken for one of it.
const COMMERCIAL: Partition = Partition {
    regions: "",
    suffix: "amazonaws.com",
    dual_stack: "api.aws",
};

/// What the host names of a region end with.
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
