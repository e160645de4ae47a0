//! The baskets of an account, and what is in them (wire reference, section 6).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Deserializer, Serialize};

use super::{BasketId, BasketName, BasketOrderId, BasketOrderInfo, BasketType, PATH};
use crate::{ClientId, Effect, Endpoint, RateClass, Received, Row, Rows, rows};

/// Reads the baskets of an account: `GET /api/v1/basket?login_id=`.
///
/// The query form of the path is the one that production clients use (wire reference, section 17, row 20).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetBaskets {
    login_id: ClientId,
}

impl GetBaskets {
    /// The baskets of the account `client_id`.
    #[must_use]
    pub fn new(client_id: ClientId) -> Self {
        Self { login_id: client_id }
    }
}

impl Endpoint for GetBaskets {
    const NAME: &'static str = "baskets.list";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = Baskets;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(PATH)
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("login_id", Cow::Borrowed(self.login_id.as_str()))]
    }

    fn decode(payload: &str) -> Result<Baskets, serde_json::Error> {
        rows::decode(payload)
    }
}

/// Baskets, and beside them those that could not be read. A single basket, as some answers have it, is a list of one.
pub type Baskets = Rows<Basket>;

impl Rows<Basket> {
    /// The basket with this name, among those that could be read.
    #[must_use]
    pub fn named(&self, name: &BasketName) -> Option<&Basket> {
        self.rows
            .iter()
            .find(|basket| basket.name.as_deref() == Some(name.as_str()))
    }
}

impl Row for Basket {
    const WHAT: &'static str = "baskets";
    const LISTS: &'static [&'static str] = &["baskets"];
    const EMPTY_OBJECT: bool = true;
    const MAY_BE_ONE: bool = true;
    const REQUIRED: &'static [(&'static str, &'static str)] = &[("basket_id", "\"1\"")];
}

/// A basket. The members are read under their names in `camelCase` and in `snake_case`, and written in the latter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Basket {
    /// Its id; the one member that every basket must have.
    pub basket_id: BasketId,
    /// Its name.
    pub name: Option<String>,
    /// `NORMAL` or `HEDGE`.
    pub basket_type: Option<Received<BasketType>>,
    /// Whether it was sent.
    pub is_executed: Option<bool>,
    /// Whose it is.
    pub login_id: Option<String>,
    /// Which products it takes; `ALL` in every sample.
    pub product_type: Option<String>,
    /// Which order types it takes; `ALL` in every sample.
    pub order_type: Option<String>,
    /// Whether it could be repeated by a plan.
    pub sip_eligible: Option<bool>,
    /// Whether it is repeated by a plan.
    pub sip_enabled: Option<bool>,
    /// Its orders, and beside them those that could not be read.
    pub orders: Rows<BasketOrder>,
}

/// An order in a basket.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BasketOrder {
    /// Its id in the basket.
    pub order_id: BasketOrderId,
    /// What it is.
    pub order_info: BasketOrderInfo,
}

impl Row for BasketOrder {
    const WHAT: &'static str = "orders";
    const LISTS: &'static [&'static str] = &["orders"];
    const EMPTY_OBJECT: bool = true;
    const REQUIRED: &'static [(&'static str, &'static str)] = &[("order_id", "\"1\"")];
}

#[derive(Deserialize)]
struct BasketWire {
    basket_id: BasketId,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    name: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    basket_type: Option<Received<BasketType>>,
    #[serde(default)]
    is_executed: Option<bool>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    login_id: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    product_type: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    order_type: Option<String>,
    #[serde(default)]
    sip_eligible: Option<bool>,
    #[serde(default)]
    sip_enabled: Option<bool>,
    #[serde(default)]
    orders: Rows<BasketOrder>,
}

impl<'de> Deserialize<'de> for Basket {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire: BasketWire = crate::serde::snake_case::deserialize(deserializer)?;
        Ok(Self {
            basket_id: wire.basket_id,
            name: wire.name,
            basket_type: wire.basket_type,
            is_executed: wire.is_executed,
            login_id: wire.login_id,
            product_type: wire.product_type,
            order_type: wire.order_type,
            sip_eligible: wire.sip_eligible,
            sip_enabled: wire.sip_enabled,
            orders: wire.orders,
        })
    }
}

#[derive(Deserialize)]
struct OrderWire {
    order_id: BasketOrderId,
    #[serde(default, deserialize_with = "crate::serde::null_default::deserialize")]
    order_info: BasketOrderInfo,
}

impl<'de> Deserialize<'de> for BasketOrder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire: OrderWire = crate::serde::snake_case::deserialize(deserializer)?;
        Ok(Self {
            order_id: wire.order_id,
            order_info: wire.order_info,
        })
    }
}
