//! The profile: one type for the bodies of every generation (wire reference, section 3).

use std::{borrow::Cow, collections::BTreeMap};

use http::Method;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::{ClientId, Effect, Endpoint, Exchange, Product, RateClass, Received, WordedTime};

/// Where the profile is read; the sources disagree (wire reference, section 17, row 5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProfilePath {
    /// `/v1/user/profile`, without `/api`: the newest documentation, on the `algo` host.
    #[default]
    New,
    /// `/api/v1/user/profile`: the official SDKs, on both hosts.
    Api,
    /// `/api/v1/user/trading_info`: the older documentation, on the `trade` host.
    TradingInfo,
}

impl ProfilePath {
    /// The path from the root of the host.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "/v1/user/profile",
            Self::Api => "/api/v1/user/profile",
            Self::TradingInfo => "/api/v1/user/trading_info",
        }
    }
}

/// Reads the profile, at one of its paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetProfile {
    client_id: ClientId,
    path: ProfilePath,
}

impl GetProfile {
    /// Reads the profile of the account `client_id` at `path`.
    #[must_use]
    pub fn new(client_id: ClientId, path: ProfilePath) -> Self {
        Self { client_id, path }
    }
}

impl Endpoint for GetProfile {
    const NAME: &'static str = "user.profile";
    const METHOD: Method = Method::GET;
    // The published table names only the classes; that this is no data call is assumed.
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = Profile;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.path.as_str())
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("client_id", Cow::Borrowed(self.client_id.as_str()))]
    }
}

/// Who the account belongs to and what it may do. Members that a generation does not have are `None` or empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Profile {
    /// The account. A reply without one is an error.
    pub client_id: ClientId,
    /// The holder's name.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub name: Option<String>,
    /// The holder's address for e-mail.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub email_id: Option<String>,
    /// The holder's telephone number.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub phone_number: Option<String>,
    /// The broker's id.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub broker_id: Option<String>,
    /// When the holder last logged in, IST (assumed: neither form nor zone is documented).
    #[serde(default, deserialize_with = "crate::worded_time::option")]
    pub lastlogintime: Option<WordedTime>,
    /// Exchanges where the account may trade.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub exchanges_subscribed: Vec<Received<Exchange>>,
    /// Products that the account may use.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub products_enabled: Vec<Received<Product>>,
    /// Depository participants.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub dp_id: Vec<String>,
    /// Demat account numbers.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub bo_id: Vec<String>,
    /// What the holder may do in the broker's system.
    #[serde(default)]
    pub role: Option<Role>,
    /// The terminal's number at each exchange; all 64 bits.
    #[serde(default, deserialize_with = "terminal_numbers")]
    pub exchange_nnf: BTreeMap<String, u64>,
    /// Whether the broker holds a power of attorney.
    #[serde(default)]
    pub poa_enabled: Option<bool>,
    /// State of the power of attorney.
    #[serde(default)]
    pub poa_status: Option<bool>,
    /// Whether baskets may be used.
    #[serde(default)]
    pub basket_enabled: Option<bool>,
    /// Whether a second factor is asked for.
    #[serde(default)]
    pub twofa_enabled: Option<bool>,
    /// When the password was last changed, IST.
    #[serde(default, with = "crate::serde::ist_datetime")]
    pub last_password_change_date: Option<OffsetDateTime>,
    /// Consents that the holder gave, in the server's own form.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub user_conscents: Vec<Value>,
    /// Depository.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub depository: Option<String>,
    /// Custodial participant's code.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub cp_code: Option<String>,
    /// Everything else that the server sent, such as bank and address, under its own names.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A role in the broker's system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Role {
    /// Number of the role.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub id: Option<u64>,
    /// Name of the role.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub name: Option<String>,
}

/// Numbers as numbers or text; an exchange without one is left out.
fn terminal_numbers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, u64>, D::Error> {
    #[derive(Deserialize)]
    struct Number(#[serde(deserialize_with = "crate::serde::number_or_string::option_into")] Option<u64>);

    let numbers = Option::<BTreeMap<String, Number>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(numbers
        .into_iter()
        .filter_map(|(exchange, number)| number.0.map(|number| (exchange, number)))
        .collect())
}
