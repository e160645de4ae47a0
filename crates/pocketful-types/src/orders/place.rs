//! Placing an order (wire reference, section 4.1).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};

use super::{ExecutionType, NewOrder, OrderError, OrderType, Product, Side, Validity};
use crate::{
    ClientId, Effect, EncodeError, Endpoint, Exchange, InstrumentToken, OrderId, Quantity, RateClass, Route,
    UserOrderId, json_body,
};

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
    /// When [`NewOrder::validate`] finds something wrong.
    pub fn new(order: NewOrder, client_id: ClientId) -> Result<Self, OrderError> {
        order.validate()?;
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

/// The members of the body, in the order of the wire reference, with its JSON types.
#[derive(Serialize)]
struct Body<'a> {
    exchange: Exchange,
    /// Text here, though a number elsewhere.
    #[serde(serialize_with = "as_text")]
    instrument_token: InstrumentToken,
    client_id: &'a ClientId,
    order_type: OrderType,
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    price: Decimal,
    quantity: Quantity,
    disclosed_quantity: Quantity,
    validity: Validity,
    product: Product,
    order_side: Side,
    device: &'static str,
    user_order_id: UserOrderId,
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    trigger_price: Decimal,
    execution_type: ExecutionType,
    #[serde(skip_serializing_if = "Option::is_none")]
    amo: Option<bool>,
}

fn as_text<S: Serializer>(token: &InstrumentToken, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(token)
}

impl Serialize for PlaceOrder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let order = &self.order;
        Body {
            exchange: order.instrument().exchange,
            instrument_token: order.instrument().token,
            client_id: &self.client_id,
            order_type: order.order_type(),
            price: order.price().unwrap_or_default(),
            quantity: order.quantity(),
            disclosed_quantity: order.disclosed,
            validity: order.validity,
            product: order.product,
            order_side: order.side(),
            device: "WEB",
            user_order_id: order.user_order_id.unwrap_or(NewOrder::DEFAULT_USER_ORDER_ID),
            trigger_price: order.trigger_price().unwrap_or_default(),
            execution_type: order.execution_type,
            amo: order.amo_flag,
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
