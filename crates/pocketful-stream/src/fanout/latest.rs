//! The latest value of every subscribed instrument, for those who want to know how things stand and not how they came about.

mod table;

use std::{sync::Arc, time::Duration};

use pocketful_types::Instrument;
use rust_decimal::Decimal;
use time::OffsetDateTime;
use tokio::{sync::watch, time::Instant};

use crate::{Compact, DataMode, Depth, Detailed, Event};

pub(crate) use table::LatestTable;
use table::Version;

/// The latest of one instrument. Each packet is the last of its kind since its mode was subscribed; each has a time and may be
/// out of date by itself.
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
    /// How each subscribed mode stands, in the order of [`DataMode::ALL`].
    standings: [Option<Standing>; 3],
    /// Whether the last price that came was a compact tick's.
    compact_is_newer: bool,
}

/// How a subscribed mode stands.
#[derive(Clone, Copy, Debug)]
struct Standing {
    at: Option<OffsetDateTime>,
    is_stale: bool,
    /// Since when it has been quiet.
    quiet_since: Instant,
    is_reported: bool,
}

impl Latest {
    fn new(instrument: Instrument) -> Self {
        Self {
            instrument,
            detailed: None,
            compact: None,
            depth: None,
            standings: [None; 3],
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

    /// When the last packet of `mode` came, IST; `None` when none has come since it was subscribed.
    #[must_use]
    pub fn at(&self, mode: DataMode) -> Option<OffsetDateTime> {
        self.standing(mode)?.at
    }

    /// Whether what is here of `mode` may be out of date: the connection was lost since, nothing came for too long, or the
    /// stream has ended. A mode that is not subscribed is not stale; it has no packet.
    #[must_use]
    pub fn is_stale(&self, mode: DataMode) -> bool {
        self.standing(mode).is_some_and(|standing| standing.is_stale)
    }

    fn standing(&self, mode: DataMode) -> Option<&Standing> {
        self.standings.get(mode.index())?.as_ref()
    }

    /// All that are subscribed.
    fn followed(&mut self) -> impl Iterator<Item = &mut Standing> {
        self.standings.iter_mut().flatten()
    }

    fn is_followed(&self) -> bool {
        self.standings.iter().any(Option::is_some)
    }

    fn follow(&mut self, mode: DataMode, now: Instant) {
        if let Some(standing) = self.standings.get_mut(mode.index()) {
            standing.get_or_insert(Standing {
                at: None,
                is_stale: false,
                quiet_since: now,
                is_reported: false,
            });
        }
    }

    /// What came of a mode is not kept beyond its subscription: nobody would keep it up to date.
    fn forget(&mut self, mode: DataMode) {
        if let Some(standing) = self.standings.get_mut(mode.index()) {
            *standing = None;
        }
        match mode {
            DataMode::Detailed => self.detailed = None,
            DataMode::Compact => self.compact = None,
            DataMode::Depth => self.depth = None,
        }
    }

    /// Takes over a tick that came. Whether its mode is subscribed.
    #[inline]
    fn take(&mut self, event: &Event, at: OffsetDateTime, now: Instant) -> bool {
        let mode = match event {
            Event::Detailed(_) => DataMode::Detailed,
            Event::Compact(_) => DataMode::Compact,
            Event::Depth(_) => DataMode::Depth,
            _ => return false,
        };
        let Some(Some(standing)) = self.standings.get_mut(mode.index()) else {
            return false;
        };
        *standing = Standing {
            at: Some(at),
            is_stale: false,
            quiet_since: now,
            is_reported: false,
        };
        match event {
            Event::Detailed(tick) => {
                self.detailed = Some(*tick);
                self.compact_is_newer = false;
            }
            Event::Compact(tick) => {
                self.compact = Some(*tick);
                self.compact_is_newer = true;
            }
            Event::Depth(depth) => self.depth = Some(*depth),
            _ => {}
        }
        true
    }

    fn mark_stale(&mut self) {
        for standing in self.followed() {
            standing.is_stale = true;
        }
    }

    fn restart(&mut self, now: Instant) {
        for standing in self.followed() {
            standing.quiet_since = now;
            standing.is_reported = false;
        }
    }

    /// It may be quiet up to `now`.
    fn excuse(&mut self, now: Instant) {
        for standing in self.followed() {
            standing.quiet_since = now;
        }
    }

    /// Appends an event for each mode that has been quiet for `limit`, once. Whether there was one.
    fn go_stale(&mut self, limit: Duration, now: Instant, events: &mut Vec<Event>) -> bool {
        let before = events.len();
        for (mode, standing) in DataMode::ALL.into_iter().zip(&mut self.standings) {
            if let Some(standing) = standing
                && !standing.is_reported
                && now.duration_since(standing.quiet_since) >= limit
            {
                standing.is_reported = true;
                standing.is_stale = true;
                events.push(Event::Stale {
                    instrument: self.instrument,
                    mode,
                    since: standing.at,
                });
            }
        }
        events.len() > before
    }
}

/// Looks at the latest values; see [`Feed::latest`](crate::Feed::latest). However slow its owner is, nothing piles up.
#[derive(Debug)]
pub struct LatestView {
    fanout: Arc<super::Fanout>,
    version: watch::Receiver<Version>,
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
    /// gives whatever there is. `None` when the stream has ended and everything has been given; what is left is stale.
    ///
    /// # Cancel safety
    /// Nothing is lost when the future is dropped.
    pub async fn changed(&mut self) -> Option<Vec<Latest>> {
        loop {
            let has_ended = self.version.borrow_and_update().has_ended;
            let (changed, seen) = self.fanout.latest.newer_than(self.seen);
            self.seen = seen;
            if !changed.is_empty() {
                return Some(changed);
            }
            if has_ended || self.version.changed().await.is_err() {
                return None;
            }
        }
    }
}
