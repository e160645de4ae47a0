//! The order book. Nothing is matched: a good order rests until it is cancelled, or until somebody fills it.

mod fill;
mod group;
mod order;

use std::sync::Arc;

use pocketful_types::IST;
use rust_decimal::Decimal;
use time::{Date, OffsetDateTime};

pub use self::fill::FillError;
pub(crate) use self::{
    fill::Fill,
    order::{Leg, Moment, NewOrder, Order, Status, average},
};

use super::random::Random;
use crate::{assumed::FIRST_ORDER_NUMBER, instruments::Universe, prices::session};

/// No order of this id rests for this account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotResting;

/// What to change about a resting order.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) order_type: &'static str,
    pub(crate) price: Decimal,
    pub(crate) trigger_price: Decimal,
    pub(crate) quantity: i64,
    pub(crate) disclosed_quantity: i64,
    pub(crate) validity: &'static str,
    pub(crate) product: &'static str,
    pub(crate) leg: Option<Leg>,
}

/// All orders, oldest first.
pub(crate) struct Orders {
    book: Vec<Order>,
    random: Random,
    day: Option<Date>,
    next_number: u64,
    trades: u64,
}

impl Orders {
    pub(crate) fn new(random: Random) -> Self {
        Self {
            book: Vec::new(),
            random,
            day: None,
            next_number: FIRST_ORDER_NUMBER,
            trades: 0,
        }
    }

    /// Accepts an order, and puts it into the book or rejects it there when `cash` does not cover it.
    pub(crate) fn place(&mut self, order: NewOrder, cash: Decimal, now: OffsetDateTime) -> &Order {
        let free = cash - self.blocked(&order.client_id);
        let covered = order.blocks(order.quantity).is_some_and(|needed| needed <= free);
        let status = if !covered {
            Status::Rejected
        } else if order.is_amo {
            Status::AmoReceived
        } else if order.validity == "IOC" {
            // Nothing to match it at once, so the rest of it, which is all of it, is cancelled.
            Status::Cancelled
        } else {
            at_the_exchange(order.order_type)
        };
        let exchange_order_id = if covered && !order.is_amo {
            self.next_exchange_id()
        } else {
            String::new()
        };
        let oms_order_id = self.next_id(now);
        let mut order = Order {
            order,
            oms_order_id,
            exchange_order_id,
            status,
            filled: 0,
            filled_value: Decimal::ZERO,
            trade_price: Decimal::ZERO,
            is_modified: false,
            entered_at: now,
            changed_at: now,
            history: Vec::new(),
        };
        order.enter(status, now);
        self.book.push(order);
        &self.book[self.book.len() - 1]
    }

    /// An order of this account, whatever its state.
    pub(crate) fn find(&self, client_id: &str, oms_order_id: &str) -> Option<&Order> {
        self.book
            .iter()
            .find(|order| order.oms_order_id == oms_order_id && order.order.client_id == client_id)
    }

    /// Changes a resting order; `None` when `cash` does not cover what it would become.
    pub(crate) fn modify(
        &mut self,
        client_id: &str,
        oms_order_id: &str,
        change: Change,
        cash: Decimal,
        now: OffsetDateTime,
    ) -> Result<Option<&Order>, NotResting> {
        let free = cash - self.blocked(client_id);
        let order = self.resting(client_id, oms_order_id)?;
        let mut asked = order.order.clone();
        let freed = asked.blocks(order.remaining()).unwrap_or_default();
        Change {
            order_type: asked.order_type,
            price: asked.price,
            trigger_price: asked.trigger_price,
            quantity: asked.quantity,
            disclosed_quantity: asked.disclosed_quantity,
            validity: asked.validity,
            product: asked.product,
            leg: asked.leg,
        } = change;
        let needed = asked.blocks(asked.quantity - order.filled);
        if needed.is_none_or(|needed| needed > free + freed) {
            return Ok(None);
        }
        order.order = asked;
        order.is_modified = true;
        let status = match (order.status.is_amo(), at_the_exchange(order.order.order_type)) {
            (true, _) => Status::AmoModified,
            (false, Status::TriggerPending) => Status::TriggerPending,
            (false, _) if order.filled == order.order.quantity => Status::Complete,
            (false, _) => Status::Modified,
        };
        order.enter(status, now);
        Ok(Some(order))
    }

    /// Takes a resting order out of the pending book.
    pub(crate) fn cancel(
        &mut self,
        client_id: &str,
        oms_order_id: &str,
        now: OffsetDateTime,
    ) -> Result<&Order, NotResting> {
        let order = self.resting(client_id, oms_order_id)?;
        let status = if order.status.is_amo() {
            Status::AmoCancelled
        } else {
            Status::Cancelled
        };
        order.enter(status, now);
        Ok(order)
    }

    fn resting(&mut self, client_id: &str, oms_order_id: &str) -> Result<&mut Order, NotResting> {
        self.book
            .iter_mut()
            .find(|order| order.oms_order_id == oms_order_id && order.order.client_id == client_id)
            .filter(|order| order.status.is_pending())
            .ok_or(NotResting)
    }

    /// Sends what was kept for an opening to the exchange, once that opening has come.
    pub(crate) fn open_markets(&mut self, now: OffsetDateTime) {
        for at in 0..self.book.len() {
            let order = &self.book[at];
            if !order.status.is_amo() {
                continue;
            }
            let begun = session(order.order.instrument.exchange, now).opens;
            if begun > order.entered_at {
                let id = self.next_exchange_id();
                let order = &mut self.book[at];
                order.exchange_order_id = id;
                order.enter(at_the_exchange(order.order.order_type), begun);
            }
        }
    }

    /// A new day: resting orders get its price ranges, and those for a contract that has ended are cancelled.
    pub(crate) fn renew(&mut self, universe: &Universe, now: OffsetDateTime) {
        for order in self.book.iter_mut().filter(|order| order.status.is_pending()) {
            let known = &order.order.instrument;
            let today = universe.find(known.exchange, known.token);
            match today.filter(|today| today.expiry() == known.expiry()) {
                Some(today) => order.order.instrument = Arc::clone(today),
                None if order.status.is_amo() => order.enter(Status::AmoCancelled, now),
                None => order.enter(Status::Cancelled, now),
            }
        }
    }

    /// Every account's orders, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Order> {
        self.book.iter()
    }

    /// An account's orders, newest first.
    pub(crate) fn of<'a>(&'a self, client_id: &'a str) -> impl Iterator<Item = &'a Order> {
        self.book
            .iter()
            .rev()
            .filter(move |order| order.order.client_id == client_id)
    }

    /// Rupees that an account's resting orders block.
    pub(crate) fn blocked(&self, client_id: &str) -> Decimal {
        self.of(client_id)
            .filter(|order| order.status.is_pending())
            .filter_map(|order| order.order.blocks(order.remaining()))
            .sum()
    }

    fn next_exchange_id(&mut self) -> String {
        format!("1{}", self.random.digits(15))
    }

    /// The day and a number that counts up within it: `202611231001`.
    fn next_id(&mut self, now: OffsetDateTime) -> String {
        let today = now.to_offset(IST).date();
        if self.day.is_none_or(|day| day < today) {
            self.day = Some(today);
            self.next_number = FIRST_ORDER_NUMBER;
        }
        let day = self.day.unwrap_or(today);
        let number = self.next_number;
        self.next_number += 1;
        format!(
            "{:04}{:02}{:02}{number}",
            day.year(),
            u8::from(day.month()),
            day.day()
        )
    }
}

/// How an order of this type rests at an exchange.
fn at_the_exchange(order_type: &str) -> Status {
    match order_type {
        "SL" | "SLM" => Status::TriggerPending,
        _ => Status::Confirmed,
    }
}

#[cfg(test)]
mod tests;
