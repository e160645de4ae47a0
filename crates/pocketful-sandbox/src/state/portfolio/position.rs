//! The arithmetic of a position: units and rupees of both sides, today's and carried ones (wire reference, section 9.1).

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{instruments::Instrument, state::orders::average};

/// Units, and the rupees that they cost or brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lot {
    pub(crate) quantity: i64,
    pub(crate) amount: Decimal,
}

/// What was bought and what was sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sides {
    pub(crate) buy: Lot,
    pub(crate) sell: Lot,
}

/// An account's position in one instrument under one product.
#[derive(Clone, Debug)]
pub(crate) struct Position {
    pub(crate) client_id: String,
    pub(crate) instrument: Arc<Instrument>,
    pub(crate) product: &'static str,
    pub(crate) carried: Sides,
    pub(crate) today: Sides,
}

/// What follows from both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) average_buy: Decimal,
    pub(crate) average_sell: Decimal,
    /// Of the side that is open; 0 when none is.
    pub(crate) average: Decimal,
    pub(crate) net_quantity: i64,
    /// What was brought less what was paid.
    pub(crate) net_amount: Decimal,
    /// What the open units cost, or brought where more was sold: negative then.
    pub(crate) open_cost: Decimal,
    /// Earned by the units that were both bought and sold.
    pub(crate) realised: Decimal,
}

impl Lot {
    /// More units at this price.
    pub(crate) fn add(&mut self, quantity: i64, price: Decimal) {
        self.merge(Self {
            quantity,
            amount: price * Decimal::from(quantity),
        });
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.quantity += other.quantity;
        self.amount += other.amount;
    }

    /// Rupees a unit.
    pub(crate) fn average(self) -> Decimal {
        average(self.amount, self.quantity)
    }

    /// Rupees of so many of the units. Divided last, so that an average that does not end leaves no trace.
    pub(crate) fn share(self, quantity: i64) -> Decimal {
        average(self.amount * Decimal::from(quantity), self.quantity)
    }

    /// Takes out at most so many units, at the average price.
    pub(crate) fn take(&mut self, quantity: i64) -> Self {
        let quantity = quantity.min(self.quantity);
        let amount = if quantity == self.quantity {
            self.amount
        } else {
            self.share(quantity)
        };
        self.quantity -= quantity;
        self.amount -= amount;
        Self { quantity, amount }
    }
}

impl Sides {
    pub(crate) fn side_mut(&mut self, order_side: &str) -> &mut Lot {
        match order_side {
            "BUY" => &mut self.buy,
            _ => &mut self.sell,
        }
    }

    /// Both together.
    pub(crate) fn with(mut self, other: Self) -> Self {
        self.buy.merge(other.buy);
        self.sell.merge(other.sell);
        self
    }

    pub(crate) fn figures(self) -> Figures {
        let (average_buy, average_sell) = (self.buy.average(), self.sell.average());
        let net_quantity = self.buy.quantity - self.sell.quantity;
        let closed = self.buy.quantity.min(self.sell.quantity);
        Figures {
            average_buy,
            average_sell,
            average: match net_quantity {
                0 => Decimal::ZERO,
                1.. => average_buy,
                _ => average_sell,
            },
            net_quantity,
            net_amount: self.sell.amount - self.buy.amount,
            open_cost: match net_quantity {
                0.. => self.buy.share(net_quantity),
                _ => self.sell.share(net_quantity),
            },
            realised: self.sell.share(closed) - self.buy.share(closed),
        }
    }
}

impl Position {
    pub(super) fn new(client_id: &str, instrument: Arc<Instrument>, product: &'static str) -> Self {
        Self {
            client_id: client_id.to_owned(),
            instrument,
            product,
            carried: Sides::default(),
            today: Sides::default(),
        }
    }

    /// Today's and carried ones.
    pub(crate) fn all(&self) -> Sides {
        self.carried.with(self.today)
    }

    /// The net position.
    pub(crate) fn net(&self) -> Figures {
        self.all().figures()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all() == Sides::default()
    }
}
