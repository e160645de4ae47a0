//! The table of the latest values: one entry an instrument, under one lock.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::Mutex,
    time::Duration,
};

use pocketful_types::{Exchange, Instrument};
use time::OffsetDateTime;
use tokio::{sync::watch, time::Instant};

use super::Latest;
use crate::{DataMode, Event, fanout::locked};

/// All of them. One lock a batch.
#[derive(Debug, Default)]
pub(crate) struct LatestTable {
    slots: Mutex<Slots>,
    pub(super) version: watch::Sender<Version>,
}

/// What a view waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Version {
    /// Counts the batches that changed something.
    pub(super) number: u64,
    pub(super) has_ended: bool,
}

type Slots = HashMap<u64, Slot, BuildHasherDefault<KeyHasher>>;

#[derive(Debug)]
struct Slot {
    latest: Latest,
    version: u64,
}

impl LatestTable {
    /// Follows a mode of an instrument from here on.
    pub(crate) fn follow(&self, instrument: Instrument, mode: DataMode, now: Instant) {
        let mut slots = locked(&self.slots);
        let slot = slots.entry(key(instrument)).or_insert_with(|| Slot {
            latest: Latest::new(instrument),
            version: 0,
        });
        slot.latest.follow(mode, now);
        if self.version.borrow().has_ended {
            slot.latest.mark_stale();
        }
    }

    /// Forgets it, and the instrument with the last of its modes.
    pub(crate) fn forget(&self, instrument: Instrument, mode: DataMode) {
        let mut slots = locked(&self.slots);
        let Some(slot) = slots.get_mut(&key(instrument)) else {
            return;
        };
        slot.latest.forget(mode);
        if !slot.latest.is_followed() {
            slots.remove(&key(instrument));
            return;
        }
        let version = self.next();
        slot.version = version;
        self.tell(version);
    }

    /// Takes over the ticks of a batch, unless the stream has ended: then everything is stale and remains so.
    pub(crate) fn update(&self, batch: &[Event], at: OffsetDateTime, now: Instant) {
        let mut slots = locked(&self.slots);
        let Version { number, has_ended } = *self.version.borrow();
        if has_ended {
            return;
        }
        let version = number + 1;
        let mut changed = false;
        for event in batch {
            let key = match event {
                Event::Detailed(tick) => packet_key(tick.exchange_code(), tick.instrument_token().get()),
                Event::Compact(tick) => packet_key(tick.exchange_code(), tick.instrument_token().get()),
                Event::Depth(depth) => packet_key(depth.exchange_code(), depth.instrument_token().get()),
                _ => continue,
            };
            if let Some(slot) = slots.get_mut(&key)
                && slot.latest.take(event, at, now)
            {
                changed = true;
                slot.version = version;
            }
        }
        if changed {
            self.tell(version);
        }
    }

    /// Marks what may be out of date because the connection of `instruments` was lost.
    pub(crate) fn mark_stale(&self, instruments: &[Instrument]) {
        let mut slots = locked(&self.slots);
        let version = self.next();
        for instrument in instruments {
            if let Some(slot) = slots.get_mut(&key(*instrument)) {
                slot.latest.mark_stale();
                slot.version = version;
            }
        }
        self.tell(version);
    }

    /// Marks everything: nothing more comes.
    pub(crate) fn end(&self) {
        let mut slots = locked(&self.slots);
        let number = self.next();
        for slot in slots.values_mut() {
            slot.latest.mark_stale();
            slot.version = number;
        }
        let has_ended = true;
        self.version.send_replace(Version { number, has_ended });
    }

    /// Starts the wait for the next ticks of `instruments` afresh, after a connection was made.
    pub(crate) fn restart(&self, instruments: &[Instrument], now: Instant) {
        let mut slots = locked(&self.slots);
        for instrument in instruments {
            if let Some(slot) = slots.get_mut(&key(*instrument)) {
                slot.latest.restart(now);
            }
        }
    }

    /// Tells which modes of `instruments` have been quiet for `limit` while `is_open` says that their exchange trades, each
    /// once. Outside of its hours nothing counts as quiet.
    pub(crate) fn gone_quiet(
        &self,
        instruments: &[Instrument],
        limit: Duration,
        now: Instant,
        is_open: impl Fn(Exchange) -> bool,
    ) -> Vec<Event> {
        let mut slots = locked(&self.slots);
        let version = self.next();
        let mut events = Vec::new();
        for instrument in instruments {
            let Some(slot) = slots.get_mut(&key(*instrument)) else {
                continue;
            };
            if !is_open(instrument.exchange) {
                slot.latest.excuse(now);
            } else if slot.latest.go_stale(limit, now, &mut events) {
                slot.version = version;
            }
        }
        if !events.is_empty() {
            self.tell(version);
        }
        events
    }

    pub(super) fn get(&self, instrument: Instrument) -> Option<Latest> {
        locked(&self.slots)
            .get(&key(instrument))
            .map(|slot| slot.latest.clone())
    }

    /// What has changed since, and the number of the last change.
    pub(super) fn newer_than(&self, seen: u64) -> (Vec<Latest>, u64) {
        let slots = locked(&self.slots);
        let newer = slots.values().filter(|slot| slot.version > seen);
        let latest = newer.map(|slot| slot.latest.clone()).collect();
        (latest, self.version.borrow().number)
    }

    /// The number of a change. The slots are locked meanwhile, so that none is given twice.
    fn next(&self) -> u64 {
        self.version.borrow().number + 1
    }

    fn tell(&self, number: u64) {
        self.version.send_modify(|version| version.number = number);
    }
}

fn key(instrument: Instrument) -> u64 {
    packet_key(instrument.exchange.feed_code(), instrument.token.get())
}

#[inline]
fn packet_key(code: u8, token: u32) -> u64 {
    u64::from(code) << 32 | u64::from(token)
}

/// Spreads keys that callers chose themselves; nobody else puts keys into the table.
#[derive(Debug, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}
