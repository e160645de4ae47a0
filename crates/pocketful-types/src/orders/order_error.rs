//! Why an order is not sent.

use rust_decimal::Decimal;

use crate::Quantity;

/// What is wrong with a [`NewOrder`](crate::NewOrder). Nothing was sent. Prices are in ₹.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OrderError {
    /// No units.
    #[error("the quantity is 0; order at least 1 unit (units, not lots)")]
    ZeroQuantity,
    /// More units than the wire's integer can hold.
    #[error("the quantity {0} is larger than the exchange's systems can count; split the order")]
    QuantityTooLarge(Quantity),
    /// A limit that is zero or negative.
    #[error("the price {0} is not above 0; give a limit above 0, or place a market order")]
    PriceNotPositive(Decimal),
    /// A trigger that is zero or negative.
    #[error("the trigger price {0} is not above 0")]
    TriggerNotPositive(Decimal),
    /// More decimals than any exchange quotes.
    #[error("the price {0} has more than {max} decimals; round it to the instrument's tick", max = crate::NewOrder::MAX_DECIMALS)]
    TooManyDecimals(Decimal),
    /// A stop-limit buy that would wait below its own trigger.
    #[error("a buy's trigger {trigger} lies above its limit {price}: give a trigger at or below the limit")]
    BuyTriggerAboveLimit {
        /// The trigger price.
        trigger: Decimal,
        /// The limit.
        price: Decimal,
    },
    /// A stop-limit sale that would wait above its own trigger.
    #[error("a sale's trigger {trigger} lies below its limit {price}: give a trigger at or above the limit")]
    SellTriggerBelowLimit {
        /// The trigger price.
        trigger: Decimal,
        /// The limit.
        price: Decimal,
    },
    /// More shown than ordered.
    #[error(
        "the disclosed quantity {disclosed} is larger than the quantity {quantity}; show less, or 0 for all"
    )]
    DisclosedTooLarge {
        /// The part to show.
        disclosed: Quantity,
        /// The whole order.
        quantity: Quantity,
    },
}
