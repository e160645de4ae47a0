//! An account's money: what it has, what is in use, and what is left to trade with. Rupees.

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::{
    State,
    orders::{Fill, FillError},
};

/// Funds at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Funds {
    pub(crate) cash: Decimal,
    /// What resting orders may cost and open purchases did.
    pub(crate) blocked: Decimal,
    /// What shares sold for delivery bring.
    pub(crate) brought: Decimal,
    pub(crate) realised: Decimal,
    pub(crate) unrealised: Decimal,
}

impl Funds {
    /// What there is altogether.
    pub(crate) fn whole(self) -> Decimal {
        self.cash + self.brought + self.realised
    }

    pub(crate) fn available(self) -> Decimal {
        self.whole() - self.blocked
    }
}

impl State {
    /// An account's funds; `None` when there is no such account.
    pub(crate) fn funds(&self, client_id: &str, now: OffsetDateTime) -> Option<Funds> {
        let cash = self.accounts.find(client_id)?.cash;
        let unrealised = self.portfolio.positions_of(client_id).map(|position| {
            let net = position.net();
            let last = position
                .instrument
                .rupees(self.prices.last(&position.instrument, now));
            Decimal::from(net.net_quantity) * last - net.open_cost
        });
        Some(Funds {
            cash,
            blocked: self.orders.blocked(client_id) + self.portfolio.spent(client_id),
            brought: self.portfolio.brought(client_id),
            realised: self.portfolio.realised(client_id),
            unrealised: unrealised.sum(),
        })
    }

    /// What orders may block altogether.
    pub(crate) fn buying_power(&self, client_id: &str) -> Option<Decimal> {
        let cash = self.accounts.find(client_id)?.cash;
        let portfolio = &self.portfolio;
        Some(cash + portfolio.brought(client_id) + portfolio.realised(client_id) - portfolio.spent(client_id))
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
        let last = instrument.rupees(self.prices.last(instrument, now));
        let fill = self.orders.fill(oms_order_id, quantity, price, last, now)?;
        self.portfolio.book(fill.clone());
        Ok(fill)
    }
}
