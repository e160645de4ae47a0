//! Taking back every order that still waits.

use pocketful_types::{BadRow, CancelOutcome, Cancellation, Order, OrderError};

use super::OrdersApi;
use crate::Error;

/// What became of one order; see [`OrdersApi::cancel_all`].
#[derive(Debug)]
#[non_exhaustive]
pub struct CancelOne {
    /// The order as the book had it before.
    pub order: Order,
    /// Whether it was asked to go, and what came of that. A failure says whether the order may be gone all the same.
    pub outcome: CancelOutcome<Error>,
}

/// What became of every order; see [`OrdersApi::cancel_all`].
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct CancelAll {
    /// The orders that could be read, in the book's order.
    pub orders: Vec<CancelOne>,
    /// Rows that could not be read: orders that nobody was asked to take back.
    pub bad_rows: Vec<BadRow>,
}

impl CancelAll {
    /// Whether every order was asked to go, or was done already.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.bad_rows.is_empty() && !self.orders.iter().any(|one| one.outcome.needs_attention())
    }
}

impl OrdersApi<'_> {
    /// Takes back every order that still waits, one after the other, legs of cover and bracket orders included.
    ///
    /// One failure does not stop the others, and every order has its outcome. Taking the entry of a cover or bracket
    /// order back may take its other legs along; those are then reported as refused. Orders placed meanwhile are not
    /// among them: read the book again to be certain that nothing is left.
    ///
    /// # Errors
    /// When the book cannot be read, so that nothing was taken back.
    pub async fn cancel_all(&self) -> Result<CancelAll, Error> {
        let client_id = self.client.client_id().await?;
        let book = self.pending().await?;
        let mut all = CancelAll {
            orders: Vec::with_capacity(book.rows.len()),
            bad_rows: book.bad_rows,
        };
        for order in book.rows {
            let state = order.state();
            let outcome = if state.is_final() {
                CancelOutcome::AlreadyDone(state)
            } else {
                match Cancellation::of(&order, client_id.clone()) {
                    Ok(request) => self.take_back(&request).await,
                    Err(error) => CancelOutcome::NotSent(error),
                }
            };
            all.orders.push(CancelOne { order, outcome });
        }
        Ok(all)
    }

    async fn take_back(&self, request: &Cancellation) -> CancelOutcome<Error> {
        let result = match request {
            Cancellation::Order(request) => self.client.call(request).await.map(drop),
            Cancellation::Leg(request) => self.client.call(request).await.map(drop),
            // A kind of request that this version does not know is not sent, and said so.
            other => return CancelOutcome::NotSent(unknown(other)),
        };
        match result {
            Ok(()) => CancelOutcome::Requested,
            Err(error) => CancelOutcome::Failed(error),
        }
    }
}

fn unknown(request: &Cancellation) -> OrderError {
    OrderError::OtherMachinery(format!("{request:?}").into())
}
