//! What can be traded or looked at in the sandbox: shares, indices, futures and options, the same for everybody on the same day.

mod chains;
mod listed;
mod universe;

use rust_decimal::{Decimal, prelude::ToPrimitive};
use time::Date;

pub(crate) use self::universe::Universe;

/// One instrument. Prices are whole numbers here, in paise or, of currencies, in hundredths of a paisa; in rupees on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Instrument {
    pub(crate) exchange: &'static str,
    pub(crate) token: u32,
    pub(crate) trading_symbol: String,
    /// The share's symbol, or the underlying's: what has the same one moves together.
    pub(crate) symbol: &'static str,
    pub(crate) company: &'static str,
    pub(crate) series: &'static str,
    pub(crate) isin: &'static str,
    /// Units in a lot.
    pub(crate) lot: i64,
    pub(crate) kind: Kind,
    pub(crate) tick: i64,
    pub(crate) low: i64,
    pub(crate) high: i64,
}

/// What sort of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Share,
    /// A number to look at, not to trade.
    Index,
    /// The physical commodity, which is only quoted.
    Spot,
    Future {
        expiry: Date,
    },
    Option {
        expiry: Date,
        /// Paise.
        strike: i64,
        right: Right,
        /// Lowest and highest price of the underlying, in paise.
        spot: (i64, i64),
    },
}

/// The right that an option gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    Call,
    Put,
}

impl Right {
    /// The word of the contract master (wire reference, section 11.3).
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Call => "CE",
            Self::Put => "PE",
        }
    }
}

impl Instrument {
    /// Whether both are the same thing, though perhaps on two days, whose price ranges differ.
    pub(crate) fn is(&self, other: &Self) -> bool {
        (self.exchange, self.token) == (other.exchange, other.token)
    }

    /// Whether it is a share, which alone can be delivered.
    pub(crate) fn is_cash(&self) -> bool {
        self.kind == Kind::Share
    }

    /// Whether orders are taken for it.
    pub(crate) fn is_tradable(&self) -> bool {
        !matches!(self.kind, Kind::Index | Kind::Spot)
    }

    /// When it ends, if it does.
    pub(crate) fn expiry(&self) -> Option<Date> {
        match self.kind {
            Kind::Future { expiry } | Kind::Option { expiry, .. } => Some(expiry),
            Kind::Share | Kind::Index | Kind::Spot => None,
        }
    }

    /// Whether a price in rupees is a whole number of ticks.
    pub(crate) fn is_on_tick(&self, price: Decimal) -> bool {
        price.checked_rem(self.tick()).is_some_and(|rest| rest.is_zero())
    }

    /// The tick, in rupees.
    pub(crate) fn tick(&self) -> Decimal {
        self.rupees(self.tick)
    }

    /// The daily price range, in rupees.
    pub(crate) fn daily_range(&self) -> (Decimal, Decimal) {
        (self.rupees(self.low), self.rupees(self.high))
    }

    /// Decimals of its prices. A currency's tick is a quarter of a paisa.
    pub(crate) fn decimals(&self) -> u32 {
        if self.exchange == "CDS" { 4 } else { 2 }
    }

    /// One of its prices, in rupees.
    pub(crate) fn rupees(&self, price: i64) -> Decimal {
        Decimal::new(price, self.decimals())
    }

    /// One of its prices as exchanges count: in paise, and in CDS in ten millionths of a rupee (wire reference, section
    /// 16.3 and row 35 of section 17).
    pub(crate) fn counted(&self, price: i64) -> i64 {
        if self.exchange == "CDS" {
            price.saturating_mul(1000)
        } else {
            price
        }
    }

    /// What the paths of market data and positions call its segment (wire reference, section 0.5).
    pub(crate) fn segment(&self) -> &'static str {
        match (self.exchange, self.expiry()) {
            ("CDS", _) => "Currency",
            (_, Some(_)) => "FutOpt",
            (_, None) => "Capital",
        }
    }

    /// The middle of the daily range in rupees: what a market order is taken to cost.
    pub(crate) fn reference_price(&self) -> Decimal {
        let (low, high) = self.daily_range();
        (low + high) / Decimal::TWO
    }

    /// The most units of one order.
    pub(crate) fn freeze_quantity(&self) -> i64 {
        if self.is_cash() { 10_000_000 } else { self.lot * 24 }
    }

    /// The exchange's number (wire reference, section 0.5).
    pub(crate) fn exchange_code(&self) -> u8 {
        exchange_code(self.exchange)
    }
}

/// The number of an exchange in the feed and in contract data (wire reference, section 0.5).
pub(crate) fn exchange_code(exchange: &str) -> u8 {
    match exchange {
        "NSE" => 1,
        "NFO" => 2,
        "CDS" => 3,
        "MCX" => 4,
        "BSE" => 6,
        _ => 7,
    }
}

/// Paise as rupees.
pub(crate) fn rupees(paise: i64) -> Decimal {
    Decimal::new(paise, 2)
}

/// Rupees as paise, rounded down to whole ones.
pub(crate) fn paise(rupees: Decimal) -> i64 {
    rupees
        .checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|paise| paise.floor().to_i64())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn ticks_are_exact() {
        let universe = Universe::on(date!(2026 - 11 - 23));
        let sbin = universe.find("NSE", 3045).unwrap();
        assert!(sbin.is_on_tick(Decimal::new(80_005, 2)));
        assert!(!sbin.is_on_tick(Decimal::new(80_001, 2)));
        assert!(!sbin.is_on_tick(Decimal::new(800_051, 3)));
        assert!(universe.find("BSE", 3045).is_none());
        assert_eq!(paise(rupees(80_005)), 80_005);
    }
}
