//! The static addresses an app may send orders from, and when they may next be changed.

use std::net::IpAddr;

use pocketful_types::IST;
use time::{Date, Duration, OffsetDateTime};

/// How long a mapped address stays as it is (wire reference, section 0.4).
const DAYS_BETWEEN_CHANGES: Duration = Duration::days(7);

/// The first day in India on which an address mapped on `mapped_on` may be changed: seven days later.
#[must_use]
pub fn next_change(mapped_on: Date) -> Date {
    mapped_on.saturating_add(DAYS_BETWEEN_CHANGES)
}

/// Whether an address mapped on `mapped_on` may be changed at `now`, by the date in India.
#[must_use]
pub fn may_change(mapped_on: Date, now: OffsetDateTime) -> bool {
    now.to_offset(IST).date() >= next_change(mapped_on)
}

/// What the portal has registered: orders are accepted from these addresses only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaticAddresses {
    primary: IpAddr,
    secondary: Option<IpAddr>,
    mapped_on: Option<Date>,
}

impl StaticAddresses {
    /// The primary address, which the portal insists on.
    #[must_use]
    pub fn new(primary: IpAddr) -> Self {
        Self {
            primary,
            secondary: None,
            mapped_on: None,
        }
    }

    /// The backup address.
    #[must_use]
    pub fn with_secondary(mut self, secondary: IpAddr) -> Self {
        self.secondary = Some(secondary);
        self
    }

    /// The day in India on which they were mapped.
    #[must_use]
    pub fn with_mapped_on(mut self, day: Date) -> Self {
        self.mapped_on = Some(day);
        self
    }

    /// The primary address.
    #[must_use]
    pub fn primary(&self) -> IpAddr {
        self.primary
    }

    /// The backup address.
    #[must_use]
    pub fn secondary(&self) -> Option<IpAddr> {
        self.secondary
    }

    /// The day in India on which they were mapped, where it is known.
    #[must_use]
    pub fn mapped_on(&self) -> Option<Date> {
        self.mapped_on
    }

    /// The first day on which they may be changed, where the day of mapping is known.
    #[must_use]
    pub fn next_change(&self) -> Option<Date> {
        self.mapped_on.map(next_change)
    }

    /// Whether orders from `address` are accepted.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        address == self.primary || Some(address) == self.secondary
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_change_is_possible_from_midnight_of_the_seventh_day() {
        let mapped = date!(2026 - 02 - 26);
        assert_eq!(next_change(mapped), date!(2026 - 03 - 05));
        assert!(!may_change(mapped, datetime!(2026-03-04 23:59:59 +5:30)));
        assert!(may_change(mapped, datetime!(2026-03-05 00:00:00 +5:30)));
        // 18:30 UTC is midnight in India.
        assert!(!may_change(mapped, datetime!(2026-03-04 18:29:59 UTC)));
        assert!(may_change(mapped, datetime!(2026-03-04 18:30 UTC)));
        assert_eq!(next_change(Date::MAX), Date::MAX);
    }

    #[test]
    fn the_day_is_known_or_not() {
        let addresses = StaticAddresses::new([192, 0, 2, 7].into());
        assert_eq!(addresses.next_change(), None);
        let addresses = addresses
            .with_secondary([192, 0, 2, 8].into())
            .with_mapped_on(date!(2026 - 01 - 01));
        assert_eq!(addresses.next_change(), Some(date!(2026 - 01 - 08)));
        assert!(addresses.contains([192, 0, 2, 7].into()) && addresses.contains([192, 0, 2, 8].into()));
        assert!(!addresses.contains([192, 0, 2, 9].into()));
    }
}
