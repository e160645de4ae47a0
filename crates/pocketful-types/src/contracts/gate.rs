//! Whether a new contract master may take the place of the one before: files come empty, cut or half.

use crate::{ContractsInfo, Exchange};

/// What is demanded of a new contract master.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContractsGate {
    /// By how many per cent the whole may shrink. Default 30.
    pub max_shrink_percent: u8,
    /// By how many per cent one exchange may shrink; after a monthly expiry a good part of its contracts is gone.
    /// Default 50.
    pub max_exchange_shrink_percent: u8,
    /// How many of a hundred rows may make no sense. Default 5.
    pub max_bad_percent: u8,
}

impl Default for ContractsGate {
    fn default() -> Self {
        Self {
            max_shrink_percent: 30,
            max_exchange_shrink_percent: 50,
            max_bad_percent: 5,
        }
    }
}

/// Why a new contract master was not taken. The one before stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GateRefusal {
    /// Nothing in it.
    #[error("the new contract master is empty")]
    Empty,
    /// Too much of it cannot be read.
    #[error("{bad} of {rows} rows of the new contract master cannot be read")]
    TooManyBad {
        /// Rows that made no sense.
        bad: u64,
        /// Rows in all.
        rows: u64,
    },
    /// An exchange that was in the one before is not in it.
    #[error("the new contract master has no contracts of {0}, and the one before has")]
    Vanished(Exchange),
    /// It is much smaller.
    #[error("the new contract master has {after} contracts{}, the one before has {before}", of(.exchange))]
    Shrunk {
        /// Of which exchange, or `None` for the whole.
        exchange: Option<Exchange>,
        /// Contracts in the one before.
        before: u64,
        /// Contracts in the new one.
        after: u64,
    },
}

fn of(exchange: &Option<Exchange>) -> String {
    exchange.map_or_else(String::new, |exchange| format!(" of {exchange}"))
}

impl ContractsGate {
    /// Whether `new` may take the place of `previous`. Without one before, it must only be neither empty nor broken.
    ///
    /// # Errors
    /// The first thing that speaks against it.
    pub fn check(&self, previous: Option<&ContractsInfo>, new: &ContractsInfo) -> Result<(), GateRefusal> {
        if new.rows == 0 {
            return Err(GateRefusal::Empty);
        }
        let rows = new.rows.saturating_add(new.bad_rows);
        if exceeds(new.bad_rows, rows, self.max_bad_percent) {
            return Err(GateRefusal::TooManyBad {
                bad: new.bad_rows,
                rows,
            });
        }
        let Some(previous) = previous else {
            return Ok(());
        };
        let wholes = (None, previous.rows, new.rows, self.max_shrink_percent);
        let parts = previous.exchanges.iter().map(|(exchange, rows)| {
            let after = new.rows_of(*exchange);
            (Some(*exchange), *rows, after, self.max_exchange_shrink_percent)
        });
        // An exchange that is gone says more than that the whole is smaller.
        for (exchange, before, after, percent) in parts.chain([wholes]) {
            match exchange {
                Some(exchange) if after == 0 && before > 0 => return Err(GateRefusal::Vanished(exchange)),
                _ if exceeds(before.saturating_sub(after), before, percent) => {
                    return Err(GateRefusal::Shrunk {
                        exchange,
                        before,
                        after,
                    });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether `part` is more than so many per cent of `whole`.
fn exceeds(part: u64, whole: u64, percent: u8) -> bool {
    u128::from(part) * 100 > u128::from(whole) * u128::from(percent)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn info(exchanges: &[(Exchange, u64)], bad_rows: u64) -> ContractsInfo {
        ContractsInfo {
            fetched_at: datetime!(2026-11-23 08:30 +5:30),
            rows: exchanges.iter().map(|(_, rows)| rows).sum(),
            exchanges: exchanges.to_vec(),
            bad_rows,
            dropped_rows: 0,
            duplicate_rows: 0,
        }
    }

    #[test]
    fn only_a_whole_master_replaces_another() {
        use Exchange::{Mcx, Nfo, Nse};
        let gate = ContractsGate::default();
        let before = info(&[(Nse, 1000), (Nfo, 4000), (Mcx, 100)], 3);
        for (new, verdict) in [
            (info(&[(Nse, 1000), (Nfo, 4000), (Mcx, 100)], 0), Ok(())),
            (info(&[(Nse, 900), (Nfo, 2700), (Mcx, 60)], 3), Ok(())),
            (info(&[], 0), Err(GateRefusal::Empty)),
            (
                info(&[(Nse, 1000), (Nfo, 4000)], 0),
                Err(GateRefusal::Vanished(Mcx)),
            ),
            (
                info(&[(Nse, 1000), (Nfo, 4000), (Mcx, 49)], 0),
                Err(GateRefusal::Shrunk {
                    exchange: Some(Mcx),
                    before: 100,
                    after: 49,
                }),
            ),
            (
                info(&[(Nse, 700), (Nfo, 2500), (Mcx, 80)], 0),
                Err(GateRefusal::Shrunk {
                    exchange: None,
                    before: 5100,
                    after: 3280,
                }),
            ),
            (
                info(&[(Nse, 1000), (Nfo, 4000), (Mcx, 100)], 300),
                Err(GateRefusal::TooManyBad { bad: 300, rows: 5400 }),
            ),
        ] {
            assert_eq!(gate.check(Some(&before), &new), verdict, "{new}");
        }
        // The first one has nothing to be measured by.
        assert_eq!(gate.check(None, &info(&[(Nse, 1)], 0)), Ok(()));
        assert!(gate.check(None, &info(&[(Nse, 1)], 1)).is_err());
        assert_eq!(
            GateRefusal::Shrunk {
                exchange: Some(Mcx),
                before: 100,
                after: 49
            }
            .to_string(),
            "the new contract master has 49 contracts of MCX, the one before has 100"
        );
    }
}
