//! The contract master in bytes of its own, which load in a fraction of the time that the files take.

use time::OffsetDateTime;

use super::{
    Contracts, arena,
    index::Parts,
    record::{Bytes, Record},
};
use crate::IST;

/// What every cache begins with; the last byte is the version of the format.
const MAGIC: [u8; 8] = *b"PKFCONT\x01";
/// Magic, checksum, time, rows, length of the texts, bad, dropped and duplicate rows.
const HEAD: usize = 8 + 8 + 8 + 4 + 4 + 3 * 8;

/// Bytes that are no cache. Download the contract master again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// They begin otherwise.
    #[error("this is no cache of the contract master")]
    NotACache,
    /// Another version of this library wrote them.
    #[error("the cache of the contract master has the format {0}, which this version does not read")]
    Version(u8),
    /// They are not what was written: cut, or changed.
    #[error("the cache of the contract master is damaged")]
    Damaged,
}

impl Contracts {
    /// The contracts as bytes, with a version and a checksum; [`Contracts::from_cache`] reads them. Of the rows that
    /// were set aside only the count is kept.
    #[must_use]
    pub fn to_cache(&self) -> Vec<u8> {
        let count = |len: usize| u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes();
        let mut out = Vec::with_capacity(HEAD + self.records.len() * Record::LEN + self.text.len());
        out.extend(MAGIC);
        out.extend([0; 8]);
        out.extend(self.info.fetched_at.unix_timestamp().to_le_bytes());
        out.extend(count(self.records.len()));
        out.extend(count(self.text.len()));
        out.extend(self.info.bad_rows.to_le_bytes());
        out.extend(self.info.dropped_rows.to_le_bytes());
        out.extend(self.info.duplicate_rows.to_le_bytes());
        for record in &self.records {
            record.write(&mut out);
        }
        out.extend(self.text.as_bytes());
        let sum = checksum(out.get(16..).unwrap_or_default()).to_le_bytes();
        out[8..16].copy_from_slice(&sum);
        out
    }

    /// The contracts that [`Contracts::to_cache`] wrote.
    ///
    /// # Errors
    /// When the bytes are anything else.
    pub fn from_cache(bytes: &[u8]) -> Result<Self, CacheError> {
        let mut head = Bytes(bytes);
        match head.take::<8>() {
            Some(MAGIC) => {}
            Some([magic @ .., version]) if magic == MAGIC[..7] => return Err(CacheError::Version(version)),
            _ => return Err(CacheError::NotACache),
        }
        let sum = head.take().map(u64::from_le_bytes).ok_or(CacheError::Damaged)?;
        if checksum(head.0) != sum {
            return Err(CacheError::Damaged);
        }
        parts(head).map(Self::new).ok_or(CacheError::Damaged)
    }
}

fn parts(mut bytes: Bytes<'_>) -> Option<Parts> {
    let fetched_at = bytes.take().map(i64::from_le_bytes)?;
    let rows = usize::try_from(bytes.u32()?).ok()?;
    let text_len = usize::try_from(bytes.u32()?).ok()?;
    let bad_count = bytes.take().map(u64::from_le_bytes)?;
    let dropped = bytes.take().map(u64::from_le_bytes)?;
    let duplicates = bytes.take().map(u64::from_le_bytes)?;
    let (rows, text) = bytes.0.split_at_checked(rows.checked_mul(Record::LEN)?)?;
    if text.len() != text_len {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    let records = (rows.chunks_exact(Record::LEN))
        .map(|row| Record::read(row).filter(|record| stands_in(record, text)))
        .collect::<Option<Vec<_>>>()?;
    Some(Parts {
        records,
        text: text.to_owned(),
        bad: Vec::new(),
        bad_count,
        dropped,
        duplicates,
        fetched_at: OffsetDateTime::from_unix_timestamp(fetched_at)
            .ok()?
            .to_offset(IST),
    })
}

/// Whether every text of the record is one.
fn stands_in(record: &Record, text: &str) -> bool {
    record
        .spans()
        .into_iter()
        .all(|span| arena::get(text, span).len() == usize::from(span.len))
}

/// Detects what chance does to a file; eight bytes at a time, because it lies on the way of every start.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mix = |sum: u64, word: &[u8; 8]| {
        (sum ^ u64::from_le_bytes(*word))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29)
    };
    let seed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    mix(words.iter().fold(seed, mix), &last)
}
