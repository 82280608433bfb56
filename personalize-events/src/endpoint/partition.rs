//! The partitions of AWS and the suffixes of their host names, as of 2026-01-15.

/// The prefix of a partition's regions, the suffix of its host names, and that of host names that support IPv6. The
/// commercial partition is missing, and so is that of `us-gov-…`, which has the same suffixes.
const PARTITIONS: [(&str, &str, &str); 6] = [
    ("cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    ("eusc-", "amazonaws.eu", "api.amazonwebservices.eu"),
    ("us-iso-", "c2s.ic.gov", "api.aws.ic.gov"),
    ("us-isob-", "sc2s.sgov.gov", "api.aws.scloud"),
    ("eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    ("us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
];

/// Returns the suffix of the host names of a region; unknown regions belong to the commercial partition.
pub(super) fn suffix(region: &str, dual_stack: bool) -> &'static str {
    let mut partitions = PARTITIONS.iter();
    let found = partitions.find(|(prefix, ..)| region.starts_with(prefix));
    let (_, suffix, dual_stack_suffix) = found.unwrap_or(&("", "amazonaws.com", "api.aws"));
    if dual_stack {
        dual_stack_suffix
    } else {
        suffix
    }
}
