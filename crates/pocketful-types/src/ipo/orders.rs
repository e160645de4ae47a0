//! The applications of an account, and taking one back (wire reference, section 14).

use std::{borrow::Cow, collections::BTreeMap};

use http::Method;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};
use serde_json::value::RawValue;

use super::IpoAnswer;
use crate::{ClientId, Effect, EncodeError, Endpoint, RateClass, Route, Row, Rows, json_body, rows};

/// Reads the applications of an account: `POST /api/v1/tradeipo/fetch-order`. The method is assumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GetIpoOrders {
    client_id: ClientId,
}

impl GetIpoOrders {
    /// Those of the account `client_id`.
    #[must_use]
    pub fn new(client_id: ClientId) -> Self {
        Self { client_id }
    }
}

impl Endpoint for GetIpoOrders {
    const NAME: &'static str = "ipo.orders";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = IpoOrders;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/tradeipo/fetch-order")
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(self)
    }

    fn decode(payload: &str) -> Result<IpoOrders, serde_json::Error> {
        rows::decode(payload)
    }
}

/// Applications, and beside them the rows that could not be read.
pub type IpoOrders = Rows<IpoOrder>;

impl Row for IpoOrder {
    const WHAT: &'static str = "applications";
    const LISTS: &'static [&'static str] = &["orders", "data"];
    const EMPTY_OBJECT: bool = true;
    const MAY_BE_ONE: bool = true;
}

/// An application. No source shows one, so its members are kept as received, under the server's own names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IpoOrder {
    members: BTreeMap<String, String>,
}

impl IpoOrder {
    /// The JSON text of a member.
    #[must_use]
    pub fn json(&self, name: &str) -> Option<&str> {
        self.members.get(name).map(String::as_str)
    }

    /// A member that is a text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.json(name)?).ok()
    }

    /// The members with their JSON text, by name.
    pub fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        self.members
            .iter()
            .map(|(name, json)| (name.as_str(), json.as_str()))
    }
}

impl<'de> Deserialize<'de> for IpoOrder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members: BTreeMap<String, Box<RawValue>> = BTreeMap::deserialize(deserializer)?;
        Ok(Self {
            members: members
                .into_iter()
                .map(|(name, json)| (name, String::from(Box::<str>::from(json))))
                .collect(),
        })
    }
}

impl Serialize for IpoOrder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.members.len()))?;
        for (name, json) in &self.members {
            let json = RawValue::from_string(json.clone()).map_err(serde::ser::Error::custom)?;
            map.serialize_entry(name, &json)?;
        }
        map.end()
    }
}

/// The request that takes an application back: `POST /api/v1/tradeipo/cancel-order`.
///
/// The path is all that any source has: the method, `client_id` and `symbol` are assumed. Whoever knows what else the
/// server wants adds it with [`member`](Self::member).
#[derive(Clone, Debug, PartialEq)]
pub struct CancelIpo {
    members: BTreeMap<String, serde_json::Value>,
}

impl CancelIpo {
    /// The request to take the application for `symbol` back.
    #[must_use]
    pub fn new(client_id: &ClientId, symbol: impl Into<String>) -> Self {
        Self {
            members: BTreeMap::from([
                ("client_id".to_owned(), client_id.as_str().into()),
                ("symbol".to_owned(), symbol.into().into()),
            ]),
        }
    }

    /// Sends a member more, or another value for one of these.
    #[must_use]
    pub fn member(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.members.insert(name.into(), value.into());
        self
    }
}

impl Endpoint for CancelIpo {
    const NAME: &'static str = "ipo.cancel";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = IpoAnswer;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/tradeipo/cancel-order")
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&self.members)
    }
}
