//! All instruments of a day, found by exchange and number.

use std::{collections::HashMap, sync::Arc};

use time::Date;

use super::{Instrument, chains::contracts, listed::listed};

/// What can be traded on a day.
pub(crate) struct Universe {
    day: Date,
    all: Vec<Arc<Instrument>>,
    by_number: HashMap<(&'static str, u32), usize>,
    listed: usize,
}

impl Universe {
    /// The instruments of `day`.
    pub(crate) fn on(day: Date) -> Self {
        let mut all = listed(day);
        let listed = all.len();
        all.extend(contracts(day));
        let by_number = all
            .iter()
            .enumerate()
            .map(|(at, one)| ((one.exchange, one.token), at))
            .collect();
        Self {
            day,
            all: all.into_iter().map(Arc::new).collect(),
            by_number,
            listed,
        }
    }

    pub(crate) fn day(&self) -> Date {
        self.day
    }

    /// The instrument that an exchange knows under this number.
    pub(crate) fn find(&self, exchange: &str, token: u32) -> Option<&Arc<Instrument>> {
        let exchange = ["NSE", "BSE", "NFO", "BFO", "MCX", "CDS"]
            .into_iter()
            .find(|known| *known == exchange)?;
        self.by_number
            .get(&(exchange, token))
            .and_then(|at| self.all.get(*at))
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Instrument>> {
        self.all.iter()
    }

    /// Those that are there every day under the same number.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &Arc<Instrument>> {
        self.all.iter().take(self.listed)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_list_is_sound() {
        for day in [
            date!(2026 - 11 - 23),
            date!(2027 - 02 - 28),
            date!(1999 - 12 - 31),
            date!(2100 - 01 - 01),
        ] {
            let universe = Universe::on(day);
            assert_eq!(universe.by_number.len(), universe.all.len(), "{day}");
            let mut names: Vec<_> = universe
                .iter()
                .map(|one| (one.exchange, &one.trading_symbol))
                .collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), universe.all.len(), "{day}");
            for one in universe.iter() {
                let (low, high) = one.daily_range();
                assert!(
                    low < high && one.is_on_tick(low) && one.is_on_tick(high),
                    "{one:?}"
                );
                assert!(one.lot >= 1 && one.token > 0, "{one:?}");
                assert!(one.expiry().is_none_or(|expiry| expiry >= day), "{one:?}");
            }
        }
    }
}
