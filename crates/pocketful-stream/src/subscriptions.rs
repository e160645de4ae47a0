//! What is wanted and what the server was asked for, as sets: the difference is what to send. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque, hash_map::Entry};

use pocketful_types::{Exchange, Instrument, InstrumentToken};

use crate::command::{BATCH, Command, DataMode};

/// An instrument in an order that does not change, so that the same set gives the same frames.
type Key = (u8, u32);

fn key(instrument: Instrument) -> Key {
    (instrument.exchange.feed_code(), instrument.token.get())
}

fn instrument((code, token): Key) -> Option<Instrument> {
    Some(Instrument::new(
        Exchange::from_feed_code(code)?,
        InstrumentToken::new(token),
    ))
}

/// What callers want, counted: an instrument stays until everybody who asked for it has given it up.
#[derive(Debug, Default)]
pub(crate) struct Desired {
    wanted: HashMap<(DataMode, Key), Wanted>,
    /// How often something was asked for that nobody wanted before.
    times: u64,
    updates: bool,
}

#[derive(Debug)]
struct Wanted {
    count: usize,
    /// Which time it was asked for. Who gives it up and asks for it again wants to hear how it stands, as anybody who asks for it.
    time: u64,
}

impl Desired {
    pub(crate) fn new(updates: bool) -> Self {
        Self {
            updates,
            ..Self::default()
        }
    }

    /// One more who wants it. Whether that changes the set.
    pub(crate) fn add(&mut self, instrument: Instrument, mode: DataMode) -> bool {
        match self.wanted.entry((mode, key(instrument))) {
            Entry::Occupied(mut there) => {
                there.get_mut().count += 1;
                false
            }
            Entry::Vacant(free) => {
                self.times += 1;
                free.insert(Wanted {
                    count: 1,
                    time: self.times,
                });
                true
            }
        }
    }

    /// One fewer. Whether that changes the set.
    pub(crate) fn remove(&mut self, instrument: Instrument, mode: DataMode) -> bool {
        let entry = (mode, key(instrument));
        match self.wanted.get_mut(&entry) {
            Some(wanted) if wanted.count > 1 => {
                wanted.count -= 1;
                false
            }
            Some(_) => self.wanted.remove(&entry).is_some(),
            None => false,
        }
    }

    /// The part that the connection `shard` of `shards` carries. Order updates are on the first.
    pub(crate) fn part(&self, shard: usize, shards: usize) -> Set {
        let mut set = Set {
            updates: self.updates && shard == 0,
            ..Set::default()
        };
        for ((mode, key), wanted) in &self.wanted {
            if shard_of(*key, shards) == shard {
                set.data.entry(*mode).or_default().insert(*key, wanted.time);
            }
        }
        set
    }
}

/// The connection that an instrument is on: the same one for all its modes.
fn shard_of((code, token): Key, shards: usize) -> usize {
    let hash = (u64::from(code) << 32 | u64::from(token)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    usize::try_from(hash >> 32).unwrap_or_default() % shards.max(1)
}

/// A set of subscriptions: what a connection should carry, or what its server was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set {
    /// Each with the time that it was asked for.
    data: BTreeMap<DataMode, BTreeMap<Key, u64>>,
    updates: bool,
}

impl Set {
    /// The instruments, each once.
    pub(crate) fn instruments(&self) -> Vec<Instrument> {
        let keys: BTreeSet<Key> = self.keys().copied().collect();
        keys.into_iter().filter_map(instrument).collect()
    }

    /// The exchanges that market data is wanted of.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        let codes: BTreeSet<u8> = self.keys().map(|(code, _)| *code).collect();
        codes.into_iter().filter_map(Exchange::from_feed_code).collect()
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        self.data.values().flat_map(BTreeMap::keys)
    }

    pub(crate) fn has_updates(&self) -> bool {
        self.updates
    }

    /// The frames that lead from this set to `goal`: order updates first, then mode by mode, first what is given up. What was
    /// given up and asked for since is both, or the server would not say how it stands.
    pub(crate) fn commands_to(&self, goal: &Self) -> VecDeque<Command> {
        let mut commands = VecDeque::new();
        if self.updates != goal.updates {
            let subscribe = goal.updates;
            commands.push_back(Command::Updates { subscribe });
        }
        let none = BTreeMap::new();
        for mode in DataMode::ALL {
            let (has, wants) = (
                self.data.get(&mode).unwrap_or(&none),
                goal.data.get(&mode).unwrap_or(&none),
            );
            for (subscribe, keys) in [(false, beyond(has, wants)), (true, beyond(wants, has))] {
                for batch in keys.chunks(BATCH) {
                    let instruments = batch.iter().copied().filter_map(instrument).collect();
                    commands.push_back(Command::Data {
                        subscribe,
                        mode,
                        instruments,
                    });
                }
            }
        }
        commands
    }

    /// Notes that the server was told so, on the way to `goal`.
    pub(crate) fn apply(&mut self, command: &Command, goal: &Self) {
        match command {
            Command::Updates { subscribe } => self.updates = *subscribe,
            Command::Data {
                subscribe,
                mode,
                instruments,
            } => {
                let keys = self.data.entry(*mode).or_default();
                let wants = goal.data.get(mode);
                for key in instruments.iter().copied().map(key) {
                    match wants.and_then(|wants| wants.get(&key)).filter(|_| *subscribe) {
                        Some(time) => keys.insert(key, *time),
                        None => keys.remove(&key),
                    };
                }
                if keys.is_empty() {
                    self.data.remove(mode);
                }
            }
        }
    }
}

/// What is in `these` and not, or of another time, in `those`.
fn beyond(these: &BTreeMap<Key, u64>, those: &BTreeMap<Key, u64>) -> Vec<Key> {
    let is_beyond = |(key, time): &(&Key, &u64)| those.get(key) != Some(*time);
    these.iter().filter(is_beyond).map(|(key, _)| *key).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn nse(token: u32) -> Instrument {
        Instrument::new(Exchange::Nse, InstrumentToken::new(token))
    }

    #[test]
    fn an_instrument_stays_until_the_last_one_gives_it_up() {
        let mut desired = Desired::new(false);
        assert!(desired.add(nse(1), DataMode::Compact));
        assert!(!desired.add(nse(1), DataMode::Compact));
        assert!(desired.add(nse(1), DataMode::Depth), "modes are counted apart");
        assert!(!desired.remove(nse(1), DataMode::Compact));
        assert!(desired.remove(nse(1), DataMode::Compact));
        assert!(!desired.remove(nse(1), DataMode::Compact), "not below zero");
        assert!(desired.remove(nse(1), DataMode::Depth));
        assert_eq!(desired.part(0, 1), Set::default());
    }

    #[test]
    fn the_replay_is_updates_first_then_mode_by_mode_in_batches() {
        let mut desired = Desired::new(true);
        for token in (0..120).rev() {
            desired.add(nse(token), DataMode::Depth);
        }
        desired.add(nse(7), DataMode::Detailed);
        let goal = desired.part(0, 1);
        let commands = Set::default().commands_to(&goal);
        let sizes: Vec<_> = commands
            .iter()
            .map(|command| match command {
                Command::Updates { subscribe } => (None, *subscribe, 0),
                Command::Data {
                    subscribe,
                    mode,
                    instruments,
                } => (Some(*mode), *subscribe, instruments.len()),
            })
            .collect();
        let depth = Some(DataMode::Depth);
        assert_eq!(
            sizes,
            [
                (None, true, 0),
                (Some(DataMode::Detailed), true, 1),
                (depth, true, 50),
                (depth, true, 50),
                (depth, true, 20)
            ]
        );
        assert!(goal.commands_to(&goal).is_empty());
    }

    fn change() -> impl Strategy<Value = (bool, u8, u32, u8)> {
        (any::<bool>(), 1_u8..8, 0_u32..300, 0_u8..3)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        /// Whatever the server was asked for, the commands lead exactly to what is wanted, in frames of at most fifty,
        /// and the connections together carry the whole.
        #[test]
        fn the_commands_lead_to_the_goal(before in prop::collection::vec(change(), 0..300),
                                         after in prop::collection::vec(change(), 0..300), shards in 1_usize..5) {
            let mut desired = Desired::new(true);
            let mut apply = |changes: &[(bool, u8, u32, u8)]| {
                for (add, code, token, mode) in changes {
                    let Some(exchange) = Exchange::from_feed_code(*code) else { continue };
                    let instrument = Instrument::new(exchange, InstrumentToken::new(*token));
                    let mode = DataMode::ALL[usize::from(*mode)];
                    if *add { desired.add(instrument, mode); } else { desired.remove(instrument, mode); }
                }
                (0..shards).map(|shard| desired.part(shard, shards)).collect::<Vec<_>>()
            };
            let (has, wants) = (apply(&before), apply(&after));
            for (mut has, wants) in has.into_iter().zip(&wants) {
                for command in has.commands_to(wants) {
                    if let Command::Data { instruments, .. } = &command {
                        prop_assert!((1..=BATCH).contains(&instruments.len()));
                    }
                    has.apply(&command, wants);
                }
                prop_assert_eq!(&has, wants);
            }
            let together: usize = wants.iter().map(|set| set.instruments().len()).sum();
            prop_assert_eq!(together, desired.part(0, 1).instruments().len());
            prop_assert_eq!(wants.iter().filter(|set| set.has_updates()).count(), 1);
        }
    }
}
