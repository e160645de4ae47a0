//! What cancelling everything does with each order: decided from the books, before anything is sent.

mod groups;

use std::collections::HashMap;

use self::groups::{Group, Groups};
use super::cancellation::CancelSkip;
use crate::{BadRow, Cancellation, ClientId, Leg, Order, OrderError, OrderId, OrderState, Received};

/// How far cancelling everything goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CancelScope {
    /// Orders that wait, and nothing is traded: the exits of a cover or bracket order whose entry is filled stay where
    /// they are, because leaving it would close its position at the market.
    #[default]
    Orders,
    /// The positions of cover and bracket orders, too: they are closed at the market.
    OrdersAndPositions,
}

/// What is to be done with one order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CancelStep {
    /// It is taken back by this request. Nothing that is known of it would be traded.
    Send(Cancellation),
    /// What its group has opened is closed at the market by this request. Of
    /// [`CancelScope::OrdersAndPositions`] alone.
    Close(Cancellation),
    /// It goes with this order of its group: one request takes back all legs.
    With(OrderId),
    /// It is left where it is, and nothing is sent.
    Skip(CancelSkip),
    /// It is done already.
    Done(OrderState),
    /// No request can be made of its row.
    Impossible(OrderError),
}

/// What is to be done with every order that waits. Nothing is sent by making a plan.
///
/// The legs of a cover or bracket order are told to belong together by `basket_id`, or where the book has none by
/// `user_order_id`, instrument and kind (wire reference, section 5.1). Should that put several groups under one name,
/// more stays than had to, and nothing is traded.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct CancelPlan {
    /// The orders of the pending book, in its order.
    pub steps: Vec<(Order, CancelStep)>,
    /// Rows that cannot be read: orders that nobody will be asked to take back.
    pub bad_rows: Vec<BadRow>,
}

impl CancelPlan {
    /// Whether the pending book alone does not tell what the exits in it guard, so that the book of completed orders is
    /// wanted as well.
    #[must_use]
    pub fn wants_completed(pending: &[Order]) -> bool {
        let groups = Groups::of(pending.iter());
        let mut waiting = pending.iter().filter(|order| !order.state().is_final());
        waiting.any(|order| {
            groups
                .of_leg(order)
                .is_some_and(|group| !group.is_named || group.entry.is_none() || !group.is_untouched)
        })
    }

    /// Whether no step of it is a request.
    #[must_use]
    pub fn sends_nothing(&self) -> bool {
        !self
            .steps
            .iter()
            .any(|(_, step)| matches!(step, CancelStep::Send(_) | CancelStep::Close(_)))
    }

    /// Decides on every order of `pending`; `completed` is the other book as far as it is known, read later.
    #[must_use]
    pub fn new(pending: Vec<Order>, completed: &[Order], scope: CancelScope, client_id: &ClientId) -> Self {
        let moved: HashMap<_, _> = completed
            .iter()
            .map(|order| (&order.oms_order_id, order.state()))
            .collect();
        let waiting = || {
            pending
                .iter()
                .filter(|order| !moved.contains_key(&order.oms_order_id))
        };
        let groups = Groups::of(waiting().chain(completed));
        let steps: Vec<_> = pending
            .iter()
            .map(|order| match moved.get(&order.oms_order_id) {
                Some(state) => CancelStep::Done(*state),
                None => step(order, &groups, scope, client_id),
            })
            .collect();
        Self {
            steps: pending.into_iter().zip(steps).collect(),
            bad_rows: Vec::new(),
        }
    }
}

fn step<'a>(order: &'a Order, groups: &Groups<'a>, scope: CancelScope, client_id: &ClientId) -> CancelStep {
    let state = order.state();
    if state.is_final() {
        return CancelStep::Done(state);
    }
    let request = match Cancellation::of(order, client_id.clone()) {
        Ok(request) => request,
        Err(error) => return impossible(order, groups, scope, error),
    };
    let Some(group) = groups.of_leg(order) else {
        return CancelStep::Send(request);
    };
    let closes = scope == CancelScope::OrdersAndPositions;
    let kept = match order.leg_order_indicator.as_ref().and_then(Received::known) {
        // An entry that nobody has filled is known by its own row.
        Some(Leg::Entry) => match (groups::filled(order), group.open()) {
            (Some(0), _) | (_, Some(0)) => return CancelStep::Send(request),
            (Some(_), _) => CancelSkip::EntryPartlyFilled,
            (None, _) => CancelSkip::EntryUnknown,
        },
        leg => {
            if let Some(step) = goes_along(order, leg, group, scope) {
                return step;
            }
            match group.open() {
                Some(0) => return CancelStep::Send(request),
                Some(_) => CancelSkip::EntryFilled,
                None => CancelSkip::EntryUnknown,
            }
        }
    };
    if closes {
        CancelStep::Close(request)
    } else {
        CancelStep::Skip(kept)
    }
}

/// An exit that needs no request of its own: its entry takes it along, its stop does, or it is on its way out already.
fn goes_along(order: &Order, leg: Option<Leg>, group: &Group<'_>, scope: CancelScope) -> Option<CancelStep> {
    let entry_goes = match scope {
        CancelScope::Orders => group.is_untouched || group.open() == Some(0),
        CancelScope::OrdersAndPositions => true,
    };
    if let Some(entry) = group
        .entry
        .filter(|_| group.has_all_entries_waiting && entry_goes)
    {
        return Some(CancelStep::With(entry.clone()));
    }
    if groups::is_leaving(order) || (group.is_named && group.is_leaving) {
        return Some(CancelStep::Skip(CancelSkip::Leaving));
    }
    let is_kept = scope == CancelScope::Orders && group.open() != Some(0);
    // A group has one stop, so that one request for each stop is one for each group.
    let stop = group.stop.filter(|_| leg == Some(Leg::Second) && !is_kept)?;
    Some(CancelStep::With(stop.clone()))
}

/// A leg of whose row no request can be made still goes where its entry takes it.
fn impossible<'a>(
    order: &'a Order,
    groups: &Groups<'a>,
    scope: CancelScope,
    error: OrderError,
) -> CancelStep {
    let leg = order.leg_order_indicator.as_ref().and_then(Received::known);
    let along = match (leg, groups.of_leg(order)) {
        (Some(Leg::Second | Leg::Third), Some(group)) => goes_along(order, leg, group, scope),
        _ => None,
    };
    along.unwrap_or(CancelStep::Impossible(error))
}

#[cfg(test)]
mod tests;
