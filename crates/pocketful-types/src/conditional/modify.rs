//! Changing a leg of a cover or bracket order (wire reference, section 5.2).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    LegsAnswer, PATH,
    standing::{Standing, StandingBody},
};
use crate::{
    ClientId, Effect, EncodeError, Endpoint, ExecutionType, Leg, NewOrder, Order, OrderChange, OrderError,
    RateClass, Received, Route, json_body, orders::check_value,
};

/// The request that changes a leg of a cover order: `PUT /api/v1/orders/kart`.
///
/// The wire wants the whole leg as it shall be and how far it got, so the request is made of the leg's row in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModifyCover {
    leg: Standing,
    indicator: Option<Leg>,
    stop: Decimal,
    trailing: Decimal,
}

impl ModifyCover {
    /// Makes `change` to the leg in the row `order` of the book; stop and trailing step stay. An empty change is right
    /// where only one of those shall move.
    ///
    /// # Errors
    /// When the row is of no cover order, lacks what the request needs, or the changed leg is wrong.
    pub fn of(order: &Order, change: &OrderChange, client_id: ClientId) -> Result<Self, OrderError> {
        Ok(Self {
            leg: Standing::new(order, change, ExecutionType::Cover, client_id)?,
            indicator: order.leg_order_indicator.as_ref().and_then(Received::known),
            stop: order.stop_loss_value.unwrap_or_default(),
            trailing: order.trailing_stop_loss.unwrap_or_default(),
        })
    }

    /// Moves the stop: a price in ₹.
    ///
    /// # Errors
    /// When it is not above 0.
    pub fn stop(mut self, stop: Decimal) -> Result<Self, OrderError> {
        check_value("stop", stop)?;
        self.stop = stop;
        Ok(self)
    }

    /// Another step of the trailing stop in ₹; 0 for none.
    #[must_use]
    pub fn trailing(mut self, step: Decimal) -> Self {
        self.trailing = step;
        self
    }

    /// The leg as it shall be.
    pub fn order(&self) -> &NewOrder {
        self.leg.order()
    }
}

#[derive(Serialize)]
struct CoverBody<'a> {
    #[serde(flatten)]
    leg: StandingBody<'a>,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    stop_loss_value: Decimal,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    trailing_stop_loss: Decimal,
    #[serde(skip_serializing_if = "Option::is_none")]
    leg_order_indicator: Option<Leg>,
}

impl Endpoint for ModifyCover {
    const NAME: &'static str = "cover.modify";
    const METHOD: Method = Method::PUT;
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = LegsAnswer;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(PATH)
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&CoverBody {
            leg: self.leg.body(),
            stop_loss_value: self.stop,
            trailing_stop_loss: self.trailing,
            leg_order_indicator: self.indicator,
        })
    }
}

/// The request that changes a leg of a bracket order: `PUT /api/v1/orders/kart`.
///
/// The wire wants the whole leg as it shall be and how far it got, so the request is made of the leg's row in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModifyBracket {
    leg: Standing,
    stop_distance: Decimal,
    target_distance: Decimal,
    trailing: Decimal,
    is_trailing: bool,
}

impl ModifyBracket {
    /// Makes `change` to the leg in the row `order` of the book; stop, target and trailing step stay. An empty change is
    /// right where only one of those shall move.
    ///
    /// # Errors
    /// When the row is of no bracket order, lacks what the request needs, or the changed leg is wrong.
    pub fn of(order: &Order, change: &OrderChange, client_id: ClientId) -> Result<Self, OrderError> {
        Ok(Self {
            leg: Standing::new(order, change, ExecutionType::Bracket, client_id)?,
            stop_distance: order.stop_loss_value.unwrap_or_default(),
            target_distance: order.square_off_value.unwrap_or_default(),
            trailing: order.trailing_stop_loss.unwrap_or_default(),
            is_trailing: order.is_trailing.unwrap_or_default(),
        })
    }

    /// Another distance of the stop from the entry, in ₹.
    ///
    /// # Errors
    /// When it is not above 0.
    pub fn stop_distance(mut self, distance: Decimal) -> Result<Self, OrderError> {
        check_value("distance of the stop", distance)?;
        self.stop_distance = distance;
        Ok(self)
    }

    /// Another distance of the target from the entry, in ₹.
    ///
    /// # Errors
    /// When it is not above 0.
    pub fn target_distance(mut self, distance: Decimal) -> Result<Self, OrderError> {
        check_value("distance of the target", distance)?;
        self.target_distance = distance;
        Ok(self)
    }

    /// Another step of the trailing stop in ₹; 0 for none.
    #[must_use]
    pub fn trailing(mut self, step: Decimal) -> Self {
        self.trailing = step;
        self.is_trailing = !step.is_zero();
        self
    }

    /// The leg as it shall be.
    pub fn order(&self) -> &NewOrder {
        self.leg.order()
    }
}

#[derive(Serialize)]
struct BracketBody<'a> {
    #[serde(flatten)]
    leg: StandingBody<'a>,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    stop_loss_value: Decimal,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    trailing_stop_loss: Decimal,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    square_off_value: Decimal,
    is_trailing: bool,
}

impl Endpoint for ModifyBracket {
    const NAME: &'static str = "bracket.modify";
    const METHOD: Method = Method::PUT;
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = LegsAnswer;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(PATH)
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&BracketBody {
            leg: self.leg.body(),
            stop_loss_value: self.stop_distance,
            trailing_stop_loss: self.trailing,
            square_off_value: self.target_distance,
            is_trailing: self.is_trailing,
        })
    }
}
