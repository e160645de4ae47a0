//! Placing a cover order: an entry with a stop (wire reference, section 5.1).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{LegsAnswer, PATH};
use crate::{
    ClientId, Effect, EncodeError, Endpoint, ExecutionType, NewOrder, OrderError, RateClass, Route, Side,
    json_body,
    orders::{OrderBody, check_value},
};

/// A cover order: an entry, and a stop that goes to the market with it.
///
/// ```
/// use pocketful_types::{CoverOrder, Exchange, Instrument, InstrumentToken, NewOrder, Product, Quantity, Side};
///
/// let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
/// let entry = NewOrder::limit(acc, Side::Buy, Quantity::new(10), "1875.50".parse()?).product(Product::Mis);
/// let cover = CoverOrder::new(entry, "1860.00".parse()?);
/// assert!(cover.validate().is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "an order does nothing until it is placed"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverOrder {
    entry: NewOrder,
    stop: Decimal,
    trigger: Option<Decimal>,
    trailing: Option<Decimal>,
}

impl CoverOrder {
    /// The order `entry` with a stop at `stop`: a price in ₹, not a distance. The wire reference has that from an
    /// example only (section 17, row 17), and a bracket order's stop is a distance.
    pub fn new(entry: NewOrder, stop: Decimal) -> Self {
        Self {
            entry,
            stop,
            trigger: None,
            trailing: None,
        }
    }

    /// The trigger of the stop in ₹, which goes as `trigger_price`. Without it the entry's own trigger, or 0.
    pub fn trigger_price(mut self, trigger: Decimal) -> Self {
        self.trigger = Some(trigger);
        self
    }

    /// Lets the stop trail the market in steps of `step` (₹).
    pub fn trailing(mut self, step: Decimal) -> Self {
        self.trailing = Some(step);
        self
    }

    /// The same with what `change` makes of the entry: a number of its own, another product.
    pub fn map_entry(mut self, change: impl FnOnce(NewOrder) -> NewOrder) -> Self {
        self.entry = change(self.entry);
        self
    }

    /// The entry.
    pub fn entry(&self) -> &NewOrder {
        &self.entry
    }

    /// The stop, a price in ₹.
    #[must_use]
    pub fn stop(&self) -> Decimal {
        self.stop
    }

    pub(crate) fn trailing_step(&self) -> Option<Decimal> {
        self.trailing
    }

    /// What goes as `trigger_price`.
    pub(crate) fn stop_trigger(&self) -> Option<Decimal> {
        self.trigger.or(self.entry.trigger_price())
    }

    /// Looks for what would be refused, before anything is sent.
    ///
    /// # Errors
    /// When the entry is wrong, a value is not above 0, or the stop lies on the wrong side of the limit: a buy's limit
    /// lies above the stop, a sale's below.
    pub fn validate(&self) -> Result<(), OrderError> {
        self.entry.validate()?;
        check_value("stop", self.stop)?;
        if let Some(trigger) = self.trigger {
            check_value("trigger price", trigger)?;
        }
        if let Some(step) = self.trailing {
            check_value("trailing step", step)?;
        }
        let stop = self.stop;
        match (self.entry.price(), self.entry.side()) {
            (Some(price), Side::Buy) if price <= stop => Err(OrderError::StopOnWrongSide { stop, price }),
            (Some(price), Side::Sell) if price >= stop => Err(OrderError::StopOnWrongSide { stop, price }),
            _ => Ok(()),
        }
    }
}

/// The request that places a cover order: `POST /api/v1/orders/kart`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceCover {
    order: CoverOrder,
    client_id: ClientId,
}

impl PlaceCover {
    /// The request to place `order` for the account `client_id`.
    ///
    /// # Errors
    /// When [`CoverOrder::validate`] finds something wrong.
    pub fn new(order: CoverOrder, client_id: ClientId) -> Result<Self, OrderError> {
        order.validate()?;
        Ok(Self { order, client_id })
    }

    /// The order.
    pub fn order(&self) -> &CoverOrder {
        &self.order
    }
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten)]
    order: OrderBody<'a>,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    stop_loss_value: Decimal,
    /// A number here, though text in a bracket order (wire reference, section 17, row 16).
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    trailing_stop_loss: Decimal,
    is_trailing: bool,
}

impl Endpoint for PlaceCover {
    const NAME: &'static str = "cover.place";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = LegsAnswer;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(PATH)
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        let cover = &self.order;
        let mut order = OrderBody::of(&cover.entry, &self.client_id);
        order.execution_type = ExecutionType::Cover;
        if let Some(trigger) = cover.trigger {
            order.trigger_price = trigger;
        }
        json_body::<Self>(&Body {
            order,
            stop_loss_value: cover.stop,
            trailing_stop_loss: cover.trailing.unwrap_or_default(),
            is_trailing: cover.trailing.is_some(),
        })
    }

    /// No documented reply has the entry's own number, by which its legs are found.
    fn answer(&self, payload: &str) -> Result<LegsAnswer, serde_json::Error> {
        let number = self.order.entry.given_user_order_id();
        Ok(Self::decode(payload)?.numbered(number))
    }
}
