//! Everything the live screen shows: the rows, where the stream stands, and the latest news.

use std::collections::VecDeque;

use pocketful::{Event, Instrument, StreamState};
use time::OffsetDateTime;

use super::{
    news::{Weight, news},
    row::Row,
};

/// News remembered; the screen shows as many as fit.
const REMEMBERED: usize = 50;

/// One thing that happened.
#[derive(Clone, Debug)]
pub(super) struct Notice {
    pub(super) at: OffsetDateTime,
    pub(super) weight: Weight,
    pub(super) text: String,
}

/// The board.
#[derive(Debug)]
pub(crate) struct Board {
    pub(super) rows: Vec<Row>,
    /// Newest last.
    pub(super) notices: VecDeque<Notice>,
    pub(super) state: StreamState,
    /// Whether order updates are news.
    orders: bool,
    pub(super) ticks: u64,
    pub(super) gaps: u64,
}

impl Board {
    pub(crate) fn new(instruments: &[Instrument], orders: bool) -> Self {
        Self {
            rows: instruments.iter().copied().map(Row::new).collect(),
            notices: VecDeque::new(),
            state: StreamState::Connecting,
            orders,
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

    /// Where the stream stood when it was last asked.
    pub(crate) fn state(&self) -> StreamState {
        self.state
    }

    /// Where the stream stands now.
    pub(crate) fn stands(&mut self, state: StreamState) {
        self.state = state;
    }

    /// Takes in what has happened at `now`.
    pub(crate) fn take(&mut self, event: &Event, now: OffsetDateTime) {
        let row = event
            .instrument()
            .and_then(|instrument| self.rows.iter_mut().find(|row| row.instrument == instrument));
        match (event, row) {
            (Event::Detailed(tick), Some(row)) => row.detailed(tick, now),
            (Event::Compact(tick), Some(row)) => row.compact(tick, now),
            (Event::Depth(tick), Some(row)) => row.depth(tick, now),
            (Event::Stale { .. }, Some(row)) => row.is_doubtful = true,
            (Event::Gap(gap), _) => {
                self.gaps += 1;
                for row in &mut self.rows {
                    row.is_doubtful |= gap.instruments.contains(&row.instrument);
                }
            }
            _ => {}
        }
        if matches!(event, Event::Detailed(_) | Event::Compact(_) | Event::Depth(_)) {
            self.ticks += 1;
        }
        if !self.orders && is_about_orders(event) {
            return;
        }
        if let Some((weight, text)) = news(event) {
            if self.notices.len() == REMEMBERED {
                self.notices.pop_front();
            }
            self.notices.push_back(Notice {
                at: now,
                weight,
                text,
            });
        }
    }
}

/// Whether an event is left out unless order updates are asked for.
pub(super) fn is_about_orders(event: &Event) -> bool {
    matches!(
        event,
        Event::OrderUpdate(_)
            | Event::TradeUpdate(_)
            | Event::UnreadableUpdate { .. }
            | Event::Books(_)
            | Event::BooksUnread { .. }
    )
}

/// Whether an event counts for `--count`: ticks, and the updates that were asked for.
pub(crate) fn counts(event: &Event, orders: bool) -> bool {
    match event {
        Event::Detailed(_) | Event::Compact(_) | Event::Depth(_) => true,
        Event::OrderUpdate(_) | Event::TradeUpdate(_) => orders,
        _ => false,
    }
}
