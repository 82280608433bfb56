//! Rows of the state: IDs with the fingerprints of their contents, as many as fill a page of the database.

use anyhow::{Context as _, ensure};

/// The longest block that is stored in one page of 4 KiB. A row has 18 bytes and its ID.
pub(super) const MAX_BYTES: usize = 4_040;

/// One for each bit of a `u128`.
pub(super) const MAX_ROWS: usize = 128;

const FINGERPRINT_BYTES: usize = 16;
const HEADER_BYTES: usize = FINGERPRINT_BYTES + 2;

/// The content of a record, or why it is not known what the service stores.
///
/// Those that start with eight zeros are no hashes of contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint([u8; FINGERPRINT_BYTES]);

impl Fingerprint {
    /// The service has rejected the only record of this ID, and never stored another one.
    pub(super) const NEVER_STORED: Self = Self::without_content(u64::MAX);

    /// The fingerprint of a content with this hash.
    pub(super) fn of_content(hash: u128) -> Self {
        let mut bytes = hash.to_le_bytes();
        if bytes.starts_with(&[0; 8]) {
            bytes[0] = 1;
        }
        Self(bytes)
    }

    /// The record with this number, which is being sent: it may be stored, or may not. Any other number is of an earlier run.
    pub(super) const fn in_flight(number: u64) -> Self {
        Self::without_content(number)
    }

    const fn without_content(number: u64) -> Self {
        let mut bytes = [0; FINGERPRINT_BYTES];
        let (_, end) = bytes.split_at_mut(8);
        end.copy_from_slice(&number.to_le_bytes());
        Self(bytes)
    }
}

/// The rows of a block, in the order in which their IDs were added.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    bytes: Vec<u8>,
    /// Where each row starts.
    starts: Vec<u16>,
}

impl Block {
    pub(super) fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        let mut block = Self {
            bytes: bytes.to_owned(),
            starts: Vec::with_capacity(MAX_ROWS),
        };
        let mut start = 0;
        while start < bytes.len() {
            let header = bytes.get(start..start + HEADER_BYTES);
            let length = header.context("a row is cut off")?.last_chunk();
            let length = u16::from_le_bytes(length.copied().unwrap_or_default());
            block.starts.push(u16::try_from(start)?);
            start += HEADER_BYTES + usize::from(length);
        }
        ensure!(
            start == bytes.len() && block.starts.len() <= MAX_ROWS,
            "a block has an invalid length"
        );
        Ok(block)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether so much is free that its rows are moved to other blocks.
    pub(super) fn is_sparse(&self) -> bool {
        self.bytes.len() < MAX_BYTES / 8 * 7 && self.len() < MAX_ROWS / 8 * 7
    }

    pub(super) fn id(&self, row: usize) -> &[u8] {
        let start = usize::from(self.starts[row]) + HEADER_BYTES;
        let end = self.starts.get(row + 1);
        let end = end.map_or(self.bytes.len(), |end| usize::from(*end));
        &self.bytes[start..end]
    }

    pub(super) fn fingerprint(&self, row: usize) -> Fingerprint {
        let start = usize::from(self.starts[row]);
        let bytes = self.bytes[start..].first_chunk();
        Fingerprint(bytes.copied().unwrap_or_default())
    }

    pub(super) fn set(&mut self, row: usize, Fingerprint(bytes): Fingerprint) {
        let start = usize::from(self.starts[row]);
        self.bytes[start..start + FINGERPRINT_BYTES].copy_from_slice(&bytes);
    }

    pub(super) fn is_id(&self, row: usize, id: &[u8]) -> bool {
        row < self.len() && self.id(row) == id
    }

    pub(super) fn find(&self, id: &[u8]) -> Option<usize> {
        (0..self.len()).find(|row| self.id(*row) == id)
    }

    pub(super) fn find_fingerprint(&self, fingerprint: Fingerprint) -> Option<usize> {
        (0..self.len()).find(|row| self.fingerprint(*row) == fingerprint)
    }

    /// Adds a row and returns its index, unless the block is full.
    pub(super) fn push(&mut self, id: &[u8], Fingerprint(bytes): Fingerprint) -> Option<usize> {
        let start = self.bytes.len();
        if start + HEADER_BYTES + id.len() > MAX_BYTES || self.len() == MAX_ROWS {
            return None;
        }
        let length = u16::try_from(id.len()).ok()?;
        self.starts.push(u16::try_from(start).ok()?);
        self.bytes.extend_from_slice(&bytes);
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(id);
        Some(self.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(hash: u128) -> Fingerprint {
        Fingerprint::of_content(hash)
    }

    #[test]
    fn a_block_has_the_rows_that_were_added_until_it_is_full() {
        let mut block = Block::default();
        let mut ids = (0..).map(|number| format!("{number:036}"));
        let mut added = Vec::new();
        for id in ids.by_ref() {
            let Some(row) = block.push(id.as_bytes(), content(row_hash(added.len()))) else {
                break;
            };
            assert_eq!(row, added.len());
            added.push(id);
        }
        assert_eq!(added.len(), 4_040 / (36 + 18));
        assert!(block.push(&[b'x'; 1_024], content(1)).is_none());
        let mut block = Block::parse(block.as_bytes()).unwrap();
        for (row, id) in added.iter().enumerate() {
            assert_eq!(block.find(id.as_bytes()), Some(row));
            assert!(block.is_id(row, id.as_bytes()) && !block.is_id(row + 1, id.as_bytes()));
            assert_eq!(block.fingerprint(row), content(row_hash(row)));
        }
        assert_eq!(block.find(b"another"), None);
        block.set(3, Fingerprint::in_flight(7));
        assert_eq!(block.find_fingerprint(Fingerprint::in_flight(7)), Some(3));
        assert_eq!(block.find_fingerprint(Fingerprint::in_flight(8)), None);
        assert_eq!(block.fingerprint(4), content(row_hash(4)));
    }

    fn row_hash(row: usize) -> u128 {
        u128::MAX / (row as u128 + 2)
    }

    #[test]
    fn short_ids_fill_a_block_by_their_number() {
        let mut block = Block::default();
        let ids = (0_u8..).map(|id| block.push(&[id], content(1)));
        assert_eq!(ids.take_while(Option::is_some).count(), MAX_ROWS);
        assert!(!block.is_sparse() && Block::default().is_sparse());
    }

    #[test]
    fn no_content_has_the_fingerprint_of_an_unknown_one() {
        for hash in [0, 1, u128::from(u64::MAX) << 64] {
            for number in [0, 1, u64::MAX] {
                assert_ne!(content(hash), Fingerprint::in_flight(number));
            }
        }
        assert_eq!(Fingerprint::in_flight(u64::MAX), Fingerprint::NEVER_STORED);
    }

    #[test]
    fn damaged_blocks_are_errors() {
        let mut block = Block::default();
        block.push(b"u-1", content(1)).unwrap();
        let bytes = block.as_bytes();
        for end in 1..bytes.len() {
            assert!(Block::parse(&bytes[..end]).is_err(), "{end}");
        }
        assert_eq!(Block::parse(bytes).unwrap().len(), 1);
        assert!(Block::parse(&bytes.repeat(MAX_ROWS + 1)).is_err());
    }
}
