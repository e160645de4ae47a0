//! The members that every request with an order in it has, with their JSON types (wire reference, section 4.1).

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::{ExecutionType, NewOrder, OrderType, Product, Side, Validity, amounts};
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
    price: Price,
    quantity: Quantity,
    #[serde(skip_serializing_if = "Option::is_none")]
    disclosed_quantity: Option<Quantity>,
    /// The same in the form of the product `MTF`, which has it under this name.
    #[serde(rename = "disclosedQuantity", skip_serializing_if = "Option::is_none")]
    disclosed_quantity_of_mtf: Option<Quantity>,
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
            price: Price::Number(order.price().unwrap_or_default()),
            quantity: order.quantity(),
            disclosed_quantity: Some(order.disclosed),
            disclosed_quantity_of_mtf: None,
            validity: order.validity,
            product: order.product,
            order_side: order.side(),
            device: "WEB",
            user_order_id: order.user_order_id.unwrap_or(NewOrder::DEFAULT_USER_ORDER_ID),
            trigger_price: order.trigger_price().unwrap_or_default(),
            execution_type: order.execution_type,
        }
    }

    /// In the form of the product `MTF` (section 4.4).
    pub(crate) fn of_mtf(order: &NewOrder, client_id: &'a ClientId) -> Self {
        Self {
            price: Price::Text(order.price().unwrap_or_default()),
            disclosed_quantity: None,
            disclosed_quantity_of_mtf: Some(order.disclosed),
            ..Self::of(order, client_id)
        }
    }
}

/// A price in ₹, which one form of the request has as text.
enum Price {
    Number(Decimal),
    Text(Decimal),
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(price) => amounts::serialize(price, serializer),
            Self::Text(price) => serializer.collect_str(&amounts::without_long_tail(*price)),
        }
    }
}

/// A token as text.
pub(crate) fn as_text<S: Serializer>(token: &InstrumentToken, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(token)
}
