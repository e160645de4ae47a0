//! From a frame's bytes to a packet: total, so that no input can stop a stream (wire reference, section 16.3).

mod compact;
mod depth;
mod detailed;
mod packet;

use crate::PriceScales;

pub use compact::Compact;
pub use depth::{Depth, Level};
pub use detailed::Detailed;

/// The kind of a packet, its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Mode {
    /// Everything about one instrument but its depth.
    Detailed = 1,
    /// Price, change, best bid and ask.
    Compact = 2,
    /// Five levels on each side.
    Depth = 4,
    /// An order changed.
    OrderUpdate = 50,
    /// An order traded.
    TradeUpdate = 51,
}

impl Mode {
    /// The mode with this number.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Detailed),
            2 => Some(Self::Compact),
            4 => Some(Self::Depth),
            50 => Some(Self::OrderUpdate),
            51 => Some(Self::TradeUpdate),
            _ => None,
        }
    }
}

/// What a frame contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packet<'a> {
    /// Mode 1.
    Detailed(Detailed<&'a [u8; 102]>),
    /// Mode 2.
    Compact(Compact<&'a [u8; 42]>),
    /// Mode 4.
    Depth(Depth<&'a [u8; 166]>),
    /// Mode 50: JSON text, not yet read.
    OrderUpdate(&'a [u8]),
    /// Mode 51: JSON text, not yet read.
    TradeUpdate(&'a [u8]),
    /// A mode that the wire reference does not lay out.
    Unknown {
        /// The first byte.
        mode: u8,
        /// Length of the frame in bytes.
        len: usize,
    },
}

/// Why a frame of a known mode cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// No bytes at all.
    #[error("the frame is empty")]
    Empty,
    /// Shorter than the layout.
    #[error("a packet of mode {mode} has {expected} bytes or more, this one {len}")]
    Short {
        /// The packet's mode.
        mode: u8,
        /// Length of the frame in bytes.
        len: usize,
        /// Length of the layout in bytes.
        expected: usize,
    },
    /// An update without JSON in it.
    #[error("an update of mode {mode} has no JSON in its {len} bytes")]
    NoJson {
        /// The packet's mode.
        mode: u8,
        /// Length of the frame in bytes.
        len: usize,
    },
}

/// Reads one frame without copying it. Bytes after the layout are ignored.
///
/// # Errors
/// When the frame is empty, or shorter than the layout of its mode.
#[inline]
pub fn decode(frame: &[u8], scales: PriceScales) -> Result<Packet<'_>, DecodeError> {
    let Some(&byte) = frame.first() else {
        return Err(DecodeError::Empty);
    };
    match Mode::from_byte(byte) {
        Some(Mode::Detailed) => Detailed::read(frame, scales).map(Packet::Detailed),
        Some(Mode::Compact) => Compact::read(frame, scales).map(Packet::Compact),
        Some(Mode::Depth) => Depth::read(frame, scales).map(Packet::Depth),
        Some(Mode::OrderUpdate) => json(frame, byte).map(Packet::OrderUpdate),
        Some(Mode::TradeUpdate) => json(frame, byte).map(Packet::TradeUpdate),
        None => Ok(Packet::Unknown {
            mode: byte,
            len: frame.len(),
        }),
    }
}

/// The JSON behind the prefix of five bytes, whatever those are.
fn json(frame: &[u8], mode: u8) -> Result<&[u8], DecodeError> {
    const PREFIX: usize = 5;
    let behind = frame.get(PREFIX..).map(<[u8]>::trim_ascii_start);
    if let Some(json) = behind.filter(|rest| opens_json(rest)) {
        return Ok(json);
    }
    behind_another_prefix(frame).ok_or(DecodeError::NoJson {
        mode,
        len: frame.len(),
    })
}

/// Whether it begins like an object, or like a list of them.
fn opens_json(bytes: &[u8]) -> bool {
    let second = |rest: &[u8]| rest.trim_ascii_start().first().copied();
    match bytes {
        [b'{', rest @ ..] => matches!(second(rest), Some(b'"' | b'}')),
        [b'[', rest @ ..] => matches!(second(rest), Some(b'{' | b']')),
        _ => false,
    }
}

/// Where something else is there, it begins with the first brace, or with the bracket of the list around that, from which JSON can be
/// read: a brace may be a byte of the prefix. Where none can be read from any, with the first.
#[cold]
fn behind_another_prefix(frame: &[u8]) -> Option<&[u8]> {
    /// A prefix is not longer than this.
    const MOST: usize = 64;
    let mut braces = (0..frame.len()).filter(|at| frame.get(*at) == Some(&b'{'));
    let beginnings = |brace: usize| {
        let list = frame.get(..brace).and_then(|before| {
            let before = before.trim_ascii_end().strip_suffix(b"[")?;
            frame.get(before.len()..)
        });
        list.into_iter().chain(frame.get(brace..))
    };
    let mut all = braces.clone().take_while(|at| *at < MOST).flat_map(beginnings);
    all.find(|json| is_readable(json))
        .or_else(|| braces.next().and_then(|brace| beginnings(brace).next()))
}

fn is_readable(json: &[u8]) -> bool {
    let mut values = serde_json::Deserializer::from_slice(json).into_iter::<serde_json::Value>();
    values.next().is_some_and(|value| value.is_ok())
}
