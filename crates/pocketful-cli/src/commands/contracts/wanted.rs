//! Which contracts are looked for.

use pocketful::{
    Decimal, Exchange, Instrument, InstrumentToken,
    types::{Contract, ContractKind, Contracts, OptionSide},
};
use time::{Date, macros::format_description};

use crate::{
    args::instruments::FindArgs,
    commands::typed,
    error::{Failure, Result},
    output::{money, time as moment},
};

/// What somebody looks for.
#[derive(Debug)]
pub(super) struct Wanted {
    exchange: Option<Exchange>,
    by: By,
}

#[derive(Debug)]
enum By {
    /// Words of a name.
    Name(String),
    /// A number.
    Token(InstrumentToken),
    /// A derivative; what is `None` may be anything.
    Underlying {
        name: String,
        expiry: Option<Date>,
        strike: Option<Decimal>,
        kind: Option<Kind>,
    },
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Future,
    Option(OptionSide),
}

impl Wanted {
    pub(super) fn of(args: &FindArgs) -> Result<Self> {
        let exchange = args.exchange.as_deref().map(typed::word).transpose()?;
        let by = match &args.underlying {
            Some(name) => By::Underlying {
                name: name.trim().to_owned(),
                expiry: args.expiry.as_deref().map(day).transpose()?,
                strike: typed::some_price("--strike", args.strike.as_ref())?,
                kind: match &args.side {
                    Some(side) => Some(Kind::Option(typed::word(side)?)),
                    None => args.futures.then_some(Kind::Future),
                },
            },
            None => {
                let text = args.text.join(" ");
                if text.trim().is_empty() {
                    return Err(Failure::usage("there is nothing to look for")
                        .hint("give words of a symbol or a company, or a number"));
                }
                match text.trim().parse() {
                    Ok(number) => By::Token(InstrumentToken::new(number)),
                    Err(_) => By::Name(text),
                }
            }
        };
        Ok(Self { exchange, by })
    }

    /// The first `most` of those there are; `None` for an exchange means all of them.
    pub(super) fn find<'a>(&self, contracts: &'a Contracts, most: usize) -> Vec<Contract<'a>> {
        match &self.by {
            By::Name(text) => contracts.search(self.exchange, text, most),
            By::Token(token) => self
                .exchanges()
                .filter_map(|exchange| contracts.get(Instrument::new(exchange, *token)))
                .take(most)
                .collect(),
            By::Underlying {
                name,
                expiry,
                strike,
                kind,
            } => self
                .exchanges()
                .flat_map(|exchange| contracts.derivatives(exchange, name))
                .filter(|contract| expiry.is_none_or(|day| contract.expiry == Some(day)))
                .filter(|contract| strike.is_none_or(|strike| contract.strike == Some(strike)))
                .filter(|contract| match kind {
                    None => true,
                    Some(Kind::Future) => contract.kind == ContractKind::Future,
                    Some(Kind::Option(side)) => contract.kind == ContractKind::Option(*side),
                })
                .take(most)
                .collect(),
        }
    }

    /// Why nothing was found, as far as that can be told, and what there is instead.
    pub(super) fn nothing(&self, contracts: &Contracts) -> String {
        let By::Underlying {
            name, expiry, strike, ..
        } = &self.by
        else {
            return "Nothing is called so.".to_owned();
        };
        let mut expiries: Vec<_> = self
            .exchanges()
            .flat_map(|exchange| contracts.expiries(exchange, name))
            .collect();
        expiries.sort_unstable();
        expiries.dedup();
        if expiries.is_empty() {
            return format!("There are no futures or options on {name}.");
        }
        let day = match expiry {
            Some(day) if !expiries.contains(day) => None,
            Some(day) => Some(*day),
            None => expiries.first().copied().filter(|_| strike.is_some()),
        };
        let Some(day) = day else {
            let days = some(expiries.iter().map(|day| moment::day(*day)));
            return format!("There is no such contract. Those on {name} expire on {days}.");
        };
        let mut strikes: Vec<_> = self
            .exchanges()
            .flat_map(|exchange| contracts.strikes(exchange, name, day))
            .collect();
        // Those around the one that is asked for.
        if let Some(strike) = strike {
            strikes.sort_by_key(|own| (*own - *strike).abs());
            strikes.truncate(SOME);
        }
        strikes.sort_unstable();
        strikes.dedup();
        let day = moment::day(day);
        if strikes.is_empty() {
            return format!("There is no such contract. No options on {name} expire on {day}.");
        }
        let strikes = some(strikes.into_iter().map(money::plain));
        format!("There is no such contract. Options that expire on {day} have strikes such as {strikes}.")
    }

    fn exchanges(&self) -> impl Iterator<Item = Exchange> {
        (Exchange::ALL.iter().copied()).filter(|exchange| self.exchange.is_none_or(|only| only == *exchange))
    }
}

/// As many as can be read at a glance.
const SOME: usize = 6;

fn some(all: impl Iterator<Item = String>) -> String {
    let mut shown: Vec<_> = all.take(SOME + 1).collect();
    if shown.len() > SOME {
        shown.truncate(SOME);
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

fn day(text: &str) -> Result<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).map_err(|_| {
        Failure::usage(format!("--expiry {text} is not a day")).hint("write year, month, day: 2026-11-24")
    })
}
