//! Amounts that a request may carry: above 0, and no finer than any exchange quotes.

use rust_decimal::Decimal;
use serde::Serializer;

use super::{NewOrder, OrderError};

/// A stop, a distance or a step in ₹: above 0, with no more decimals than a price.
pub(crate) fn check_value(what: &'static str, value: Decimal) -> Result<(), OrderError> {
    if value <= Decimal::ZERO {
        return Err(OrderError::ValueNotPositive { what, value });
    }
    if value.normalize().scale() > NewOrder::MAX_DECIMALS {
        return Err(OrderError::TooManyDecimals(value));
    }
    Ok(())
}

/// A limit or a trigger in ₹.
pub(super) fn check_price(price: Decimal, not_positive: fn(Decimal) -> OrderError) -> Result<(), OrderError> {
    if price <= Decimal::ZERO {
        return Err(not_positive(price));
    }
    if price.normalize().scale() > NewOrder::MAX_DECIMALS {
        return Err(OrderError::TooManyDecimals(price));
    }
    Ok(())
}

/// The amount with the digits it was given, but for zeros beyond the decimals that a price may have.
pub(crate) fn without_long_tail(amount: Decimal) -> Decimal {
    if amount.scale() > NewOrder::MAX_DECIMALS {
        amount.normalize()
    } else {
        amount
    }
}

/// Writes an amount of a request as a JSON number.
pub(crate) fn serialize<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    crate::serde::decimal::serialize(&without_long_tail(*amount), serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_keeps_its_digits_but_not_a_tail_of_zeros() {
        for (given, written) in [
            ("812.50", "812.50"),
            ("812.5000", "812.5000"),
            ("8.150000000000000000000000000", "8.15"),
            ("100.00000", "100"),
            ("0", "0"),
        ] {
            let amount: Decimal = given.parse().unwrap();
            assert_eq!(without_long_tail(amount).to_string(), written, "{given}");
        }
    }
}
