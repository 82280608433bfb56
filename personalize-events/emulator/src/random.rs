//! Random numbers without a crate for them. They are not for secrets.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// Returns a random number.
pub(crate) fn random() -> u64 {
    // Each `RandomState` of the standard library has other random keys.
    RandomState::new().hash_one(0)
}

/// Returns a random number below 100.
pub(crate) fn percent() -> u8 {
    u8::try_from(random() % 100).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn every_percentage_is_as_frequent_as_the_others() {
        let mut counts = [0_u32; 100];
        for _ in 0..100_000 {
            counts[usize::from(percent())] += 1;
        }
        // The mean is 1000 and the standard deviation 32: this is off by more than six of them.
        assert!(
            counts.iter().all(|count| (800..1200).contains(count)),
            "{counts:?}"
        );
    }
}
