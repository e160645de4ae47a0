//! What was typed, as values: ids, quantities, prices. Instruments are in `named.rs`.

use std::{fmt::Display, str::FromStr};

use pocketful::{Decimal, OrderId, Quantity};
use time::{Date, macros::format_description};

use crate::error::{Failure, Result};

/// A word that the parser has checked already.
pub(super) fn word<T: FromStr<Err: Display>>(text: &str) -> Result<T> {
    text.parse().map_err(|error| Failure::usage(format!("{error}")))
}

/// A change that changes nothing.
pub(super) fn nothing_to_change() -> Failure {
    Failure::usage("there is nothing to change").hint("name what shall be different; see --help")
}

/// An order's id.
pub(super) fn order_id(text: &str) -> Result<OrderId> {
    text.parse().map_err(|error| {
        Failure::usage(format!("`{text}` is not an order's id"))
            .because(&error)
            .hint("copy it from `pocketful orders`")
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

/// A day: `2027-03-31`.
pub(super) fn day(what: &str, text: &str) -> Result<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]"))
        .map_err(|_| Failure::usage(format!("{what} {text} is not a day")).hint("write it as 2027-03-31"))
}
