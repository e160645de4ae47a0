//! Taking back every order that still waits.

use std::collections::HashMap;

use pocketful_types::{
    BadRow, Book, CancelOutcome, CancelPlan, CancelScope, CancelStep, Cancellation, Order, OrderError,
    OrderId,
};

use super::OrdersApi;
use crate::{Error, ErrorKind};

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
    /// Whether every order was asked to go, was done already, or guards a position and stays for that reason.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.bad_rows.is_empty() && !self.orders.iter().any(|one| one.outcome.needs_attention())
    }
}

impl OrdersApi<'_> {
    /// Takes back every order that still waits, one after the other, and trades nothing.
    ///
    /// A cover or bracket order whose entry waits is taken back by one request; its other legs share what becomes of the
    /// entry ([`CancelOutcome::WithGroup`]). The exits of a filled entry stay, and so does an entry that is filled in
    /// part ([`CancelOutcome::Skipped`]): leaving those would close a position at the market.
    /// [`cancel_all_in`](Self::cancel_all_in) does that when it is asked to,
    /// [`conditional().exit`](crate::ConditionalApi::exit) for one order. An entry that is filled while this runs is
    /// the one thing that can still come between.
    ///
    /// One failure does not stop the others, and every order has its outcome. Orders placed meanwhile are not among them:
    /// read the book again to be certain that nothing is left.
    ///
    /// # Errors
    /// When the book cannot be read, so that nothing was taken back. A book that comes as null, also when it is read again,
    /// is no empty one: see [`Error::is_book_missing`].
    pub async fn cancel_all(&self) -> Result<CancelAll, Error> {
        self.cancel_all_in(CancelScope::Orders).await
    }

    /// As [`cancel_all`](Self::cancel_all), as far as `scope` goes: with [`CancelScope::OrdersAndPositions`] what cover and
    /// bracket orders have opened is closed at the market. What is on its way out already is not asked again.
    ///
    /// # Errors
    /// As [`cancel_all`](Self::cancel_all).
    pub async fn cancel_all_in(&self, scope: CancelScope) -> Result<CancelAll, Error> {
        let plan = self.plan_cancel_all(scope).await?;
        let mut all = self.carry_out(plan).await;
        self.settle(&mut all.orders, scope).await;
        Ok(all)
    }

    /// Does what `plan` says, and nothing else: what of it was refused because it is out of date stays a refusal. A plan
    /// that [sends nothing](CancelPlan::sends_nothing) only becomes what there is to tell.
    pub async fn carry_out(&self, plan: CancelPlan) -> CancelAll {
        let mut all = CancelAll {
            orders: Vec::with_capacity(plan.steps.len()),
            bad_rows: plan.bad_rows,
        };
        for (order, step) in plan.steps {
            let outcome = self.take(step).await;
            all.orders.push(CancelOne { order, outcome });
        }
        all
    }

    /// What [`cancel_all_in`](Self::cancel_all_in) would do now, order by order. Nothing is sent but the reading of the
    /// book; of both books where the pending one does not tell whether a leg guards a position.
    ///
    /// # Errors
    /// As [`cancel_all`](Self::cancel_all).
    pub async fn plan_cancel_all(&self, scope: CancelScope) -> Result<CancelPlan, Error> {
        let client_id = self.client.client_id().await?;
        let book = self.certain(Book::Pending).await?;
        // The way out of the market does not depend on the other book: without it fewer exits are known to guard nothing.
        let completed = if CancelPlan::wants_completed(&book.rows) {
            self.completed().await.map(|book| book.rows).unwrap_or_default()
        } else {
            Vec::new()
        };
        let mut plan = CancelPlan::new(book.rows, &completed, scope, &client_id);
        plan.bad_rows = book.bad_rows;
        Ok(plan)
    }

    async fn take(&self, step: CancelStep) -> CancelOutcome<Error> {
        match step {
            CancelStep::Send(request) => self.take_back(&request, CancelOutcome::Requested).await,
            CancelStep::Close(request) => self.take_back(&request, CancelOutcome::ExitRequested).await,
            CancelStep::With(id) => CancelOutcome::WithGroup(id),
            CancelStep::Skip(skip) => CancelOutcome::Skipped(skip),
            CancelStep::Done(state) => CancelOutcome::AlreadyDone(state),
            CancelStep::Impossible(error) => CancelOutcome::NotSent(error),
            // A step that this version does not know is not made, and said so.
            other => CancelOutcome::NotSent(unknown(&other)),
        }
    }

    async fn take_back(
        &self,
        request: &Cancellation,
        taken_in: CancelOutcome<Error>,
    ) -> CancelOutcome<Error> {
        let result = match request {
            Cancellation::Order(request) => self.client.call(request).await.map(drop),
            Cancellation::Leg(request) => self.client.call(request).await.map(drop),
            other => return CancelOutcome::NotSent(unknown(other)),
        };
        match result {
            Ok(()) => taken_in,
            Err(error) => CancelOutcome::Failed(error),
        }
    }

    /// An order that was filled or taken back meanwhile is refused as no longer open. The books are read once more: what
    /// they show as done is done, and legs that were to go with it are decided on anew.
    async fn settle(&self, orders: &mut [CancelOne], scope: CancelScope) {
        let refused: Vec<OrderId> = orders
            .iter()
            .filter(|one| is_refused(&one.outcome))
            .map(|one| one.order.oms_order_id.clone())
            .collect();
        if refused.is_empty() {
            return;
        }
        let Ok(mut steps) = self.fresh_steps(scope).await else {
            return;
        };
        for one in orders {
            let goes_with_it =
                matches!(&one.outcome, CancelOutcome::WithGroup(leader) if refused.contains(leader));
            if !goes_with_it && !is_refused(&one.outcome) {
                continue;
            }
            match steps.remove(&one.order.oms_order_id) {
                Some(CancelStep::Done(state)) => one.outcome = CancelOutcome::AlreadyDone(state),
                Some(step) if goes_with_it => one.outcome = self.take(step).await,
                _ => {}
            }
        }
    }

    /// A step for every order of both books.
    async fn fresh_steps(&self, scope: CancelScope) -> Result<HashMap<OrderId, CancelStep>, Error> {
        let client_id = self.client.client_id().await?;
        let pending = self.certain(Book::Pending).await?.rows;
        let completed = self.completed().await?.rows;
        let done: Vec<_> = completed
            .iter()
            .map(|order| (order.oms_order_id.clone(), CancelStep::Done(order.state())))
            .collect();
        let plan = CancelPlan::new(pending, &completed, scope, &client_id);
        let steps = plan.steps.into_iter();
        Ok(steps
            .map(|(order, step)| (order.oms_order_id, step))
            .chain(done)
            .collect())
    }
}

/// Whether the broker refused in its own words: a limit, a lost session or an address says nothing about the order.
fn is_refused(outcome: &CancelOutcome<Error>) -> bool {
    matches!(outcome, CancelOutcome::Failed(error) if error.kind() == ErrorKind::Refused)
}

fn unknown(request: &impl std::fmt::Debug) -> OrderError {
    OrderError::OtherMachinery(format!("{request:?}").into())
}
