//! The members that a change of a leg sends: the order as it shall be, and how far it got (wire reference, section 5.2).

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::{
    ClientId, Exchange, ExchangeOrderId, ExecutionType, InstrumentToken, NewOrder, Order, OrderChange,
    OrderError, OrderId, OrderType, Product, Quantity, Validity,
};

/// A leg as the book has it, with a change made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    order: NewOrder,
    order_id: OrderId,
    exchange_order_id: ExchangeOrderId,
    filled: Quantity,
    remaining: Quantity,
    last_activity_reference: u64,
    client_id: ClientId,
}

impl Standing {
    pub(super) fn new(
        order: &Order,
        change: &OrderChange,
        kind: ExecutionType,
        client_id: ClientId,
    ) -> Result<Self, OrderError> {
        super::exit::is_of(order, kind)?;
        let new = change.apply_to(&order.into(), kind)?;
        new.validate()?;
        let filled = order
            .filled_quantity
            .ok_or(OrderError::Missing("filled_quantity"))?;
        // As the book has it, whatever becomes of the quantity (assumed; the wire reference shows the members alone).
        let remaining = order
            .remaining_quantity
            .ok_or(OrderError::Missing("remaining_quantity"))?;
        Ok(Self {
            order_id: order.oms_order_id.clone(),
            exchange_order_id: order
                .exchange_order_id
                .clone()
                .ok_or(OrderError::Missing("exchange_order_id"))?,
            filled,
            remaining,
            last_activity_reference: order
                .last_activity_reference
                .ok_or(OrderError::Missing("last_activity_reference"))?,
            order: new,
            client_id,
        })
    }

    pub(super) fn order(&self) -> &NewOrder {
        &self.order
    }

    pub(super) fn body(&self) -> StandingBody<'_> {
        let order = &self.order;
        StandingBody {
            client_id: &self.client_id,
            exchange: order.instrument().exchange,
            instrument_token: order.instrument().token,
            order_type: order.order_type(),
            price: order.price().unwrap_or_default(),
            quantity: order.quantity(),
            disclosed_quantity: order.disclosed,
            validity: order.validity,
            product: order.product,
            oms_order_id: &self.order_id,
            exchange_order_id: &self.exchange_order_id,
            filled_quantity: self.filled,
            remaining_quantity: self.remaining,
            last_activity_reference: self.last_activity_reference,
            trigger_price: order.trigger_price().unwrap_or_default(),
            execution_type: order.execution_type(),
        }
    }
}

/// In the order of the wire reference, with the JSON types of the documented samples.
#[derive(Serialize)]
pub(super) struct StandingBody<'a> {
    client_id: &'a ClientId,
    exchange: Exchange,
    /// A number here, though text when an order is placed (wire reference, section 17, row 8).
    instrument_token: InstrumentToken,
    order_type: OrderType,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    price: Decimal,
    quantity: Quantity,
    disclosed_quantity: Quantity,
    validity: Validity,
    product: Product,
    oms_order_id: &'a OrderId,
    exchange_order_id: &'a ExchangeOrderId,
    filled_quantity: Quantity,
    remaining_quantity: Quantity,
    /// Text, as in the samples, with all 64 bits (wire reference, section 17, row 19).
    #[serde(serialize_with = "as_text")]
    last_activity_reference: u64,
    #[serde(serialize_with = "crate::orders::amounts::serialize")]
    trigger_price: Decimal,
    execution_type: ExecutionType,
}

fn as_text<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}
