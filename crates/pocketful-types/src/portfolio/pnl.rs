//! Profit and loss of positions, in decimals.

use rust_decimal::Decimal;
use serde::Serialize;

use super::Position;
use crate::money::{PRICE_DECIMALS, computed};

/// Profit or loss of several positions, in ₹; negative for a loss. Charges are not in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProfitAndLoss {
    /// Of what was closed.
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    pub realized: Decimal,
    /// Of what is open, at the last price.
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    pub unrealized: Decimal,
    /// The sum of both.
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    pub total: Decimal,
    /// Positions that are not in the sums because a member that they need is missing. Unless it is 0 the sums are not
    /// the whole truth.
    pub left_out: usize,
}

impl Position {
    /// Profit or loss of what is open, at the last price, in ₹: (`ltp` × `net_quantity` − what the open units cost) ×
    /// `multiplier`. 0 when nothing is open; `None` when a member that it needs is missing.
    ///
    /// The wire has no such member (wire reference, section 9.1). An average is a quotient, which the server cuts off
    /// somewhere. So what the open units cost is taken from the amount and the units of the side that is open, where
    /// these agree with the average to four decimals; else it is the average × the units. The average is
    /// [`Position::open_price`]. A multiplier that is missing or 0 counts as 1 (assumed). The result is rounded to four
    /// decimals, the finest that a price has.
    #[must_use]
    pub fn unrealized(&self) -> Option<Decimal> {
        let net = self.net_quantity?;
        if net == 0 {
            return Some(Decimal::ZERO);
        }
        let multiplier = set(self.multiplier).unwrap_or(Decimal::ONE);
        self.ltp?
            .checked_mul(Decimal::from(net))?
            .checked_sub(self.open_cost(net)?)?
            .checked_mul(multiplier)
            .map(computed)
    }

    /// What the `net` open units cost before the multiplier, in ₹; negative for a short position.
    fn open_cost(&self, net: i64) -> Option<Decimal> {
        let average = self.open_price()?;
        let net = Decimal::from(net);
        self.share_of_amount(net, average)
            .or_else(|| average.checked_mul(net))
    }

    /// The part of the open side's amount that belongs to `net` of its units, where that amount is what `average` is the
    /// average of.
    fn share_of_amount(&self, net: Decimal, average: Decimal) -> Option<Decimal> {
        let (amount, units) = if net.is_sign_positive() {
            (self.buy_amount?, self.buy_quantity?)
        } else {
            (self.sell_amount?, self.sell_quantity?)
        };
        let units = Decimal::from(units.units());
        let difference = amount.checked_div(units)?.checked_sub(average)?.abs();
        if difference > Decimal::new(1, PRICE_DECIMALS) {
            return None;
        }
        // The division comes last: where it is even, so is the result.
        amount.checked_mul(net)?.checked_div(units)
    }

    /// Profit or loss of what was closed and of what is open together, in ₹: `realized_mtm` + [`Position::unrealized`].
    /// `None` when either is not known; rounded as that is.
    #[must_use]
    pub fn total(&self) -> Option<Decimal> {
        computed(self.realized_mtm?).checked_add(self.unrealized()?)
    }

    /// What the open part is worth at the last price, in ₹; negative for a short position.
    #[must_use]
    pub fn market_value(&self) -> Option<Decimal> {
        let multiplier = set(self.multiplier).unwrap_or(Decimal::ONE);
        self.ltp?
            .checked_mul(Decimal::from(self.net_quantity?))?
            .checked_mul(multiplier)
            .map(computed)
    }

    /// The average price of what is open, in ₹, as the server gives it: `average_price`; where that is missing or 0,
    /// `average_buy_price` of a long and `average_sell_price` of a short position. `None` when nothing is open, or when
    /// it is not known.
    #[must_use]
    pub fn open_price(&self) -> Option<Decimal> {
        let own_side = match self.net_quantity?.signum() {
            1 => self.average_buy_price,
            -1 => self.average_sell_price,
            _ => return None,
        };
        set(self.average_price).or_else(|| set(own_side))
    }

    /// Whether something is open.
    #[must_use]
    pub fn is_open(&self) -> Option<bool> {
        self.net_quantity.map(|net| net != 0)
    }
}

/// A price that is there; the wire writes 0 for none.
fn set(price: Option<Decimal>) -> Option<Decimal> {
    price.filter(|price| !price.is_zero())
}

/// The sums over `positions`. A position that lacks a member is left out and counted.
#[must_use]
pub fn profit_and_loss(positions: &[Position]) -> ProfitAndLoss {
    let mut sums = ProfitAndLoss::default();
    for position in positions {
        sums = added(sums, position).unwrap_or(ProfitAndLoss {
            left_out: sums.left_out + 1,
            ..sums
        });
    }
    sums
}

fn added(sums: ProfitAndLoss, position: &Position) -> Option<ProfitAndLoss> {
    let realized = sums.realized.checked_add(computed(position.realized_mtm?))?;
    let unrealized = sums.unrealized.checked_add(position.unrealized()?)?;
    Some(ProfitAndLoss {
        realized,
        unrealized,
        total: realized.checked_add(unrealized)?,
        left_out: sums.left_out,
    })
}

#[cfg(test)]
mod tests;
