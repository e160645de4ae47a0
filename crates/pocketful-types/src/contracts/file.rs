//! The files inside the download (wire reference, section 11.3).

use crate::Exchange;

/// A CSV file of the contract master, told by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractFile {
    name: String,
    exchange: Option<Exchange>,
}

impl ContractFile {
    /// The file `name`: `NSECompactScrip.csv`, or `CompactScrip.csv` with every exchange in it, in any case and in any
    /// folder. `None` for any other file.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        const REST: &str = "compactscrip.csv";
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let start = base.len().checked_sub(REST.len())?;
        let (exchange, rest) = (base.get(..start)?, base.get(start..)?);
        if !rest.eq_ignore_ascii_case(REST) {
            return None;
        }
        Some(Self {
            name: base.to_owned(),
            exchange: match exchange {
                "" => None,
                exchange => Some(exchange.parse().ok()?),
            },
        })
    }

    /// A file with the contracts of `exchange`, whatever it is called.
    #[must_use]
    pub fn of(exchange: Exchange) -> Self {
        Self {
            name: format!("{exchange}CompactScrip.csv"),
            exchange: Some(exchange),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The exchange whose contracts it has; `None` where each row says it.
    #[must_use]
    pub fn exchange(&self) -> Option<Exchange> {
        self.exchange
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_name_in_any_case() {
        for (name, exchange) in [
            ("NSECompactScrip.csv", Some(Exchange::Nse)),
            ("nfocompactscrip.CSV", Some(Exchange::Nfo)),
            ("today/MCXCompactScrip.csv", Some(Exchange::Mcx)),
            ("CompactScrip.csv", None),
        ] {
            assert_eq!(
                ContractFile::from_name(name).unwrap().exchange(),
                exchange,
                "{name}"
            );
        }
        for name in [
            "",
            "readme.txt",
            "NYSECompactScrip.csv",
            "NSECompactScrip.csv.bak",
            "éCompactScrip.csv",
        ] {
            assert_eq!(ContractFile::from_name(name), None, "{name}");
        }
    }
}
