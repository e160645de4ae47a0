//! What was typed, as values: instruments, quantities, prices.

use std::{fmt::Display, str::FromStr};

use pocketful::{Decimal, Exchange, Instrument, InstrumentToken, OrderId, Quantity};

use crate::error::{Failure, Result};

/// A word that the parser has checked already.
pub(super) fn word<T: FromStr<Err: Display>>(text: &str) -> Result<T> {
    text.parse().map_err(|error| Failure::usage(format!("{error}")))
}

/// An order's id.
pub(super) fn order_id(text: &str) -> Result<OrderId> {
    text.parse().map_err(|error| {
        Failure::usage(format!("`{text}` is not an order's id"))
            .because(&error)
            .hint("copy it from `pocketful orders`")
    })
}

/// An instrument, given as exchange and token.
pub(super) fn instrument(exchange: &str, token: &str) -> Result<Instrument> {
    Ok(Instrument::new(word(exchange)?, self::token(token)?))
}

/// An instrument in one word: `NSE:3045`.
pub(super) fn pair(text: &str) -> Result<Instrument> {
    let (exchange, token) = text.split_once(':').ok_or_else(|| {
        Failure::usage(format!("`{text}` does not name an exchange"))
            .hint("write EXCHANGE:INSTRUMENT, such as NSE:3045")
    })?;
    Ok(Instrument::new(word::<Exchange>(exchange)?, self::token(token)?))
}

pub(super) fn token(text: &str) -> Result<InstrumentToken> {
    text.parse().map_err(|_| {
        Failure::usage(format!("`{text}` is not an instrument token"))
            .hint("give the exchange's number for the instrument, such as 3045; trading symbols are not looked up yet")
    })
}

pub(super) fn quantity(what: &str, text: &str) -> Result<Quantity> {
    text.parse()
        .map_err(|error| Failure::usage(format!("{what} {text}: {error}")))
}

pub(super) fn price(what: &str, text: &str) -> Result<Decimal> {
    Decimal::from_str_exact(text).map_err(|_| {
        Failure::usage(format!("{what} {text} is not a price"))
            .hint("write rupees in digits with a point, without separators: 812.50")
    })
}

/// A price that need not be given.
pub(super) fn some_price(what: &str, text: Option<&String>) -> Result<Option<Decimal>> {
    text.map(|text| price(what, text)).transpose()
}
