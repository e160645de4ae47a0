//! How the feed's whole numbers become rupees (wire reference, section 16.3 and row 35 of section 17).

use pocketful_types::Exchange;

/// Decimals of a feed price, exchange by exchange: a raw `8150` with two decimals is ₹ 81.50.
///
/// Two for all but currency derivatives, which have seven. That seven is what other brokers on the same system use;
/// Pocketful's own clients disagree with each other about it, so it can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceScales {
    cds: u8,
    others: u8,
}

impl PriceScales {
    /// Decimals of currency derivatives' prices; more than 28 count as 28.
    #[must_use]
    pub const fn with_cds(mut self, decimals: u8) -> Self {
        self.cds = if decimals > 28 { 28 } else { decimals };
        self
    }

    /// Decimals of a price on `exchange`; unknown exchanges have two.
    #[must_use]
    pub const fn decimals(self, exchange: Option<Exchange>) -> u8 {
        match exchange {
            Some(Exchange::Cds) => self.cds,
            _ => self.others,
        }
    }
}

impl Default for PriceScales {
    fn default() -> Self {
        Self { cds: 7, others: 2 }
    }
}
