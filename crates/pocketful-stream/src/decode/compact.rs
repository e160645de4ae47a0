//! Mode 2: price, change, best bid and ask (wire reference, section 16.3).

use std::{borrow::Borrow, fmt};

use rust_decimal::Decimal;

use super::packet::{Layout, numbers, packet, prices, times};

/// A compact tick, 42 bytes.
///
/// `Compact` owns its bytes; [`decode`](crate::decode) gives one that borrows the frame.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Compact<B = [u8; 42]>(Layout<42, B>);

packet!(Compact, 42);

prices!(Compact[42] {
    6 last_price last_price_raw "Last traded price";
    18 lower_circuit lower_circuit_raw "Lowest price allowed today";
    22 upper_circuit upper_circuit_raw "Highest price allowed today";
    34 bid_price bid_price_raw "Best price of a buyer";
    38 ask_price ask_price_raw "Best price of a seller";
});

numbers!(Compact[42] {
    26 open_interest "Open interest now";
    30 initial_open_interest "Open interest at the start of the day";
});

times!(Compact[42] {
    14 last_trade_time "When the last trade was";
});

impl<B: Borrow<[u8; 42]>> Compact<B> {
    /// Last price less the closing price of the day before, in ₹. Zero is a value here: the price has not moved.
    #[must_use]
    pub fn change(&self) -> Decimal {
        self.0.difference(self.change_raw())
    }

    /// The change as the raw whole number. It is signed (row 34 of section 17).
    #[must_use]
    pub fn change_raw(&self) -> i32 {
        self.0.u32::<10>().cast_signed()
    }

    /// Closing price of the day before in ₹: last price less change. `None` without a last price.
    #[must_use]
    pub fn close_price(&self) -> Option<Decimal> {
        Some(self.last_price()? - self.change())
    }
}

impl<B: Borrow<[u8; 42]>> fmt::Debug for Compact<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Compact")
            .field("exchange_code", &self.exchange_code())
            .field("instrument_token", &self.instrument_token())
            .field("last_price", &self.last_price())
            .field("change", &self.change())
            .field("bid_price", &self.bid_price())
            .field("ask_price", &self.ask_price())
            .finish_non_exhaustive()
    }
}
