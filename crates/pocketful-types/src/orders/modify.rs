//! Changing an order (wire reference, section 4.2).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Serialize};

use super::{NewOrder, Order, OrderChange, OrderError, OrderType, answered, wire_body::OrderBody};
use crate::{
    ClientId, Effect, EncodeError, Endpoint, ExchangeOrderId, HeaderStyle, OrderId, Quantity, RateClass,
    Route, json_body,
};

/// The request that changes a regular or after-market order: `PUT /api/v1/orders`.
///
/// The wire wants the whole order as it shall be, not only what is new. [`ModifyOrder::of`] takes it from the book;
/// [`ModifyOrder::new`] from whoever knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModifyOrder {
    order_id: OrderId,
    order: NewOrder,
    client_id: ClientId,
    progress: Option<OrderProgress>,
}

/// How far an order got: what one source sends along with a change and the documentation does not (wire reference,
/// section 17, row 11).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OrderProgress {
    /// The exchange's id of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchange_order_id: Option<ExchangeOrderId>,
    /// Units filled so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filled_quantity: Option<Quantity>,
    /// Units still to be filled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining_quantity: Option<Quantity>,
    /// The exchange's mark of the last change, all 64 bits; a number in this request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_activity_reference: Option<u64>,
}

impl OrderProgress {
    /// What the row `order` of the book says of it; it stays so whatever the change does to the quantity (assumed).
    #[must_use]
    pub fn of(order: &Order) -> Self {
        Self {
            exchange_order_id: order.exchange_order_id.clone(),
            filled_quantity: order.filled_quantity,
            remaining_quantity: order.remaining_quantity,
            last_activity_reference: order.last_activity_reference,
        }
    }
}

impl ModifyOrder {
    /// Makes the order `order_id` of the account `client_id` what `order` says.
    ///
    /// # Errors
    /// When [`NewOrder::validate`] finds something wrong.
    pub fn new(order_id: OrderId, order: NewOrder, client_id: ClientId) -> Result<Self, OrderError> {
        order.validate()?;
        Ok(Self {
            order_id,
            order,
            client_id,
            progress: None,
        })
    }

    /// Makes `change` to the order in the row `order` of the book.
    ///
    /// # Errors
    /// When the row lacks what the request needs, is of a cover or bracket order, or the changed order is wrong.
    pub fn of(order: &Order, change: &OrderChange, client_id: ClientId) -> Result<Self, OrderError> {
        Self::new(order.oms_order_id.clone(), change.apply(order)?, client_id)
    }

    /// Sends along how far the order got, which the documentation does not ask for (wire reference, section 17, row 11).
    #[must_use]
    pub fn progress(mut self, progress: OrderProgress) -> Self {
        self.progress = Some(progress);
        self
    }

    /// The order as it shall be.
    pub fn order(&self) -> &NewOrder {
        &self.order
    }

    /// Which order.
    #[must_use]
    pub fn order_id(&self) -> &OrderId {
        &self.order_id
    }

    /// The order type, where it is one that the documentation of this call does not list for the generation that carries
    /// its token as `style` says: `MARKET` or `SLM` on the newer one (wire reference, section 17, row 10). The older one
    /// documents all. It may be taken all the same, so that this warns.
    #[must_use]
    pub fn undocumented_order_type(&self, style: HeaderStyle) -> Option<OrderType> {
        match (style, self.order.order_type()) {
            (HeaderStyle::Bearer, _) | (_, OrderType::Limit | OrderType::StopLimit) => None,
            (_, other) => Some(other),
        }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten)]
    order: OrderBody<'a>,
    oms_order_id: &'a OrderId,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    progress: Option<&'a OrderProgress>,
}

impl Endpoint for ModifyOrder {
    const NAME: &'static str = "orders.modify";
    const METHOD: Method = Method::PUT;
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = Modified;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/orders")
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&Body {
            order: OrderBody::of(&self.order, &self.client_id),
            oms_order_id: &self.order_id,
            progress: self.progress.as_ref(),
        })
    }

    fn answer(&self, payload: &str) -> Result<Modified, serde_json::Error> {
        let oms_order_id = answered::id(payload, &self.order_id)?;
        Ok(Modified { oms_order_id })
    }
}

/// The answer to a change. It means that the request was taken in: read the book for what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Modified {
    /// The broker's id of the order; where the reply names none, the one that was asked for.
    pub oms_order_id: OrderId,
}
