//! The trade book: what was filled, at which price (wire reference, section 8.3).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{OrderType, Product, Side};
use crate::{
    ClientId, Effect, Endpoint, Exchange, ExchangeOrderId, InstrumentToken, OrderId, Quantity, RateClass,
    Received, Row, Rows, money::computed, rows,
};

/// Reads the trade book: `GET /api/v1/trades`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetTrades {
    client_id: ClientId,
}

impl GetTrades {
    /// The trades of the account `client_id`.
    #[must_use]
    pub fn new(client_id: ClientId) -> Self {
        Self { client_id }
    }
}

impl Endpoint for GetTrades {
    const NAME: &'static str = "orders.trades";
    const METHOD: Method = Method::GET;
    // The published table names only the classes; that a book is no data call is assumed.
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = Trades;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/trades")
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("client_id", Cow::Borrowed(self.client_id.as_str()))]
    }

    fn decode(payload: &str) -> Result<Trades, serde_json::Error> {
        rows::decode(payload)
    }
}

/// The trade book.
pub type Trades = Rows<Trade>;

impl Row for Trade {
    const WHAT: &'static str = "trades";
    const LISTS: &'static [&'static str] = &["trades", "orders"];
}

/// One trade. Production sends rows of its own, the documentation shows rows of the order book (wire reference,
/// section 17, row 26): [`Trade::id`], [`Trade::price`], [`Trade::quantity`] and [`Trade::time`] give the same of both.
///
/// Prices are ₹, quantities are units, times are in IST. Members may be missing, null or empty; that is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Trade {
    /// The exchange's number of the trade.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub trade_number: Option<String>,
    /// Number of the fill.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub fill_number: Option<String>,
    /// The broker's id of the order that was filled.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub oms_order_id: Option<OrderId>,
    /// The exchange's id of the order that was filled.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange_order_id: Option<ExchangeOrderId>,
    /// The account.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub client_id: Option<ClientId>,
    /// Who placed the order.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub login_id: Option<String>,
    /// Who placed the order, in another form.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub v_login_id: Option<String>,
    /// The broker.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub broker_id: Option<String>,
    /// Which of the exchange's books.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub book_type: Option<String>,
    /// Where it was traded.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange: Option<Received<Exchange>>,
    /// The exchange's number for the instrument.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub instrument_token: Option<InstrumentToken>,
    /// What the exchange calls the instrument.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub trading_symbol: Option<String>,
    /// Buy or sell.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub order_side: Option<Received<Side>>,
    /// How the order's price was found.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub order_type: Option<Received<OrderType>>,
    /// How the position is held.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub product: Option<Received<Product>>,
    /// On whose account: a number in production, and written as one; `CLIENT` in the documentation.
    #[serde(
        default,
        deserialize_with = "crate::serde::empty_as_none::deserialize",
        serialize_with = "crate::serde::text::serialize_number"
    )]
    pub pro_cli: Option<String>,
    /// Units traded; see [`Trade::quantity`].
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub trade_quantity: Option<Quantity>,
    /// Price of the trade in ₹; see [`Trade::price`].
    #[serde(default, with = "crate::serde::decimal::option")]
    pub trade_price: Option<Decimal>,
    /// When it was traded, IST; see [`Trade::time`].
    #[serde(default, with = "crate::serde::ist_datetime")]
    pub trade_time: Option<OffsetDateTime>,
    /// Average price of the order's fills in ₹; rows of the order book only.
    #[serde(
        default,
        with = "crate::serde::decimal::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub average_price: Option<Decimal>,
    /// Another average in ₹; rows of the order book only.
    #[serde(
        default,
        with = "crate::serde::decimal::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub average_trade_price: Option<Decimal>,
    /// The order's limit in ₹; see [`Trade::limit`].
    #[serde(default, with = "crate::serde::decimal::option")]
    pub order_price: Option<Decimal>,
    /// The order's limit in ₹ under the name `price`; rows of the order book only.
    #[serde(
        default,
        rename = "price",
        with = "crate::serde::decimal::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub book_price: Option<Decimal>,
    /// The order's trigger in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub trigger_price: Option<Decimal>,
    /// Units of the order filled so far.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub filled_quantity: Option<Quantity>,
    /// Units of the order still to be filled.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub remaining_quantity: Option<Quantity>,
    /// Units of the order; see [`Trade::ordered`].
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub original_vol: Option<Quantity>,
    /// Units of the order under the name `quantity`; rows of the order book only.
    #[serde(
        default,
        rename = "quantity",
        deserialize_with = "crate::serde::number_or_string::option_into",
        skip_serializing_if = "Option::is_none"
    )]
    pub book_quantity: Option<Quantity>,
    /// Units of the order filled today.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub vol_filled_today: Option<Quantity>,
    /// Units of the order shown to the market at a time.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub disclosed_vol: Option<Quantity>,
    /// Units of the part shown that are still to be filled.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub disclosed_vol_remaining: Option<Quantity>,
    /// When the broker took the order in, IST.
    #[serde(default, with = "crate::serde::ist_datetime")]
    pub order_entry_time: Option<OffsetDateTime>,
    /// When the exchange last spoke of the order, IST.
    #[serde(default, with = "crate::serde::ist_datetime")]
    pub exchange_time: Option<OffsetDateTime>,
}

impl Trade {
    /// What names the trade: the exchange's number of it, else the exchange's id of the order.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.trade_number
            .as_deref()
            .or(self.exchange_order_id.as_ref().map(ExchangeOrderId::as_str))
    }

    /// Price in ₹ of the units that [`Trade::quantity`] gives: `trade_price`, else `average_price`, else
    /// `average_trade_price`, whichever is there and not 0. In a row of the order book the averages come first: its
    /// `trade_price` is that of the last fill alone.
    #[must_use]
    pub fn price(&self) -> Option<Decimal> {
        let averages = self.average_price.into_iter().chain(self.average_trade_price);
        let set = |price: &Decimal| !price.is_zero();
        if self.trade_quantity.is_some() {
            self.trade_price.into_iter().chain(averages).find(set)
        } else {
            averages.chain(self.trade_price).find(set)
        }
    }

    /// Units: `trade_quantity`, else what the order has filled.
    #[must_use]
    pub fn quantity(&self) -> Option<Quantity> {
        self.trade_quantity.or(self.filled_quantity)
    }

    /// The limit of the order that was filled, in ₹, under either name; 0 of a market order.
    #[must_use]
    pub fn limit(&self) -> Option<Decimal> {
        self.order_price.or(self.book_price)
    }

    /// Units of the order that was filled, under either name.
    #[must_use]
    pub fn ordered(&self) -> Option<Quantity> {
        self.original_vol.or(self.book_quantity)
    }

    /// Price × units, in ₹, rounded to four decimals: the price may be an average.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        self.price()?
            .checked_mul(Decimal::from(self.quantity()?.units()))
            .map(computed)
    }

    /// When it was traded, IST: `trade_time`, else the last time that the exchange gave for the order.
    #[must_use]
    pub fn time(&self) -> Option<OffsetDateTime> {
        self.trade_time.or(self.exchange_time)
    }
}
