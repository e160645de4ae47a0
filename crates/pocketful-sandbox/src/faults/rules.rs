//! The rules at work: which requests they strike, and how often.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Fault, FaultRule, FaultRuleError, moment::Moment, route::Route};
use crate::{feed, state::random::Random};

/// What packets of the feed are called, after its path.
const PACKETS: [&str; 4] = ["marketdata", "compact_marketdata", "full_snapquote", "updates"];

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
        let packets = PACKETS.map(|mode| format!("{}/{mode}", feed::PATH));
        let is_of_form = Moment::of(&rule.fault) == Moment::Form;
        let strikes =
            |path: &String| pattern.matches("GET", path) && (!is_of_form || path.ends_with("/updates"));
        if rule.fault.is_of_feed() && !packets.iter().any(strikes) {
            return Err(FaultRuleError::PacketRoute);
        }
        if !rule.fault.is_of_feed() && rule.route.contains(&format!("{}/", feed::PATH)) {
            return Err(FaultRuleError::Route);
        }
        if rule.times == Some(0) {
            return Err(FaultRuleError::Times);
        }
        if !(0.0..=1.0).contains(&rule.chance) {
            return Err(FaultRuleError::Chance);
        }
        let sound = match rule.fault {
            Fault::Delay { ms } | Fault::FeedDelay { ms } => ms <= 600_000,
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

    /// The faults of a request in the order in which they act, which are counted as having happened.
    pub(super) fn strike(&mut self, method: &str, path: &str) -> Vec<Fault> {
        self.strike_where(method, path, |fault| !fault.is_of_feed())
    }

    /// The faults of a packet of the feed in the order in which they act, which are counted as having happened.
    pub(crate) fn strike_packet(&mut self, path: &str) -> Vec<Fault> {
        let is_update = path.ends_with("/updates");
        self.strike_where("GET", path, |fault| {
            fault.is_of_feed() && (is_update || Moment::of(fault) != Moment::Form)
        })
    }

    /// One rule of each moment at most, the one added first; the others wait for the next request. What becomes of the
    /// request is settled first, because it may leave nothing for the rest to act on.
    fn strike_where(&mut self, method: &str, path: &str, may: impl Fn(&Fault) -> bool) -> Vec<Fault> {
        let mut struck = BTreeMap::new();
        for is_fate in [true, false] {
            for active in &mut self.active {
                let fault = &active.rule.fault;
                let moment = Moment::of(fault);
                if (moment == Moment::Fate) != is_fate
                    || !may(fault)
                    || struck.contains_key(&moment)
                    || !(is_fate || moment.comes_with(struck.get(&Moment::Fate)))
                    || !active.pattern.matches(method, path)
                    || !self.dice.chance(active.rule.chance)
                {
                    continue;
                }
                active.happened += 1;
                active.rule.times = active.rule.times.map(|left| left - 1);
                struck.insert(moment, active.rule.fault.clone());
            }
        }
        self.active.retain(|active| active.rule.times != Some(0));
        struck.into_values().collect()
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

    fn once(rules: &mut FaultRules, route: &str, faults: &[Fault]) {
        for fault in faults {
            rules.add(FaultRule::new(route, fault.clone()).times(1)).unwrap();
        }
    }

    #[test]
    fn of_two_rules_that_cannot_both_happen_the_second_waits_for_the_next_request() {
        let late = Fault::ServerError {
            status: 504,
            after: true,
        };
        for (first, second) in [
            (Fault::ResetAfter, Fault::HtmlPage),
            (Fault::HtmlPage, Fault::ResetAfter),
            (Fault::AddressRefusedPlain, late),
            (Fault::TruncatedJson, Fault::TruncatedBody),
            (Fault::Delay { ms: 1 }, Fault::Delay { ms: 2 }),
        ] {
            let mut rules = rules();
            once(&mut rules, "*", &[first.clone(), second.clone()]);
            assert_eq!(rules.strike("GET", "/"), [first]);
            assert_eq!(rules.iter().count(), 1);
            assert_eq!(rules.strike("GET", "/"), [second]);
            assert_eq!(rules.iter().count(), 0);
        }
    }

    #[test]
    fn rules_of_different_moments_happen_together_in_the_order_of_the_moments() {
        let mut rules = rules();
        let added = [
            Fault::TruncatedJson,
            Fault::NullList,
            Fault::UnknownEnum,
            Fault::TokenRevoked,
            Fault::Delay { ms: 1 },
        ];
        once(&mut rules, "*", &added);
        let acted = [
            Fault::Delay { ms: 1 },
            Fault::TokenRevoked,
            Fault::UnknownEnum,
            Fault::NullList,
            Fault::TruncatedJson,
        ];
        assert_eq!(rules.strike("GET", "/"), acted);
        assert_eq!(rules.iter().count(), 0);
    }

    #[test]
    fn an_answer_that_never_comes_uses_no_rule_that_would_change_it() {
        let mut rules = rules();
        once(
            &mut rules,
            "*",
            &[Fault::NullList, Fault::TokenRevoked, Fault::ResetAfter],
        );
        assert_eq!(rules.strike("GET", "/"), [Fault::TokenRevoked, Fault::ResetAfter]);
        assert_eq!(rules.strike("GET", "/"), [Fault::NullList]);
    }

    #[test]
    fn packets_use_rules_as_requests_do() {
        let mut rules = rules();
        let added = [
            Fault::FeedFlatUpdate,
            Fault::FeedUnknownMode,
            Fault::FeedHalfPacket,
        ];
        once(&mut rules, "*", &added);
        rules
            .add(FaultRule::new("*", Fault::FeedHalfFrame).times(1))
            .unwrap();
        // A tick has no form that could be another.
        assert_eq!(
            rules.strike_packet("/ws/v1/feeds/marketdata"),
            [Fault::FeedUnknownMode, Fault::FeedHalfPacket]
        );
        assert_eq!(
            rules.strike_packet("/ws/v1/feeds/updates"),
            [Fault::FeedFlatUpdate, Fault::FeedHalfFrame]
        );
    }

    #[test]
    fn faults_of_requests_and_of_packets_do_not_meet() {
        let mut rules = rules();
        rules.add(FaultRule::new("*", Fault::HtmlPage).times(1)).unwrap();
        rules
            .add(FaultRule::new("/ws/v1/feeds/*", Fault::FeedSilent).times(1))
            .unwrap();
        assert!(rules.strike_packet("/api/v1/orders").is_empty());
        assert_eq!(rules.strike_packet("/ws/v1/feeds/updates"), [Fault::FeedSilent]);
        assert_eq!(rules.strike("GET", "/ws/v1/feeds"), [Fault::HtmlPage]);
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
            (html("/portal/clock"), FaultRuleError::Route),
            (html("/ws/v1/feeds/marketdata"), FaultRuleError::Route),
            (
                FaultRule::new("POST /api/v1/orders", Fault::FeedSilent),
                FaultRuleError::PacketRoute,
            ),
            (
                FaultRule::new("/ws/v1/feeds/marketdata", Fault::FeedFlatUpdate),
                FaultRuleError::PacketRoute,
            ),
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
}
