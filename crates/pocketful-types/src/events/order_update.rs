//! An order that changed, as the feed tells it (wire reference, section 16.3, mode 50).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Order, OrderState, Quantity, Row};

/// An order that changed.
///
/// It has the members of a row of the order book, and a few of its own. Members that the feed spells differently
/// (`lotsize`, `nnfid`) are under the book's names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Spelled")]
#[non_exhaustive]
pub struct OrderUpdate {
    /// The order as it is now.
    #[serde(flatten)]
    pub order: Order,
    /// The upstream system's number of the request, as text.
    pub nest_request_id: Option<String>,
    /// `LIMIT` in the sample; what else it may be is not documented.
    pub transaction_type: Option<String>,
}

impl OrderUpdate {
    /// What the status comes down to; see [`OrderStatus::state`](crate::OrderStatus::state).
    #[must_use]
    pub fn state(&self) -> OrderState {
        self.order.state()
    }

    /// Average price of what was filled, in ₹; see [`Order::filled_price`].
    #[must_use]
    pub fn filled_price(&self) -> Option<Decimal> {
        self.order.filled_price()
    }
}

/// The members as the feed spells them. Both spellings of one may stand in one object, which an alias would refuse.
#[derive(Deserialize)]
struct Spelled {
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    lotsize: Option<Quantity>,
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    nnfid: Option<u64>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    nest_request_id: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    transaction_type: Option<String>,
    #[serde(flatten)]
    order: Order,
}

impl From<Spelled> for OrderUpdate {
    fn from(spelled: Spelled) -> Self {
        let mut order = spelled.order;
        order.lot_size = order.lot_size.or(spelled.lotsize);
        order.nnf_id = order.nnf_id.or(spelled.nnfid);
        Self {
            order,
            nest_request_id: spelled.nest_request_id,
            transaction_type: spelled.transaction_type,
        }
    }
}

impl Row for OrderUpdate {
    const WHAT: &'static str = "orders";
    const LISTS: &'static [&'static str] = &["result"];
    const REQUIRED: &'static [(&'static str, &'static str)] = &[("oms_order_id", "\"1\"")];
}
