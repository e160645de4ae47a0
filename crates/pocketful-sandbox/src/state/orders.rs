//! The order book. Nothing is matched: a good order rests until it is cancelled.

use pocketful_types::IST;
use rust_decimal::Decimal;
use time::{Date, OffsetDateTime};

use super::random::Random;
use crate::{assumed::FIRST_ORDER_NUMBER, instruments::Instrument};

/// An order as the gateway passed it on: checked, not yet judged.
#[derive(Clone, Debug)]
pub(crate) struct NewOrder {
    pub(crate) client_id: String,
    pub(crate) instrument: &'static Instrument,
    pub(crate) order_type: &'static str,
    pub(crate) price: Decimal,
    pub(crate) trigger_price: Decimal,
    pub(crate) quantity: i64,
    pub(crate) disclosed_quantity: i64,
    pub(crate) validity: &'static str,
    pub(crate) product: &'static str,
    pub(crate) order_side: &'static str,
    pub(crate) device: String,
    pub(crate) user_order_id: i64,
    pub(crate) is_amo: bool,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// At the exchange.
    Confirmed,
    /// At the exchange, asleep until the trigger price.
    TriggerPending,
    /// Kept for the next opening.
    AmoReceived,
    Cancelled,
    AmoCancelled,
    /// Refused after it was accepted, for want of margin.
    Rejected,
}

/// An order in the book.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) order: NewOrder,
    pub(crate) oms_order_id: String,
    /// Empty while no exchange has seen it.
    pub(crate) exchange_order_id: String,
    pub(crate) status: Status,
    pub(crate) entered_at: OffsetDateTime,
    pub(crate) changed_at: OffsetDateTime,
}

/// No order of this id rests for this account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotResting;

/// All orders, oldest first.
pub(crate) struct Orders {
    book: Vec<Order>,
    random: Random,
    day: Option<Date>,
    next_number: u64,
}

impl Status {
    /// The word of the wire (wire reference, section 0.5).
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::TriggerPending => "TRIGGER PENDING",
            Self::AmoReceived => "AMO_REQ_RECEIVED",
            Self::Cancelled => "CANCEL_CONFIRMED",
            Self::AmoCancelled => "AMO_CANCEL_CONFIRMED",
            Self::Rejected => "REJECTED",
        }
    }

    /// Why the broker refused it; empty when it did not.
    pub(crate) fn rejection_reason(self) -> &'static str {
        match self {
            Self::Rejected => "Margin shortfall",
            _ => "",
        }
    }

    /// Whether it is in the pending book; otherwise in the completed one.
    pub(crate) fn is_pending(self) -> bool {
        matches!(self, Self::Confirmed | Self::TriggerPending | Self::AmoReceived)
    }
}

impl NewOrder {
    /// What a buy order blocks, in rupees; nothing for a sale. None when it is beyond counting.
    fn blocks(&self) -> Option<Decimal> {
        if self.order_side == "SELL" {
            return Some(Decimal::ZERO);
        }
        let price = match self.order_type {
            "LIMIT" | "SL" => self.price,
            "SLM" => self.trigger_price,
            _ => self.instrument.reference_price(),
        };
        price.checked_mul(Decimal::from(self.quantity))
    }
}

impl Orders {
    pub(crate) fn new(random: Random) -> Self {
        Self {
            book: Vec::new(),
            random,
            day: None,
            next_number: FIRST_ORDER_NUMBER,
        }
    }

    /// Accepts an order, and puts it into the book or rejects it there when `cash` does not cover it.
    pub(crate) fn place(&mut self, order: NewOrder, cash: Decimal, now: OffsetDateTime) -> &Order {
        let free = cash - self.blocked(&order.client_id);
        let covered = order.blocks().is_some_and(|needed| needed <= free);
        let status = if !covered {
            Status::Rejected
        } else if order.is_amo {
            Status::AmoReceived
        } else if order.validity == "IOC" {
            // Nothing to match it at once, so the rest of it, which is all of it, is cancelled.
            Status::Cancelled
        } else if order.order_type == "SL" || order.order_type == "SLM" {
            Status::TriggerPending
        } else {
            Status::Confirmed
        };
        let exchange_order_id = if covered && !order.is_amo {
            format!("1{}", self.random.digits(15))
        } else {
            String::new()
        };
        let oms_order_id = self.next_id(now);
        self.book.push(Order {
            order,
            oms_order_id,
            exchange_order_id,
            status,
            entered_at: now,
            changed_at: now,
        });
        &self.book[self.book.len() - 1]
    }

    /// An order of this account, whatever its state.
    pub(crate) fn find(&self, client_id: &str, oms_order_id: &str) -> Option<&Order> {
        self.book
            .iter()
            .find(|order| order.oms_order_id == oms_order_id && order.order.client_id == client_id)
    }

    /// Takes a resting order out of the pending book.
    pub(crate) fn cancel(
        &mut self,
        client_id: &str,
        oms_order_id: &str,
        now: OffsetDateTime,
    ) -> Result<&Order, NotResting> {
        let order = self
            .book
            .iter_mut()
            .find(|order| order.oms_order_id == oms_order_id && order.order.client_id == client_id)
            .filter(|order| order.status.is_pending())
            .ok_or(NotResting)?;
        order.status = match order.status {
            Status::AmoReceived => Status::AmoCancelled,
            _ => Status::Cancelled,
        };
        order.changed_at = now;
        Ok(order)
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
            .filter_map(|order| order.order.blocks())
            .sum()
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

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;
    use crate::state::random::Stream;

    const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 +5:30);

    fn orders() -> Orders {
        Orders::new(Random::new(7, Stream::Orders))
    }

    fn order() -> NewOrder {
        NewOrder {
            client_id: "AB1234".to_owned(),
            instrument: Instrument::find("NSE", 14366).unwrap(),
            order_type: "LIMIT",
            price: Decimal::new(875, 2),
            trigger_price: Decimal::ZERO,
            quantity: 100,
            disclosed_quantity: 0,
            validity: "DAY",
            product: "CNC",
            order_side: "BUY",
            device: "WEB".to_owned(),
            user_order_id: 1,
            is_amo: false,
        }
    }

    #[test]
    fn a_resting_order_blocks_its_cost_until_it_is_cancelled() {
        let mut orders = orders();
        let cash = Decimal::from(1000);
        let id = orders.place(order(), cash, NOW).oms_order_id.clone();
        assert_eq!(orders.blocked("AB1234"), Decimal::from(875));
        assert_eq!(orders.place(order(), cash, NOW).status, Status::Rejected);
        assert_eq!(orders.blocked("AB1234"), Decimal::from(875));

        assert_eq!(orders.cancel("CD1234", &id, NOW).err(), Some(NotResting));
        assert_eq!(
            orders.cancel("AB1234", &id, NOW).unwrap().status,
            Status::Cancelled
        );
        assert_eq!(orders.cancel("AB1234", &id, NOW).err(), Some(NotResting));
        assert_eq!(orders.blocked("AB1234"), Decimal::ZERO);
        assert_eq!(orders.place(order(), cash, NOW).status, Status::Confirmed);
    }

    #[test]
    fn ids_count_up_within_a_day_and_never_repeat() {
        let mut orders = orders();
        let cash = Decimal::from(1_000_000);
        let mut id = |now| orders.place(order(), cash, now).oms_order_id.clone();
        assert_eq!(id(NOW), "202611231001");
        assert_eq!(id(NOW), "202611231002");
        assert_eq!(id(NOW + Duration::DAY), "202611241001");
        // The clock went back, the ids do not.
        assert_eq!(id(NOW), "202611241002");
    }

    #[test]
    fn each_kind_of_order_rests_as_it_should() {
        let mut orders = orders();
        let cash = Decimal::from(10_000_000);
        let amo = NewOrder {
            is_amo: true,
            ..order()
        };
        let ioc = NewOrder {
            validity: "IOC",
            ..order()
        };
        let stop = NewOrder {
            order_type: "SLM",
            trigger_price: Decimal::from(9),
            ..order()
        };
        let huge = NewOrder {
            quantity: i64::MAX,
            price: Decimal::MAX,
            ..order()
        };
        assert_eq!(orders.place(ioc, cash, NOW).status, Status::Cancelled);
        assert_eq!(orders.place(stop, cash, NOW).status, Status::TriggerPending);
        assert_eq!(orders.place(huge, cash, NOW).status, Status::Rejected);
        let placed = orders.place(amo, cash, NOW).clone();
        assert_eq!(
            (placed.status, placed.exchange_order_id.as_str()),
            (Status::AmoReceived, "")
        );
        let cancelled = orders.cancel("AB1234", &placed.oms_order_id, NOW).unwrap();
        assert_eq!(cancelled.status, Status::AmoCancelled);
    }
}
