//! An account's money: what it has, what is in use, and what is left to trade with. Rupees.

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::{
    State,
    orders::{Fill, FillError},
};
use crate::instruments::rupees;

/// Funds at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Funds {
    pub(crate) cash: Decimal,
    /// Blocked by resting orders and by open positions, less what today's trades brought.
    pub(crate) used: Decimal,
    pub(crate) realised: Decimal,
    pub(crate) unrealised: Decimal,
}

impl Funds {
    pub(crate) fn available(self) -> Decimal {
        self.cash - self.used
    }
}

impl State {
    /// An account's funds; `None` when there is no such account.
    pub(crate) fn funds(&self, client_id: &str, now: OffsetDateTime) -> Option<Funds> {
        let cash = self.accounts.find(client_id)?.cash;
        let unrealised = self.portfolio.positions_of(client_id).map(|position| {
            let net = position.net();
            let last = rupees(self.prices.last(&position.instrument, now));
            Decimal::from(net.net_quantity) * last - net.open_cost
        });
        Some(Funds {
            cash,
            used: self.orders.blocked(client_id) + self.portfolio.used(client_id),
            realised: self.portfolio.realised(client_id),
            unrealised: unrealised.sum(),
        })
    }

    /// What orders may block altogether.
    pub(crate) fn buying_power(&self, client_id: &str) -> Option<Decimal> {
        let account = self.accounts.find(client_id)?;
        Some(account.cash - self.portfolio.used(client_id))
    }

    /// Fills an order and books the trade.
    pub(crate) fn fill(
        &mut self,
        oms_order_id: &str,
        quantity: Option<i64>,
        price: Option<Decimal>,
        now: OffsetDateTime,
    ) -> Result<Fill, FillError> {
        self.turn(now);
        let found = self
            .orders
            .iter()
            .find(|order| order.oms_order_id == oms_order_id);
        let instrument = &found.ok_or(FillError::Unknown)?.order.instrument;
        let last = rupees(self.prices.last(instrument, now));
        let fill = self.orders.fill(oms_order_id, quantity, price, last, now)?;
        self.portfolio.book(fill.clone());
        Ok(fill)
    }
}
