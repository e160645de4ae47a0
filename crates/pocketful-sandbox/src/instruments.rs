//! A small list of instruments, so that a wrong token, tick, lot or price is refused as the broker refuses it.

use rust_decimal::Decimal;

/// What can be traded in the sandbox. Prices are in paise here, in rupees on the wire.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instrument {
    pub(crate) exchange: &'static str,
    pub(crate) token: u32,
    pub(crate) trading_symbol: &'static str,
    pub(crate) symbol: &'static str,
    pub(crate) series: &'static str,
    pub(crate) isin: &'static str,
    /// Units in a lot.
    pub(crate) lot: i64,
    tick: i64,
    low: i64,
    high: i64,
}

#[rustfmt::skip]
const INSTRUMENTS: [Instrument; 10] = [
    cash("NSE", 14366, "IDEA-EQ", "IDEA", "EQ", "INE669E01016", [1, 720, 1_080]),
    cash("NSE", 2885, "RELIANCE-EQ", "RELIANCE", "EQ", "INE002A01018", [10, 135_000, 165_000]),
    cash("NSE", 3045, "SBIN-EQ", "SBIN", "EQ", "INE062A01020", [5, 75_000, 91_500]),
    cash("NSE", 1594, "INFY-EQ", "INFY", "EQ", "INE009A01021", [10, 139_500, 170_500]),
    cash("NSE", 10666, "PNB-EQ", "PNB", "EQ", "INE160A01022", [1, 9_900, 12_100]),
    cash("BSE", 500_325, "RELIANCE-A", "RELIANCE", "A", "INE002A01018", [5, 135_000, 165_000]),
    cash("BSE", 532_461, "PNB-A", "PNB", "A", "INE160A01022", [1, 9_900, 12_100]),
    future("NFO", 35001, "NIFTY-FUT", "NIFTY", "FUTIDX", 75, [10, 2_340_000, 2_860_000]),
    future("NFO", 35002, "COFORGE-FUT", "COFORGE", "FUTSTK", 150, [10, 153_000, 187_000]),
    future("MCX", 430_001, "CRUDEOIL-FUT", "CRUDEOIL", "FUTCOM", 100, [100, 480_000, 620_000]),
];

/// Shares, without lots. The last three numbers are tick, lowest and highest price.
const fn cash(
    exchange: &'static str,
    token: u32,
    trading_symbol: &'static str,
    symbol: &'static str,
    series: &'static str,
    isin: &'static str,
    [tick, low, high]: [i64; 3],
) -> Instrument {
    Instrument {
        exchange,
        token,
        trading_symbol,
        symbol,
        series,
        isin,
        lot: 1,
        tick,
        low,
        high,
    }
}

/// A derivative, in lots.
const fn future(
    exchange: &'static str,
    token: u32,
    trading_symbol: &'static str,
    symbol: &'static str,
    series: &'static str,
    lot: i64,
    [tick, low, high]: [i64; 3],
) -> Instrument {
    Instrument {
        exchange,
        token,
        trading_symbol,
        symbol,
        series,
        isin: "",
        lot,
        tick,
        low,
        high,
    }
}

impl Instrument {
    /// The instrument that an exchange knows under this number.
    pub(crate) fn find(exchange: &str, token: u32) -> Option<&'static Self> {
        INSTRUMENTS
            .iter()
            .find(|instrument| instrument.exchange == exchange && instrument.token == token)
    }

    /// All of them, for the portal.
    pub(crate) fn all() -> &'static [Self] {
        &INSTRUMENTS
    }

    /// Whether it is a share, which alone can be delivered.
    pub(crate) fn is_cash(&self) -> bool {
        matches!(self.exchange, "NSE" | "BSE")
    }

    /// Whether a price in rupees is a whole number of ticks.
    pub(crate) fn is_on_tick(&self, price: Decimal) -> bool {
        price.checked_rem(self.tick()).is_some_and(|rest| rest.is_zero())
    }

    /// The tick, in rupees.
    pub(crate) fn tick(&self) -> Decimal {
        Decimal::new(self.tick, 2)
    }

    /// The daily price range, in rupees.
    pub(crate) fn daily_range(&self) -> (Decimal, Decimal) {
        (Decimal::new(self.low, 2), Decimal::new(self.high, 2))
    }

    /// The middle of the daily range in rupees: what a market order is taken to cost.
    pub(crate) fn reference_price(&self) -> Decimal {
        let (low, high) = self.daily_range();
        (low + high) / Decimal::TWO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sound() {
        for (at, one) in INSTRUMENTS.iter().enumerate() {
            let (low, high) = one.daily_range();
            assert!(
                low < high && one.is_on_tick(low) && one.is_on_tick(high),
                "{one:?}"
            );
            assert!(one.lot >= 1 && one.trading_symbol.starts_with(one.symbol));
            assert!(
                INSTRUMENTS[at + 1..]
                    .iter()
                    .all(|other| (other.exchange, other.token) != (one.exchange, one.token))
            );
        }
    }

    #[test]
    fn ticks_are_exact() {
        let sbin = Instrument::find("NSE", 3045).unwrap();
        assert!(sbin.is_on_tick(Decimal::new(80_005, 2)));
        assert!(!sbin.is_on_tick(Decimal::new(80_001, 2)));
        assert!(!sbin.is_on_tick(Decimal::new(800_051, 3)));
        assert!(Instrument::find("BSE", 3045).is_none());
    }
}
