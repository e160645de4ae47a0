//! Mode 4: five levels on each side (wire reference, section 16.3).

use std::{borrow::Borrow, fmt};

use rust_decimal::Decimal;

use super::packet::{Layout, numbers, packet, prices, wide_numbers};

/// The five best prices on each side, 166 bytes. It has no last price and no time: take those from the other modes.
///
/// `Depth` owns its bytes; [`decode`](crate::decode) gives one that borrows the frame.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Depth<B = [u8; 166]>(Layout<166, B>);

packet!(Depth, 166);

prices!(Depth[166] {
    126 average_price average_price_raw "Average traded price of the day";
    130 open_price open_price_raw "First price of the day";
    134 high_price high_price_raw "Highest price of the day";
    138 low_price low_price_raw "Lowest price of the day";
    142 close_price close_price_raw "Closing price of the day before";
});

numbers!(Depth[166] {
    162 volume "Quantity traded today";
});

wide_numbers!(Depth[166] {
    146 total_buy_quantity "Quantity of all buyers";
    154 total_sell_quantity "Quantity of all sellers";
});

/// One price at which somebody waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// The price in ₹; `None` for an empty level.
    pub price: Option<Decimal>,
    /// The price as the raw whole number; zero for an empty level.
    pub price_raw: u32,
    /// Units wanted or offered there.
    pub quantity: u32,
    /// How many orders wait there.
    pub orders: u32,
}

/// Where a side's three arrays of five begin.
struct Side {
    orders: usize,
    prices: usize,
    quantities: usize,
}

const BUYERS: Side = Side {
    orders: 6,
    prices: 26,
    quantities: 46,
};
const SELLERS: Side = Side {
    orders: 66,
    prices: 86,
    quantities: 106,
};

impl<B: Borrow<[u8; 166]>> Depth<B> {
    /// Buyers, the best price first.
    #[must_use]
    pub fn bids(&self) -> [Level; 5] {
        self.side(&BUYERS)
    }

    /// Sellers, the best price first.
    #[must_use]
    pub fn asks(&self) -> [Level; 5] {
        self.side(&SELLERS)
    }

    fn side(&self, side: &Side) -> [Level; 5] {
        std::array::from_fn(|level| {
            let price_raw = self.0.u32_at(side.prices + 4 * level);
            Level {
                price: self.0.price(price_raw),
                price_raw,
                quantity: self.0.u32_at(side.quantities + 4 * level),
                orders: self.0.u32_at(side.orders + 4 * level),
            }
        })
    }
}

impl<B: Borrow<[u8; 166]>> fmt::Debug for Depth<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Depth")
            .field("exchange_code", &self.exchange_code())
            .field("instrument_token", &self.instrument_token())
            .field("bids", &self.bids())
            .field("asks", &self.asks())
            .finish_non_exhaustive()
    }
}
