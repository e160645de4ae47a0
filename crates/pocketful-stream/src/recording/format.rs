//! The file of a recorded session, version 1.
//!
//! It begins with the eight bytes `PKTFEED` and 1. Records follow, each with a head of 13 bytes and its payload; numbers are
//! big-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | kind: 0 connected, 1 binary frame, 2 text frame, 3 connection lost, 4 frames that the recorder itself missed |
//! | 8 | when, nanoseconds since the Unix epoch, signed |
//! | 4 | length of the payload |
//! | … | payload: the frame; for kind 4 their number, 8 bytes; for kinds 0 and 3 nothing |
//!
//! A file that breaks off within a record, as after a crash, ends with the record before. Tokens and addresses are not in it.

use std::io::{self, Read};

use crate::socket::framing::MAX_MESSAGE;

pub(super) const MAGIC: [u8; 8] = *b"PKTFEED\x01";

const HEAD: usize = 13;

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) kind: Kind,
    /// Nanoseconds since the Unix epoch.
    pub(super) at: i64,
    pub(super) payload: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Connected,
    Binary,
    Text,
    Lost,
    Missed,
}

/// Why a recording cannot be made or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordingError {
    /// The file cannot be made, opened or read.
    #[error("the recording cannot be used: {0}")]
    Io(#[from] io::Error),
    /// It is another file, or of a version that is not known.
    #[error("not a recording of the feed, or one of a version that is not known")]
    Format,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::Connected,
        Self::Binary,
        Self::Text,
        Self::Lost,
        Self::Missed,
    ];

    const fn byte(self) -> u8 {
        match self {
            Self::Connected => 0,
            Self::Binary => 1,
            Self::Text => 2,
            Self::Lost => 3,
            Self::Missed => 4,
        }
    }
}

/// Appends a record.
pub(super) fn write(to: &mut Vec<u8>, kind: Kind, at: i64, payload: &[u8]) {
    // Frames are at most MAX_MESSAGE bytes long.
    let len = u32::try_from(payload.len()).unwrap_or_default();
    to.push(kind.byte());
    to.extend(at.to_be_bytes());
    to.extend(len.to_be_bytes());
    to.extend(payload);
}

/// Reads the beginning of a file.
pub(super) fn read_magic(from: &mut impl Read) -> Result<(), RecordingError> {
    let mut magic = [0; MAGIC.len()];
    match from.read_exact(&mut magic) {
        Ok(()) if magic == MAGIC => Ok(()),
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error.into()),
        _ => Err(RecordingError::Format),
    }
}

/// Reads the next record; `None` at the end.
pub(super) fn read(from: &mut impl Read) -> Result<Option<Record>, RecordingError> {
    let mut head = [0; HEAD];
    if !read_all(from, &mut head)? {
        return Ok(None);
    }
    let [kind, rest @ ..] = &head;
    let (at, len) = rest.split_at(8);
    let kind = Kind::ALL.into_iter().find(|known| known.byte() == *kind);
    let (Some(kind), Some(at), Some(len)) = (kind, at.first_chunk(), len.first_chunk()) else {
        return Err(RecordingError::Format);
    };
    let len = usize::try_from(u32::from_be_bytes(*len)).unwrap_or(usize::MAX);
    if len > MAX_MESSAGE {
        return Err(RecordingError::Format);
    }
    let mut payload = vec![0; len];
    Ok(read_all(from, &mut payload)?.then_some(Record {
        kind,
        at: i64::from_be_bytes(*at),
        payload,
    }))
}

/// Whether all of `bytes` could be filled.
fn read_all(from: &mut impl Read, bytes: &mut [u8]) -> Result<bool, RecordingError> {
    match from.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_record_is_written_like_this() {
        let mut bytes = MAGIC.to_vec();
        write(&mut bytes, Kind::Binary, 0x0102_0304_0506_0708, &[0xAA, 0xBB]);
        assert_eq!(&bytes[..8], b"PKTFEED\x01");
        assert_eq!(bytes[8..], [1, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 2, 0xAA, 0xBB]);
    }

    #[test]
    fn other_files_are_refused() {
        for bytes in [&b""[..], b"PKTFEED", b"PKTFEED\x02", b"something else"] {
            assert!(
                matches!(read_magic(&mut &bytes[..]), Err(RecordingError::Format)),
                "{bytes:?}"
            );
        }
        let odd_kind = [9; 20];
        assert!(matches!(read(&mut &odd_kind[..]), Err(RecordingError::Format)));
        let too_long = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0, 0, 0];
        assert!(matches!(read(&mut &too_long[..]), Err(RecordingError::Format)));
    }

    fn records() -> impl Strategy<Value = Vec<Record>> {
        let record = (
            0_usize..5,
            any::<i64>(),
            prop::collection::vec(any::<u8>(), 0..40),
        );
        let record = record.prop_map(|(kind, at, payload)| Record {
            kind: Kind::ALL[kind],
            at,
            payload,
        });
        prop::collection::vec(record, 0..10)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        /// What is written is read; a file that breaks off gives the records before the break.
        #[test]
        fn round_trips_and_breaks(records in records(), cut in any::<prop::sample::Index>()) {
            let mut bytes = Vec::new();
            let mut ends = Vec::new();
            for record in &records {
                write(&mut bytes, record.kind, record.at, &record.payload);
                ends.push(bytes.len());
            }
            let cut = cut.index(bytes.len() + 1);
            let mut from = &bytes[..cut];
            let whole = ends.iter().filter(|end| **end <= cut).count();
            for record in &records[..whole] {
                let back = read(&mut from).unwrap();
                prop_assert_eq!(back.as_ref(), Some(record));
            }
            prop_assert_eq!(read(&mut from).unwrap(), None);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = read(&mut &bytes[..]);
        }
    }
}
