//! An amount in nine bytes: enough for every price, tick and strike.

use rust_decimal::Decimal;

/// A decimal that may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    /// The number in bytes, so that it needs no place beside it: there are three in each of many records.
    mantissa: [u8; 8],
    scale: u8,
}

/// The scale of an amount that is missing.
const NONE: u8 = u8::MAX;

impl Amount {
    pub(super) const MISSING: Self = Self {
        mantissa: [0; 8],
        scale: NONE,
    };

    /// `None` where the text is no amount, or one with more digits than any price has.
    pub(super) fn parse(text: &str) -> Option<Self> {
        match Self::short(text) {
            Some(amount) => Some(amount),
            None => Self::of(crate::serde::decimal::parse(text).ok()?),
        }
    }

    /// Nearly every amount there is: up to 18 digits, perhaps with a point among them.
    fn short(text: &str) -> Option<Self> {
        if text.len() > 18 {
            return None;
        }
        let (mut mantissa, mut point) = (0_i64, None);
        for (at, byte) in (1_u8..).zip(text.bytes()) {
            match byte {
                b'0'..=b'9' => mantissa = mantissa * 10 + i64::from(byte - b'0'),
                b'.' if point.is_none() && at > 1 => point = Some(at),
                _ => return None,
            }
        }
        let scale = match point {
            Some(at) => u8::try_from(text.len()).ok()? - at,
            None => 0,
        };
        let is_one = !text.is_empty() && (point.is_none() || scale > 0);
        is_one.then_some(Self {
            mantissa: mantissa.to_le_bytes(),
            scale,
        })
    }

    fn of(decimal: Decimal) -> Option<Self> {
        let decimal = if decimal.scale() > 18 {
            decimal.normalize()
        } else {
            decimal
        };
        Some(Self {
            mantissa: i64::try_from(decimal.mantissa()).ok()?.to_le_bytes(),
            scale: u8::try_from(decimal.scale()).ok()?,
        })
    }

    fn mantissa(self) -> i64 {
        i64::from_le_bytes(self.mantissa)
    }

    pub(super) fn get(self) -> Option<Decimal> {
        if self.scale == NONE {
            return None;
        }
        Decimal::try_new(self.mantissa(), u32::from(self.scale)).ok()
    }

    pub(super) fn is_positive(self) -> bool {
        self.scale != NONE && self.mantissa() > 0
    }

    /// In ten-thousandths of ₹, the finest that trades: by it strikes are compared. `None` for what is finer, negative
    /// or beyond [`STRIKE_MAX`].
    pub(super) fn ten_thousandths(self) -> Option<i64> {
        let scaled = match self.scale {
            NONE => return None,
            scale @ 0..=4 => self.mantissa().checked_mul(10_i64.pow(4 - u32::from(scale)))?,
            scale => {
                let divisor = 10_i64.checked_pow(u32::from(scale) - 4)?;
                (self.mantissa() % divisor == 0).then_some(self.mantissa() / divisor)?
            }
        };
        (0..=STRIKE_MAX).contains(&scaled).then_some(scaled)
    }

    pub(super) fn to_bytes(self) -> [u8; 9] {
        let mut bytes = [self.scale; 9];
        bytes[..8].copy_from_slice(&self.mantissa);
        bytes
    }

    /// `None` for what [`Amount::to_bytes`] never writes.
    pub(super) fn from_bytes(bytes: [u8; 9]) -> Option<Self> {
        let [a, b, c, d, e, f, g, h, scale] = bytes;
        let amount = Self {
            mantissa: [a, b, c, d, e, f, g, h],
            scale,
        };
        (scale == NONE || amount.get().is_some()).then_some(amount)
    }
}

/// A strike in ten-thousandths of ₹; `None` where it is finer.
pub(super) fn strike_key(strike: Decimal) -> Option<i64> {
    Amount::of(strike)?.ten_thousandths()
}

/// The highest strike that is kept, in ten-thousandths of ₹: 39 bits, which is more than five crore rupees.
pub(super) const STRIKE_MAX: i64 = (1 << 39) - 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_survive() {
        for text in [
            "0.05",
            "26000",
            "26000.00",
            "-1.5",
            "83.1225",
            "9223372036854775807",
        ] {
            let amount = Amount::parse(text).unwrap();
            assert_eq!(amount.get().unwrap().to_string(), text);
            assert_eq!(Amount::from_bytes(amount.to_bytes()), Some(amount));
        }
        assert_eq!(Amount::MISSING.get(), None);
        assert_eq!(
            Amount::from_bytes(Amount::MISSING.to_bytes()),
            Some(Amount::MISSING)
        );
        for text in ["", "x", ".", "1.", ".5", "1.2.3", "92233720368547758070"] {
            let long = crate::serde::decimal::parse(text).ok().and_then(Amount::of);
            assert_eq!(Amount::parse(text), long, "{text}");
        }
        assert_eq!(Amount::parse("92233720368547758070"), None);
        assert!(Amount::from_bytes([9; 9]).is_some());
        assert_eq!(Amount::from_bytes([200; 9]), None);
    }

    #[test]
    fn strikes_are_compared_by_worth() {
        let key = |text: &str| Amount::parse(text).unwrap().ten_thousandths();
        assert_eq!(key("26000"), key("26000.00"));
        assert_eq!(key("83.1225"), Some(831_225));
        assert_eq!(key("83.12255"), None);
        assert_eq!(key("83.12250000"), Some(831_225));
        assert_eq!(key("-1"), None);
        assert_eq!(key("54975581.3888"), None);
        assert_eq!(key("9223372036854775807"), None);
    }
}
