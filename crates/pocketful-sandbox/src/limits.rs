//! The published rate limits, as exact sliding windows of virtual time (wire reference, section 0.4).

use std::collections::{HashMap, VecDeque};

use time::{Duration, OffsetDateTime};

/// Which limits a request counts against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// Placing and, as assumed, cancelling.
    Order,
    /// Market data, searching, and contracts.
    Data,
    /// Reading books, funds and profile.
    NonTrading,
}

/// One window: how many requests, in how long.
#[derive(Clone, Copy, Debug)]
struct Window {
    most: usize,
    span: Duration,
}

const fn window(most: usize, span: Duration) -> Window {
    Window { most, span }
}

const ORDER: [Window; 4] = [
    window(25, Duration::SECOND),
    window(250, Duration::MINUTE),
    window(1000, Duration::HOUR),
    window(7000, Duration::DAY),
];
const DATA: [Window; 4] = [
    window(10, Duration::SECOND),
    window(1000, Duration::MINUTE),
    window(5000, Duration::HOUR),
    window(10_000, Duration::DAY),
];
const NON_TRADING: [Window; 1] = [window(20, Duration::SECOND)];

impl Class {
    /// Shortest first.
    fn windows(self) -> &'static [Window] {
        match self {
            Self::Order => &ORDER,
            Self::Data => &DATA,
            Self::NonTrading => &NON_TRADING,
        }
    }
}

/// Whose requests: an account, through an app or a direct login. A new token does not start a new count.
type Key = (String, Option<String>, Class);

/// Requests of the recent past.
#[derive(Default)]
pub(crate) struct Limits(HashMap<Key, VecDeque<OffsetDateTime>>);

impl Limits {
    /// Counts a request, or says after how many seconds there is room for one. A refused request does not count.
    pub(crate) fn count(
        &mut self,
        client_id: &str,
        app_id: Option<&str>,
        class: Class,
        now: OffsetDateTime,
    ) -> Result<(), u64> {
        let key = (client_id.to_owned(), app_id.map(str::to_owned), class);
        let times = self.0.entry(key).or_default();
        // After a jump back those times have not happened yet.
        while times.back().is_some_and(|at| *at > now) {
            times.pop_back();
        }
        let longest = class
            .windows()
            .last()
            .map_or(Duration::ZERO, |window| window.span);
        while times.front().is_some_and(|at| *at + longest <= now) {
            times.pop_front();
        }
        let free_at = class
            .windows()
            .iter()
            .filter_map(|window| {
                let first = times.len().checked_sub(window.most)?;
                Some(*times.get(first)? + window.span)
            })
            .max();
        match free_at {
            Some(free_at) if free_at > now => Err(seconds_up(free_at - now)),
            _ => {
                times.push_back(now);
                Ok(())
            }
        }
    }
}

/// Whole seconds, rounded up: `Retry-After` has no fractions.
fn seconds_up(wait: Duration) -> u64 {
    let whole = u64::try_from(wait.whole_seconds()).unwrap_or(0);
    whole + u64::from(wait.subsec_nanoseconds() > 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const START: OffsetDateTime = datetime!(2026-11-23 10:00 +5:30);

    struct Caller(Limits);

    impl Caller {
        fn at(&mut self, millis: i64) -> Result<(), u64> {
            let now = START + Duration::milliseconds(millis);
            self.0.count("AB1234", Some("app"), Class::Order, now)
        }
    }

    #[test]
    fn the_twenty_sixth_in_a_second_waits_for_the_first_to_leave() {
        let mut caller = Caller(Limits::default());
        for at in 0..25 {
            assert_eq!(caller.at(at * 10), Ok(()), "{at}");
        }
        assert_eq!(caller.at(250), Err(1));
        assert_eq!(caller.at(999), Err(1));
        assert_eq!(caller.at(1000), Ok(()));
        assert_eq!(caller.at(1001), Err(1));
        assert_eq!(caller.at(1010), Ok(()));
    }

    #[test]
    fn minute_hour_and_day_count_too() {
        let mut caller = Caller(Limits::default());
        // Ten a second: 250 in 25 s fill the minute.
        for at in 0..250 {
            assert_eq!(caller.at(at * 100), Ok(()), "{at}");
        }
        assert_eq!(caller.at(25_000), Err(35));
        // Four a second keep within the minute: 1000 fill the hour.
        let mut caller = Caller(Limits::default());
        for at in 0..1000 {
            assert_eq!(caller.at(at * 250), Ok(()), "{at}");
        }
        assert_eq!(caller.at(250_000), Err(3350));
        // Seven full hours fill the day.
        let mut caller = Caller(Limits::default());
        for hour in 0..7 {
            for at in 0..1000 {
                assert_eq!(caller.at(hour * 3_600_000 + at * 250), Ok(()));
            }
        }
        assert_eq!(caller.at(7 * 3_600_000), Err(17 * 3600));
        assert_eq!(caller.at(24 * 3_600_000), Ok(()));
    }

    #[test]
    fn classes_apps_and_accounts_are_apart() {
        let mut limits = Limits::default();
        for _ in 0..20 {
            assert_eq!(limits.count("AB1234", None, Class::NonTrading, START), Ok(()));
        }
        assert_eq!(limits.count("AB1234", None, Class::NonTrading, START), Err(1));
        assert_eq!(limits.count("AB1234", None, Class::Order, START), Ok(()));
        assert_eq!(
            limits.count("AB1234", Some("app"), Class::NonTrading, START),
            Ok(())
        );
        assert_eq!(limits.count("CD1234", None, Class::NonTrading, START), Ok(()));
    }

    #[test]
    fn a_clock_set_back_does_not_lock_anybody_out() {
        let mut caller = Caller(Limits::default());
        for _ in 0..25 {
            assert_eq!(caller.at(3_600_000), Ok(()));
        }
        assert_eq!(caller.at(0), Ok(()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_second_ever_holds_more_than_twenty_five(gaps in prop::collection::vec(0i64..120, 1..400)) {
            let mut caller = Caller(Limits::default());
            let mut now = 0;
            let mut admitted: Vec<i64> = Vec::new();
            for gap in gaps {
                now += gap;
                let inside = admitted.iter().filter(|at| **at > now - 1000).count();
                let minute = admitted.iter().filter(|at| **at > now - 60_000).count();
                let answer = caller.at(now);
                prop_assert_eq!(answer.is_ok(), inside < 25 && minute < 250);
                if answer.is_ok() {
                    admitted.push(now);
                }
            }
        }
    }
}
