//! The latest value of every subscribed instrument, for those who want to know how things stand and not how they came about.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::{Arc, Mutex},
    time::Duration,
};

use pocketful_types::{Exchange, Instrument};
use rust_decimal::Decimal;
use time::OffsetDateTime;
use tokio::{sync::watch, time::Instant};

use super::locked;
use crate::{Compact, Depth, Detailed, Event};

/// The latest of one instrument. Each packet is the last of its kind.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Latest {
    /// Which one.
    pub instrument: Instrument,
    /// The last detailed tick.
    pub detailed: Option<Detailed>,
    /// The last compact tick.
    pub compact: Option<Compact>,
    /// The last five levels.
    pub depth: Option<Depth>,
    /// When the last of them came, IST.
    pub at: Option<OffsetDateTime>,
    /// Whether that may be out of date: the connection was lost since, or nothing came for too long.
    pub is_stale: bool,
    /// Whether the last price that came was a compact tick's.
    compact_is_newer: bool,
}

impl Latest {
    fn new(instrument: Instrument) -> Self {
        Self {
            instrument,
            detailed: None,
            compact: None,
            depth: None,
            at: None,
            is_stale: false,
            compact_is_newer: false,
        }
    }

    /// Last traded price in ₹, from whichever tick came last.
    #[must_use]
    pub fn last_price(&self) -> Option<Decimal> {
        let detailed = self.detailed.as_ref().and_then(Detailed::last_price);
        let compact = self.compact.as_ref().and_then(Compact::last_price);
        if self.compact_is_newer {
            compact.or(detailed)
        } else {
            detailed.or(compact)
        }
    }
}

/// All of them. One lock a batch.
#[derive(Debug)]
pub(crate) struct LatestTable {
    slots: Mutex<Slots>,
    /// Counts the batches that changed something.
    version: watch::Sender<u64>,
}

type Slots = HashMap<u64, Slot, BuildHasherDefault<KeyHasher>>;

#[derive(Debug)]
struct Slot {
    latest: Latest,
    version: u64,
    /// Since when it has been quiet.
    quiet_since: Instant,
    is_reported: bool,
}

impl Default for LatestTable {
    fn default() -> Self {
        Self {
            slots: Mutex::default(),
            version: watch::Sender::new(0),
        }
    }
}

impl LatestTable {
    /// Follows an instrument from here on.
    pub(crate) fn follow(&self, instrument: Instrument, now: Instant) {
        locked(&self.slots)
            .entry(key(instrument))
            .or_insert_with(|| Slot {
                latest: Latest::new(instrument),
                version: 0,
                quiet_since: now,
                is_reported: false,
            });
    }

    /// Forgets it.
    pub(crate) fn forget(&self, instrument: Instrument) {
        locked(&self.slots).remove(&key(instrument));
    }

    /// Takes over the ticks of a batch.
    pub(crate) fn update(&self, batch: &[Event], at: OffsetDateTime, now: Instant) {
        let mut slots = locked(&self.slots);
        let version = *self.version.borrow() + 1;
        let mut changed = false;
        for event in batch {
            let slot = match event {
                Event::Detailed(tick) => {
                    slots.get_mut(&packet_key(tick.exchange_code(), tick.instrument_token().get()))
                }
                Event::Compact(tick) => {
                    slots.get_mut(&packet_key(tick.exchange_code(), tick.instrument_token().get()))
                }
                Event::Depth(depth) => {
                    slots.get_mut(&packet_key(depth.exchange_code(), depth.instrument_token().get()))
                }
                _ => continue,
            };
            let Some(slot) = slot else { continue };
            changed = true;
            slot.version = version;
            slot.quiet_since = now;
            slot.is_reported = false;
            let latest = &mut slot.latest;
            latest.at = Some(at);
            latest.is_stale = false;
            match event {
                Event::Detailed(tick) => {
                    latest.detailed = Some(*tick);
                    latest.compact_is_newer = false;
                }
                Event::Compact(tick) => {
                    latest.compact = Some(*tick);
                    latest.compact_is_newer = true;
                }
                Event::Depth(depth) => latest.depth = Some(*depth),
                _ => {}
            }
        }
        if changed {
            self.version.send_replace(version);
        }
    }

    /// Marks what may be out of date because the connection of `instruments` was lost.
    pub(crate) fn mark_stale(&self, instruments: &[Instrument]) {
        let mut slots = locked(&self.slots);
        let version = *self.version.borrow() + 1;
        for instrument in instruments {
            if let Some(slot) = slots.get_mut(&key(*instrument)) {
                slot.latest.is_stale = true;
                slot.version = version;
            }
        }
        self.version.send_replace(version);
    }

    /// Starts the wait for the next tick of `instruments` afresh, after a connection was made.
    pub(crate) fn restart(&self, instruments: &[Instrument], now: Instant) {
        let mut slots = locked(&self.slots);
        for instrument in instruments {
            if let Some(slot) = slots.get_mut(&key(*instrument)) {
                slot.quiet_since = now;
                slot.is_reported = false;
            }
        }
    }

    /// Which of `instruments` have been quiet for `limit` while `is_open` says that their exchange trades; each is told
    /// once. Outside of its hours nothing counts as quiet.
    pub(crate) fn gone_quiet(
        &self,
        instruments: &[Instrument],
        limit: Duration,
        now: Instant,
        is_open: impl Fn(Exchange) -> bool,
    ) -> Vec<(Instrument, Option<OffsetDateTime>)> {
        let mut slots = locked(&self.slots);
        let version = *self.version.borrow() + 1;
        let mut quiet = Vec::new();
        for instrument in instruments {
            let Some(slot) = slots.get_mut(&key(*instrument)) else {
                continue;
            };
            if !is_open(instrument.exchange) {
                slot.quiet_since = now;
            } else if !slot.is_reported && now.duration_since(slot.quiet_since) >= limit {
                slot.is_reported = true;
                slot.latest.is_stale = true;
                slot.version = version;
                quiet.push((*instrument, slot.latest.at));
            }
        }
        if !quiet.is_empty() {
            self.version.send_replace(version);
        }
        quiet
    }

    fn get(&self, instrument: Instrument) -> Option<Latest> {
        locked(&self.slots)
            .get(&key(instrument))
            .map(|slot| slot.latest.clone())
    }

    fn newer_than(&self, seen: u64) -> Vec<Latest> {
        let slots = locked(&self.slots);
        slots
            .values()
            .filter(|slot| slot.version > seen)
            .map(|slot| slot.latest.clone())
            .collect()
    }
}

/// Looks at the latest values; see [`Feed::latest`](crate::Feed::latest). However slow its owner is, nothing piles up.
#[derive(Debug)]
pub struct LatestView {
    fanout: Arc<super::Fanout>,
    version: watch::Receiver<u64>,
    seen: u64,
}

impl LatestView {
    pub(crate) fn new(fanout: Arc<super::Fanout>) -> Self {
        let version = fanout.latest.version.subscribe();
        Self {
            fanout,
            version,
            seen: 0,
        }
    }

    /// The latest of `instrument`; `None` when it is not subscribed.
    #[must_use]
    pub fn get(&self, instrument: Instrument) -> Option<Latest> {
        self.fanout.latest.get(instrument)
    }

    /// Waits until something has changed since the last call, and gives all that has, each instrument once. The first call
    /// gives whatever there is.
    ///
    /// # Cancel safety
    /// Nothing is lost when the future is dropped.
    pub async fn changed(&mut self) -> Vec<Latest> {
        loop {
            let version = *self.version.borrow_and_update();
            let changed = self.fanout.latest.newer_than(self.seen);
            self.seen = version;
            if !changed.is_empty() {
                return changed;
            }
            if self.version.changed().await.is_err() {
                // The table holds the sender and this view holds the table.
                return Vec::new();
            }
        }
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
