//! A good-till-triggered order as a person thinks of it, checked before it becomes a request.

use rust_decimal::Decimal;
use serde::Serialize;
use time::{Date, Month};

use crate::{
    ClientId, Exchange, InstrumentToken, NewOrder, OrderError, OrderType, Product, Quantity, Side,
    UserOrderId,
    orders::{as_text, check_value},
    wire_enum::wire_enum,
};

wire_enum! {
    /// What happens when the market reaches the price.
    pub enum GttAction ("action of a GTT") {
        /// One order is placed.
        SingleOrder = "single_order",
        /// One of two orders is placed, and the other taken back.
        Oco = "OCO",
    }
}

/// A good-till-triggered order: an order that the broker places when the market reaches a trigger (wire reference,
/// section 7). Prices are ₹, quantities are units.
///
/// ```
/// use pocketful_types::{Exchange, Instrument, InstrumentToken, NewGtt, NewOrder, Quantity, Side};
/// use time::macros::date;
///
/// let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
/// let order = NewOrder::limit(acc, Side::Buy, Quantity::new(10), "1850.50".parse()?);
/// let gtt = NewGtt::new(order, "1851".parse()?, NewGtt::a_year_from(date!(2026 - 11 - 23)));
/// assert!(gtt.validate().is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "it does nothing until it is sent"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGtt {
    order: NewOrder,
    trigger: Decimal,
    expiry: Date,
    protection: u8,
    stop: Option<Stop>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stop {
    trigger: Decimal,
    price: Decimal,
    quantity: Quantity,
}

impl NewGtt {
    /// Places `order`, a limit or market order, when the market reaches `trigger` (₹), until the day `expiry` (IST).
    ///
    /// What an order has beside instrument, side, quantity, prices and product is not sent: this request knows neither
    /// validity nor after-market orders.
    pub fn new(order: NewOrder, trigger: Decimal, expiry: Date) -> Self {
        Self {
            order,
            trigger,
            expiry,
            protection: 0,
            stop: None,
        }
    }

    /// The day a year after `today`: what the broker's own app proposes as expiry.
    #[must_use]
    pub fn a_year_from(today: Date) -> Date {
        today.replace_year(today.year() + 1).unwrap_or_else(|_| {
            // 29 February, which the next year does not have.
            Date::from_calendar_date(today.year() + 1, Month::February, 28).unwrap_or(Date::MAX)
        })
    }

    /// How far a market order may move from the last price, in whole per cent. Without it 0.
    pub fn market_protection(mut self, percent: u8) -> Self {
        self.protection = percent;
        self
    }

    /// Makes it one of two: `order` is the target, and when the market reaches `trigger` (₹) first, `quantity` units are
    /// ordered at `price` (₹) instead. Sends the action `OCO`, which the documentation does not show.
    pub fn or_stop(mut self, trigger: Decimal, price: Decimal, quantity: Quantity) -> Self {
        self.stop = Some(Stop {
            trigger,
            price,
            quantity,
        });
        self
    }

    /// The same with what `change` makes of the order: a number of its own, another product.
    pub fn map_order(mut self, change: impl FnOnce(NewOrder) -> NewOrder) -> Self {
        self.order = change(self.order);
        self
    }

    /// The order that will be placed.
    pub fn order(&self) -> &NewOrder {
        &self.order
    }

    /// Trigger and limit (₹) and units of the stop of one of two.
    #[must_use]
    pub fn stop(&self) -> Option<(Decimal, Decimal, Quantity)> {
        self.stop.map(|stop| (stop.trigger, stop.price, stop.quantity))
    }

    /// The price that it waits for, in ₹.
    #[must_use]
    pub fn trigger(&self) -> Decimal {
        self.trigger
    }

    /// Its last day, IST.
    #[must_use]
    pub fn expiry(&self) -> Date {
        self.expiry
    }

    /// Looks for what would be refused, before anything is sent. Not checked: whether the expiry is to come, which needs
    /// a clock.
    ///
    /// # Errors
    /// The first thing that is wrong, with what to do about it.
    pub fn validate(&self) -> Result<(), OrderError> {
        if self.order.order_type().has_trigger() {
            return Err(OrderError::OwnTrigger(self.order.order_type()));
        }
        self.order.validate()?;
        check_value("trigger price", self.trigger)?;
        if let Some(stop) = self.stop {
            check_value("trigger of the stop", stop.trigger)?;
            check_value("price of the stop", stop.price)?;
            if stop.quantity.is_zero() {
                return Err(OrderError::ZeroQuantity);
            }
            if i64::try_from(stop.quantity.units()).is_err() {
                return Err(OrderError::QuantityTooLarge(stop.quantity));
            }
        }
        Ok(())
    }

    pub(super) fn body<'a>(&'a self, client_id: &'a ClientId) -> Body<'a> {
        let order = &self.order;
        let stop = self.stop.unwrap_or(Stop {
            trigger: Decimal::ZERO,
            price: Decimal::ZERO,
            quantity: Quantity::ZERO,
        });
        Body {
            id: None,
            action_type: match self.stop {
                Some(_) => GttAction::Oco,
                None => GttAction::SingleOrder,
            },
            expiry_time: self.expiry.to_string(),
            order: OrderBody {
                client_id,
                device: "WEB",
                disclosed_quantity: order.disclosed,
                exchange: order.instrument().exchange,
                instrument_token: order.instrument().token,
                market_protection_percentage: self.protection,
                order_side: order.side(),
                order_type: order.order_type(),
                price: order.price().unwrap_or_default(),
                product: order.product,
                quantity: order.quantity(),
                sl_order_price: stop.price,
                sl_order_quantity: stop.quantity,
                sl_trigger_price: stop.trigger,
                trigger_price: self.trigger,
                user_order_id: order.user_order_id.unwrap_or(NewOrder::DEFAULT_USER_ORDER_ID),
            },
        }
    }
}

#[derive(Serialize)]
pub(super) struct Body<'a> {
    action_type: GttAction,
    expiry_time: String,
    /// Of a change only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a super::GttId>,
    order: OrderBody<'a>,
}

#[derive(Serialize)]
struct OrderBody<'a> {
    client_id: &'a ClientId,
    device: &'static str,
    disclosed_quantity: Quantity,
    exchange: Exchange,
    /// Text here (wire reference, section 17, row 8).
    #[serde(serialize_with = "as_text")]
    instrument_token: InstrumentToken,
    market_protection_percentage: u8,
    order_side: Side,
    order_type: OrderType,
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    price: Decimal,
    product: Product,
    quantity: Quantity,
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    sl_order_price: Decimal,
    sl_order_quantity: Quantity,
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    sl_trigger_price: Decimal,
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    trigger_price: Decimal,
    user_order_id: UserOrderId,
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::Instrument;

    fn gtt(order: NewOrder) -> NewGtt {
        NewGtt::new(order, Decimal::new(1851, 0), date!(2027 - 11 - 23))
    }

    #[test]
    fn what_would_be_refused_is_found() {
        let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
        let (ten, price) = (Quantity::new(10), Decimal::new(18505, 1));
        let limit = NewOrder::limit(acc, Side::Buy, ten, price);
        assert_eq!(gtt(limit.clone()).validate(), Ok(()));
        assert_eq!(gtt(NewOrder::market(acc, Side::Buy, ten)).validate(), Ok(()));
        let stop = NewOrder::stop_limit(acc, Side::Buy, ten, price, price);
        assert_eq!(
            gtt(stop).validate(),
            Err(OrderError::OwnTrigger(OrderType::StopLimit))
        );
        let free = NewGtt::new(limit.clone(), Decimal::ZERO, date!(2027 - 11 - 23));
        assert!(free.validate().is_err());
        let none = gtt(limit.clone()).or_stop(price, price, Quantity::ZERO);
        assert_eq!(none.validate(), Err(OrderError::ZeroQuantity));
        assert!(gtt(limit).or_stop(price, Decimal::ZERO, ten).validate().is_err());
    }

    #[test]
    fn a_year_later_is_the_same_day() {
        assert_eq!(NewGtt::a_year_from(date!(2026 - 11 - 23)), date!(2027 - 11 - 23));
        assert_eq!(NewGtt::a_year_from(date!(2028 - 02 - 29)), date!(2029 - 02 - 28));
    }
}
