//! What everything costs at any moment: a pure function of seed, instrument and virtual time, on the tick and within
//! the daily range. Quotes, candles, the feed and profit and loss all ask here.

mod noise;
mod session;

use time::{Date, Duration, OffsetDateTime};

pub(crate) use self::session::{Session, hours, session};

use self::noise::Noise;
use crate::instruments::{Instrument, Kind, Right};

/// The sandbox's market.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prices {
    noise: Noise,
}

/// One level of an order book: price as the instrument counts it, units, and how many orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Level {
    pub(crate) price: i64,
    pub(crate) quantity: i64,
    pub(crate) orders: i64,
}

impl Level {
    /// Nobody is there: zeros, as on the wire.
    const EMPTY: Self = Self {
        price: 0,
        quantity: 0,
        orders: 0,
    };
}

/// An instrument at a moment. Prices are as the instrument counts them, times in Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    pub(crate) last: i64,
    pub(crate) open: i64,
    pub(crate) high: i64,
    pub(crate) low: i64,
    /// The previous session's last price.
    pub(crate) close: i64,
    pub(crate) average: i64,
    pub(crate) bids: [Level; 5],
    pub(crate) asks: [Level; 5],
    pub(crate) last_quantity: i64,
    pub(crate) last_time: i64,
    pub(crate) exchange_time: i64,
    pub(crate) volume: i64,
    pub(crate) total_buy: i64,
    pub(crate) total_sell: i64,
    pub(crate) yearly_high: i64,
    pub(crate) yearly_low: i64,
    pub(crate) open_interest: i64,
    pub(crate) initial_open_interest: i64,
}

/// Open, high, low, close of some time, as the instrument counts them, and the units traded in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candle {
    pub(crate) start: OffsetDateTime,
    pub(crate) open: i64,
    pub(crate) high: i64,
    pub(crate) low: i64,
    pub(crate) close: i64,
    pub(crate) volume: i64,
}

impl Prices {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            noise: Noise::new(seed),
        }
    }

    /// The last price at a moment, as the instrument counts it. Outside market hours it is the last one of the session before.
    pub(crate) fn last(&self, instrument: &Instrument, at: OffsetDateTime) -> i64 {
        let session = session(instrument.exchange, at);
        self.at_second(instrument, session, session.elapsed)
    }

    /// The last price of the session before the one that `at` belongs to.
    pub(crate) fn close(&self, instrument: &Instrument, at: OffsetDateTime) -> i64 {
        let session = session(instrument.exchange, at).before();
        self.at_second(instrument, session, session.length)
    }

    /// Everything about an instrument at a moment.
    pub(crate) fn quote(&self, instrument: &Instrument, at: OffsetDateTime) -> Quote {
        let session = session(instrument.exchange, at);
        let day = self.span(instrument, session, 0, session.elapsed);
        let last = self.at_second(instrument, session, session.elapsed);
        let roll = |what, bound| {
            self.noise.roll(
                instrument.symbol,
                u64::from(instrument.token),
                session.elapsed / 5 * 16 + what,
                bound,
            )
        };
        let levels = |sign: i64| {
            std::array::from_fn(|depth| {
                let depth = i64::try_from(depth).unwrap_or(0);
                let price = last + sign * (depth + i64::from(sign > 0)) * instrument.tick;
                // Nobody can bid or ask beyond the daily range.
                if !(instrument.low..=instrument.high).contains(&price) {
                    return Level::EMPTY;
                }
                Level {
                    price,
                    quantity: instrument.lot * (1 + roll(depth + 5 * i64::from(sign > 0), 400)),
                    orders: 1 + roll(depth + 5 * i64::from(sign > 0), 40),
                }
            })
        };
        let tradable = instrument.is_tradable();
        let (bids, asks) = (levels(-1), levels(1));
        let at = session.moment().unix_timestamp();
        let initial_open_interest = match instrument.kind {
            Kind::Future { .. } | Kind::Option { .. } => {
                instrument.lot
                    * self
                        .noise
                        .roll(instrument.symbol, u64::from(instrument.token), -1, 20_000)
            }
            Kind::Share | Kind::Index | Kind::Spot => 0,
        };
        Quote {
            last,
            open: day.open,
            high: day.high,
            low: day.low,
            close: self.close(instrument, session.moment()),
            average: (day.open + day.high + day.low + last) / 4,
            bids,
            asks,
            last_quantity: if tradable {
                instrument.lot * (1 + roll(11, 20))
            } else {
                0
            },
            last_time: at,
            exchange_time: at,
            volume: day.volume,
            total_buy: bids.iter().map(|level| level.quantity).sum::<i64>() * 40,
            total_sell: asks.iter().map(|level| level.quantity).sum::<i64>() * 40,
            yearly_high: instrument.high,
            yearly_low: instrument.low,
            open_interest: initial_open_interest
                + instrument.lot * (session.elapsed / 60) * i64::from(initial_open_interest > 0),
            initial_open_interest,
        }
    }

    /// Candles of `minutes` each (whole sessions when it is none) that begin within the time given, at most `most`.
    pub(crate) fn candles(
        &self,
        instrument: &Instrument,
        (from, to): (OffsetDateTime, OffsetDateTime),
        minutes: Option<i64>,
        most: usize,
    ) -> Vec<Candle> {
        let mut all = Vec::new();
        let end = session(instrument.exchange, to);
        let mut one = session(instrument.exchange, from);
        while one.day <= end.day && all.len() < most {
            let length = if one.day == end.day {
                end.elapsed
            } else {
                one.length
            };
            let step = minutes.map_or(one.length, |minutes| minutes * 60).max(60);
            let mut second = 0;
            while second < length && all.len() < most {
                let candle = self.span(instrument, one, second, (second + step).min(length));
                if candle.start >= from && candle.start <= to {
                    all.push(candle);
                }
                second += step;
            }
            let Some(next) = one.after() else { break };
            one = next;
        }
        all
    }

    /// What happened from one second of a session to another.
    fn span(&self, instrument: &Instrument, session: Session, from: i64, to: i64) -> Candle {
        let line = |second| self.line(instrument, session, second);
        let (open, close) = (line(from), line(to));
        let (mut high, mut low) = (open.max(close), open.min(close));
        let mut volume = 0;
        for minute in from / 60..=to / 60 {
            let second = minute * 60;
            if second >= from {
                high = high.max(line(second));
                low = low.min(line(second));
            }
            // What of this minute lies within the span.
            let seconds = (second + 60).min(to) - second.max(from);
            let whole = 600
                + self.noise.roll(
                    instrument.symbol,
                    u64::from(instrument.token),
                    session.minute(second),
                    600,
                );
            volume += whole * seconds.max(0) / 60;
        }
        Candle {
            start: session.opens + Duration::seconds(from),
            open,
            // A tick more than the line itself, which a single trade may reach.
            high: (high + instrument.tick).min(instrument.high),
            low: (low - instrument.tick).max(instrument.low),
            close,
            volume: if instrument.is_tradable() {
                volume * instrument.lot
            } else {
                0
            },
        }
    }

    /// The price in a second: the line, and one trade a tick beside it now and then.
    fn at_second(&self, instrument: &Instrument, session: Session, second: i64) -> i64 {
        let line = self.line(instrument, session, second);
        if second == 0 || second == session.length {
            return line;
        }
        let beside = self
            .noise
            .roll(instrument.symbol, u64::from(instrument.token), -second - 2, 3)
            - 1;
        (line + beside * instrument.tick).clamp(instrument.low, instrument.high)
    }

    /// Straight from minute to minute, on the tick and within the daily range.
    fn line(&self, instrument: &Instrument, session: Session, second: i64) -> i64 {
        let exact = match instrument.kind {
            Kind::Option {
                expiry,
                strike,
                right,
                spot,
            } => {
                let spot = self.within(instrument, spot, session, second);
                option_value(spot, strike, right, (expiry - session.day).whole_days())
            }
            _ => self.within(instrument, (instrument.low, instrument.high), session, second),
        };
        (exact / instrument.tick * instrument.tick).clamp(instrument.low, instrument.high)
    }

    /// Where a price between two limits stands; what has one symbol stands at the same height of its own range.
    fn within(&self, instrument: &Instrument, (low, high): (i64, i64), session: Session, second: i64) -> i64 {
        let minute = session.minute(second);
        let [here, next] = [minute, minute + 1].map(|minute| self.noise.height(instrument.symbol, minute));
        let height = here * 60 + (next - here) * (second % 60);
        // Heights are thousandths of half the range, here in sixtieths; two fifths of it are ever used.
        i64::midpoint(low, high) + (high - low) / 2 * height / 60_000 * 2 / 5
    }
}

/// What an option is worth in paise: what exercising brings, and for the time left a hump around the strike.
///
/// No model of a market: whole numbers only, so that every machine gets the same.
pub(crate) fn option_value(spot: i64, strike: i64, right: Right, days: i64) -> i64 {
    let inside = match right {
        Right::Call => spot - strike,
        Right::Put => strike - spot,
    };
    let distance = (spot - strike).abs();
    let most = spot * i64::from(u32::try_from(days.max(0) + 1).unwrap_or(0).isqrt().min(20)) / 150;
    // At three times its height away from the strike, the hump has ended.
    let left = (most * 3 - distance).max(0);
    inside.max(0) + if most > 0 { left * left / (9 * most) } else { 0 }
}

/// Whether markets are open on a day at all. Assumed: Saturday and Sunday are the only holidays.
pub(crate) fn is_trading_day(day: Date) -> bool {
    day.weekday().number_days_from_monday() < 5
}

#[cfg(test)]
mod tests;
