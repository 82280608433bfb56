//! The tables of the state: blocks of rows in the order in which their IDs were first read, and an index of the IDs.
//!
//! All writes until [`commit`](Store::commit) are one transaction, which the same store reads too.

use anyhow::Context as _;
use rusqlite::{CachedStatement, Connection, OptionalExtension as _, params};

use super::block::{Block, Fingerprint};

/// `ids` has a number for each ID: 32 bits of its hash and the block that has it.
pub(super) const TABLES: &str = "
    CREATE TABLE settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE blocks (block INTEGER PRIMARY KEY, rows BLOB NOT NULL);
    CREATE TABLE ids (hash_and_block INTEGER PRIMARY KEY);";

/// The hash of an ID, with the key of the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct IdHash(pub(super) u32);

impl IdHash {
    /// The number of an ID in this block.
    fn with_block(self, block: u32) -> i64 {
        (u64::from(self.0) << 32 | u64::from(block)).cast_signed()
    }
}

pub(super) struct Store {
    connection: Connection,
    /// Whether there is a transaction.
    has_changed: bool,
}

impl Store {
    /// `connection` has the tables.
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection,
            has_changed: false,
        }
    }

    pub(super) fn block(&self, number: u32) -> anyhow::Result<Option<Block>> {
        let mut select = self.statement("SELECT rows FROM blocks WHERE block = ?")?;
        let block = select.query_row([number], |row| Ok(Block::parse(row.get_ref(0)?.as_blob()?)));
        block.optional()?.transpose()
    }

    /// The first block with this number or a higher one.
    pub(super) fn block_from(&self, number: u32) -> anyhow::Result<Option<(u32, Block)>> {
        let mut select = self
            .statement("SELECT block, rows FROM blocks WHERE block >= ? ORDER BY block LIMIT 1")?;
        let found = select.query_row([number], |row| {
            Ok((row.get(0)?, Block::parse(row.get_ref(1)?.as_blob()?)))
        });
        let found = found.optional()?;
        found
            .map(|(number, block)| Ok((number, block?)))
            .transpose()
    }

    /// The blocks that may have an ID with one of these hashes, with the number beside the hash.
    pub(super) fn candidates(
        &self,
        hashes: &[(IdHash, usize)],
    ) -> anyhow::Result<Vec<(u32, usize)>> {
        let mut select = self.statement(
            "SELECT hash_and_block & 4294967295 FROM ids WHERE hash_and_block BETWEEN ? AND ?",
        )?;
        let mut candidates = Vec::with_capacity(hashes.len());
        for (hash, index) in hashes {
            let mut rows = select.query([hash.with_block(0), hash.with_block(u32::MAX)])?;
            while let Some(row) = rows.next()? {
                candidates.push((row.get(0)?, *index));
            }
        }
        Ok(candidates)
    }

    /// Changes the fingerprint of a row, and returns its block.
    pub(super) fn set(
        &mut self,
        number: u32,
        row: usize,
        to: Fingerprint,
    ) -> anyhow::Result<Block> {
        let mut block = self.existing_block(number)?;
        block.set(row, to);
        self.write(number, &block)?;
        Ok(block)
    }

    /// Replaces fingerprints of a block that it still has.
    pub(super) fn replace(
        &mut self,
        number: u32,
        changes: &[(Fingerprint, Fingerprint)],
    ) -> anyhow::Result<()> {
        let mut block = self.existing_block(number)?;
        for (from, to) in changes {
            if let Some(row) = block.find_fingerprint(*from) {
                block.set(row, *to);
            }
        }
        self.write(number, &block)
    }

    /// Adds a row to the last block, or to a new one. Returns the number of the block, the index of the row, and the block.
    pub(super) fn append(
        &mut self,
        id: &[u8],
        hash: IdHash,
        fingerprint: Fingerprint,
    ) -> anyhow::Result<(u32, usize, Block)> {
        let (mut number, mut block) = self.last_block()?;
        let mut row = block.push(id, fingerprint);
        if row.is_none() {
            number = number.checked_add(1).context("it has too many IDs")?;
            block = Block::default();
            row = block.push(id, fingerprint);
        }
        let row = row.context("an ID is too long")?;
        self.write(number, &block)?;
        let mut insert = self.statement("INSERT OR IGNORE INTO ids VALUES (?)")?;
        insert.execute([hash.with_block(number)])?;
        Ok((number, row, block))
    }

    /// Replaces a block by one that lacks some of its rows; `removed` are the hashes of these.
    pub(super) fn remove(
        &mut self,
        number: u32,
        rest: &Block,
        removed: impl Iterator<Item = IdHash>,
    ) -> anyhow::Result<()> {
        for hash in removed {
            self.begin()?;
            let mut delete = self.statement("DELETE FROM ids WHERE hash_and_block = ?")?;
            delete.execute([hash.with_block(number)])?;
        }
        if rest.len() > 0 {
            return self.write(number, rest);
        }
        self.begin()?;
        let mut delete = self.statement("DELETE FROM blocks WHERE block = ?")?;
        delete.execute([number])?;
        Ok(())
    }

    /// Writes all changes to disk, where they survive even a power failure.
    pub(super) fn commit(&mut self) -> anyhow::Result<()> {
        if std::mem::take(&mut self.has_changed) {
            self.connection.execute_batch("COMMIT")?;
        }
        Ok(())
    }

    /// Discards what is not committed, and closes the file.
    pub(super) fn close(self) -> anyhow::Result<()> {
        if self.has_changed {
            self.connection.execute_batch("ROLLBACK")?;
        }
        self.connection.close().map_err(|(_, error)| error.into())
    }

    fn statement(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        self.connection.prepare_cached(sql)
    }

    fn existing_block(&self, number: u32) -> anyhow::Result<Block> {
        self.block(number)?.context("a block is missing")
    }

    fn last_block(&self) -> anyhow::Result<(u32, Block)> {
        let mut select =
            self.statement("SELECT block, rows FROM blocks ORDER BY block DESC LIMIT 1")?;
        let found = select.query_row([], |row| {
            Ok((row.get(0)?, Block::parse(row.get_ref(1)?.as_blob()?)))
        });
        match found.optional()? {
            Some((number, block)) => Ok((number, block?)),
            None => Ok((0, Block::default())),
        }
    }

    fn write(&mut self, number: u32, block: &Block) -> anyhow::Result<()> {
        self.begin()?;
        let mut insert = self.statement("INSERT OR REPLACE INTO blocks VALUES (?, ?)")?;
        insert.execute(params![number, block.as_bytes()])?;
        Ok(())
    }

    fn begin(&mut self) -> anyhow::Result<()> {
        if !self.has_changed {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            self.has_changed = true;
        }
        Ok(())
    }
}
