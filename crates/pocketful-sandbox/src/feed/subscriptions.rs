//! What one connection has subscribed, and the last packet of each, so that nothing is said twice.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use super::ask::{Mode, Pair};
use crate::assumed::FEED_SUBSCRIPTIONS;

/// One connection's market data.
#[derive(Debug, Default)]
pub(super) struct Subscriptions {
    wanted: BTreeMap<Pair, BTreeSet<Mode>>,
    sent: HashMap<(Pair, Mode), Arc<[u8]>>,
}

impl Subscriptions {
    /// Whether so many are allowed on one connection. What it has already does not count again.
    pub(super) fn has_room_for(&self, mode: Mode, pairs: &[Pair]) -> bool {
        let is_held = |pair| self.wanted.get(pair).is_some_and(|modes| modes.contains(&mode));
        let added: BTreeSet<_> = pairs.iter().filter(|pair| !is_held(*pair)).collect();
        self.len() + added.len() <= FEED_SUBSCRIPTIONS
    }

    pub(super) fn add(&mut self, mode: Mode, pairs: &[Pair]) {
        for pair in pairs {
            self.wanted.entry(*pair).or_default().insert(mode);
        }
    }

    pub(super) fn remove(&mut self, mode: Mode, pairs: &[Pair]) {
        for pair in pairs {
            if let Some(modes) = self.wanted.get_mut(pair) {
                modes.remove(&mode);
                self.sent.remove(&(*pair, mode));
                if modes.is_empty() {
                    self.wanted.remove(pair);
                }
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    fn len(&self) -> usize {
        self.wanted.values().map(BTreeSet::len).sum()
    }

    /// Every instrument with the modes it is wanted in.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Pair, &BTreeSet<Mode>)> {
        self.wanted.iter().map(|(pair, modes)| (*pair, modes))
    }

    /// Whether a packet says something that the last one of its kind did not; it is then taken as sent.
    pub(super) fn is_news(&mut self, pair: Pair, mode: Mode, packet: &[u8]) -> bool {
        let sent = self.sent.entry((pair, mode)).or_insert_with(|| Arc::from([]));
        let news = **sent != *packet;
        if news {
            *sent = Arc::from(packet);
        }
        news
    }

    /// By mode, for the hub.
    pub(super) fn by_mode(&self) -> BTreeMap<&'static str, BTreeSet<Pair>> {
        let mut by_mode: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (pair, modes) in self.iter() {
            for mode in modes {
                by_mode.entry(mode.as_str()).or_default().insert(pair);
            }
        }
        by_mode
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_of_an_instrument_come_and_go_by_themselves() {
        let (one, two) = ((1, 14_366), (4, 430_001));
        let mut subscriptions = Subscriptions::default();
        subscriptions.add(Mode::Detailed, &[one, two, one]);
        subscriptions.add(Mode::Compact, &[one]);
        assert_eq!(subscriptions.len(), 3);
        subscriptions.remove(Mode::Detailed, &[one]);
        subscriptions.remove(Mode::FullSnapquote, &[one, (1, 1)]);
        let expected = BTreeMap::from([
            ("marketdata", BTreeSet::from([two])),
            ("compact_marketdata", BTreeSet::from([one])),
        ]);
        assert_eq!(subscriptions.by_mode(), expected);
        subscriptions.remove(Mode::Detailed, &[two]);
        subscriptions.remove(Mode::Compact, &[one]);
        assert!(subscriptions.is_empty());
    }

    #[test]
    fn what_is_subscribed_again_takes_no_room() {
        let pairs: Vec<_> = (0..2600).map(|token| (1, token)).collect();
        let mut subscriptions = Subscriptions::default();
        for _ in 0..2 {
            assert!(subscriptions.has_room_for(Mode::Detailed, &pairs));
            subscriptions.add(Mode::Detailed, &pairs);
        }
        assert!(!subscriptions.has_room_for(Mode::Compact, &pairs));
        let twice = [&pairs[..2400], &pairs[..2400]].concat();
        assert!(subscriptions.has_room_for(Mode::Compact, &twice));
        subscriptions.add(Mode::Compact, &twice);
        assert!(subscriptions.has_room_for(Mode::Detailed, &pairs));
        assert!(!subscriptions.has_room_for(Mode::FullSnapquote, &[(1, 1)]));
    }

    #[test]
    fn nothing_is_said_twice_unless_it_is_subscribed_again() {
        let one = (1, 14_366);
        let mut subscriptions = Subscriptions::default();
        subscriptions.add(Mode::Detailed, &[one]);
        assert!(subscriptions.is_news(one, Mode::Detailed, b"a"));
        assert!(!subscriptions.is_news(one, Mode::Detailed, b"a"));
        assert!(subscriptions.is_news(one, Mode::Compact, b"a"));
        assert!(subscriptions.is_news(one, Mode::Detailed, b"b"));
        subscriptions.remove(Mode::Detailed, &[one]);
        subscriptions.add(Mode::Detailed, &[one]);
        assert!(subscriptions.is_news(one, Mode::Detailed, b"b"));
    }
}
