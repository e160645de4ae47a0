//! Instruments as they are typed: an exchange, and a number or a trading symbol.

mod found;
mod near;

use pocketful::{
    Client, ContractsApi, Exchange, Instrument, InstrumentToken, LoadedContracts,
    types::{Contract, Contracts},
};

use super::{read, typed::word};
use crate::{
    args::order::WhatArgs,
    clock,
    error::{Failure, Result},
    output::Out,
};

pub(super) use found::Found;

/// What an instrument is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To look at. Yesterday's contracts will do, with a warning.
    Reading,
    /// To trade. A number may belong to another instrument by now, so that only today's contracts will do.
    Trading,
}

/// An instrument as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    exchange: Exchange,
    name: Name,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    Token(InstrumentToken),
    Symbol(String),
    /// The symbol of what derivatives are on, or the name that they have for it.
    Underlying(String),
}

impl Named {
    /// An instrument in two words: `NSE` and `SBIN`, `SBIN-EQ` or `3045`. Digits alone are a number.
    pub(super) fn new(exchange: &str, name: &str) -> Result<Self> {
        let name = name.trim();
        let exchange = word(exchange)?;
        let hint = "give the trading symbol or the exchange's number, such as SBIN or 3045";
        if name.is_empty() {
            return Err(Failure::usage("the instrument is empty").hint(hint));
        }
        let name = if name.bytes().all(|byte| byte.is_ascii_digit()) {
            Name::Token(name.parse().map_err(|_| {
                Failure::usage(format!("`{name}` is not an instrument token: it is too large")).hint(hint)
            })?)
        } else {
            Name::Symbol(name.to_owned())
        };
        Ok(Self { exchange, name })
    }

    /// The instrument of an order.
    pub(super) fn of(what: &WhatArgs) -> Result<Self> {
        Self::new(&what.exchange, &what.instrument)
    }

    /// An instrument in one word: `NSE:SBIN` or `NSE:3045`.
    pub(super) fn pair(text: &str) -> Result<Self> {
        let (exchange, name) = text.split_once(':').ok_or_else(|| {
            Failure::usage(format!("`{text}` does not name an exchange"))
                .hint("write EXCHANGE:INSTRUMENT, such as NSE:SBIN or NSE:3045")
        })?;
        Self::new(exchange, name)
    }

    /// What derivatives are on, and the exchange of those: `NIFTY 50` or `NIFTY`, `SBIN`, `26000`, or any of them with its exchange.
    /// It trades, or is counted, on the cash market, so that without one it is NSE.
    pub(super) fn underlying(text: &str) -> Result<(Self, Exchange)> {
        let mut named = if text.contains(':') {
            Self::pair(text)?
        } else {
            Self::new("NSE", text)?
        };
        if let Name::Symbol(symbol) = named.name {
            named.name = Name::Underlying(symbol);
        }
        let derivatives = named.exchange.derivatives().ok_or_else(|| {
            Failure::usage(format!("`{text}` is not what futures and options are on"))
                .hint("name the share or the index on NSE or BSE, or what trades on MCX: SBIN, BSE:SENSEX")
        })?;
        Ok((named, derivatives))
    }

    /// Makes the request that `build` makes of an instrument, with another one of the exchange where it is not known
    /// yet: what else is wrong about it is found before anybody logs in or anything is downloaded.
    pub(super) fn rehearse<T>(&self, build: impl FnOnce(Instrument) -> Result<T>) -> Result {
        build(self.stand_in()).map(drop)
    }

    fn stand_in(&self) -> Instrument {
        let token = match self.name {
            Name::Token(token) => token,
            Name::Symbol(_) | Name::Underlying(_) => InstrumentToken::new(0),
        };
        Instrument::new(self.exchange, token)
    }

    /// The instrument.
    ///
    /// A symbol is looked up in the contract master, which is downloaded once a day. A number never causes a download:
    /// to trade, it is looked up where today's master is on disk already, for its symbol and its rules.
    pub(super) async fn find(&self, client: &Client, purpose: Purpose, out: &Out) -> Result<Found> {
        let symbol = match &self.name {
            Name::Token(token) => {
                let instrument = Instrument::new(self.exchange, *token);
                return Ok(match purpose {
                    Purpose::Reading => Found::bare(instrument),
                    Purpose::Trading => known(instrument, client.contracts()).await,
                });
            }
            Name::Symbol(symbol) | Name::Underlying(symbol) => symbol,
        };
        let loaded = read::ask("Reading the contract master…", client.contracts().load())
            .await
            .map_err(|failure| {
                failure.hint(
                    "a symbol is looked up in the contract master, and there is none here: try again, or give the \
                     exchange's number for the instrument",
                )
            })?;
        if let Some(error) = &loaded.not_saved {
            out.remark(&format!(
                "the contract master cannot be kept for the next time: {error}"
            ));
        }
        match (&loaded.stale, purpose) {
            (Some(_), Purpose::Trading) => return Err(self.too_old(symbol, &loaded)),
            (Some(error), Purpose::Reading) => {
                out.remark(&format!(
                    "{symbol} is looked up in {loaded}: today's cannot be had: {error}"
                ));
            }
            (None, _) => {}
        }
        let underlying = match &self.name {
            Name::Underlying(name) => loaded.contracts.underlying(self.exchange, name),
            _ => None,
        };
        let contract = underlying.map_or_else(|| look_up(&loaded.contracts, self.exchange, symbol), Ok)?;
        Ok(Found::of(&contract, &loaded.contracts))
    }

    /// Numbers of expired contracts are given to new ones.
    fn too_old(&self, symbol: &str, loaded: &LoadedContracts) -> Failure {
        let failure = Failure::local(format!(
            "{symbol} is looked up for trading in today's contracts only, and there are {loaded}"
        ));
        let failure = match &loaded.stale {
            Some(error) => failure.because(error),
            None => failure,
        };
        let again = match &loaded.stale {
            Some(error) if error.gate_refusal().is_some() => {
                "`pocketful contracts sync --anyway` takes the new ones as they are"
            }
            _ => "`pocketful contracts sync` tries again",
        };
        failure.hint(match look_up(&loaded.contracts, self.exchange, symbol) {
            Ok(contract) => format!(
                "{again}; in the old ones {}:{} is {}: give that number instead if you know that it still is",
                contract.exchange, contract.trading_symbol, contract.token
            ),
            Err(_) => again.to_owned(),
        })
    }
}

/// Instruments in one word each.
pub(super) fn pairs(texts: &[String]) -> Result<Vec<Named>> {
    texts.iter().map(|text| Named::pair(text)).collect()
}

/// The instruments, to look at.
pub(super) async fn find_all(named: &[Named], client: &Client, out: &Out) -> Result<Vec<Found>> {
    let mut found = Vec::with_capacity(named.len());
    for one in named {
        found.push(one.find(client, Purpose::Reading, out).await?);
    }
    Ok(found)
}

/// Those that today's contracts do not have, where these are on disk already and have their exchange.
pub(super) async fn unlisted(instruments: &[Instrument], client: &Client) -> Vec<Instrument> {
    let Some(loaded) = todays(client.contracts()).await else {
        return Vec::new();
    };
    let contracts = &loaded.contracts;
    let is_unlisted = |instrument: &Instrument| {
        contracts.get(*instrument).is_none() && contracts.info().rows_of(instrument.exchange) > 0
    };
    instruments.iter().copied().filter(is_unlisted).collect()
}

/// Today's contracts, where they are on disk already. A cache that cannot be read is as good as none.
async fn todays(contracts: ContractsApi<'_>) -> Option<LoadedContracts> {
    let cached = contracts.offline().await.ok().flatten();
    cached.filter(|loaded| loaded.info().is_of_today(clock::now()))
}

/// The instrument of a number, with what today's contracts on disk say of it.
pub(super) async fn known(instrument: Instrument, contracts: ContractsApi<'_>) -> Found {
    // The number is all that is needed.
    todays(contracts)
        .await
        .and_then(|loaded| Found::listed(instrument, &loaded.contracts))
        .unwrap_or_else(|| Found::bare(instrument))
}

/// The one contract that `symbol` means, or what to type instead.
fn look_up<'a>(contracts: &'a Contracts, exchange: Exchange, symbol: &str) -> Result<Contract<'a>> {
    if let Some(contract) = contracts.resolve(exchange, symbol) {
        return Ok(contract);
    }
    let same: Vec<_> = contracts.all_by_symbol(exchange, symbol).collect();
    if same.len() > 1 {
        return Err(Failure::usage(format!(
            "{exchange} has {} instruments called {symbol}",
            same.len()
        ))
        .hint(format!("give the number of one: {}", near::list(&same))));
    }
    if contracts.info().rows_of(exchange) == 0 {
        return Err(Failure::usage(format!(
            "the contract master has no instruments of {exchange} at all"
        ))
        .hint("give the exchange's number; `pocketful search TEXT` may find it"));
    }
    let failure = Failure::usage(format!("{exchange} has no instrument called {symbol}"));
    let near = near::matches(contracts, exchange, symbol);
    Err(failure.hint(if near.is_empty() {
        "look for it with `pocketful contracts find TEXT`".to_owned()
    } else {
        format!("did you mean {}?", near::list(&near))
    }))
}

#[cfg(test)]
mod tests;
