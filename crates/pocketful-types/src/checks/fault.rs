//! What about an order does not fit its instrument, and what to do about it.

use std::fmt::{self, Display};

use rust_decimal::Decimal;
use time::Date;

use super::{Rounding, round_to_tick};
use crate::{OrderType, Product, Quantity};

/// What about an order does not fit its instrument. Nothing was sent. Prices are ₹, quantities are units.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrderFault {
    /// The instrument does not trade.
    NotTradable,
    /// It does not take the order type.
    OrderType {
        /// The order's type.
        order_type: OrderType,
        /// Those that it takes.
        allowed: Vec<OrderType>,
    },
    /// It cannot be held under the product.
    Product {
        /// The order's product.
        product: Product,
        /// Those under which it can be held.
        allowed: Vec<Product>,
    },
    /// A quantity that is no whole number of lots.
    NotInLots {
        /// Which quantity.
        what: &'static str,
        /// What it is.
        quantity: Quantity,
        /// Units in a lot.
        lot: Quantity,
    },
    /// More units than one order may have.
    AboveFreeze {
        /// The order's.
        quantity: Quantity,
        /// The most.
        freeze: Quantity,
    },
    /// A price between two ticks.
    OffTick {
        /// Which price.
        what: &'static str,
        /// What it is.
        price: Decimal,
        /// The tick.
        tick: Decimal,
    },
    /// A price below the day's lowest.
    BelowCircuit {
        /// Which price.
        what: &'static str,
        /// What it is.
        price: Decimal,
        /// The lowest.
        limit: Decimal,
    },
    /// A price above the day's highest.
    AboveCircuit {
        /// Which price.
        what: &'static str,
        /// What it is.
        price: Decimal,
        /// The highest.
        limit: Decimal,
    },
    /// An order that waits longer than its contract lasts, the number of which may then be another one's.
    OutlivesContract {
        /// The order's last day, IST.
        day: Date,
        /// The contract's, IST.
        last_day: Date,
    },
}

impl Display for OrderFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotTradable => f.write_str("the instrument cannot be traded; choose another"),
            Self::OrderType { order_type, allowed } => {
                write!(
                    f,
                    "the instrument takes no {order_type} orders; use {}",
                    Any(allowed)
                )
            }
            Self::Product { product, allowed } => {
                write!(
                    f,
                    "the instrument cannot be held as {product}; use {}",
                    Any(allowed)
                )
            }
            Self::NotInLots { what, quantity, lot } => {
                write!(f, "the {what} {quantity} is no multiple of the lot {lot}; use ")?;
                let below = quantity.units() - quantity.units() % lot.units().max(1);
                if below > 0 {
                    write!(f, "{below} or ")?;
                }
                write!(f, "{}", below.saturating_add(lot.units()))
            }
            Self::AboveFreeze { quantity, freeze } => write!(
                f,
                "the quantity {quantity} is above the {freeze} that one order may have; split it into {} orders",
                quantity.units().div_ceil(freeze.units().max(1))
            ),
            Self::OffTick { what, price, tick } => {
                write!(f, "the {what} {price} is no multiple of the tick {tick}")?;
                match (
                    round_to_tick(*price, *tick, Rounding::Down),
                    round_to_tick(*price, *tick, Rounding::Up),
                ) {
                    (Some(down), Some(up)) if down > Decimal::ZERO => write!(f, "; use {down} or {up}"),
                    (_, Some(up)) => write!(f, "; use {up}"),
                    _ => Ok(()),
                }
            }
            Self::BelowCircuit { what, price, limit } => write!(
                f,
                "the {what} {price} lies below the day's lowest price {limit}; use at least that"
            ),
            Self::AboveCircuit { what, price, limit } => write!(
                f,
                "the {what} {price} lies above the day's highest price {limit}; use at most that"
            ),
            Self::OutlivesContract { day, last_day } => write!(
                f,
                "the contract ends on {last_day}, and the order would wait until {day}; use at most the contract's last day"
            ),
        }
    }
}

impl std::error::Error for OrderFault {}

/// `CNC, MIS or NRML`.
struct Any<'a, T>(&'a [T]);

impl<T: Display> Display for Any<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => f.write_str("another instrument"),
            [only] => Display::fmt(only, f),
            [most @ .., last] => {
                for (at, item) in most.iter().enumerate() {
                    let comma = if at == 0 { "" } else { ", " };
                    write!(f, "{comma}{item}")?;
                }
                write!(f, " or {last}")
            }
        }
    }
}
