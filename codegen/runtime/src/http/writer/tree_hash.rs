//! The checksums of Amazon S3 Glacier: the SHA-256 hash of the body, and its tree hash.

use sha2::{Digest, Sha256};

use super::RequestWriter;

const TREE_HASH: &str = "x-amz-sha256-tree-hash";

/// The size of the parts whose hashes are the leaves of the tree.
const PART: usize = 1024 * 1024;

impl RequestWriter {
    /// Adds the hashes of the body to the headers; a tree hash that is set is not changed. Call it last.
    pub fn tree_hash(&mut self) {
        let linear = hex(&hash(&self.body));
        self.headers
            .push(("x-amz-content-sha256".into(), linear.into()));
        if !self.headers.iter().any(|(name, _)| name == TREE_HASH) {
            let tree = hex(&root(&self.body));
            self.headers.push((TREE_HASH.into(), tree.into()));
        }
    }
}

type Hash = [u8; 32];

fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// The root of the tree: each level has the hashes of pairs of the level below; a last one without a pair goes up.
fn root(body: &[u8]) -> Hash {
    let mut level: Vec<Hash> = body.chunks(PART).map(hash).collect();
    while level.len() > 1 {
        let pairs = level.chunks(2).map(|pair| match pair {
            [single] => *single,
            pair => hash(pair.as_flattened()),
        });
        level = pairs.collect();
    }
    level.pop().unwrap_or_else(|| hash(&[]))
}

fn hex(hash: &Hash) -> String {
    let digits = hash.iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::{PART, hash, hex, root};

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
            assert_eq!(hex(&root(&body)), tree, "{length}");
            assert_eq!(root(&body) == hash(&body), length <= PART);
        }
    }
}
