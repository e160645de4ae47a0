//! What happened to one order, step by step (wire reference, section 8.2).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{OrderMode, OrderState, OrderStatus, OrderType, Product, Side, Validity};
use crate::{
    ClientId, Effect, Endpoint, Exchange, ExchangeOrderId, InstrumentToken, OrderId, Quantity, RateClass,
    Received, Row, Rows, WordedTime, endpoint::path_segment, rows,
};

/// Reads the steps of one order: `GET /api/v1/order/{oms_order_id}/history`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetOrderHistory {
    client_id: ClientId,
    order_id: OrderId,
}

impl GetOrderHistory {
    /// The steps of the order `order_id` of the account `client_id`.
    #[must_use]
    pub fn new(client_id: ClientId, order_id: OrderId) -> Self {
        Self { client_id, order_id }
    }
}

impl Endpoint for GetOrderHistory {
    const NAME: &'static str = "orders.history";
    const METHOD: Method = Method::GET;
    // The published table names only the classes; that a book is no data call is assumed.
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = OrderHistory;

    fn path(&self) -> Cow<'static, str> {
        // `order`, not `orders`: the one path of this group in the singular.
        Cow::Owned(format!(
            "/api/v1/order/{}/history",
            path_segment(self.order_id.as_str())
        ))
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("client_id", Cow::Borrowed(self.client_id.as_str()))]
    }

    fn decode(payload: &str) -> Result<OrderHistory, serde_json::Error> {
        rows::decode(payload)
    }
}

/// The steps of an order, in the server's order.
pub type OrderHistory = Rows<OrderEvent>;

/// One step in an order's life.
///
/// Prices are ₹, quantities are units. Members may be missing, null or empty; that is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrderEvent {
    /// The status as the server words it.
    #[serde(default)]
    pub status: OrderStatus,
    /// What was asked of the order.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub order_mode: Option<Received<OrderMode>>,
    /// Why it was refused, in words.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub reject_reason: Option<String>,
    /// An id of the order in the server's own books (a UUID), not the `oms_order_id`.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub order_id: Option<String>,
    /// The id that the client gave; its relation to `user_order_id` is not documented.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub client_order_id: Option<String>,
    /// The exchange's id.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange_order_id: Option<ExchangeOrderId>,
    /// The account.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub client_id: Option<ClientId>,
    /// Who placed it.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub login_id: Option<String>,
    /// Where it trades.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange: Option<Received<Exchange>>,
    /// Segment.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub segment: Option<String>,
    /// Name of the instrument.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub symbol: Option<String>,
    /// The exchange's number for the instrument.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub token: Option<InstrumentToken>,
    /// The underlying's number, of a derivative.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub underlying_token: Option<InstrumentToken>,
    /// Buy or sell.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub order_side: Option<Received<Side>>,
    /// How the price is found.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub order_type: Option<Received<OrderType>>,
    /// How the position is held.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub product: Option<Received<Product>>,
    /// How long it stays in the market.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub validity: Option<Received<Validity>>,
    /// The limit, in ₹; 0 for a market order.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub price: Option<Decimal>,
    /// The trigger, in ₹; 0 without one.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub trigger_price: Option<Decimal>,
    /// Average price of the fills, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub avg_price: Option<Decimal>,
    /// Units ordered.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub quantity: Option<Quantity>,
    /// Units filled so far.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub fill_quantity: Option<Quantity>,
    /// Units still to be filled.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub remaining_quantity: Option<Quantity>,
    /// Units shown to the market at a time.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub disclosed_quantity: Option<Quantity>,
    /// When the exchange spoke of it, IST.
    #[serde(default, with = "crate::serde::ist_datetime")]
    pub exchange_time: Option<OffsetDateTime>,
    /// When the step was last changed, IST, to the nanosecond. The wire counts nanoseconds; that it counts them from
    /// the Unix epoch is assumed.
    #[serde(default, deserialize_with = "crate::worded_time::option")]
    pub last_modified: Option<WordedTime>,
    /// When the row was made, IST: neither type nor unit is documented.
    #[serde(default, deserialize_with = "crate::worded_time::option")]
    pub created_at: Option<WordedTime>,
    /// When the row was changed, IST: neither type nor unit is documented.
    #[serde(default, deserialize_with = "crate::worded_time::option")]
    pub modified_at: Option<WordedTime>,
}

impl Row for OrderEvent {
    const WHAT: &'static str = "an order's steps";
    const LISTS: &'static [&'static str] = &["order history", "orders", "order_history"];
}

impl OrderEvent {
    /// What the status comes down to; see [`OrderStatus::state`].
    #[must_use]
    pub fn state(&self) -> OrderState {
        self.status
            .state(self.order_mode.as_ref().and_then(Received::known))
    }

    /// When the step was last changed, in IST: `modified_at`, or else `last_modified`, to the nanosecond. Since when those
    /// nanoseconds are counted is not documented, so they are no time where they lie before `created_at`, which is then
    /// taken instead.
    #[must_use]
    pub fn changed_at(&self) -> Option<OffsetDateTime> {
        let time = |worded: &Option<WordedTime>| worded.as_ref().and_then(WordedTime::time);
        let created = time(&self.created_at);
        let counted =
            time(&self.last_modified).filter(|counted| created.is_none_or(|created| *counted >= created));
        time(&self.modified_at).or(counted).or(created)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn changed_at(members: &str) -> Option<OffsetDateTime> {
        let text = format!(r#"{{"status":"COMPLETE",{members}}}"#);
        serde_json::from_str::<OrderEvent>(&text).unwrap().changed_at()
    }

    #[test]
    fn nanoseconds_of_another_epoch_are_no_time() {
        let (created, modified) = (r#""created_at":1795408200"#, r#""modified_at":1795408233"#);
        let since_1980 = r#""last_modified":1479895233000000000"#;
        let since_1970 = r#""last_modified":1795408233000000005"#;
        let at = datetime!(2026-11-23 10:00:33 +5:30);
        for (members, time) in [
            (format!("{created},{modified},{since_1980}"), Some(at)),
            (
                format!("{created},{since_1980}"),
                Some(datetime!(2026-11-23 10:00 +5:30)),
            ),
            (
                format!("{created},{since_1970}"),
                Some(at + time::Duration::nanoseconds(5)),
            ),
            (since_1970.to_owned(), Some(at + time::Duration::nanoseconds(5))),
            (
                format!(r#"{created},"last_modified":0"#),
                Some(datetime!(2026-11-23 10:00 +5:30)),
            ),
            (r#""modified_at":"soon""#.to_owned(), None),
        ] {
            assert_eq!(changed_at(&members), time, "{members}");
        }
    }
}
