#![doc = include_str!("../README.md")]

mod decode;
mod price;

pub use decode::{Compact, DecodeError, Depth, Detailed, Level, Mode, Packet, decode};
pub use price::PriceScales;
