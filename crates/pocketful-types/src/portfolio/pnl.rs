//! Profit and loss of positions, in exact decimals.

use rust_decimal::Decimal;
use serde::Serialize;

use super::Position;

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
    /// Profit or loss of what is open, at the last price, in ₹: (`ltp` − average price) × `net_quantity` ×
    /// `multiplier`. 0 when nothing is open; `None` when a member that it needs is missing.
    ///
    /// The wire has no such member (wire reference, section 9.1). The average price is `average_price`; where that is
    /// missing or 0, `average_buy_price` of a long and `average_sell_price` of a short position. A multiplier that is
    /// missing or 0 counts as 1 (assumed).
    #[must_use]
    pub fn unrealized(&self) -> Option<Decimal> {
        let net = self.net_quantity?;
        if net == 0 {
            return Some(Decimal::ZERO);
        }
        let multiplier = set(self.multiplier).unwrap_or(Decimal::ONE);
        self.ltp?
            .checked_sub(self.open_price()?)?
            .checked_mul(Decimal::from(net))?
            .checked_mul(multiplier)
    }

    /// Profit or loss of what was closed and of what is open together, in ₹: `realized_mtm` + [`Position::unrealized`].
    /// `None` when either is not known.
    #[must_use]
    pub fn total(&self) -> Option<Decimal> {
        self.realized_mtm?.checked_add(self.unrealized()?)
    }

    /// What the open part is worth at the last price, in ₹; negative for a short position.
    #[must_use]
    pub fn market_value(&self) -> Option<Decimal> {
        let multiplier = set(self.multiplier).unwrap_or(Decimal::ONE);
        self.ltp?
            .checked_mul(Decimal::from(self.net_quantity?))?
            .checked_mul(multiplier)
    }

    /// The average price of what is open, in ₹; `None` when nothing is, or when it is not known.
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
    let realized = sums.realized.checked_add(position.realized_mtm?)?;
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
