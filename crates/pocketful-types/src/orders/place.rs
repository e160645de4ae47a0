//! Placing an order (wire reference, section 4.1).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Serialize, Serializer};

use super::{NewOrder, OrderError, Product, wire_body::OrderBody};
use crate::{ClientId, Effect, EncodeError, Endpoint, OrderId, RateClass, Route, UserOrderId, json_body};

/// The request that places an order: `POST /api/v1/orders`. It can only be made of an order that passed its checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceOrder {
    order: NewOrder,
    client_id: ClientId,
}

impl PlaceOrder {
    /// The request to place `order` for the account `client_id`.
    ///
    /// # Errors
    /// When [`NewOrder::validate`] finds something wrong, or the product is `MTF`: that goes through
    /// [`PlaceMtfOrder`](crate::PlaceMtfOrder).
    pub fn new(order: NewOrder, client_id: ClientId) -> Result<Self, OrderError> {
        order.validate()?;
        if order.product == Product::Mtf {
            return Err(OrderError::OnlyMtf);
        }
        Ok(Self { order, client_id })
    }

    /// The order.
    pub fn order(&self) -> &NewOrder {
        &self.order
    }

    /// The account.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }
}

/// The members of the body: those of every order, and one more.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten)]
    order: OrderBody<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amo: Option<bool>,
}

impl Serialize for PlaceOrder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Body {
            order: OrderBody::of(&self.order, &self.client_id),
            amo: self.order.amo_flag,
        }
        .serialize(serializer)
    }
}

impl Endpoint for PlaceOrder {
    const NAME: &'static str = "orders.place";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = Placed;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/orders")
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(self)
    }
}

/// The answer to a placed order. It means that the broker took the order in, not that the exchange accepted it: read
/// the book for that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Placed {
    /// The broker's id of the order.
    pub oms_order_id: OrderId,
    /// The client's own number, where the server repeats it.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub user_order_id: Option<UserOrderId>,
}
