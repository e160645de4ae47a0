//! Placing a bracket order: an entry with a stop and a target (wire reference, section 5.1).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::{LegsAnswer, PATH};
use crate::{
    ClientId, Effect, EncodeError, Endpoint, ExecutionType, NewOrder, OrderError, RateClass, Route,
    json_body,
    orders::amounts::without_long_tail,
    orders::{OrderBody, check_value},
};

/// A bracket order: an entry, and once it is filled a stop and a target, of which one takes the other back.
///
/// ```
/// use pocketful_types::{BracketOrder, Exchange, Instrument, InstrumentToken, NewOrder, Product, Quantity, Side};
///
/// let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
/// let entry = NewOrder::limit(acc, Side::Buy, Quantity::new(10), "1875.50".parse()?).product(Product::Mis);
/// let bracket = BracketOrder::new(entry, "12.00".parse()?, "20.00".parse()?).trailing("0.50".parse()?);
/// assert!(bracket.validate().is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "an order does nothing until it is placed"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BracketOrder {
    entry: NewOrder,
    stop_distance: Decimal,
    target_distance: Decimal,
    trailing: Option<Decimal>,
}

impl BracketOrder {
    /// The order `entry` with a stop `stop_distance` and a target `target_distance` away from the price at which it is
    /// filled: distances in ₹, not prices. The wire reference has that from an example only (section 17, row 17), and
    /// a cover order's stop is a price.
    pub fn new(entry: NewOrder, stop_distance: Decimal, target_distance: Decimal) -> Self {
        Self {
            entry,
            stop_distance,
            target_distance,
            trailing: None,
        }
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

    /// How far the stop lies from the entry, in ₹.
    #[must_use]
    pub fn stop_distance(&self) -> Decimal {
        self.stop_distance
    }

    /// How far the target lies from the entry, in ₹.
    #[must_use]
    pub fn target_distance(&self) -> Decimal {
        self.target_distance
    }

    pub(crate) fn trailing_step(&self) -> Option<Decimal> {
        self.trailing
    }

    /// Looks for what would be refused, before anything is sent.
    ///
    /// # Errors
    /// When the entry is wrong or a distance is not above 0.
    pub fn validate(&self) -> Result<(), OrderError> {
        self.entry.validate()?;
        check_value("distance of the stop", self.stop_distance)?;
        check_value("distance of the target", self.target_distance)?;
        self.trailing
            .map_or(Ok(()), |step| check_value("trailing step", step))
    }
}

/// The request that places a bracket order: `POST /api/v1/orders/kart`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceBracket {
    order: BracketOrder,
    client_id: ClientId,
}

impl PlaceBracket {
    /// The request to place `order` for the account `client_id`.
    ///
    /// # Errors
    /// When [`BracketOrder::validate`] finds something wrong.
    pub fn new(order: BracketOrder, client_id: ClientId) -> Result<Self, OrderError> {
        order.validate()?;
        Ok(Self { order, client_id })
    }

    /// The order.
    pub fn order(&self) -> &BracketOrder {
        &self.order
    }
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten)]
    order: OrderBody<'a>,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    stop_loss_value: Decimal,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    square_off_value: Decimal,
    /// Text here, a number everywhere else (wire reference, section 17, row 16).
    #[serde(serialize_with = "as_text")]
    trailing_stop_loss: Decimal,
    is_trailing: bool,
}

fn as_text<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&without_long_tail(*amount))
}

impl Endpoint for PlaceBracket {
    const NAME: &'static str = "bracket.place";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = LegsAnswer;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(PATH)
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        let bracket = &self.order;
        let mut order = OrderBody::of(&bracket.entry, &self.client_id);
        order.execution_type = ExecutionType::Bracket;
        json_body::<Self>(&Body {
            order,
            stop_loss_value: bracket.stop_distance,
            square_off_value: bracket.target_distance,
            trailing_stop_loss: bracket.trailing.unwrap_or_default(),
            is_trailing: bracket.trailing.is_some(),
        })
    }

    /// No documented reply has the entry's own number, by which its legs are found.
    fn answer(&self, payload: &str) -> Result<LegsAnswer, serde_json::Error> {
        let number = self.order.entry.given_user_order_id();
        Ok(Self::decode(payload)?.numbered(number))
    }
}
