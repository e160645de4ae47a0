//! What accounts have: positions of the day and carried ones, holdings, trades; and what midnight makes of them.

mod position;
mod settle;

use std::sync::Arc;

use rust_decimal::Decimal;

pub(crate) use self::position::{Lot, Position, Sides};

use super::orders::Fill;
use crate::instruments::Instrument;

/// Shares in the depository.
#[derive(Clone, Debug)]
pub(crate) struct Holding {
    pub(crate) client_id: String,
    pub(crate) instrument: Arc<Instrument>,
    /// Units and what they cost.
    pub(crate) lot: Lot,
}

/// There are not so many units to convert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooFew;

/// Positions, holdings and trades of all accounts.
#[derive(Debug, Default)]
pub(crate) struct Portfolio {
    positions: Vec<Position>,
    holdings: Vec<Holding>,
    /// Of the day.
    fills: Vec<Fill>,
}

impl Portfolio {
    /// Books a trade.
    pub(crate) fn book(&mut self, fill: Fill) {
        let position = self.position_mut(&fill.client_id, &fill.instrument, fill.product);
        position
            .today
            .side_mut(fill.order_side)
            .add(fill.quantity, fill.price);
        self.fills.push(fill);
    }

    /// An account's trades of the day, oldest first.
    pub(crate) fn fills_of<'a>(&'a self, client_id: &'a str) -> impl Iterator<Item = &'a Fill> {
        self.fills.iter().filter(move |fill| fill.client_id == client_id)
    }

    /// An account's positions.
    pub(crate) fn positions_of<'a>(&'a self, client_id: &'a str) -> impl Iterator<Item = &'a Position> {
        self.positions
            .iter()
            .filter(move |position| position.client_id == client_id)
    }

    /// An account's holdings.
    pub(crate) fn holdings_of<'a>(&'a self, client_id: &'a str) -> impl Iterator<Item = &'a Holding> {
        self.holdings
            .iter()
            .filter(move |holding| holding.client_id == client_id)
    }

    /// Shares that an account has from before.
    pub(crate) fn hold(&mut self, client_id: &str, instrument: &Arc<Instrument>, lot: Lot) {
        let found = self
            .holdings
            .iter_mut()
            .find(|holding| holding.client_id == client_id && holding.instrument.isin == instrument.isin);
        match found {
            Some(holding) => holding.lot.merge(lot),
            None => self.holdings.push(Holding {
                client_id: client_id.to_owned(),
                instrument: Arc::clone(instrument),
                lot,
            }),
        }
    }

    /// Units of a share that an account has sold today for delivery.
    pub(crate) fn sold_today(&self, client_id: &str, isin: &str) -> i64 {
        self.positions_of(client_id)
            .filter(|position| position.product == "CNC" && position.instrument.isin == isin)
            .map(|position| -position.net().net_quantity.min(0))
            .sum()
    }

    /// Moves units of one side from a product to another, at their average price.
    pub(crate) fn convert(
        &mut self,
        client_id: &str,
        instrument: &Arc<Instrument>,
        (from, to): (&'static str, &'static str),
        order_side: &str,
        quantity: i64,
    ) -> Result<(), TooFew> {
        let position = self.position_mut(client_id, instrument, from);
        let net = position.net().net_quantity;
        let open = if order_side == "BUY" { net } else { -net };
        if !(1..=open).contains(&quantity) {
            self.positions.retain(|position| !position.is_empty());
            return Err(TooFew);
        }
        // Today's first: carried ones have been converted once already, by the night.
        let today = position.today.side_mut(order_side).take(quantity);
        let carried = position
            .carried
            .side_mut(order_side)
            .take(quantity - today.quantity);
        let other = self.position_mut(client_id, instrument, to);
        other.today.side_mut(order_side).merge(today);
        other.carried.side_mut(order_side).merge(carried);
        self.positions.retain(|position| !position.is_empty());
        Ok(())
    }

    /// Rupees that an account's open purchases cost. A short position costs nothing.
    pub(crate) fn spent(&self, client_id: &str) -> Decimal {
        self.positions_of(client_id)
            .map(Position::net)
            .filter(|net| net.net_quantity > 0)
            .map(|net| net.open_cost)
            .sum()
    }

    /// Rupees that shares sold today for delivery bring. No other short position brings any.
    pub(crate) fn brought(&self, client_id: &str) -> Decimal {
        self.positions_of(client_id)
            .filter(|position| position.product == "CNC")
            .map(Position::net)
            .filter(|net| net.net_quantity < 0)
            .map(|net| -net.open_cost)
            .sum()
    }

    /// Rupees earned or lost by positions that were closed today.
    pub(crate) fn realised(&self, client_id: &str) -> Decimal {
        self.positions_of(client_id)
            .map(|position| position.net().realised)
            .sum()
    }

    fn position_mut(
        &mut self,
        client_id: &str,
        instrument: &Arc<Instrument>,
        product: &'static str,
    ) -> &mut Position {
        let found = self.positions.iter().position(|position| {
            position.client_id == client_id
                && position.product == product
                && position.instrument.is(instrument)
        });
        let at = found.unwrap_or_else(|| {
            self.positions
                .push(Position::new(client_id, Arc::clone(instrument), product));
            self.positions.len() - 1
        });
        &mut self.positions[at]
    }
}

#[cfg(test)]
mod tests;
