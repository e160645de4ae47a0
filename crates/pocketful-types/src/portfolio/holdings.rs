//! Holdings: shares in the demat account (wire reference, section 9.3).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    ClientId, Effect, Endpoint, Exchange, InstrumentToken, RateClass, Received, Row, Rows, money::computed,
    rows,
};

/// Reads the holdings: `GET /api/v1/holdings`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetHoldings {
    client_id: ClientId,
}

impl GetHoldings {
    /// The holdings of the account `client_id`.
    #[must_use]
    pub fn new(client_id: ClientId) -> Self {
        Self { client_id }
    }
}

impl Endpoint for GetHoldings {
    const NAME: &'static str = "portfolio.holdings";
    const METHOD: Method = Method::GET;
    // The published table names only the classes; that the portfolio is no data call is assumed.
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = Holdings;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/holdings")
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("client_id", Cow::Borrowed(self.client_id.as_str()))]
    }

    fn decode(payload: &str) -> Result<Holdings, serde_json::Error> {
        rows::decode(payload)
    }
}

/// The holdings, and beside them the rows that could not be read.
pub type Holdings = Rows<Holding>;

impl Row for Holding {
    const WHAT: &'static str = "holdings";
    const LISTS: &'static [&'static str] = &["holdings"];
}

/// Shares of one company.
///
/// Prices are ₹, quantities are units; they are signed, because nothing rules out a negative one while a delivery is
/// on its way. Members may be missing, null or empty; that is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Holding {
    /// The account.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub client_id: Option<ClientId>,
    /// The broker's branch.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub branch_code: Option<String>,
    /// Where it trades.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange: Option<Received<Exchange>>,
    /// The exchange's number for the instrument.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub token: Option<InstrumentToken>,
    /// International securities number.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub isin: Option<String>,
    /// Name of the instrument.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub symbol: Option<String>,
    /// What the exchange calls the instrument.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub trading_symbol: Option<String>,
    /// What sort of holding, in the server's words.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub transaction_type: Option<String>,
    /// Units held.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub quantity: Option<i64>,
    /// Units that can be sold.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub free_quantity: Option<i64>,
    /// Units sold already, or tied up.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub used_quantity: Option<i64>,
    /// Units still to be delivered.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub pending_quantity: Option<i64>,
    /// Units pledged.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub pledge_quantity: Option<i64>,
    /// Units pledged today.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub today_pledge_quantity: Option<i64>,
    /// Units freed from pledge today; not in every reply.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub today_unpledge_quantity: Option<i64>,
    /// Units in all; not in every reply.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub net_holding_quantity: Option<i64>,
    /// Units bought today.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub t0_quantity: Option<i64>,
    /// Units bought a day ago, not delivered yet.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub t1_quantity: Option<i64>,
    /// Units bought two days ago, not delivered yet.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub t2_quantity: Option<i64>,
    /// Average price paid, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub buy_avg: Option<Decimal>,
    /// Average price for the daily profit or loss, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub buy_avg_mtm: Option<Decimal>,
    /// Another average of what was paid, in ₹; not in every reply.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub actual_buy_avg: Option<Decimal>,
    /// Last traded price, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub ltp: Option<Decimal>,
    /// Closing price of the day before, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub previous_close: Option<Decimal>,
    /// Price of what was bought today, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub t0_price: Option<Decimal>,
    /// Price of what was bought a day ago, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub t1_price: Option<Decimal>,
    /// Price of what was bought two days ago, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub t2_price: Option<Decimal>,
    /// How much of the worth a pledge counts for, in per cent; not in every reply.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub pledge_percentage: Option<Decimal>,
    /// Whether the shares may be pledged; not in every reply.
    #[serde(default)]
    pub pledge_allow: Option<bool>,
    /// The instrument again.
    #[serde(default)]
    pub instrument_details: Option<HoldingInstrument>,
}

/// The instrument of a holding, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HoldingInstrument {
    /// The exchange's number, as in the feed; see [`HoldingInstrument::exchange`].
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub exchange: Option<i64>,
    /// The exchange's number for the instrument.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub instrument_token: Option<InstrumentToken>,
    /// What sort of instrument.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub instrument_name: Option<String>,
    /// What the exchange calls the instrument.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub trading_symbol: Option<String>,
}

impl HoldingInstrument {
    /// The exchange behind the number.
    #[must_use]
    pub fn exchange(&self) -> Option<Exchange> {
        self.exchange
            .and_then(|code| u8::try_from(code).ok())
            .and_then(Exchange::from_feed_code)
    }
}

/// What is computed is rounded to four decimals, the finest that a price has: `buy_avg` is a quotient, which the server
/// cuts off somewhere.
impl Holding {
    /// What it cost: `quantity` × `buy_avg`, in ₹.
    #[must_use]
    pub fn invested(&self) -> Option<Decimal> {
        Some(computed(
            Decimal::from(self.quantity?).checked_mul(self.buy_avg?)?,
        ))
    }

    /// What it is worth at the last price: `quantity` × `ltp`, in ₹.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        Some(computed(Decimal::from(self.quantity?).checked_mul(self.ltp?)?))
    }

    /// What would be gained by selling at the last price, in ₹; negative for a loss. Charges are not known here.
    #[must_use]
    pub fn unrealized(&self) -> Option<Decimal> {
        self.value()?.checked_sub(self.invested()?)
    }

    /// What it gained since the close of the day before: `quantity` × (`ltp` − `previous_close`), in ₹.
    #[must_use]
    pub fn day_change(&self) -> Option<Decimal> {
        let change = self.ltp?.checked_sub(self.previous_close?)?;
        Some(computed(Decimal::from(self.quantity?).checked_mul(change)?))
    }
}
