//! Positions of the day and carried ones (wire reference, section 9.1).

use std::{borrow::Cow, fmt};

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    ClientId, Effect, Endpoint, Exchange, InstrumentToken, Product, Quantity, RateClass, Received, Row, Rows,
    rows,
};

/// Which positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PositionsView {
    /// Of today alone: `live`.
    Day,
    /// With what was carried forward: `historical`.
    Net,
}

impl PositionsView {
    /// The text on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "live",
            Self::Net => "historical",
        }
    }
}

impl fmt::Display for PositionsView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads positions: `GET /api/v1/positions?type=live|historical`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetPositions {
    client_id: ClientId,
    view: PositionsView,
}

impl GetPositions {
    /// The positions of the account `client_id`.
    #[must_use]
    pub fn new(client_id: ClientId, view: PositionsView) -> Self {
        Self { client_id, view }
    }

    /// Positions of today alone.
    #[must_use]
    pub fn day(client_id: ClientId) -> Self {
        Self::new(client_id, PositionsView::Day)
    }

    /// Positions with what was carried forward.
    #[must_use]
    pub fn net(client_id: ClientId) -> Self {
        Self::new(client_id, PositionsView::Net)
    }
}

impl Endpoint for GetPositions {
    const NAME: &'static str = "portfolio.positions";
    const METHOD: Method = Method::GET;
    // The published table names only the classes; that the portfolio is no data call is assumed.
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = Positions;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/positions")
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![
            ("client_id", Cow::Borrowed(self.client_id.as_str())),
            ("type", Cow::Borrowed(self.view.as_str())),
        ]
    }

    fn decode(payload: &str) -> Result<Positions, serde_json::Error> {
        rows::decode(payload)
    }
}

/// Positions, and beside them the rows that could not be read.
pub type Positions = Rows<Position>;

impl Row for Position {
    const WHAT: &'static str = "positions";
    const LISTS: &'static [&'static str] = &["positions"];
}

/// One position: an instrument under one product. [`Position::unrealized`] and [`Position::total`] compute what the
/// wire does not give.
///
/// Prices and amounts are ₹, quantities are units, the net one negative where more was sold than bought. Members may
/// be missing, null or empty; that is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Position {
    /// The account.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub client_id: Option<ClientId>,
    /// Who traded.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub v_login_id: Option<String>,
    /// Where it trades.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange: Option<Received<Exchange>>,
    /// `Capital`, `FutOpt`, `Currency`.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub segment: Option<String>,
    /// The exchange's number for the instrument.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub instrument_token: Option<InstrumentToken>,
    /// The same number under another name.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub token: Option<InstrumentToken>,
    /// Name of the instrument.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub symbol: Option<String>,
    /// What the exchange calls the instrument.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub trading_symbol: Option<String>,
    /// How the position is held.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub product: Option<Received<Product>>,
    /// The product as a number: 2 with `MIS`, 0 with `NRML` in the samples.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub prod_type: Option<i64>,
    /// On whose account: `CLIENT`.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub pro_cli: Option<String>,
    /// Units bought less units sold, negative for a short position.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub net_quantity: Option<i64>,
    /// Units bought.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub buy_quantity: Option<Quantity>,
    /// Units sold.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub sell_quantity: Option<Quantity>,
    /// Units bought on earlier days.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub cf_buy_quantity: Option<Quantity>,
    /// Units sold on earlier days.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub cf_sell_quantity: Option<Quantity>,
    /// Average price of what is open, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub average_price: Option<Decimal>,
    /// Average price of the purchases, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub average_buy_price: Option<Decimal>,
    /// Average price of the sales, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub average_sell_price: Option<Decimal>,
    /// What the purchases cost, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub buy_amount: Option<Decimal>,
    /// What the sales brought, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub sell_amount: Option<Decimal>,
    /// What the purchases of earlier days cost, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub cf_buy_amount: Option<Decimal>,
    /// What the sales of earlier days brought, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub cf_sell_amount: Option<Decimal>,
    /// Amount of sales less amount of purchases, in ₹ (the sign is assumed).
    #[serde(default, with = "crate::serde::decimal::option")]
    pub net_amount: Option<Decimal>,
    /// Last traded price, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub ltp: Option<Decimal>,
    /// Closing price, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub close_price: Option<Decimal>,
    /// Closing price of the day before, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub previous_close: Option<Decimal>,
    /// Profit or loss of what was closed, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub realized_mtm: Option<Decimal>,
    /// What a unit's price is multiplied by; 1 for shares.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub multiplier: Option<Decimal>,
    /// Another average of the purchases, in ₹; not in every reply.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub actual_average_buy_price: Option<Decimal>,
    /// Another average of the sales, in ₹; not in every reply.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub actual_average_sell_price: Option<Decimal>,
    /// Another amount of earlier purchases, in ₹; not in every reply.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub actual_cf_buy_amount: Option<Decimal>,
    /// Another amount of earlier sales, in ₹; not in every reply.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub actual_cf_sell_amount: Option<Decimal>,
}
