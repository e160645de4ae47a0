//! Sending a basket to the market (wire reference, section 6).

use std::borrow::Cow;

use http::Method;
use serde::Serialize;

use super::{BasketId, BasketName};
use crate::{
    ClientId, Effect, EncodeError, Endpoint, ExecutionType, LegsAnswer, RateClass, Route, json_body,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Values {
    basket_id: BasketId,
    client_id: ClientId,
    execution_state: bool,
    execution_type: ExecutionType,
    name: BasketName,
    square_off: bool,
}

/// The request that sends every order of a basket: `POST /api/v1/orders/kart`.
///
/// The answer names the basket and no order: the orders are found in the book (wire reference, section 17, row 41).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExecuteBasket {
    values: Values,
}

impl ExecuteBasket {
    /// The request to send the orders of the basket, which both id and name tell.
    ///
    /// `execution_state` goes as true and `square_off` as false unless told otherwise; the wire reference gives their
    /// types and not their meaning (assumed).
    #[must_use]
    pub fn new(client_id: ClientId, basket_id: BasketId, name: BasketName) -> Self {
        Self {
            values: Values {
                basket_id,
                client_id,
                execution_state: true,
                execution_type: ExecutionType::Basket,
                name,
                square_off: false,
            },
        }
    }

    /// What the member `execution_state` says.
    #[must_use]
    pub fn execution_state(mut self, state: bool) -> Self {
        self.values.execution_state = state;
        self
    }

    /// Whether the basket's positions are to be closed instead of opened.
    #[must_use]
    pub fn square_off(mut self, square_off: bool) -> Self {
        self.values.square_off = square_off;
        self
    }
}

impl Endpoint for ExecuteBasket {
    const NAME: &'static str = "baskets.execute";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = LegsAnswer;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/orders/kart")
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&self.values)
    }
}

/// The request that sets whether a basket counts as executed: `POST /api/v1/update_basket_execution_state`.
///
/// Undocumented: the path and the body are known from the broker's own middleware alone, the method is assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetExecutionState {
    values: Values,
}

impl SetExecutionState {
    /// The request to set the state of the basket.
    #[must_use]
    pub fn new(client_id: ClientId, basket_id: BasketId, name: BasketName, executed: bool) -> Self {
        Self {
            values: ExecuteBasket::new(client_id, basket_id, name)
                .execution_state(executed)
                .values,
        }
    }
}

impl Endpoint for SetExecutionState {
    const NAME: &'static str = "baskets.set_execution_state";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    type Response = super::Acknowledged;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/update_basket_execution_state")
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&self.values)
    }
}
