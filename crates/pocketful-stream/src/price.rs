//! How the feed's whole numbers become rupees (wire reference, section 16.3 and row 35 of section 17).

use pocketful_types::Exchange;

/// Decimals of a feed price, exchange by exchange: a raw `8150` with two decimals is ₹ 81.50.
///
/// Two for all but currency derivatives, which have seven. That seven is what other brokers on the same system use;
/// Pocketful's own clients disagree with each other about it, so it can be set, as that of every exchange can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceScales([u8; CODES]);

/// Of exchanges that have no others.
const USUAL: u8 = 2;

/// A [`Decimal`](rust_decimal::Decimal) has no more.
const MOST: u8 = 28;

/// The feed's numbers of exchanges are below this.
const CODES: usize = 8;

impl PriceScales {
    /// Decimals of prices on `exchange`; more than 28 count as 28.
    #[must_use]
    pub const fn with(mut self, exchange: Exchange, decimals: u8) -> Self {
        self.0[place(exchange)] = if decimals > MOST { MOST } else { decimals };
        self
    }

    /// Decimals of currency derivatives' prices; more than 28 count as 28.
    #[must_use]
    pub const fn with_cds(self, decimals: u8) -> Self {
        self.with(Exchange::Cds, decimals)
    }

    /// Decimals of a price on `exchange`; unknown exchanges have two.
    #[must_use]
    pub const fn decimals(self, exchange: Option<Exchange>) -> u8 {
        match exchange {
            Some(exchange) => self.0[place(exchange)],
            None => USUAL,
        }
    }
}

/// Where an exchange has its decimals.
#[allow(clippy::cast_lossless, reason = "`usize::from` is not const")]
const fn place(exchange: Exchange) -> usize {
    exchange.feed_code() as usize % CODES
}

impl Default for PriceScales {
    fn default() -> Self {
        Self([USUAL; CODES]).with_cds(7)
    }
}
