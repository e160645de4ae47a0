//! An instrument that was found, with what is known of it.

use std::fmt;

use pocketful::{
    Client, Instrument, InstrumentToken, ScripInfo,
    types::{Contract, Contracts, GetScripInfo, InstrumentRules},
};

use crate::{
    commands::read,
    error::{Failure, Result},
};

/// An instrument that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::commands) struct Found {
    pub(in crate::commands) instrument: Instrument,
    /// What the exchange calls it, where today's contracts were looked into.
    pub(in crate::commands) symbol: Option<String>,
    /// Its series, such as `EQ` or `OPTSTK`, where it is known.
    pub(in crate::commands) series: Option<String>,
    /// What it is on, of a derivative, where the contracts have that.
    pub(in crate::commands) underlying: Option<InstrumentToken>,
    /// What it demands of an order, as far as the contracts say.
    pub(in crate::commands) rules: Option<InstrumentRules>,
}

impl Found {
    /// `NSE:SBIN-EQ`, where the symbol is known.
    pub(in crate::commands) fn name(&self) -> Option<String> {
        let exchange = self.instrument.exchange;
        (self.symbol.as_ref()).map(|symbol| format!("{exchange}:{symbol}"))
    }

    /// Without anything about it.
    pub(in crate::commands) fn bare(instrument: Instrument) -> Self {
        Self {
            instrument,
            symbol: None,
            series: None,
            underlying: None,
            rules: None,
        }
    }

    pub(super) fn of(contract: &Contract<'_>, contracts: &Contracts) -> Self {
        // Of a derivative the books have the sort of contract there: OPTSTK.
        let sort = contract.instrument_name;
        let sort = (contract.kind.is_derivative() && !sort.is_empty()).then_some(sort);
        Self {
            instrument: contract.instrument(),
            symbol: Some(contract.trading_symbol.to_owned()),
            series: contract.series().or(sort).map(ToOwned::to_owned),
            underlying: contracts.underlying_of(contract).map(|found| found.token),
            rules: Some(contract.rules()),
        }
    }

    /// What the contracts say of a number; `None` when they have none such.
    pub(super) fn listed(instrument: Instrument, contracts: &Contracts) -> Option<Self> {
        let contract = contracts.get(instrument)?;
        Some(Self::of(&contract, contracts))
    }

    /// Learns the names that the broker tells of it, unless they are known.
    pub(in crate::commands) fn learn(&mut self, info: &ScripInfo) {
        if self.symbol.is_none() {
            self.symbol.clone_from(&info.members.trading_symbol);
        }
        if self.series.is_none() {
            self.series = (info.other("series"))
                .and_then(|json| serde_json::from_str::<String>(json).ok())
                .filter(|series| !series.is_empty());
        }
    }

    /// The same with its symbol, which some requests want: from today's contracts, and where there are none yet from the
    /// broker, or from the contracts downloaded when the broker tells none.
    pub(in crate::commands) async fn with_symbol(mut self, client: &Client) -> Result<Self> {
        if self.symbol.is_some() {
            return Ok(self);
        }
        let request = GetScripInfo::new(self.instrument);
        let info = read::ask("Looking for the instrument…", client.call(&request)).await?;
        self.learn(&info);
        if self.symbol.is_some() {
            return Ok(self);
        }
        let loaded = read::ask("Reading the contract master…", client.contracts().load()).await?;
        if loaded.stale.is_none()
            && let Some(found) = Self::listed(self.instrument, &loaded.contracts)
        {
            return Ok(found);
        }
        Err(Failure::local(format!(
            "what the exchange calls {self} is not known: neither the broker nor today's contract master tells it"
        ))
        .hint("give the trading symbol instead; `pocketful search TEXT` may find it"))
    }
}

/// `NSE:SBIN-EQ (3045)`, or `NSE:3045` where the symbol is not known.
impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Instrument { exchange, token } = self.instrument;
        match &self.symbol {
            Some(symbol) => write!(f, "{exchange}:{symbol} ({token})"),
            None => write!(f, "{exchange}:{token}"),
        }
    }
}
