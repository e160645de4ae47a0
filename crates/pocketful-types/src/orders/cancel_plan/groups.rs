//! Which rows of the books are legs of one cover or bracket order, and what that order has opened.

use std::collections::HashMap;

use crate::{InstrumentToken, Leg, Order, OrderId, OrderState, OrderType, Received, UserOrderId, WireEnum};

/// What ties legs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Tie<'a> {
    /// The `basket_id`.
    Basket(&'a str),
    /// The client's own number, on one instrument (exchange, token) and of one kind. Programs that number all orders
    /// alike put several groups under one.
    Number(UserOrderId, &'a str, Option<InstrumentToken>, &'a str),
    /// Nothing: a leg by itself.
    Alone(&'a OrderId),
}

/// The legs under one tie, as far as the rows tell.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// Whether it is tied by a `basket_id`.
    pub(super) is_named: bool,
    /// An entry that waits.
    pub(super) entry: Option<&'a OrderId>,
    /// Whether there is an entry, and none that does not wait.
    pub(super) has_all_entries_waiting: bool,
    /// Whether no entry has been filled, not even in part.
    pub(super) is_untouched: bool,
    /// A stop that waits, and by which the group can be left.
    pub(super) stop: Option<&'a OrderId>,
    /// Whether an exit waits as a market order.
    pub(super) is_leaving: bool,
    has_entry: bool,
    /// Units that entries have opened; `None` when a row does not say.
    opened: Option<u64>,
    closed: u64,
}

impl Group<'_> {
    /// Units that are open; `None` when the rows do not tell. What exits have closed counts only where it is certain
    /// that they are of the same group.
    pub(super) fn open(&self) -> Option<u64> {
        let opened = self.opened.filter(|_| self.has_entry)?;
        let closed = if self.is_named { self.closed } else { 0 };
        Some(opened.saturating_sub(closed))
    }
}

/// All groups of the books.
#[derive(Debug)]
pub(super) struct Groups<'a>(HashMap<Tie<'a>, Group<'a>>);

impl<'a> Groups<'a> {
    pub(super) fn of(rows: impl Iterator<Item = &'a Order>) -> Self {
        let mut groups = HashMap::new();
        for order in rows {
            if let Some(tie) = tie(order) {
                let new = || Group {
                    is_named: matches!(tie, Tie::Basket(_)),
                    entry: None,
                    has_all_entries_waiting: false,
                    is_untouched: true,
                    stop: None,
                    is_leaving: false,
                    has_entry: false,
                    opened: Some(0),
                    closed: 0,
                };
                count(order, groups.entry(tie).or_insert_with(new));
            }
        }
        Self(groups)
    }

    /// The group of `order`; `None` when it is no leg.
    pub(super) fn of_leg(&self, order: &'a Order) -> Option<&Group<'a>> {
        self.0.get(&tie(order)?)
    }
}

fn tie(order: &Order) -> Option<Tie<'_>> {
    if !order.is_leg() {
        return None;
    }
    Some(match (&order.basket_id, order.user_order_id) {
        (Some(basket), _) => Tie::Basket(basket),
        (None, Some(number)) => Tie::Number(
            number,
            text(order.exchange.as_ref()),
            order.instrument_token,
            text(order.execution_type.as_ref()),
        ),
        (None, None) => Tie::Alone(&order.oms_order_id),
    })
}

fn text<T: WireEnum>(value: Option<&Received<T>>) -> &str {
    value.map_or("", Received::as_str)
}

fn count<'a>(order: &'a Order, group: &mut Group<'a>) {
    let waits = !order.state().is_final();
    let filled = filled(order);
    let leg = order.leg_order_indicator.as_ref().and_then(Received::known);
    if leg == Some(Leg::Entry) {
        group.has_all_entries_waiting = waits && (group.has_all_entries_waiting || !group.has_entry);
        group.has_entry = true;
        group.is_untouched &= filled == Some(0);
        group.opened = group
            .opened
            .zip(filled)
            .map(|(all, units)| all.saturating_add(units));
        if waits {
            group.entry = group.entry.or(Some(&order.oms_order_id));
        }
        return;
    }
    if leg.is_none() {
        // It may be an entry.
        group.opened = None;
        group.is_untouched = false;
    }
    group.closed = group.closed.saturating_add(filled.unwrap_or_default());
    group.is_leaving |= is_leaving(order);
    let has_exchange_id = order
        .exchange_order_id
        .as_ref()
        .is_some_and(|id| !id.as_str().is_empty());
    // Without that id no request can be made of its row.
    if waits && leg == Some(Leg::Third) && has_exchange_id && !is_leaving(order) {
        group.stop = group.stop.or(Some(&order.oms_order_id));
    }
}

/// Units that are filled; `None` when the row does not tell.
pub(super) fn filled(order: &Order) -> Option<u64> {
    match order.filled_quantity {
        Some(units) => Some(units.units()),
        None if order.state() == OrderState::Rejected => Some(0),
        None => None,
    }
}

/// Whether it is an exit that was turned into a market order: the position is on its way out.
pub(super) fn is_leaving(order: &Order) -> bool {
    let leg = order.leg_order_indicator.as_ref().and_then(Received::known);
    let is_exit = matches!(leg, Some(Leg::Second | Leg::Third));
    let order_type = order.order_type.as_ref().and_then(Received::known);
    is_exit && order_type == Some(OrderType::Market) && !order.state().is_final()
}
