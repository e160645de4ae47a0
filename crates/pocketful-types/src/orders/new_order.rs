//! An order as a person thinks of it, checked before it becomes a request.

use rust_decimal::Decimal;

use super::{ExecutionType, OrderError, OrderType, Product, Side, Validity, amounts::check_price};
use crate::{Instrument, Quantity, UserOrderId};

/// An order to be placed: the required values in the constructor, the rest by chained setters.
///
/// There is one constructor for each order type, so a market order with a price cannot be written. Prices are ₹,
/// quantities are units (not lots). Wire reference, section 4.1.
///
/// ```
/// use pocketful_types::{Exchange, Instrument, InstrumentToken, NewOrder, Product, Quantity, Side};
///
/// let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
/// let order = NewOrder::limit(acc, Side::Buy, Quantity::new(10), "1875.50".parse()?).product(Product::Mis);
/// assert!(order.validate().is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ```compile_fail,E0061
/// # use pocketful_types::{Exchange, Instrument, InstrumentToken, NewOrder, Quantity, Side};
/// # let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
/// # let price = "1875.50".parse()?;
/// NewOrder::market(acc, Side::Buy, Quantity::new(10), price);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "an order does nothing until it is placed"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrder {
    instrument: Instrument,
    side: Side,
    quantity: Quantity,
    kind: Kind,
    pub(crate) product: Product,
    pub(crate) validity: Validity,
    pub(crate) disclosed: Quantity,
    pub(crate) execution_type: ExecutionType,
    pub(crate) amo_flag: Option<bool>,
    pub(crate) user_order_id: Option<UserOrderId>,
}

/// An order type with exactly the prices that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Limit { price: Decimal },
    Market,
    StopLimit { price: Decimal, trigger: Decimal },
    StopMarket { trigger: Decimal },
}

impl NewOrder {
    /// Most decimals of a price: those of currency derivatives, the finest that trade (assumed; the wire reference
    /// gives no bound).
    pub const MAX_DECIMALS: u32 = 4;

    /// The `user_order_id` of an order that was given none: the constant of the documented samples.
    pub const DEFAULT_USER_ORDER_ID: UserOrderId = UserOrderId::new(1);

    /// Buy or sell at `price` (₹) or better.
    pub fn limit(instrument: Instrument, side: Side, quantity: Quantity, price: Decimal) -> Self {
        Self::new(instrument, side, quantity, Kind::Limit { price })
    }

    /// Buy or sell at whatever the market gives.
    pub fn market(instrument: Instrument, side: Side, quantity: Quantity) -> Self {
        Self::new(instrument, side, quantity, Kind::Market)
    }

    /// A limit order at `price` (₹) that waits until the market reaches `trigger` (₹).
    pub fn stop_limit(
        instrument: Instrument,
        side: Side,
        quantity: Quantity,
        price: Decimal,
        trigger: Decimal,
    ) -> Self {
        Self::new(instrument, side, quantity, Kind::StopLimit { price, trigger })
    }

    /// A market order that waits until the market reaches `trigger` (₹).
    pub fn stop_market(instrument: Instrument, side: Side, quantity: Quantity, trigger: Decimal) -> Self {
        Self::new(instrument, side, quantity, Kind::StopMarket { trigger })
    }

    /// An order of the type `order_type` with whichever of `price` and `trigger` (₹) that type has; the other is ignored.
    ///
    /// # Errors
    /// When a price that the type has is `None`.
    pub fn of_type(
        order_type: OrderType,
        instrument: Instrument,
        side: Side,
        quantity: Quantity,
        price: Option<Decimal>,
        trigger: Option<Decimal>,
    ) -> Result<Self, OrderError> {
        let price = price.ok_or(OrderError::Missing("price"));
        let trigger = trigger.ok_or(OrderError::Missing("trigger_price"));
        let kind = match order_type {
            OrderType::Limit => Kind::Limit { price: price? },
            OrderType::Market => Kind::Market,
            OrderType::StopLimit => Kind::StopLimit {
                price: price?,
                trigger: trigger?,
            },
            OrderType::StopMarket => Kind::StopMarket { trigger: trigger? },
        };
        Ok(Self::new(instrument, side, quantity, kind))
    }

    /// The same order with a limit at `price` (₹), where it had none.
    pub(crate) fn with_limit(mut self, price: Decimal) -> Self {
        self.kind = match self.kind {
            Kind::Market | Kind::Limit { .. } => Kind::Limit { price },
            Kind::StopMarket { trigger } | Kind::StopLimit { trigger, .. } => {
                Kind::StopLimit { price, trigger }
            }
        };
        self
    }

    fn new(instrument: Instrument, side: Side, quantity: Quantity, kind: Kind) -> Self {
        // Neither borrows money nor closes by itself: delivery for cash, carried forward for derivatives.
        let product = if instrument.exchange.is_cash() {
            Product::Cnc
        } else {
            Product::Nrml
        };
        Self {
            instrument,
            side,
            quantity,
            kind,
            product,
            validity: Validity::Day,
            disclosed: Quantity::ZERO,
            execution_type: ExecutionType::Regular,
            amo_flag: Some(false),
            user_order_id: None,
        }
    }

    /// How the position is held. Without it `CNC` on NSE and BSE, `NRML` elsewhere.
    pub fn product(mut self, product: Product) -> Self {
        self.product = product;
        self
    }

    /// How long the order stays in the market. Without it `DAY`.
    pub fn validity(mut self, validity: Validity) -> Self {
        self.validity = validity;
        self
    }

    /// The part of the quantity that the market sees at a time, in units. Without it, or with 0, all of it.
    pub fn disclosed_quantity(mut self, units: Quantity) -> Self {
        self.disclosed = units;
        self
    }

    /// An after-market order: kept by the broker until the market opens. Sends `execution_type` `AMO` and `amo` true
    /// (wire reference, section 17, row 14).
    pub fn amo(mut self) -> Self {
        self.execution_type = ExecutionType::Amo;
        self.amo_flag = Some(true);
        self
    }

    /// What the member `amo` says, or `None` to leave it out, where the server wants it otherwise than
    /// [`NewOrder::amo`] sends it: the sources disagree (wire reference, section 17, row 14).
    pub fn amo_flag(mut self, flag: Option<bool>) -> Self {
        self.amo_flag = flag;
        self
    }

    /// The client's own number for the order, by which it can be found in the book. Without it
    /// [`NewOrder::DEFAULT_USER_ORDER_ID`].
    pub fn user_order_id(mut self, id: UserOrderId) -> Self {
        self.user_order_id = Some(id);
        self
    }

    /// The client's own number for the order, if it was given one.
    #[must_use]
    pub fn given_user_order_id(&self) -> Option<UserOrderId> {
        self.user_order_id
    }

    /// Looks for what would be refused, before anything is sent.
    ///
    /// Not checked here: tick, lot and price band, which need the instrument's data.
    ///
    /// # Errors
    /// The first thing that is wrong, with what to do about it.
    pub fn validate(&self) -> Result<(), OrderError> {
        if self.quantity.is_zero() {
            return Err(OrderError::ZeroQuantity);
        }
        // The wire's integers are signed 64-bit (wire reference, section 8.1).
        if i64::try_from(self.quantity.units()).is_err() {
            return Err(OrderError::QuantityTooLarge(self.quantity));
        }
        if self.disclosed > self.quantity {
            return Err(OrderError::DisclosedTooLarge {
                disclosed: self.disclosed,
                quantity: self.quantity,
            });
        }
        if let Some(price) = self.price() {
            check_price(price, OrderError::PriceNotPositive)?;
        }
        if let Some(trigger) = self.trigger_price() {
            check_price(trigger, OrderError::TriggerNotPositive)?;
        }
        match (self.kind, self.side) {
            (Kind::StopLimit { price, trigger }, Side::Buy) if trigger > price => {
                Err(OrderError::BuyTriggerAboveLimit { trigger, price })
            }
            (Kind::StopLimit { price, trigger }, Side::Sell) if trigger < price => {
                Err(OrderError::SellTriggerBelowLimit { trigger, price })
            }
            _ => Ok(()),
        }
    }

    /// What is ordered.
    #[must_use]
    pub fn instrument(&self) -> Instrument {
        self.instrument
    }

    /// Buy or sell.
    #[must_use]
    pub fn side(&self) -> Side {
        self.side
    }

    /// How many units.
    #[must_use]
    pub fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// The order type, which the constructor decided.
    #[must_use]
    pub fn order_type(&self) -> OrderType {
        match self.kind {
            Kind::Limit { .. } => OrderType::Limit,
            Kind::Market => OrderType::Market,
            Kind::StopLimit { .. } => OrderType::StopLimit,
            Kind::StopMarket { .. } => OrderType::StopMarket,
        }
    }

    /// The limit in ₹, of the types that have one.
    #[must_use]
    pub fn price(&self) -> Option<Decimal> {
        match self.kind {
            Kind::Limit { price } | Kind::StopLimit { price, .. } => Some(price),
            Kind::Market | Kind::StopMarket { .. } => None,
        }
    }

    /// The trigger in ₹, of the types that have one.
    #[must_use]
    pub fn trigger_price(&self) -> Option<Decimal> {
        match self.kind {
            Kind::StopLimit { trigger, .. } | Kind::StopMarket { trigger } => Some(trigger),
            Kind::Limit { .. } | Kind::Market => None,
        }
    }

    /// How the position is held.
    #[must_use]
    pub fn held_as(&self) -> Product {
        self.product
    }

    /// `REGULAR`, or `AMO` for an after-market order.
    #[must_use]
    pub fn execution_type(&self) -> ExecutionType {
        self.execution_type
    }
}

#[cfg(test)]
mod tests;
