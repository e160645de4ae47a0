//! The digits of a decimal, without rounding.

use rust_decimal::Decimal;

/// A text that is not a decimal, or one that a [`Decimal`] cannot hold without losing digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ParseError {
    #[error("an amount is not a number")]
    Malformed,
    #[error("an amount has more digits than can be kept exactly")]
    TooLong,
}

/// Reads `12`, `-0.05`, `1.5e2`: every digit or an error.
pub(crate) fn parse(text: &str) -> Result<Decimal, ParseError> {
    match parse_short(text) {
        Some(decimal) => Ok(decimal),
        None => parse_any(text),
    }
}

/// Nearly every amount there is: up to 18 digits, perhaps with a point, in 64-bit arithmetic.
fn parse_short(text: &str) -> Option<Decimal> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > 19 {
        return None;
    }
    let mut mantissa: u64 = 0;
    let mut count = 0_u32;
    let mut point = None;
    for byte in digits {
        match byte.wrapping_sub(b'0') {
            digit @ 0..=9 if count < 18 => {
                mantissa = mantissa * 10 + u64::from(digit);
                count += 1;
            }
            _ if *byte == b'.' && point.is_none() => point = Some(count),
            _ => return None,
        }
    }
    if count == 0 {
        return None;
    }
    let scale = point.map_or(0, |point| count - point);
    let [lo, mid] =
        [mantissa, mantissa >> 32].map(|half| u32::try_from(half & 0xFFFF_FFFF).unwrap_or_default());
    // Decimals have a negative zero; money has not.
    Some(Decimal::from_parts(lo, mid, 0, negative && mantissa != 0, scale))
}

/// Anything else.
fn parse_any(text: &str) -> Result<Decimal, ParseError> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut mantissa: i128 = 0;
    let mut digits = 0_u32;
    let mut scale: i32 = 0;
    let mut after_point = false;
    let mut exponent: i32 = 0;
    for (at, byte) in unsigned.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                scale += i32::from(after_point);
                mantissa = mantissa
                    .checked_mul(10)
                    .and_then(|m| m.checked_add(i128::from(byte - b'0')))
                    .ok_or(ParseError::TooLong)?;
            }
            b'.' if !after_point => after_point = true,
            b'e' | b'E' => {
                exponent = unsigned[at + 1..].parse().map_err(|_| ParseError::Malformed)?;
                break;
            }
            _ => return Err(ParseError::Malformed),
        }
    }
    if digits == 0 {
        return Err(ParseError::Malformed);
    }
    if negative {
        mantissa = -mantissa;
    }
    with_scale(mantissa, scale.checked_sub(exponent).ok_or(ParseError::TooLong)?)
}

/// `mantissa` × 10^-`scale`.
fn with_scale(mut mantissa: i128, mut scale: i32) -> Result<Decimal, ParseError> {
    if mantissa == 0 {
        scale = scale.clamp(0, 28);
    }
    while scale < 0 {
        mantissa = mantissa.checked_mul(10).ok_or(ParseError::TooLong)?;
        scale += 1;
    }
    while scale > 28 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    let scale = u32::try_from(scale).map_err(|_| ParseError::TooLong)?;
    Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| ParseError::TooLong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_is_kept() {
        for (text, decimal) in [
            ("0", "0"),
            ("-0", "0"),
            ("0.05", "0.05"),
            ("-12.50", "-12.50"),
            ("+7", "7"),
            ("1234567890123.4567", "1234567890123.4567"),
            ("1e2", "100"),
            ("1E+2", "100"),
            ("1.5e2", "150"),
            ("125e-2", "1.25"),
            ("0e999999999", "0"),
            ("79228162514264337593543950335", "79228162514264337593543950335"),
            ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
            (
                "1.00000000000000000000000000000000",
                "1.0000000000000000000000000000",
            ),
        ] {
            assert_eq!(
                parse(text).map(|d| d.to_string()).as_deref(),
                Ok(decimal),
                "{text}"
            );
        }
    }

    #[test]
    fn the_short_way_agrees_with_the_long_one() {
        for text in [
            "0",
            "-0",
            "0.00",
            "7.",
            ".5",
            "-.5",
            "999999999999999999",
            "99999999.9999999999",
            "-1234567890123.4567",
            "1234567890123456789",
            "0.000000000000000000",
            "",
            "-",
            ".",
            "1.2.3",
            "--1",
            "+1",
            "1e2",
            "１",
        ] {
            if let Some(short) = parse_short(text) {
                let long = parse_any(text).unwrap();
                assert_eq!(
                    (short.to_string(), short.scale()),
                    (long.to_string(), long.scale()),
                    "{text}"
                );
            }
        }
        assert!(parse_short("-99999999.9999999999").is_some());
        assert!(parse_short("1234567890123456789").is_none());
    }

    #[test]
    fn what_cannot_be_kept_is_an_error() {
        for text in [
            "792281625142643375935439503350",
            "1e29",
            "1e2147483647",
            "1e-29",
            "0.00000000000000000000000000001",
            "999999999999999999999999999999999999999999999",
        ] {
            assert_eq!(parse(text), Err(ParseError::TooLong), "{text}");
        }
        for text in [
            "",
            "-",
            ".",
            "e5",
            "1e",
            "1e+",
            "1e99999999999",
            "1.2.3",
            "1,000",
            "NaN",
            "inf",
            "0x1",
            "١",
        ] {
            assert_eq!(parse(text), Err(ParseError::Malformed), "{text}");
        }
    }
}
