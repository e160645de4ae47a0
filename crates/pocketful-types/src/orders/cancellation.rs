//! Which request takes a given order of the book back.

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
    /// The order was done already; nothing was sent.
    AlreadyDone(OrderState),
    /// No request could be made of the row; nothing was sent. The order still stands.
    NotSent(OrderError),
    /// The request failed; the error says whether the order may be gone all the same.
    Failed(E),
}

impl<E> CancelOutcome<E> {
    /// Whether the order may still be in the market and nobody was asked to take it back.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        matches!(self, Self::NotSent(_) | Self::Failed(_))
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
