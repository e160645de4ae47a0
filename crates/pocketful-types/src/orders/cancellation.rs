//! Which request takes a given order of the book back.

use std::fmt;

use crate::{
    CancelOrder, ClientId, ExecutionType, ExitLeg, Order, OrderError, OrderId, OrderState, Received,
};

/// The request that takes one order of the book back: its execution type decides which (wire reference, sections 4.3
/// and 5.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cancellation {
    /// A regular or after-market order.
    Order(CancelOrder),
    /// A leg of a cover or bracket order.
    Leg(ExitLeg),
}

/// What became of one order of several that were to be taken back; `E` is the error of whoever sent the requests.
#[derive(Debug)]
#[non_exhaustive]
pub enum CancelOutcome<E> {
    /// The request was taken in: read the book for whether the order is gone.
    Requested,
    /// The request to close at the market what its group has opened was taken in. Only where that was asked for.
    ExitRequested,
    /// It is a leg of a cover or bracket order and shares what became of this order of its group: one request takes
    /// back all legs.
    WithGroup(OrderId),
    /// It was left where it is; nothing was sent.
    Skipped(CancelSkip),
    /// The order was done already; nothing was sent.
    AlreadyDone(OrderState),
    /// No request could be made of the row; nothing was sent. The order still stands.
    NotSent(OrderError),
    /// The request failed; the error says whether the order may be gone all the same.
    Failed(E),
}

impl<E> CancelOutcome<E> {
    /// Whether the order may still be in the market although it should not: it could not be taken back, or may open a
    /// position. An exit that guards one is where it should be.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        match self {
            Self::NotSent(_) | Self::Failed(_) => true,
            Self::Skipped(skip) => skip.needs_attention(),
            _ => false,
        }
    }
}

/// Why a leg of a cover or bracket order is left where it is when everything is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CancelSkip {
    /// It is the way out of a position that its entry has opened.
    EntryFilled,
    /// It is an entry that is filled in part: taking it back would close that part at the market.
    EntryPartlyFilled,
    /// The books do not tell whether its entry has opened a position.
    EntryUnknown,
    /// Its position is being closed at the market already.
    Leaving,
}

impl CancelSkip {
    /// Whether somebody should look: an entry may still open a position, or nobody knows.
    #[must_use]
    pub fn needs_attention(self) -> bool {
        matches!(self, Self::EntryPartlyFilled | Self::EntryUnknown)
    }
}

impl fmt::Display for CancelSkip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EntryFilled => "its entry is filled, and it guards that position",
            Self::EntryPartlyFilled => {
                "it is filled in part, and taking it back would close that part at the market"
            }
            Self::EntryUnknown => "the books do not tell whether its entry is filled",
            Self::Leaving => "its position is being closed at the market already",
        })
    }
}

impl Cancellation {
    /// The request that takes `order` back.
    ///
    /// # Errors
    /// When the row lacks what the request needs, or has an execution type that no documented request takes back.
    pub fn of(order: &Order, client_id: ClientId) -> Result<Self, OrderError> {
        let id: OrderId = order.oms_order_id.clone();
        match &order.execution_type {
            None => Ok(Self::Order(CancelOrder::new(client_id, id))),
            Some(Received::Known(ExecutionType::Cover | ExecutionType::Bracket)) => {
                ExitLeg::of(order, client_id).map(Self::Leg)
            }
            // An order of a basket stands in the book as any other (assumed).
            Some(Received::Known(
                kind @ (ExecutionType::Regular | ExecutionType::Amo | ExecutionType::Basket),
            )) => Ok(Self::Order(CancelOrder::new(client_id, id).execution_type(*kind))),
            Some(other) => Err(OrderError::OtherMachinery(other.as_str().into())),
        }
    }
}
