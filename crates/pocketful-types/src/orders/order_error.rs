//! Why an order is not sent.

use rust_decimal::Decimal;

use super::{ExecutionType, OrderType, Product};
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
    /// A change without a change.
    #[error("nothing would change; give a new price, trigger, quantity, order type or validity")]
    NothingToChange,
    /// A price for an order type that has none.
    #[error("a {0} order has no limit price; leave the price out, or change the order type to LIMIT or SL")]
    PriceWithoutUse(OrderType),
    /// A trigger for an order type that has none.
    #[error("a {0} order has no trigger price; leave it out, or change the order type to SL or SLM")]
    TriggerWithoutUse(OrderType),
    /// A stop order where the trigger is given beside the order.
    #[error("a good-till-triggered order has its trigger beside it; order LIMIT or MARKET, not {0}")]
    OwnTrigger(OrderType),
    /// A change that this generation of the API does not document, where such changes are not wanted.
    #[error(
        "a change to {0} is not documented by this generation of the API, and the client is set to refuse it"
    )]
    UndocumentedChange(OrderType),
    /// Something that the request needs and nobody gave.
    #[error("`{0}` is not known; give it")]
    Missing(&'static str),
    /// A word in the book that this version does not know.
    #[error(
        "the book says `{text}` for `{member}`, which this version cannot send back; change the order elsewhere"
    )]
    UnknownWord {
        /// Which member.
        member: &'static str,
        /// What it says.
        text: Box<str>,
    },
    /// An order of another kind than the request is for.
    #[error(
        "it is a {0} order, which has requests of its own: regular and AMO orders, cover (CO), bracket (BO)"
    )]
    OtherMachinery(Box<str>),
    /// A stop or a target for an order that has none.
    #[error("a {kind} order has no {what}; leave it out")]
    LegWithoutUse {
        /// Which machinery the order goes through.
        kind: ExecutionType,
        /// What was given: a stop, a target, a trailing step.
        what: &'static str,
    },
    /// A distance from the entry price that is zero or negative.
    #[error("the {what} {value} is not above 0; give it in ₹")]
    ValueNotPositive {
        /// Which value.
        what: &'static str,
        /// What was given, in ₹.
        value: Decimal,
    },
    /// A cover order whose stop lies on the wrong side of its limit.
    #[error(
        "the stop {stop} of a cover order must lie below a buy's limit and above a sale's; the limit is {price}"
    )]
    StopOnWrongSide {
        /// The stop.
        stop: Decimal,
        /// The limit.
        price: Decimal,
    },
    /// An order of the product `MTF` in the form of all others.
    #[error("an MTF order has a form of its own, which is undocumented; place it with `place_mtf`")]
    OnlyMtf,
    /// Another product in the form of MTF.
    #[error("a {0} order has the form of every order; place it with `place`")]
    NotMtf(Product),
    /// A position turned into what it is already.
    #[error("the position is held as {0} already; name another product")]
    SameProduct(Product),
}
