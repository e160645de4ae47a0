//! The rules at work: which requests they strike, and how often.

use serde::Serialize;

use super::{Fault, FaultRule, FaultRuleError, route::Route};
use crate::state::random::Random;

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

    /// The faults of a request, which are counted as having happened.
    pub(super) fn strike(&mut self, method: &str, path: &str) -> Vec<Fault> {
        self.strike_some(method, path, |fault| !fault.is_of_feed())
    }

    /// The faults of a packet of the feed, which are counted as having happened.
    pub(crate) fn strike_packet(&mut self, path: &str) -> Vec<Fault> {
        self.strike_some("GET", path, Fault::is_of_feed)
    }

    fn strike_some(&mut self, method: &str, path: &str, which: impl Fn(&Fault) -> bool) -> Vec<Fault> {
        let mut struck = Vec::new();
        for active in self.active.iter_mut().filter(|active| which(&active.rule.fault)) {
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
