//! Market hours: which session a moment belongs to, and how far into it.

use pocketful_types::IST;
use time::{Date, Duration, OffsetDateTime, Time, macros::time};

use super::is_trading_day;

/// A day's trading at an exchange, up to a moment. Times are seconds since its opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) day: Date,
    pub(crate) opens: OffsetDateTime,
    /// How long it lasts.
    pub(crate) length: i64,
    /// How much of it has passed.
    pub(crate) elapsed: i64,
}

/// Opening and closing time of an exchange, in India.
pub(crate) fn hours(exchange: &str) -> (Time, Time) {
    match exchange {
        "MCX" => (time!(9:00), time!(23:30)),
        "CDS" => (time!(9:00), time!(17:00)),
        _ => (time!(9:15), time!(15:30)),
    }
}

/// The last session that had begun at a moment.
pub(crate) fn session(exchange: &str, at: OffsetDateTime) -> Session {
    let at = at.to_offset(IST);
    let mut day = at.date();
    if at.time() < hours(exchange).0 {
        day = day.saturating_sub(Duration::DAY);
    }
    while !is_trading_day(day) {
        day = day.saturating_sub(Duration::DAY);
    }
    let whole = Session::whole(exchange, day);
    Session {
        elapsed: (at - whole.opens).whole_seconds().clamp(0, whole.length),
        ..whole
    }
}

impl Session {
    fn whole(exchange: &str, day: Date) -> Self {
        let (opens, closes) = hours(exchange);
        let length = (closes - opens).whole_seconds();
        Self {
            day,
            opens: day.with_time(opens).assume_offset(IST),
            length,
            elapsed: length,
        }
    }

    /// The whole session of the trading day before.
    pub(crate) fn before(self) -> Self {
        self.step(-Duration::DAY).unwrap_or(self)
    }

    /// The whole session of the trading day after; none at the end of time.
    pub(crate) fn after(self) -> Option<Self> {
        self.step(Duration::DAY)
    }

    fn step(self, by: Duration) -> Option<Self> {
        let mut day = self.day.checked_add(by)?;
        while !is_trading_day(day) {
            day = day.checked_add(by)?;
        }
        Some(Self {
            day,
            opens: day.with_time(self.opens.time()).assume_offset(IST),
            elapsed: self.length,
            ..self
        })
    }

    /// The moment itself.
    pub(crate) fn moment(self) -> OffsetDateTime {
        self.opens + Duration::seconds(self.elapsed)
    }

    /// A second of this session in minutes of all sessions. The night counts too, so that prices open elsewhere than
    /// they closed.
    pub(crate) fn minute(self, second: i64) -> i64 {
        i64::from(self.day.to_julian_day()) * 900 + second / 60
    }
}
