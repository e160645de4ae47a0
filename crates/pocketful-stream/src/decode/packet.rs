//! The shape that fixed packets share: the bytes as they came, read field by field when asked.

use std::borrow::Borrow;

use pocketful_types::{Exchange, IST, Instrument, InstrumentToken};
use rust_decimal::Decimal;
use time::OffsetDateTime;

use crate::{DecodeError, PriceScales};

/// A packet of `LEN` bytes: borrowed from the frame, or a copy that outlives it. Every look at a field is within the
/// layout, which the types check.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout<const LEN: usize, B = [u8; LEN]> {
    bytes: B,
    /// Looked up when a price is asked for: most readers of a packet ask for few of its fields.
    scales: PriceScales,
}

impl<'a, const LEN: usize> Layout<LEN, &'a [u8; LEN]> {
    #[inline]
    pub(super) fn read(frame: &'a [u8], scales: PriceScales) -> Result<Self, DecodeError> {
        // Every layout has mode, exchange and token.
        const { assert!(LEN >= 6) };
        match frame.first_chunk::<LEN>() {
            Some(bytes) => Ok(Self { bytes, scales }),
            None => Err(DecodeError::Short {
                mode: frame.first().copied().unwrap_or_default(),
                len: frame.len(),
                expected: LEN,
            }),
        }
    }
}

impl<const LEN: usize, B: Borrow<[u8; LEN]>> Layout<LEN, B> {
    #[inline]
    fn bytes(&self) -> &[u8; LEN] {
        self.bytes.borrow()
    }

    #[inline]
    pub(super) fn copy(&self) -> Layout<LEN> {
        Layout {
            bytes: *self.bytes(),
            scales: self.scales,
        }
    }

    #[inline]
    pub(super) fn exchange_code(&self) -> u8 {
        self.bytes()[1]
    }

    #[inline]
    pub(super) fn token(&self) -> InstrumentToken {
        InstrumentToken::new(self.u32::<2>())
    }

    pub(super) fn instrument(&self) -> Option<Instrument> {
        let exchange = Exchange::from_feed_code(self.exchange_code())?;
        Some(Instrument::new(exchange, self.token()))
    }

    #[inline]
    pub(super) fn decimals(&self) -> u8 {
        self.scales
            .decimals(Exchange::from_feed_code(self.exchange_code()))
    }

    /// Four bytes, big-endian. A field beyond the layout does not compile.
    #[inline]
    pub(super) fn u32<const AT: usize>(&self) -> u32 {
        const { assert!(AT + 4 <= LEN) };
        let bytes = self.bytes();
        u32::from_be_bytes([bytes[AT], bytes[AT + 1], bytes[AT + 2], bytes[AT + 3]])
    }

    /// Eight bytes, big-endian.
    #[inline]
    pub(super) fn u64<const AT: usize>(&self) -> u64 {
        const { assert!(AT + 8 <= LEN) };
        let mut eight = [0; 8];
        eight.copy_from_slice(&self.bytes()[AT..AT + 8]);
        u64::from_be_bytes(eight)
    }

    /// Four bytes at a place that is only known when running, for the arrays; zero beyond the layout.
    pub(super) fn u32_at(&self, at: usize) -> u32 {
        match self.bytes().get(at..).and_then(|rest| rest.first_chunk()) {
            Some(four) => u32::from_be_bytes(*four),
            None => 0,
        }
    }

    /// A raw price in ₹; zero is "not available".
    #[inline]
    pub(super) fn price(&self, raw: u32) -> Option<Decimal> {
        (raw != 0).then(|| Decimal::new(i64::from(raw), u32::from(self.decimals())))
    }

    /// A raw difference of prices in ₹.
    #[inline]
    pub(super) fn difference(&self, raw: i32) -> Decimal {
        Decimal::new(i64::from(raw), u32::from(self.decimals()))
    }

    /// Unix seconds in IST; zero is "not set".
    #[inline]
    pub(super) fn time(&self, raw: u32) -> Option<OffsetDateTime> {
        if raw == 0 {
            return None;
        }
        Some(
            OffsetDateTime::from_unix_timestamp(i64::from(raw))
                .ok()?
                .to_offset(IST),
        )
    }
}

/// The members that every packet has, and one accessor a field. A price comes with its raw whole number.
macro_rules! packet {
    ($name:ident, $len:literal) => {
        impl $name {
            /// Length of the layout in bytes.
            pub const LEN: usize = $len;
        }

        impl<'a> $name<&'a [u8; $len]> {
            #[inline]
            pub(crate) fn read(
                frame: &'a [u8],
                scales: $crate::PriceScales,
            ) -> Result<Self, $crate::DecodeError> {
                Layout::read(frame, scales).map(Self)
            }
        }

        impl<B: ::std::borrow::Borrow<[u8; $len]>> $name<B> {
            /// A copy that does not depend on the frame.
            #[must_use]
            #[inline]
            pub fn into_owned(self) -> $name {
                $name(self.0.copy())
            }

            /// The exchange's number, whether it is a known one or not.
            #[must_use]
            pub fn exchange_code(&self) -> u8 {
                self.0.exchange_code()
            }

            /// The instrument's token on its exchange.
            #[must_use]
            pub fn instrument_token(&self) -> ::pocketful_types::InstrumentToken {
                self.0.token()
            }

            /// Exchange and token; `None` when the exchange's number is not a known one.
            #[must_use]
            pub fn instrument(&self) -> Option<::pocketful_types::Instrument> {
                self.0.instrument()
            }

            /// How many decimals the raw prices of this packet have.
            #[must_use]
            pub fn price_decimals(&self) -> u8 {
                self.0.decimals()
            }
        }
    };
}

/// Accessors of prices: the raw number and ₹.
macro_rules! prices {
    ($name:ident[$len:literal] { $($at:literal $field:ident $raw:ident $doc:literal;)* }) => {
        impl<B: ::std::borrow::Borrow<[u8; $len]>> $name<B> {$(
            #[doc = concat!($doc, ", in ₹; `None` when it is not available.")]
            #[must_use]
            #[inline]
            pub fn $field(&self) -> Option<::rust_decimal::Decimal> {
                self.0.price(self.$raw())
            }

            #[doc = concat!($doc, ", the raw whole number; zero when it is not available.")]
            #[must_use]
            #[inline]
            pub fn $raw(&self) -> u32 {
                self.0.u32::<$at>()
            }
        )*}
    };
}

/// Accessors of whole numbers of four bytes.
macro_rules! numbers {
    ($name:ident[$len:literal] { $($at:literal $field:ident $doc:literal;)* }) => {
        impl<B: ::std::borrow::Borrow<[u8; $len]>> $name<B> {$(
            #[doc = concat!($doc, ".")]
            #[must_use]
            #[inline]
            pub fn $field(&self) -> u32 {
                self.0.u32::<$at>()
            }
        )*}
    };
}

/// Accessors of whole numbers of eight bytes.
macro_rules! wide_numbers {
    ($name:ident[$len:literal] { $($at:literal $field:ident $doc:literal;)* }) => {
        impl<B: ::std::borrow::Borrow<[u8; $len]>> $name<B> {$(
            #[doc = concat!($doc, ".")]
            #[must_use]
            #[inline]
            pub fn $field(&self) -> u64 {
                self.0.u64::<$at>()
            }
        )*}
    };
}

/// Accessors of times.
macro_rules! times {
    ($name:ident[$len:literal] { $($at:literal $field:ident $doc:literal;)* }) => {
        impl<B: ::std::borrow::Borrow<[u8; $len]>> $name<B> {$(
            #[doc = concat!($doc, ", IST; `None` when it is not set.")]
            #[must_use]
            pub fn $field(&self) -> Option<::time::OffsetDateTime> {
                self.0.time(self.0.u32::<$at>())
            }
        )*}
    };
}

pub(super) use {numbers, packet, prices, times, wide_numbers};
