//! What an instrument has a say in, of an order or of a row that shows one.

use rust_decimal::Decimal;

use crate::{BasketOrderInfo, Gtt, NewOrder, Order, OrderType, Product, Quantity, Received};

/// The terms of an order that an instrument has a say in, as far as they are known: its type, product, quantities (units)
/// and prices (₹). They are taken from an order, or from the row of a list that shows one; see
/// [`InstrumentRules::faults_of_change`](super::InstrumentRules::faults_of_change).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckedTerms {
    pub(super) order_type: Option<OrderType>,
    pub(super) product: Option<Product>,
    pub(super) quantity: Option<Quantity>,
    pub(super) disclosed: Option<Quantity>,
    pub(super) price: Option<Decimal>,
    pub(super) trigger: Option<Decimal>,
}

impl CheckedTerms {
    /// What is otherwise than in `before`.
    pub(super) fn changed_from(self, before: Self) -> Self {
        // What a row shows for a price that its type has no use for was never accepted as one.
        let has = |use_of: fn(OrderType) -> bool| before.order_type.is_none_or(use_of);
        Self {
            order_type: other(self.order_type, before.order_type),
            product: other(self.product, before.product),
            quantity: other(self.quantity, before.quantity),
            disclosed: other(self.disclosed, before.disclosed),
            price: other(self.price, before.price.filter(|_| has(OrderType::has_price))),
            trigger: other(
                self.trigger,
                before.trigger.filter(|_| has(OrderType::has_trigger)),
            ),
        }
    }
}

fn other<T: PartialEq>(now: Option<T>, before: Option<T>) -> Option<T> {
    if now == before { None } else { now }
}

impl From<&NewOrder> for CheckedTerms {
    fn from(order: &NewOrder) -> Self {
        Self {
            order_type: Some(order.order_type()),
            product: Some(order.product),
            quantity: Some(order.quantity()),
            disclosed: Some(order.disclosed),
            price: order.price(),
            trigger: order.trigger_price(),
        }
    }
}

impl From<&Order> for CheckedTerms {
    fn from(row: &Order) -> Self {
        Self {
            order_type: row.order_type.as_ref().and_then(Received::known),
            product: row.product.as_ref().and_then(Received::known),
            quantity: row.quantity,
            disclosed: row.disclosed_quantity,
            price: row.price,
            trigger: row.trigger_price,
        }
    }
}

impl From<&BasketOrderInfo> for CheckedTerms {
    fn from(row: &BasketOrderInfo) -> Self {
        Self {
            order_type: row.order_type.as_ref().and_then(Received::known),
            product: row.product.as_ref().and_then(Received::known),
            quantity: row.quantity,
            disclosed: row.disclosed_quantity,
            price: row.price,
            trigger: row.trigger_price,
        }
    }
}

/// Without the price that it waits for, which is none of the order's own.
impl From<&Gtt> for CheckedTerms {
    fn from(row: &Gtt) -> Self {
        let row = &row.order;
        Self {
            order_type: row.order_type.as_ref().and_then(Received::known),
            product: row.held_as().and_then(Received::known),
            quantity: row.quantity,
            disclosed: row.disclosed_qty,
            price: row.price,
            trigger: None,
        }
    }
}
