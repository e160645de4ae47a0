//! What derivatives are on, by the name that they use for it.

use super::{Contract, Contracts};
use crate::Exchange;

/// Indices of NSE as their derivatives call them, and their symbols (wire reference, section 11.3). The reference has both
/// names of none: that these belong together is assumed from the market's own usage.
const INDICES: [(&str, &str); 5] = [
    ("NIFTY", "Nifty 50"),
    ("BANKNIFTY", "Nifty Bank"),
    ("FINNIFTY", "Nifty Fin Service"),
    ("MIDCPNIFTY", "NIFTY MID SELECT"),
    ("NIFTYNXT50", "Nifty Next 50"),
];

impl Contracts {
    /// What a person means by `text` whose derivatives are asked for: as [`resolve`](Self::resolve), and an index of NSE
    /// also by the name that its derivatives have, `NIFTY` for `Nifty 50` (assumed).
    #[must_use]
    pub fn underlying(&self, exchange: Exchange, text: &str) -> Option<Contract<'_>> {
        self.resolve(exchange, text).or_else(|| {
            let name = text.trim();
            let (_, symbol) = (INDICES.iter())
                .filter(|_| exchange == Exchange::Nse)
                .find(|(short, _)| short.eq_ignore_ascii_case(name))?;
            self.by_symbol(exchange, symbol)
        })
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::ContractFile;

    #[test]
    fn an_index_goes_by_two_names() {
        let mut builder = Contracts::builder();
        let nse = "exchange_token,trading_symbol\n26000,Nifty 50\n3045,SBIN-EQ\n";
        builder
            .read(&ContractFile::of(Exchange::Nse), nse.as_bytes())
            .unwrap();
        let contracts = builder.finish(datetime!(2026-11-23 08:30 +5:30));
        let token = |exchange, text| {
            contracts
                .underlying(exchange, text)
                .map(|found| found.token.get())
        };
        for (text, found) in [
            ("NIFTY", Some(26000)),
            ("nifty", Some(26000)),
            ("Nifty 50", Some(26000)),
            ("26000", Some(26000)),
            ("SBIN", Some(3045)),
            // Known, and not in this file.
            ("BANKNIFTY", None),
            ("NIFT", None),
        ] {
            assert_eq!(token(Exchange::Nse, text), found, "{text}");
        }
        assert_eq!(token(Exchange::Bse, "NIFTY"), None);
    }
}
