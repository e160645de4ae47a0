//! Faults: what may go wrong between a client and the broker, by rule.

pub(crate) mod inject;
mod moment;
mod pieces;
mod reshape;
mod route;
mod rules;

use serde::{Deserialize, Serialize};

pub(crate) use self::rules::FaultRules;

pub use self::rules::ActiveFault;
use crate::broker::Broker;

/// One thing that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Fault {
    /// The answer waits this long. The request takes effect at once, also when its client gives up meanwhile.
    Delay {
        /// Real milliseconds, at most ten minutes' worth.
        ms: u64,
    },
    /// A server error instead of the answer.
    ServerError {
        /// 500 to 599.
        status: u16,
        /// Whether the request took effect all the same, as behind a gateway that gave up waiting.
        #[serde(default)]
        after: bool,
    },
    /// 429 without any limit having been reached; the request is not looked at.
    TooManyRequests {
        /// Seconds, for `Retry-After`.
        retry_after: u64,
    },
    /// `Request forbidden`, as an address that is not registered is refused, without a word about the address; the request
    /// is not looked at.
    AddressRefusedPlain,
    /// A page instead of JSON, with status 200; the request is not looked at.
    HtmlPage,
    /// The answer breaks off in the middle, and the connection with it. The request took effect.
    TruncatedBody,
    /// The answer is complete by the rules of HTTP, but its JSON breaks off. The request took effect.
    TruncatedJson,
    /// The connection is reset before the request is looked at.
    ResetBefore,
    /// The connection is reset instead of an answer; the request took effect.
    ResetAfter,
    /// The answer's body is sent twice over.
    DuplicateReply,
    /// The request's token is revoked before the request is looked at, and stays so.
    TokenRevoked,
    /// Words from fixed lists, such as order statuses, are replaced by one that nobody knows.
    UnknownEnum,
    /// Lists are null.
    NullList,
    /// An answer of this size, in JSON that would be valid if somebody read it all. The request is not looked at.
    BigBody {
        /// At most 1 GiB.
        bytes: u64,
    },
    /// A packet of the feed, and everything behind it, waits this long.
    FeedDelay {
        /// Real milliseconds, at most ten minutes' worth.
        ms: u64,
    },
    /// A packet of the feed arrives cut in half, in a frame that is whole by the rules of WebSocket.
    FeedHalfPacket,
    /// Half of a WebSocket frame is sent, then the connection ends.
    FeedHalfFrame,
    /// Before a packet of the feed comes another, of a mode that nobody knows.
    FeedUnknownMode,
    /// The connection stays open, and nothing is ever sent on it again.
    FeedSilent,
    /// The feed closes the connection instead of sending a packet.
    FeedClose,
    /// An order or trade update is a bare object, without the documented wrapper.
    FeedFlatUpdate,
    /// An order or trade update is an array.
    FeedArrayUpdate,
}

/// When a fault happens.
///
/// A request uses one rule for each moment at which a fault can act: a wait, the token, words and lists of the answer, and
/// what becomes of the answer. Of two rules for the same moment the one added first happens, and the other is kept for the
/// next request; so is one that could not happen because there is no answer to change.
///
/// ```
/// use pocketful_sandbox::{Fault, FaultRule};
///
/// let once = FaultRule::new("POST /api/v1/orders", Fault::ResetAfter).times(1);
/// let often = FaultRule::new("*", Fault::Delay { ms: 300 }).chance(0.2);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    route: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    #[serde(default = "always")]
    chance: f64,
    fault: Fault,
}

fn always() -> f64 {
    1.0
}

impl FaultRule {
    /// A fault of every request to `route`: a path, with a method before it or without, in which `*` stands for any
    /// text. `*` alone is every route of the API and of OAuth.
    ///
    /// Faults of the feed strike packets, whose routes are `/ws/v1/feeds/marketdata`, `…/compact_marketdata`,
    /// `…/full_snapquote` and `…/updates`.
    #[must_use]
    pub fn new(route: impl Into<String>, fault: Fault) -> Self {
        Self {
            route: route.into(),
            times: None,
            chance: always(),
            fault,
        }
    }

    /// Route, times left, chance and fault, to show them.
    pub(crate) fn parts(&self) -> (&str, Option<u32>, f64, &Fault) {
        (&self.route, self.times, self.chance, &self.fault)
    }

    /// Happens this many times, then never again.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Happens with this chance, from 0 to 1; the seed decides.
    #[must_use]
    pub fn chance(mut self, chance: f64) -> Self {
        self.chance = chance;
        self
    }
}

/// Why a rule was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultRuleError {
    /// The route is not a pattern.
    #[error(
        "route: a path of the API such as /api/v1/orders/*, with a method before it or without, or * alone"
    )]
    Route,
    /// A fault of the feed strikes packets, and none of these has the route.
    #[error(
        "route: * or a packet's, /ws/v1/feeds/ and marketdata, compact_marketdata, full_snapquote or updates"
    )]
    PacketRoute,
    /// The number of times is 0.
    #[error("times: at least 1, or leave it out")]
    Times,
    /// The chance is not a probability.
    #[error("chance: a number from 0 to 1")]
    Chance,
    /// A member of the fault is out of its range.
    #[error("fault: ms at most 600000, status 500 to 599, bytes at most 1073741824")]
    Fault,
}

impl Fault {
    /// The word of the JSON API.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Delay { .. } => "delay",
            Self::ServerError { .. } => "server_error",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::AddressRefusedPlain => "address_refused_plain",
            Self::HtmlPage => "html_page",
            Self::TruncatedBody => "truncated_body",
            Self::TruncatedJson => "truncated_json",
            Self::ResetBefore => "reset_before",
            Self::ResetAfter => "reset_after",
            Self::DuplicateReply => "duplicate_reply",
            Self::TokenRevoked => "token_revoked",
            Self::UnknownEnum => "unknown_enum",
            Self::NullList => "null_list",
            Self::BigBody { .. } => "big_body",
            Self::FeedDelay { .. } => "feed_delay",
            Self::FeedHalfPacket => "feed_half_packet",
            Self::FeedHalfFrame => "feed_half_frame",
            Self::FeedUnknownMode => "feed_unknown_mode",
            Self::FeedSilent => "feed_silent",
            Self::FeedClose => "feed_close",
            Self::FeedFlatUpdate => "feed_flat_update",
            Self::FeedArrayUpdate => "feed_array_update",
        }
    }

    /// Whether it strikes packets of the feed; all others strike requests.
    pub(crate) fn is_of_feed(&self) -> bool {
        self.name().starts_with("feed_")
    }
}

/// The handle with which the faults of a running sandbox are switched on and off.
#[derive(Clone)]
pub struct Faults(Broker);

impl Faults {
    pub(crate) fn new(broker: Broker) -> Self {
        Self(broker)
    }

    /// Puts a rule to work; the answer is its id.
    ///
    /// # Errors
    ///
    /// When a member of the rule is out of its range.
    pub fn add(&self, rule: FaultRule) -> Result<u64, FaultRuleError> {
        self.0.state().faults.add(rule)
    }

    /// The rules at work.
    #[must_use]
    pub fn list(&self) -> Vec<ActiveFault> {
        self.0.state().faults.iter().cloned().collect()
    }

    /// Removes one rule. Whether it was there.
    pub fn remove(&self, id: u64) -> bool {
        self.0.state().faults.remove(id)
    }

    /// Removes every rule.
    pub fn clear(&self) {
        self.0.state().faults.clear();
    }
}

impl std::fmt::Debug for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.list()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_read_as_they_are_written() {
        let text = r#"{"route":"*","times":1,"chance":0.5,"fault":{"kind":"delay","ms":5}}"#;
        let rule: FaultRule = serde_json::from_str(text).unwrap();
        assert_eq!(
            rule,
            FaultRule::new("*", Fault::Delay { ms: 5 }).times(1).chance(0.5)
        );
        assert_eq!(serde_json::to_string(&rule).unwrap(), text);
        for bad in [
            r#"{"route":"*","fault":{"kind":"nonsense"}}"#,
            r#"{"route":"*","fault":{"kind":"delay"}}"#,
            r#"{"route":"*","oftener":1,"fault":{"kind":"html_page"}}"#,
        ] {
            assert!(serde_json::from_str::<FaultRule>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_fault_is_named_as_in_json() {
        for fault in [
            Fault::Delay { ms: 1 },
            Fault::ServerError {
                status: 502,
                after: true,
            },
            Fault::TooManyRequests { retry_after: 1 },
            Fault::AddressRefusedPlain,
            Fault::HtmlPage,
            Fault::TruncatedBody,
            Fault::TruncatedJson,
            Fault::ResetBefore,
            Fault::ResetAfter,
            Fault::DuplicateReply,
            Fault::TokenRevoked,
            Fault::UnknownEnum,
            Fault::NullList,
            Fault::BigBody { bytes: 1 },
            Fault::FeedDelay { ms: 1 },
            Fault::FeedHalfPacket,
            Fault::FeedHalfFrame,
            Fault::FeedUnknownMode,
            Fault::FeedSilent,
            Fault::FeedClose,
            Fault::FeedFlatUpdate,
            Fault::FeedArrayUpdate,
        ] {
            assert_eq!(serde_json::to_value(&fault).unwrap()["kind"], fault.name());
        }
    }
}
