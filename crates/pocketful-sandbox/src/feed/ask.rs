//! What a client may say to the feed: text frames of JSON (wire reference, section 16.2).

use serde::Deserialize;
use serde_json::Value;

/// A kind of market data that can be subscribed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Mode {
    Detailed,
    Compact,
    FullSnapquote,
}

/// An instrument: the exchange's code and the token.
pub(crate) type Pair = (u8, u32);

/// One client frame, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    Heartbeat,
    /// Market data of some instruments, wanted or no longer.
    Data {
        wanted: bool,
        mode: Mode,
        pairs: Vec<Pair>,
    },
    /// Order and trade updates of an account.
    Updates {
        wanted: bool,
        client_id: String,
    },
}

#[derive(Deserialize)]
struct ClientFrame {
    a: String,
    #[serde(default)]
    v: Vec<Value>,
    #[serde(default)]
    m: String,
}

impl Mode {
    /// All of them, in the order in which they are sent.
    pub(crate) const ALL: [Self; 3] = [Self::Detailed, Self::Compact, Self::FullSnapquote];

    /// The word of the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Detailed => "marketdata",
            Self::Compact => "compact_marketdata",
            Self::FullSnapquote => "full_snapquote",
        }
    }
}

impl Ask {
    /// The frame's meaning; nothing when it has none here. No answer to a frame is known, so that one without a
    /// meaning is passed over in silence.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let frame: ClientFrame = serde_json::from_str(text).ok()?;
        let wanted = match frame.a.as_str() {
            "h" => return Some(Self::Heartbeat),
            "subscribe" => true,
            "unsubscribe" => false,
            _ => return None,
        };
        if frame.m == "updates" {
            let client_id = frame.v.first()?.as_str()?.to_owned();
            return Some(Self::Updates { wanted, client_id });
        }
        let mode = Mode::ALL.into_iter().find(|mode| mode.as_str() == frame.m)?;
        let pairs = frame.v.iter().filter_map(pair).collect();
        Some(Self::Data { wanted, mode, pairs })
    }
}

/// `[exchange code, token]`, each a number or a text.
fn pair(value: &Value) -> Option<Pair> {
    let [exchange, token] = value.as_array()?.as_slice() else {
        return None;
    };
    Some((number(exchange)?.try_into().ok()?, number(token)?))
}

fn number(value: &Value) -> Option<u32> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64()?.try_into().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn data(wanted: bool, mode: Mode, pairs: &[Pair]) -> Option<Ask> {
        let pairs = pairs.to_vec();
        Some(Ask::Data { wanted, mode, pairs })
    }

    #[test]
    fn both_forms_of_the_heartbeat() {
        for text in [
            r#"{"a":"h","v":[],"m":""}"#,
            r#"{"a":"h"}"#,
            r#"{ "m":"", "a":"h" }"#,
        ] {
            assert_eq!(Ask::parse(text), Some(Ask::Heartbeat), "{text}");
        }
    }

    #[test]
    fn every_mode_with_tokens_as_numbers_and_as_texts() {
        for (text, expected) in [
            (
                r#"{"a":"subscribe","v":[[1,14366],[6,500325]],"m":"marketdata"}"#,
                data(true, Mode::Detailed, &[(1, 14_366), (6, 500_325)]),
            ),
            (
                r#"{"a":"subscribe","v":[[1,"14366"],["4","430001"]],"m":"compact_marketdata"}"#,
                data(true, Mode::Compact, &[(1, 14_366), (4, 430_001)]),
            ),
            (
                r#"{"a":"unsubscribe","v":[[2,35001]],"m":"full_snapquote"}"#,
                data(false, Mode::FullSnapquote, &[(2, 35_001)]),
            ),
            (
                // One bad pair does not lose the others.
                r#"{"a":"subscribe","v":[[1,-1],[1],[999,1],[1,4294967296],[1,1.5],[1,3045],7],"m":"marketdata"}"#,
                data(true, Mode::Detailed, &[(1, 3045)]),
            ),
        ] {
            assert_eq!(Ask::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn updates_name_an_account() {
        for (word, wanted) in [("subscribe", true), ("unsubscribe", false)] {
            let text = format!(r#"{{"a":"{word}","v":["AB1234","web"],"m":"updates"}}"#);
            let client_id = "AB1234".to_owned();
            assert_eq!(Ask::parse(&text), Some(Ask::Updates { wanted, client_id }));
        }
    }

    #[test]
    fn what_has_no_meaning_is_passed_over() {
        for text in [
            "",
            "h",
            "[]",
            r#"{"a":1}"#,
            r#"{"a":"dance","v":[],"m":"marketdata"}"#,
            r#"{"a":"subscribe","v":[[1,14366]],"m":"tbt_full_snapquote"}"#,
            r#"{"a":"subscribe","v":[[1,14366]],"m":"exchange_messages"}"#,
            r#"{"a":"subscribe","v":[],"m":"updates"}"#,
            r#"{"a":"subscribe","v":[[1,2]],"m":"updates"}"#,
        ] {
            assert_eq!(Ask::parse(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn no_text_breaks_the_reader(text in r#"\{"a":"(h|subscribe)","v":[\[\]0-9",.e+-]{0,24},"m":"[a-z_]{0,16}"\}|.{0,40}"#) {
            let _ = Ask::parse(&text);
        }
    }
}
