//! When the exchanges are open (wire reference, section 13; undocumented by the broker).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Serialize};

use crate::{Effect, Endpoint, Exchange, RateClass, Received, Row, Rows, rows};

/// Reads the exchanges' sessions: `GET /api/v1/exchange/session/info`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GetSessionInfo;

impl Endpoint for GetSessionInfo {
    const NAME: &'static str = "market.session_info";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::Data;
    const EFFECT: Effect = Effect::Read;
    type Response = ExchangeSessions;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/exchange/session/info")
    }

    fn decode(payload: &str) -> Result<ExchangeSessions, serde_json::Error> {
        rows::decode(payload)
    }
}

/// The sessions, and beside them the rows that could not be read.
pub type ExchangeSessions = Rows<ExchangeSession>;

impl Row for ExchangeSession {
    const WHAT: &'static str = "sessions";
    const LISTS: &'static [&'static str] = &[];
    const EMPTY_OBJECT: bool = true;
}

/// A session of an exchange. All members are text on the wire, and the form of the times is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExchangeSession {
    /// Which exchange.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange: Option<Received<Exchange>>,
    /// Name of the session.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub session_name: Option<String>,
    /// From when after-market orders are taken, as the server words it.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub amo_start_time: Option<String>,
    /// Until when after-market orders are taken, as the server words it.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub amo_end_time: Option<String>,
    /// When the market opens, as the server words it. The wire reference names its counterpart alone: that it comes under
    /// this name is assumed.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub market_open_time: Option<String>,
    /// When the market closes, as the server words it.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub market_close_time: Option<String>,
    /// Whether the session is on, as the server words it; see [`ExchangeSession::is_active`].
    #[serde(default, deserialize_with = "flag")]
    pub is_active: Option<String>,
    /// Whether it is a holiday, as the server words it; see [`ExchangeSession::is_holiday`].
    #[serde(default, deserialize_with = "flag")]
    pub is_holiday: Option<String>,
}

impl ExchangeSession {
    /// Whether the session is on; `None` where the text is neither true nor false.
    #[must_use]
    pub fn is_active(&self) -> Option<bool> {
        self.is_active.as_deref().and_then(truth)
    }

    /// Whether it is a holiday; `None` where the text is neither true nor false.
    #[must_use]
    pub fn is_holiday(&self) -> Option<bool> {
        self.is_holiday.as_deref().and_then(truth)
    }
}

/// `true`, `1`, `Y` and `YES`, or their opposites, in any case (assumed).
fn truth(text: &str) -> Option<bool> {
    let is = |words: &[&str]| {
        words
            .iter()
            .any(|word| word.eq_ignore_ascii_case(text.trim_ascii()))
    };
    if is(&["true", "1", "y", "yes"]) {
        Some(true)
    } else if is(&["false", "0", "n", "no"]) {
        Some(false)
    } else {
        None
    }
}

/// A text, or a boolean as its text.
fn flag<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Bool(bool),
        Text(#[serde(deserialize_with = "crate::serde::empty_as_none::deserialize")] Option<String>),
    }
    Ok(match Option::<Flag>::deserialize(deserializer)? {
        None => None,
        Some(Flag::Bool(flag)) => Some(flag.to_string()),
        Some(Flag::Text(text)) => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_in_every_form() {
        for (json, text, truth) in [
            ("\"true\"", Some("true"), Some(true)),
            ("true", Some("true"), Some(true)),
            ("\"N\"", Some("N"), Some(false)),
            ("0", Some("0"), Some(false)),
            ("\"half\"", Some("half"), None),
            ("\"\"", None, None),
            ("null", None, None),
        ] {
            let row = format!(r#"{{"is_active":{json}}}"#);
            let session: ExchangeSession = serde_json::from_str(&row).unwrap();
            assert_eq!(session.is_active.as_deref(), text, "{json}");
            assert_eq!(session.is_active(), truth, "{json}");
        }
    }
}
