//! Taking an order back (wire reference, section 4.3).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Serialize};

use super::{ExecutionType, answered};
use crate::{ClientId, Effect, Endpoint, OrderId, RateClass, Route, endpoint::path_segment};

/// The request that takes a regular or after-market order back: `DELETE /api/v1/orders/{oms_order_id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelOrder {
    client_id: ClientId,
    order_id: OrderId,
    execution_type: ExecutionType,
}

impl CancelOrder {
    /// Takes back the regular order `order_id` of the account `client_id`.
    #[must_use]
    pub fn new(client_id: ClientId, order_id: OrderId) -> Self {
        Self {
            client_id,
            order_id,
            execution_type: ExecutionType::Regular,
        }
    }

    /// Takes back an order that was placed with another execution type: `AMO` for an after-market order.
    #[must_use]
    pub fn execution_type(mut self, execution_type: ExecutionType) -> Self {
        self.execution_type = execution_type;
        self
    }

    /// The order to take back.
    #[must_use]
    pub fn order_id(&self) -> &OrderId {
        &self.order_id
    }
}

impl Endpoint for CancelOrder {
    const NAME: &'static str = "orders.cancel";
    const METHOD: Method = Method::DELETE;
    const RATE: RateClass = RateClass::Cancel;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = Cancelled;

    fn path(&self) -> Cow<'static, str> {
        Cow::Owned(format!("/api/v1/orders/{}", path_segment(self.order_id.as_str())))
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![
            ("client_id", Cow::Borrowed(self.client_id.as_str())),
            ("execution_type", Cow::Borrowed(self.execution_type.as_str())),
        ]
    }

    fn answer(&self, payload: &str) -> Result<Cancelled, serde_json::Error> {
        let oms_order_id = answered::id(payload, &self.order_id)?;
        Ok(Cancelled { oms_order_id })
    }
}

/// The answer to a cancellation. It means that the request was taken in: read the book for whether the order is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cancelled {
    /// The broker's id of the order; where the reply names none, the one that was asked for.
    pub oms_order_id: OrderId,
}
