//! One instrument on the board: its latest values, and the prices it had before.

use std::collections::VecDeque;

use pocketful::{
    DataMode, Decimal, Instrument,
    stream::{Compact, Depth, Detailed, Level},
};
use time::{Duration, OffsetDateTime};

/// Prices remembered for the trend.
const REMEMBERED: usize = 120;

/// An instrument's latest values. Prices are ₹, quantities units.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) instrument: Instrument,
    /// What a person calls it, by symbol where that is how it was asked for.
    pub(crate) name: String,
    pub(crate) last: Option<Decimal>,
    /// Closing price of the day before.
    pub(crate) close: Option<Decimal>,
    pub(crate) bid: Option<Decimal>,
    pub(crate) ask: Option<Decimal>,
    pub(crate) volume: Option<u32>,
    /// Buyers and sellers, where depth is watched.
    pub(crate) levels: Option<([Level; 5], [Level; 5])>,
    /// Last prices, oldest first.
    pub(crate) trend: VecDeque<Decimal>,
    /// When the last tick arrived.
    seen: Option<OffsetDateTime>,
    /// When the exchange sent it, in modes that tell.
    pub(crate) sent: Option<OffsetDateTime>,
    /// What arrived last in these modes may be old: ticks were lost, or none come any more.
    doubtful: Vec<DataMode>,
}

impl Row {
    pub(crate) fn new(instrument: Instrument) -> Self {
        Self {
            instrument,
            name: instrument.to_string(),
            last: None,
            close: None,
            bid: None,
            ask: None,
            volume: None,
            levels: None,
            trend: VecDeque::new(),
            seen: None,
            sent: None,
            doubtful: Vec::new(),
        }
    }

    pub(crate) fn detailed(&mut self, tick: &Detailed, now: OffsetDateTime) {
        self.last_price(tick.last_price());
        self.close = tick.close_price();
        self.bid = tick.bid_price();
        self.ask = tick.ask_price();
        self.volume = Some(tick.volume());
        self.sent = tick.exchange_time();
        self.arrived(DataMode::Detailed, now);
    }

    pub(crate) fn compact(&mut self, tick: &Compact, now: OffsetDateTime) {
        self.last_price(tick.last_price());
        self.close = tick.close_price();
        self.bid = tick.bid_price();
        self.ask = tick.ask_price();
        self.arrived(DataMode::Compact, now);
    }

    pub(crate) fn depth(&mut self, tick: &Depth, now: OffsetDateTime) {
        let (bids, asks) = (tick.bids(), tick.asks());
        self.close = tick.close_price();
        self.bid = bids[0].price;
        self.ask = asks[0].price;
        self.volume = Some(tick.volume());
        self.levels = Some((bids, asks));
        self.arrived(DataMode::Depth, now);
    }

    fn last_price(&mut self, last: Option<Decimal>) {
        self.last = last;
        if let Some(last) = last {
            if self.trend.len() == REMEMBERED {
                self.trend.pop_front();
            }
            self.trend.push_back(last);
        }
    }

    fn arrived(&mut self, mode: DataMode, now: OffsetDateTime) {
        self.seen = Some(now);
        self.doubtful.retain(|doubtful| *doubtful != mode);
    }

    /// What arrived last in `mode` may be old.
    pub(crate) fn doubt(&mut self, mode: DataMode) {
        if !self.doubtful.contains(&mode) {
            self.doubtful.push(mode);
        }
    }

    /// Whether anything that it shows may be old.
    pub(crate) fn is_doubtful(&self) -> bool {
        !self.doubtful.is_empty()
    }

    /// Last price less the closing price of the day before.
    pub(crate) fn change(&self) -> Option<Decimal> {
        self.last?.checked_sub(self.close?)
    }

    /// The change in hundredths of the closing price.
    pub(crate) fn percent(&self) -> Option<Decimal> {
        let percent = self.change()?.checked_mul(Decimal::ONE_HUNDRED)?;
        Some(percent.checked_div(self.close?)?.round_dp(2))
    }

    /// How long ago the last tick arrived.
    pub(crate) fn age(&self, now: OffsetDateTime) -> Option<Duration> {
        self.seen.map(|seen| (now - seen).max(Duration::ZERO))
    }
}
