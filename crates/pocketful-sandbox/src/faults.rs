//! Faults: what may go wrong between a client and the broker, by rule.

pub(crate) mod inject;
mod pieces;
mod reshape;
mod route;

use serde::{Deserialize, Serialize};

use self::route::Route;
use crate::{broker::Broker, state::random::Random};

/// One thing that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Fault {
    /// The request waits this long before it is looked at.
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
}

/// When a fault happens.
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
    #[error("route: a path such as /api/v1/orders/*, with a method before it or without, or * alone")]
    Route,
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

/// A rule at work.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ActiveFault {
    /// Names it, to remove it.
    pub id: u64,
    /// What was asked for; `times` counts down.
    #[serde(flatten)]
    pub rule: FaultRule,
    /// How often it has happened.
    pub happened: u64,
    #[serde(skip)]
    pattern: Route,
}

/// All rules, in the order in which they were added.
pub(crate) struct FaultRules {
    active: Vec<ActiveFault>,
    last_id: u64,
    dice: Random,
}

impl FaultRules {
    pub(crate) fn new(dice: Random) -> Self {
        Self {
            active: Vec::new(),
            last_id: 0,
            dice,
        }
    }

    /// Puts a rule to work and gives it its id.
    pub(crate) fn add(&mut self, rule: FaultRule) -> Result<u64, FaultRuleError> {
        let pattern = Route::parse(&rule.route).ok_or(FaultRuleError::Route)?;
        if rule.times == Some(0) {
            return Err(FaultRuleError::Times);
        }
        if !(0.0..=1.0).contains(&rule.chance) {
            return Err(FaultRuleError::Chance);
        }
        let sound = match rule.fault {
            Fault::Delay { ms } => ms <= 600_000,
            Fault::ServerError { status, .. } => (500..600).contains(&status),
            Fault::BigBody { bytes } => bytes <= 1 << 30,
            _ => true,
        };
        if !sound {
            return Err(FaultRuleError::Fault);
        }
        self.last_id += 1;
        self.active.push(ActiveFault {
            id: self.last_id,
            rule,
            happened: 0,
            pattern,
        });
        Ok(self.last_id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &ActiveFault> {
        self.active.iter()
    }

    /// Whether there was such a rule to remove.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.active.len();
        self.active.retain(|active| active.id != id);
        self.active.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.active.clear();
    }

    /// The faults of a request, which are counted as having happened.
    fn strike(&mut self, method: &str, path: &str) -> Vec<Fault> {
        let mut struck = Vec::new();
        for active in &mut self.active {
            if !active.pattern.matches(method, path) || !self.dice.chance(active.rule.chance) {
                continue;
            }
            active.happened += 1;
            active.rule.times = active.rule.times.map(|left| left - 1);
            struck.push(active.rule.fault.clone());
        }
        self.active.retain(|active| active.rule.times != Some(0));
        struck
    }
}

impl Fault {
    /// The word of the JSON API.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Delay { .. } => "delay",
            Self::ServerError { .. } => "server_error",
            Self::TooManyRequests { .. } => "too_many_requests",
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
        }
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
    use crate::state::random::Stream;

    fn rules() -> FaultRules {
        FaultRules::new(Random::new(7, Stream::Faults))
    }

    #[test]
    fn a_rule_happens_as_often_as_it_says() {
        let mut rules = rules();
        rules
            .add(FaultRule::new("POST /api/v1/orders", Fault::ResetAfter).times(2))
            .unwrap();
        assert!(rules.strike("GET", "/api/v1/orders").is_empty());
        assert_eq!(rules.strike("POST", "/api/v1/orders"), [Fault::ResetAfter]);
        assert_eq!(rules.strike("POST", "/api/v1/orders"), [Fault::ResetAfter]);
        assert!(rules.strike("POST", "/api/v1/orders").is_empty());
        assert_eq!(rules.iter().count(), 0);
    }

    #[test]
    fn chance_comes_from_the_seed() {
        let run = || -> Vec<bool> {
            let mut rules = rules();
            rules
                .add(FaultRule::new("*", Fault::HtmlPage).chance(0.5))
                .unwrap();
            (0..64).map(|_| !rules.strike("GET", "/").is_empty()).collect()
        };
        assert_eq!(run(), run());
        assert!(run().contains(&true) && run().contains(&false));
    }

    #[test]
    fn rules_out_of_range_are_refused() {
        let mut rules = rules();
        let html = |route: &str| FaultRule::new(route, Fault::HtmlPage);
        for (rule, error) in [
            (html(""), FaultRuleError::Route),
            (html("*").times(0), FaultRuleError::Times),
            (html("*").chance(1.5), FaultRuleError::Chance),
            (html("*").chance(f64::NAN), FaultRuleError::Chance),
            (
                FaultRule::new("*", Fault::Delay { ms: 600_001 }),
                FaultRuleError::Fault,
            ),
            (
                FaultRule::new(
                    "*",
                    Fault::ServerError {
                        status: 404,
                        after: false,
                    },
                ),
                FaultRuleError::Fault,
            ),
            (
                FaultRule::new("*", Fault::BigBody { bytes: 1 << 31 }),
                FaultRuleError::Fault,
            ),
        ] {
            assert_eq!(rules.add(rule), Err(error));
        }
    }

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
        ] {
            assert_eq!(serde_json::to_value(&fault).unwrap()["kind"], fault.name());
        }
    }
}
