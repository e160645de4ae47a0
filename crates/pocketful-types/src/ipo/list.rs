//! The offerings (wire reference, section 14).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Serialize};

use super::Ipo;
use crate::{Effect, Endpoint, RateClass, Rows};

/// Reads the offerings: `GET /api/v1/tradeipo/get-all-ipo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetIpos;

impl Endpoint for GetIpos {
    const NAME: &'static str = "ipo.list";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = Ipos;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/tradeipo/get-all-ipo")
    }
}

/// The offerings, and beside them those that could not be read. A list that is missing or null is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ipos {
    /// All.
    #[serde(default)]
    pub all_ipo: Rows<Ipo>,
    /// Those that take bids.
    #[serde(default)]
    pub open_ipo: Rows<Ipo>,
    /// Those that will.
    #[serde(default)]
    pub upcoming_ipo: Rows<Ipo>,
    /// Those that no longer do.
    #[serde(default)]
    pub closed_ipo: Rows<Ipo>,
}
