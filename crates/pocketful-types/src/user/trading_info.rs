//! Trading info: how a client learns which account a token belongs to (wire reference, section 1.3).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Serialize};

use crate::{ClientId, Effect, Endpoint, Exchange, Product, RateClass, Received};

/// Asks whose token it is: `GET /api/v1/user/trading_info`, without parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GetTradingInfo;

impl Endpoint for GetTradingInfo {
    const NAME: &'static str = "user.trading_info";
    const METHOD: Method = Method::GET;
    // The published table names only the classes; that this is no data call is assumed.
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = TradingInfo;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/user/trading_info")
    }
}

/// What the account may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TradingInfo {
    /// The account. A reply without one is an error.
    pub client_id: ClientId,
    /// The holder's name.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub name: Option<String>,
    /// The holder's address for e-mail.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub email_id: Option<String>,
    /// `active`, or whatever the server says instead.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub status: Option<String>,
    /// Demat account numbers.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub bo_id: Vec<String>,
    /// Exchanges where the account may trade.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub exchanges_subscribed: Vec<Received<Exchange>>,
    /// Products that the account may use.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub products_enabled: Vec<Received<Product>>,
    /// Whether the broker holds a power of attorney.
    #[serde(default)]
    pub poa_enabled: Option<bool>,
    /// Whether a demat debit and pledge instruction is in force; older servers only.
    #[serde(default)]
    pub ddpi: Option<bool>,
}
