//! An order: what was asked for, where it stands, and how it came there.

use std::sync::Arc;

use rust_decimal::Decimal;
use time::OffsetDateTime;

use crate::instruments::Instrument;

/// An order as the gateway passed it on: checked, not yet judged.
#[derive(Clone, Debug)]
pub(crate) struct NewOrder {
    pub(crate) client_id: String,
    pub(crate) instrument: Arc<Instrument>,
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
    /// The basket it was placed from, or the group of a cover or bracket order.
    pub(crate) basket_id: Option<String>,
    /// Its part in a cover or bracket order.
    pub(crate) leg: Option<Leg>,
}

/// A part of a cover or bracket order (wire reference, section 5).
#[derive(Clone, Debug)]
pub(crate) struct Leg {
    /// `CO` or `BO`.
    pub(crate) execution_type: &'static str,
    /// `ENTRY`, `SECOND` (the target) or `THIRD` (the stop).
    pub(crate) indicator: &'static str,
    pub(crate) stop_loss_value: Decimal,
    pub(crate) square_off_value: Decimal,
    pub(crate) trailing_stop_loss: Decimal,
    pub(crate) is_trailing: bool,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// At the exchange.
    Confirmed,
    /// At the exchange, and changed there.
    Modified,
    /// At the exchange, asleep until the trigger price.
    TriggerPending,
    /// Kept for the next opening.
    AmoReceived,
    /// Kept for the next opening, and changed since.
    AmoModified,
    /// Filled to the last unit.
    Complete,
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
    /// Units filled so far.
    pub(crate) filled: i64,
    /// Rupees that they cost.
    pub(crate) filled_value: Decimal,
    /// The last fill's price.
    pub(crate) trade_price: Decimal,
    pub(crate) is_modified: bool,
    pub(crate) entered_at: OffsetDateTime,
    pub(crate) changed_at: OffsetDateTime,
    /// Every state it has been in, this one included, oldest first.
    pub(crate) history: Vec<Moment>,
}

/// A state that an order has been in.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    pub(crate) order: NewOrder,
    pub(crate) exchange_order_id: String,
    pub(crate) status: Status,
    pub(crate) filled: i64,
    pub(crate) filled_value: Decimal,
    pub(crate) is_modified: bool,
    pub(crate) at: OffsetDateTime,
}

impl Status {
    /// The word of the wire (wire reference, section 0.5).
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Modified => "MODIFY_CONFIRMED",
            Self::TriggerPending => "TRIGGER PENDING",
            Self::AmoReceived => "AMO_REQ_RECEIVED",
            Self::AmoModified => "AMO_MODIFY_CONFIRMED",
            Self::Complete => "COMPLETE",
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
        matches!(self, Self::Confirmed | Self::Modified | Self::TriggerPending) || self.is_amo()
    }

    /// Whether it waits for the next opening.
    pub(crate) fn is_amo(self) -> bool {
        matches!(self, Self::AmoReceived | Self::AmoModified)
    }
}

impl NewOrder {
    /// What so many units of a buy order block, in rupees; nothing for a sale, or for the way out of a position. None
    /// when it is beyond counting.
    pub(super) fn blocks(&self, quantity: i64) -> Option<Decimal> {
        if self.order_side == "SELL" || self.is_exit() {
            return Some(Decimal::ZERO);
        }
        let price = match self.order_type {
            "LIMIT" | "SL" => self.price,
            "SLM" => self.trigger_price,
            _ => self.instrument.reference_price(),
        };
        price.checked_mul(Decimal::from(quantity))
    }

    /// Whether it is the target or the stop of a cover or bracket order.
    pub(crate) fn is_exit(&self) -> bool {
        self.leg.as_ref().is_some_and(|leg| leg.indicator != "ENTRY")
    }

    /// The word of the wire.
    pub(crate) fn execution_type(&self) -> &'static str {
        match &self.leg {
            Some(leg) => leg.execution_type,
            None if self.is_amo => "AMO",
            None => "REGULAR",
        }
    }
}

impl Order {
    /// Units that are still to be filled; none once it no longer rests.
    pub(crate) fn remaining(&self) -> i64 {
        if self.status.is_pending() {
            self.order.quantity - self.filled
        } else {
            0
        }
    }

    /// Rupees a unit, 0 before the first fill.
    pub(crate) fn average_price(&self) -> Decimal {
        average(self.filled_value, self.filled)
    }

    /// Enters a state, and remembers it.
    pub(super) fn enter(&mut self, status: Status, now: OffsetDateTime) {
        self.status = status;
        self.changed_at = now;
        self.history.push(Moment {
            order: self.order.clone(),
            exchange_order_id: self.exchange_order_id.clone(),
            status,
            filled: self.filled,
            filled_value: self.filled_value,
            is_modified: self.is_modified,
            at: now,
        });
    }
}

/// Rupees a unit; 0 for no unit.
pub(crate) fn average(value: Decimal, quantity: i64) -> Decimal {
    value.checked_div(Decimal::from(quantity)).unwrap_or_default()
}
