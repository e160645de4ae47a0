//! What there is to say of a contract master as a whole.

use std::fmt;

use serde::Serialize;
use time::{Date, Duration, OffsetDateTime};

use crate::{Exchange, IST};

/// When a contract master was downloaded, and how much is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ContractsInfo {
    /// When it was downloaded, IST.
    #[serde(serialize_with = "fetched_at")]
    pub fetched_at: OffsetDateTime,
    /// Contracts in all.
    pub rows: u64,
    /// Contracts of each exchange that has any.
    #[serde(serialize_with = "by_exchange")]
    pub exchanges: Vec<(Exchange, u64)>,
    /// Rows that made no sense and were set aside.
    pub bad_rows: u64,
    /// Rows that were left out on purpose: spot prices of commodities.
    pub dropped_rows: u64,
    /// Rows with an exchange and token that an earlier row has.
    pub duplicate_rows: u64,
}

impl ContractsInfo {
    /// Contracts of `exchange`.
    #[must_use]
    pub fn rows_of(&self, exchange: Exchange) -> u64 {
        (self.exchanges.iter())
            .find(|(own, _)| *own == exchange)
            .map_or(0, |(_, rows)| *rows)
    }

    /// The day (IST) for which it is.
    #[must_use]
    pub fn day(&self) -> Date {
        self.fetched_at.to_offset(IST).date()
    }

    /// How old it is; never negative, also when a clock was set back.
    #[must_use]
    pub fn age(&self, now: OffsetDateTime) -> Duration {
        (now - self.fetched_at).max(Duration::ZERO)
    }

    /// Whether it is of the day (IST) that `now` is in: the exchanges issue a new one every trading day.
    #[must_use]
    pub fn is_of_today(&self, now: OffsetDateTime) -> bool {
        self.day() == now.to_offset(IST).date()
    }
}

impl fmt::Display for ContractsInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} contracts of {}", self.rows, self.day())?;
        if self.bad_rows > 0 {
            write!(f, ", {} rows set aside", self.bad_rows)?;
        }
        Ok(())
    }
}

fn fetched_at<S: serde::Serializer>(time: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    crate::serde::ist_datetime::serialize(&Some(*time), serializer)
}

fn by_exchange<S: serde::Serializer>(rows: &[(Exchange, u64)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(rows.iter().map(|(exchange, rows)| (exchange.as_str(), rows)))
}
