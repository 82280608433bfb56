//! Random numbers and UUIDs from the operating system.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use crate::hex::hex;

/// The source of random numbers for retry delays and credential refreshes, replaceable in tests.
#[derive(Clone)]
pub(crate) struct Random(Arc<dyn Fn() -> f64 + Send + Sync>);

impl Random {
    pub(crate) fn new(source: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(source))
    }

    /// Returns a random number from 0 to 1.
    pub(crate) fn fraction(&self) -> f64 {
        (self.0)().clamp(0.0, 1.0)
    }
}

impl Default for Random {
    fn default() -> Self {
        Self::new(fraction)
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Random").finish_non_exhaustive()
    }
}

/// Returns a random UUID of version 4 (RFC 9562, 5.4).
pub(crate) fn uuid() -> String {
    format(bits())
}

/// Returns a UUID that is unique but not unpredictable: it counts up from a random number. A system call for each would
/// cost 2 % of a call of the client.
pub(crate) fn unique_uuid() -> String {
    static FIRST: LazyLock<u128> = LazyLock::new(bits);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format(FIRST.wrapping_add(COUNT.fetch_add(1, Ordering::Relaxed).into()))
}

fn format(bits: u128) -> String {
    const VERSION: u128 = 0x4 << 76;
    const VARIANT: u128 = 0b10 << 62;
    let bits = bits & !(0xf << 76) & !(0b11 << 62) | VERSION | VARIANT;
    let hex = hex(&bits.to_be_bytes());
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32];
    parts.map(|part| &hex[part]).join("-")
}

/// Returns a random number from 0 to 1, without 1.
fn fraction() -> f64 {
    let bits = u32::try_from(bits() >> 96).unwrap_or_default();
    f64::from(bits) / (f64::from(u32::MAX) + 1.0)
}

fn bits() -> u128 {
    let mut bytes = [0; 16];
    // With ids that are not random, different events would become one.
    getrandom::fill(&mut bytes).expect("the operating system provides random bytes");
    u128::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use uuid::{Uuid, Variant};

    #[test]
    fn uuids_have_version_4_and_are_unique() {
        let both = (0..10_000).flat_map(|_| [super::uuid(), super::unique_uuid()]);
        let uuids: Vec<String> = both.collect();
        for text in &uuids {
            let uuid = Uuid::parse_str(text).unwrap();
            assert_eq!(uuid.get_version_num(), 4, "{text}");
            assert_eq!(uuid.get_variant(), Variant::RFC4122, "{text}");
            assert_eq!(&uuid.to_string(), text);
        }
        assert_eq!(uuids.iter().collect::<HashSet<_>>().len(), uuids.len());
    }

    /// Every bit that is not fixed is now and then 0, and now and then 1.
    #[test]
    fn every_free_bit_of_a_uuid_is_random() {
        let uuids = (0..1_000).map(|_| Uuid::parse_str(&super::uuid()).unwrap().as_u128());
        let (ones, zeros) = uuids.fold((0, 0), |(ones, zeros), bits| (ones | bits, zeros | !bits));
        let fixed = 0x0000_0000_0000_f000_c000_0000_0000_0000;
        assert_eq!(ones & zeros, !fixed);
    }

    #[test]
    fn fractions_fill_the_range() {
        let fractions: Vec<f64> = (0..10_000).map(|_| super::fraction()).collect();
        assert!(
            fractions
                .iter()
                .all(|fraction| (0.0..1.0).contains(fraction))
        );
        for tenth in 0..10 {
            let from = f64::from(tenth) / 10.0;
            let inside = |fraction: &&f64| (from..from + 0.1).contains(*fraction);
            let count = fractions.iter().filter(inside).count();
            assert!((800..1_200).contains(&count), "{count} in tenth {tenth}");
        }
    }
}
