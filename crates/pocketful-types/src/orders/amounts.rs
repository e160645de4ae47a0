//! Amounts that a request may carry: above 0, and no finer than any exchange quotes.

use rust_decimal::Decimal;

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
