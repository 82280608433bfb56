//! The checksums of Amazon S3 Glacier: the SHA-256 hash of the body, and its tree hash.

use sha2::{Digest, Sha256};

/// The size of the parts whose hashes are the leaves of the tree.
const PART: usize = 1024 * 1024;

type Hash = [u8; 32];

/// A tree hash that is being calculated.
#[derive(Default)]
pub(crate) struct TreeHash {
    leaves: Vec<Hash>,
    /// The part that is not complete, and its length.
    part: (Sha256, usize),
}

impl TreeHash {
    pub(super) fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (hash, length) = &mut self.part;
            let (start, rest) = bytes.split_at(bytes.len().min(PART - *length));
            hash.update(start);
            *length += start.len();
            bytes = rest;
            if *length == PART {
                self.leaves.push(hash.finalize_reset().into());
                *length = 0;
            }
        }
    }

    /// The root of the tree: each level has the hashes of pairs of the level below; a last one without a pair goes up.
    pub(super) fn finish(self) -> String {
        let (mut level, (hash, length)) = (self.leaves, self.part);
        if length > 0 || level.is_empty() {
            level.push(hash.finalize().into());
        }
        while level.len() > 1 {
            let pairs = level.chunks(2).map(|pair| match pair {
                [single] => *single,
                pair => Sha256::digest(pair.as_flattened()).into(),
            });
            level = pairs.collect();
        }
        hex(level.as_flattened())
    }
}

/// The hexadecimal digits of a hash.
pub(super) fn hex(hash: &[u8]) -> String {
    let digits = hash.iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::{PART, TreeHash};

    #[test]
    fn tree_hashes_equal_those_of_another_implementation() {
        // They were computed with Python's `hashlib`.
        for (length, tree) in [
            (
                0,
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
            (
                5,
                "08bb5e5d6eaac1049ede0893d30ed022b1a4d9b5b48db414871f51c9cb35283d",
            ),
            (
                PART,
                "631b84027d6b9e52b539c4e8373622d23032dfadc64d60af87339c9037e4f769",
            ),
            (
                PART + 1,
                "a9c574ce937d2371daf87cdd0e75396b096d7f74a66c764e4c656bd12b2e7bf9",
            ),
            (
                3 * PART,
                "2e7d51c0ffe06ce95fe74beed9a4ab35d18837f4ab2a9f4f066a60359eb999a1",
            ),
            (
                5 * PART + 7,
                "39119a173a11e05648146d51f35437d6960dcfe76ddd40b818dce8fedcef76e3",
            ),
        ] {
            let body: Vec<u8> = (0..=250).cycle().take(length).collect();
            for chunk in [1_000_003, PART, 8 * PART] {
                let mut hash = TreeHash::default();
                body.chunks(chunk).for_each(|chunk| hash.update(chunk));
                assert_eq!(hash.finish(), tree, "{length} in chunks of {chunk}");
            }
        }
    }
}
