//! Asking for a TPIN, which the depository sends to the account's owner (wire reference, section 15; undocumented).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Deserializer, Serialize};
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use super::EdisRoute;
use crate::{ClientId, Effect, EncodeError, Endpoint, IST, Pan, RateClass, json_body};

const STAMP: &[BorrowedFormatItem<'_>] = format_description!("[day][month][year][hour][minute][second]");

/// The request that has a TPIN sent: `POST /api/v1/edis/bopin_generation`, or the gateway's
/// `POST /api/space/v1/edis/generateTpin`. The method is assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateTpin {
    client_id: ClientId,
    boid: String,
    pan: Pan,
    at: OffsetDateTime,
    route: EdisRoute,
}

impl GenerateTpin {
    /// The request for the depository's account `boid`, made at `at`.
    #[must_use]
    pub fn new(client_id: ClientId, boid: impl Into<String>, pan: Pan, at: OffsetDateTime) -> Self {
        Self {
            client_id,
            boid: boid.into(),
            pan,
            at,
            route: EdisRoute::default(),
        }
    }

    /// Which form is sent. Without it [`EdisRoute::Upstream`].
    #[must_use]
    pub fn route(mut self, route: EdisRoute) -> Self {
        self.route = route;
        self
    }
}

#[derive(Serialize)]
struct Upstream<'a> {
    boid: &'a str,
    pan: &'a Pan,
    #[serde(rename = "ReqFlag")]
    flag: &'static str,
    #[serde(rename = "ReqTime")]
    time: String,
}

#[derive(Serialize)]
struct Gateway<'a> {
    #[serde(flatten)]
    upstream: Upstream<'a>,
    #[serde(rename = "clientId")]
    client_id: &'a ClientId,
}

impl Endpoint for GenerateTpin {
    const NAME: &'static str = "edis.generate_tpin";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    type Response = TpinAnswer;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self.route {
            EdisRoute::Upstream => "/api/v1/edis/bopin_generation",
            EdisRoute::Gateway => "/api/space/v1/edis/generateTpin",
        })
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        let upstream = Upstream {
            boid: &self.boid,
            pan: &self.pan,
            flag: "Y",
            // A time of the calendar always has these parts.
            time: self.at.to_offset(IST).format(STAMP).unwrap_or_default(),
        };
        match self.route {
            EdisRoute::Upstream => json_body::<Self>(&upstream),
            EdisRoute::Gateway => json_body::<Self>(&Gateway {
                upstream,
                client_id: &self.client_id,
            }),
        }
    }
}

/// What the depository says to the wish for a TPIN.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TpinAnswer {
    /// Its words.
    pub message: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Wire {
    Text(String),
    Object {
        #[serde(default, rename = "tlRespMessage", alias = "message")]
        message: Option<String>,
    },
}

impl<'de> Deserialize<'de> for TpinAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let message = match Option::<Wire>::deserialize(deserializer)? {
            Some(Wire::Text(message)) => Some(message),
            Some(Wire::Object { message }) => message,
            None => None,
        };
        Ok(Self {
            message: message.filter(|message| !message.trim().is_empty()),
        })
    }
}
