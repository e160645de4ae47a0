//! A fill, as the feed tells it (wire reference, section 16.3, mode 51).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    ClientId, Exchange, ExchangeOrderId, InstrumentToken, OrderId, Product, Quantity, Received, Row, Side,
    UserOrderId,
};

/// A fill of an order.
///
/// Prices are ₹, quantities are units, times are in IST. Everything but the order's id may be missing, null or, where
/// it is text, empty; that is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TradeUpdate {
    /// The broker's id of the order; the one member that every update must have.
    pub oms_order_id: OrderId,
    /// The exchange's number of the trade: what tells two fills of one order apart.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub trade_id: Option<String>,
    /// The exchange's id of the order.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange_order_id: Option<ExchangeOrderId>,
    /// The client's own number.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub user_order_id: Option<UserOrderId>,
    /// The account.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub client_id: Option<ClientId>,
    /// Who placed the order.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub login_id: Option<String>,
    /// Another login; null in the samples.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub v_login_id: Option<String>,
    /// Where it traded.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange: Option<Received<Exchange>>,
    /// The exchange's number for the instrument.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub instrument_token: Option<InstrumentToken>,
    /// What the exchange calls the instrument, such as `ACC-EQ`.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub trading_symbol: Option<String>,
    /// Bought or sold.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub order_side: Option<Received<Side>>,
    /// How the position is held.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub product: Option<Received<Product>>,
    /// On whose account: `CLIENT`.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub pro_cli: Option<String>,
    /// Units filled.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub filled_quantity: Option<Quantity>,
    /// Units still to be filled.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub remaining_quantity: Option<Quantity>,
    /// Units of the order filled today.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub volume_filled_today: Option<Quantity>,
    /// Price of this fill, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub trade_price: Option<Decimal>,
    /// When the exchange traded it, IST.
    #[serde(default, with = "crate::serde::ist_datetime")]
    pub exchange_time: Option<OffsetDateTime>,
    /// Null in the samples.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub transaction_type: Option<String>,
    /// Shorter name of the instrument.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub symbol: Option<String>,
    /// `EQ`, `BE`, `A`, `OPTSTK`.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub series: Option<String>,
    /// Segment.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub segment: Option<String>,
    /// Kind of derivative.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub instrument_name: Option<String>,
    /// `CE` or `PE`, of an option.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub option_type: Option<String>,
    /// Strike price as the server writes it; its unit is not documented.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub strike: Option<String>,
    /// Expiry as the server writes it.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub expiry: Option<String>,
}

impl Row for TradeUpdate {
    const WHAT: &'static str = "trades";
    const LISTS: &'static [&'static str] = &["result"];
    const REQUIRED: &'static [(&'static str, &'static str)] = &[("oms_order_id", "\"1\"")];
}
