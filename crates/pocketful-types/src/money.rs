//! What is computed of prices and quantities, in ₹.

use rust_decimal::{Decimal, RoundingStrategy};

/// The finest that a price is: four decimals, those of currency derivatives (assumed; the wire has no bound).
pub(crate) const PRICE_DECIMALS: u32 = 4;

/// An amount that was computed, rounded to four decimals, half away from zero.
///
/// Prices times whole units have no more, so nothing of those is lost. What goes is the tail of an average: a quotient,
/// which the server cuts off somewhere or computes in floating point.
pub(crate) fn computed(amount: Decimal) -> Decimal {
    if amount.scale() <= PRICE_DECIMALS {
        return amount;
    }
    let rounded = amount.round_dp_with_strategy(PRICE_DECIMALS, RoundingStrategy::MidpointAwayFromZero);
    // No zeros that only the rounding made, and no minus before nothing.
    rounded.normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_finer_than_a_price_is_rounded() {
        for (amount, text) in [
            ("110.1500000000001", "110.15"),
            ("9071.950000000000072", "9071.95"),
            ("-7.45500000000001", "-7.455"),
            ("0.00005", "0.0001"),
            ("-0.00005", "-0.0001"),
            ("-0.00004", "0"),
            ("83.4225", "83.4225"),
            ("0.00", "0.00"),
            ("12.50", "12.50"),
        ] {
            assert_eq!(computed(amount.parse().unwrap()).to_string(), text, "{amount}");
        }
    }
}
