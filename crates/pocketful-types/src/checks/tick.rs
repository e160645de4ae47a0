//! Prices on an instrument's tick.

use rust_decimal::{Decimal, RoundingStrategy};

/// Which way a price is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the tick below.
    Down,
    /// To the tick above.
    Up,
    /// To the nearer tick; from the middle away from zero.
    Nearest,
}

/// `price` on a multiple of `tick`, both in ₹. `None` when the tick is not above 0, or the numbers are too large.
///
/// ```
/// use pocketful_types::{Rounding, round_to_tick};
///
/// let (price, tick) = ("1876.03".parse()?, "0.05".parse()?);
/// assert_eq!(round_to_tick(price, tick, Rounding::Down).unwrap().to_string(), "1876.00");
/// assert_eq!(round_to_tick(price, tick, Rounding::Up).unwrap().to_string(), "1876.05");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn round_to_tick(price: Decimal, tick: Decimal, rounding: Rounding) -> Option<Decimal> {
    if tick <= Decimal::ZERO {
        return None;
    }
    let rest = price.checked_rem(tick)?;
    if rest.is_zero() {
        return Some(price);
    }
    // Whole ticks come from the remainder, not from the quotient, which may have no exact decimals.
    let below = if rest.is_sign_negative() {
        price.checked_sub(rest)?.checked_sub(tick)?
    } else {
        price.checked_sub(rest)?
    };
    let above = below.checked_add(tick)?;
    let rounded = match rounding {
        Rounding::Down => below,
        Rounding::Up => above,
        Rounding::Nearest => {
            let (down, up) = (price.checked_sub(below)?, above.checked_sub(price)?);
            let away_from_zero = if price.is_sign_negative() { below } else { above };
            match down.cmp(&up) {
                std::cmp::Ordering::Less => below,
                std::cmp::Ordering::Greater => above,
                std::cmp::Ordering::Equal => away_from_zero,
            }
        }
    };
    // No more decimals than the tick has: 1876.00, not 1876.0000.
    Some(rounded.round_dp_with_strategy(tick.normalize().scale(), RoundingStrategy::ToZero))
}

/// Whether `price` is a multiple of `tick`. A tick that is not above 0 is none, and everything lies on it.
#[must_use]
pub fn is_on_tick(price: Decimal, tick: Decimal) -> bool {
    tick <= Decimal::ZERO || price.checked_rem(tick).is_none_or(|rest| rest.is_zero())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rounded(price: &str, tick: &str, rounding: Rounding) -> Option<String> {
        round_to_tick(price.parse().unwrap(), tick.parse().unwrap(), rounding).map(|price| price.to_string())
    }

    #[test]
    fn to_the_tick_on_either_side() {
        for (price, tick, down, nearest, up) in [
            ("1876.03", "0.05", "1876.00", "1876.05", "1876.05"),
            ("1876.02", "0.05", "1876.00", "1876.00", "1876.05"),
            ("1876.05", "0.05", "1876.05", "1876.05", "1876.05"),
            ("0.04", "0.05", "0.00", "0.05", "0.05"),
            ("10", "3", "9", "9", "12"),
            ("10.5", "3", "9", "12", "12"),
            ("83.40125", "0.0025", "83.4000", "83.4025", "83.4025"),
            ("-0.02", "0.05", "-0.05", "0.00", "0.00"),
        ] {
            let three = [Rounding::Down, Rounding::Nearest, Rounding::Up].map(|r| rounded(price, tick, r));
            let same = |a: &Option<String>, b: &str| {
                a.as_deref().unwrap().parse::<Decimal>().unwrap() == b.parse::<Decimal>().unwrap()
            };
            assert!(
                same(&three[0], down) && same(&three[1], nearest) && same(&three[2], up),
                "{price} {tick}: {three:?}"
            );
        }
        assert_eq!(rounded("10", "0", Rounding::Up), None);
        assert_eq!(rounded("10", "-1", Rounding::Up), None);
    }

    proptest! {
        #[test]
        fn rounding_lands_on_the_tick_less_than_a_tick_away(
            price in -1_000_000_000_i64..1_000_000_000,
            price_scale in 0_u32..6,
            tick in 1_i64..1_000_000,
            tick_scale in 0_u32..6,
        ) {
            let (price, tick) = (Decimal::new(price, price_scale), Decimal::new(tick, tick_scale));
            let down = round_to_tick(price, tick, Rounding::Down).unwrap();
            let up = round_to_tick(price, tick, Rounding::Up).unwrap();
            let nearest = round_to_tick(price, tick, Rounding::Nearest).unwrap();
            prop_assert!(is_on_tick(down, tick) && is_on_tick(up, tick));
            prop_assert!(down <= price && price <= up);
            prop_assert!(price - down < tick && up - price < tick);
            prop_assert!(nearest == down || nearest == up);
            prop_assert!((nearest - price).abs() * Decimal::TWO <= tick);
            prop_assert_eq!(is_on_tick(price, tick), down == up);
        }
    }
}
