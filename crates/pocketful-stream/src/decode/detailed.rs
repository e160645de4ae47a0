//! Mode 1: everything about one instrument but its depth (wire reference, section 16.3).

use std::{borrow::Borrow, fmt};

use super::packet::{Layout, numbers, packet, prices, times, wide_numbers};

/// A detailed tick, 102 bytes. Quantities are units.
///
/// `Detailed` owns its bytes; [`decode`](crate::decode) gives one that borrows the frame.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Detailed<B = [u8; 102]>(Layout<102, B>);

packet!(Detailed, 102);

prices!(Detailed[102] {
    6 last_price last_price_raw "Last traded price";
    22 bid_price bid_price_raw "Best price of a buyer";
    30 ask_price ask_price_raw "Best price of a seller";
    54 average_price average_price_raw "Average traded price of the day";
    62 open_price open_price_raw "First price of the day";
    66 high_price high_price_raw "Highest price of the day";
    70 low_price low_price_raw "Lowest price of the day";
    74 close_price close_price_raw "Closing price of the day before";
    78 yearly_high_price yearly_high_price_raw "Highest price of the year";
    82 yearly_low_price yearly_low_price_raw "Lowest price of the year";
    86 lower_circuit lower_circuit_raw "Lowest price allowed today";
    90 upper_circuit upper_circuit_raw "Highest price allowed today";
});

numbers!(Detailed[102] {
    14 last_quantity "Quantity of the last trade";
    18 volume "Quantity traded today";
    26 bid_quantity "Quantity at the best price of a buyer";
    34 ask_quantity "Quantity at the best price of a seller";
    94 open_interest "Open interest now";
    98 initial_open_interest "Open interest at the start of the day";
});

wide_numbers!(Detailed[102] {
    38 total_buy_quantity "Quantity of all buyers";
    46 total_sell_quantity "Quantity of all sellers";
});

times!(Detailed[102] {
    10 last_trade_time "When the last trade was";
    58 exchange_time "When the exchange sent it";
});

impl<B: Borrow<[u8; 102]>> fmt::Debug for Detailed<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Detailed")
            .field("exchange_code", &self.exchange_code())
            .field("instrument_token", &self.instrument_token())
            .field("last_price", &self.last_price())
            .field("bid_price", &self.bid_price())
            .field("ask_price", &self.ask_price())
            .field("volume", &self.volume())
            .field("exchange_time", &self.exchange_time())
            .finish_non_exhaustive()
    }
}
