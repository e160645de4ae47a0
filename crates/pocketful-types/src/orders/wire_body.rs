//! The members that every request with an order in it has, with their JSON types (wire reference, section 4.1).

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::{ExecutionType, NewOrder, OrderType, Product, Side, Validity};
use crate::{ClientId, Exchange, InstrumentToken, Quantity, UserOrderId};

/// In the order of the wire reference.
#[derive(Serialize)]
pub(crate) struct OrderBody<'a> {
    exchange: Exchange,
    /// Text here, though a number elsewhere.
    #[serde(serialize_with = "as_text")]
    instrument_token: InstrumentToken,
    client_id: &'a ClientId,
    order_type: OrderType,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    price: Decimal,
    quantity: Quantity,
    disclosed_quantity: Quantity,
    validity: Validity,
    product: Product,
    order_side: Side,
    device: &'static str,
    user_order_id: UserOrderId,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    pub(crate) trigger_price: Decimal,
    pub(crate) execution_type: ExecutionType,
}

impl<'a> OrderBody<'a> {
    pub(crate) fn of(order: &NewOrder, client_id: &'a ClientId) -> Self {
        Self {
            exchange: order.instrument().exchange,
            instrument_token: order.instrument().token,
            client_id,
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
        }
    }
}

/// A token as text.
pub(crate) fn as_text<S: Serializer>(token: &InstrumentToken, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(token)
}
