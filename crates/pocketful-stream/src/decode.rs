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

/// The JSON behind the prefix of five bytes, whatever those are. Where something else is there, it begins with the first
/// brace, or with the bracket of the list around that.
fn json(frame: &[u8], mode: u8) -> Result<&[u8], DecodeError> {
    const PREFIX: usize = 5;
    let none = DecodeError::NoJson {
        mode,
        len: frame.len(),
    };
    if let Some(rest) = frame.get(PREFIX..)
        && let [b'{' | b'[', ..] = rest.trim_ascii_start()
    {
        return Ok(rest.trim_ascii_start());
    }
    let brace = frame.iter().position(|&byte| byte == b'{').ok_or(none)?;
    let (before, from_brace) = frame.split_at(brace);
    let from_list = before
        .trim_ascii_end()
        .strip_suffix(b"[")
        .and_then(|before| frame.get(before.len()..));
    Ok(from_list.unwrap_or(from_brace))
}
