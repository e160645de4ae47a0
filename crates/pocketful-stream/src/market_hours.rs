//! When ticks are to be expected: a feed that is quiet at night is not broken.

use std::{collections::HashSet, fmt, sync::Arc};

use pocketful_types::{Exchange, IST};
use time::{Date, OffsetDateTime, Weekday, macros::time};

type IsOpen = dyn Fn(Exchange, OffsetDateTime) -> bool + Send + Sync;

/// Tells whether an exchange trades at a moment.
///
/// The default is [`usual`](Self::usual). Holidays are not known to it unless [`closed_on`](Self::closed_on) tells them: on one, a
/// silent feed is reconnected ever more rarely, down to once in a quarter of an hour.
#[derive(Clone)]
pub struct MarketHours(Arc<IsOpen>);

impl MarketHours {
    /// Hours that `is_open` tells; the moment is given in IST.
    #[must_use]
    pub fn new(is_open: impl Fn(Exchange, OffsetDateTime) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(is_open))
    }

    /// Monday to Friday; 09:15 to 15:30 IST for shares and their derivatives, 09:00 to 17:00 for currencies, 09:00 to 23:30
    /// for commodities. The wire reference does not tell the hours: these are *assumed*.
    #[must_use]
    pub fn usual() -> Self {
        Self::new(|exchange, now| {
            let (opens, closes) = match exchange {
                Exchange::Cds => (time!(9:00), time!(17:00)),
                Exchange::Mcx => (time!(9:00), time!(23:30)),
                _ => (time!(9:15), time!(15:30)),
            };
            is_weekday(now.weekday()) && (opens..closes).contains(&now.time())
        })
    }

    /// The same, with no trading on these days, in India. Where a holiday is not one for every exchange or not for all day,
    /// [`new`](Self::new) takes the whole of it.
    #[must_use]
    pub fn closed_on(self, holidays: impl IntoIterator<Item = Date>) -> Self {
        let holidays: HashSet<_> = holidays.into_iter().collect();
        Self::new(move |exchange, now| !holidays.contains(&now.date()) && self.is_open(exchange, now))
    }

    /// Whether `exchange` trades at `now`.
    #[must_use]
    pub fn is_open(&self, exchange: Exchange, now: OffsetDateTime) -> bool {
        (self.0)(exchange, now.to_offset(IST))
    }
}

fn is_weekday(day: Weekday) -> bool {
    !matches!(day, Weekday::Saturday | Weekday::Sunday)
}

impl Default for MarketHours {
    fn default() -> Self {
        Self::usual()
    }
}

impl fmt::Debug for MarketHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MarketHours")
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn the_usual_hours() {
        let hours = MarketHours::default();
        let open = |now| Vec::from_iter(Exchange::ALL.iter().map(|exchange| hours.is_open(*exchange, now)));
        // NSE, BSE, NFO, MCX, BFO, CDS
        for (now, expected) in [
            (datetime!(2026-03-11 08:59:59 +5:30), [false; 6]),
            (
                datetime!(2026-03-11 09:00 +5:30),
                [false, false, false, true, false, true],
            ),
            (datetime!(2026-03-11 09:15 +5:30), [true; 6]),
            (datetime!(2026-03-11 03:45 UTC), [true; 6]),
            (
                datetime!(2026-03-11 15:30 +5:30),
                [false, false, false, true, false, true],
            ),
            (
                datetime!(2026-03-11 17:00 +5:30),
                [false, false, false, true, false, false],
            ),
            (datetime!(2026-03-11 23:30 +5:30), [false; 6]),
            (datetime!(2026-03-14 11:00 +5:30), [false; 6]),
            (datetime!(2026-03-15 11:00 +5:30), [false; 6]),
        ] {
            assert_eq!(open(now), expected, "{now}");
        }
    }

    #[test]
    fn holidays_are_days_in_india() {
        let hours = MarketHours::usual().closed_on([date!(2026 - 03 - 11)]);
        let is_open = |now| hours.is_open(Exchange::Nse, now);
        assert!(!is_open(datetime!(2026-03-11 11:00 +5:30)));
        assert!(is_open(datetime!(2026-03-12 11:00 +5:30)));
        assert!(!is_open(datetime!(2026-03-12 16:00 +5:30)));
        // 22:00 on the day before in New York.
        let evening = MarketHours::new(|_, _| true).closed_on([date!(2026 - 03 - 11)]);
        assert!(!evening.is_open(Exchange::Nse, datetime!(2026-03-10 22:00 -4)));
    }
}
