//! Everything the live screen shows: the rows, where the stream stands, and the latest news.

use std::collections::VecDeque;

use pocketful::{DataMode, Event, Instrument, StreamState};
use time::{Duration, OffsetDateTime};

use super::{
    news::{Weight, news},
    row::Row,
};
use crate::args::watch::WatchMode;

/// News remembered; the screen shows as many as fit.
const REMEMBERED: usize = 50;

/// So long after the connection stood, an instrument that has had no tick may not exist.
const SILENT: Duration = Duration::seconds(10);

/// One thing that happened.
#[derive(Clone, Debug)]
pub(super) struct Notice {
    pub(super) at: OffsetDateTime,
    pub(super) weight: Weight,
    pub(super) text: String,
}

/// What somebody asked to see.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) mode: WatchMode,
    /// Whether order updates are news.
    pub(crate) orders: bool,
}

impl Asked {
    /// Whether an event is a tick of the mode that was asked for, and not one that only the live table needs.
    pub(super) fn is_tick(self, event: &Event) -> bool {
        match event {
            Event::Detailed(_) => self.mode == WatchMode::Detailed,
            Event::Compact(_) => self.mode == WatchMode::Compact,
            Event::Depth(_) => self.mode == WatchMode::Depth,
            _ => false,
        }
    }

    /// What is subscribed to tell of it in lines.
    pub(crate) const fn told(self) -> &'static [DataMode] {
        match self.mode {
            WatchMode::Detailed => &[DataMode::Detailed],
            WatchMode::Compact => &[DataMode::Compact],
            WatchMode::Depth => &[DataMode::Depth],
        }
    }

    /// What is subscribed for the live table; the depth alone has no last price.
    pub(crate) const fn shown(self) -> &'static [DataMode] {
        match self.mode {
            WatchMode::Depth => &[DataMode::Depth, DataMode::Compact],
            _ => self.told(),
        }
    }

    /// Whether an event counts for `--count`: ticks, and the updates that were asked for.
    pub(crate) fn counts(self, event: &Event) -> bool {
        let is_update = matches!(event, Event::OrderUpdate(_) | Event::TradeUpdate(_));
        self.is_tick(event) || (self.orders && is_update)
    }

    /// Whether an event is left out because order updates are not asked for.
    pub(super) fn leaves_out(self, event: &Event) -> bool {
        !self.orders
            && matches!(
                event,
                Event::OrderUpdate(_)
                    | Event::TradeUpdate(_)
                    | Event::UnreadableUpdate { .. }
                    | Event::Books(_)
                    | Event::BooksUnread { .. }
            )
    }
}

/// The board.
#[derive(Debug)]
pub(crate) struct Board {
    pub(super) rows: Vec<Row>,
    /// Newest last.
    pub(super) notices: VecDeque<Notice>,
    pub(super) state: StreamState,
    /// Since when it stands there.
    pub(super) stands_since: OffsetDateTime,
    pub(super) asked: Asked,
    /// The exchanges' latest time that came with a tick.
    newest: Option<OffsetDateTime>,
    /// Of those that were asked for.
    pub(super) ticks: u64,
    pub(super) gaps: u64,
}

impl Board {
    pub(crate) fn new(instruments: &[Instrument], asked: Asked, now: OffsetDateTime) -> Self {
        Self {
            rows: instruments.iter().copied().map(Row::new).collect(),
            notices: VecDeque::new(),
            state: StreamState::Connecting,
            stands_since: now,
            asked,
            newest: None,
            ticks: 0,
            gaps: 0,
        }
    }

    /// Shows `instrument` under this name instead of its number.
    pub(crate) fn call(&mut self, instrument: Instrument, name: String) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.instrument == instrument) {
            row.name = name;
        }
    }

    /// What it shows.
    pub(crate) fn asked(&self) -> Asked {
        self.asked
    }

    /// Where the stream stood when it was last asked.
    pub(crate) fn state(&self) -> StreamState {
        self.state
    }

    /// Where the stream stands from `now` on.
    pub(crate) fn stands(&mut self, state: StreamState, now: OffsetDateTime) {
        self.state = state;
        self.stands_since = now;
    }

    /// Takes in what has happened at `now`.
    pub(crate) fn take(&mut self, event: &Event, now: OffsetDateTime) {
        let row = event
            .instrument()
            .and_then(|instrument| self.rows.iter_mut().find(|row| row.instrument == instrument));
        match (event, row) {
            (Event::Detailed(tick), Some(row)) => {
                row.detailed(tick, now);
                self.newest = self.newest.max(tick.exchange_time());
            }
            (Event::Compact(tick), Some(row)) => row.compact(tick, now),
            (Event::Depth(tick), Some(row)) => row.depth(tick, now),
            (Event::Stale { mode, .. }, Some(row)) => row.doubt(*mode),
            (Event::Gap(gap), _) => {
                self.gaps += 1;
                for row in &mut self.rows {
                    if gap.instruments.contains(&row.instrument) {
                        self.asked.shown().iter().for_each(|mode| row.doubt(*mode));
                    }
                }
            }
            _ => {}
        }
        self.ticks += u64::from(self.asked.is_tick(event));
        if self.asked.leaves_out(event) {
            return;
        }
        let name = |instrument| {
            let row = self.rows.iter().find(|row| row.instrument == instrument);
            row.map_or_else(|| instrument.to_string(), |row| row.name.clone())
        };
        if let Some((weight, text)) = news(event, name) {
            self.note(weight, text, now);
        }
    }

    /// Something to know that the feed does not say.
    pub(crate) fn warn(&mut self, text: String, now: OffsetDateTime) {
        self.note(Weight::Warn, text, now);
    }

    fn note(&mut self, weight: Weight, text: String, at: OffsetDateTime) {
        if self.notices.len() == REMEMBERED {
            self.notices.pop_front();
        }
        self.notices.push_back(Notice { at, weight, text });
    }

    /// How old what `row` shows is. What has only just arrived may be hours old: a subscription is answered with the last
    /// packet there was. The exchanges' own time tells, and unlike this machine's it cannot be wrong against itself.
    pub(super) fn age(&self, row: &Row, now: OffsetDateTime) -> Option<Duration> {
        let behind = match (self.newest, row.sent) {
            (Some(newest), Some(sent)) => newest - sent,
            _ => Duration::ZERO,
        };
        row.age(now).map(|age| age.max(behind))
    }

    /// Whether `row` has had no tick although others have.
    pub(super) fn is_silent(&self, row: &Row, now: OffsetDateTime) -> bool {
        let others_tick = || {
            let mut ages = self.rows.iter().filter_map(|row| row.age(now));
            ages.any(|age| age < SILENT)
        };
        self.state == StreamState::Live
            && now - self.stands_since >= SILENT
            && row.age(now).is_none()
            && others_tick()
    }
}
