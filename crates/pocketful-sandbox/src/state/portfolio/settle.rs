//! Midnight: what was earned becomes cash, deliveries become holdings, intraday positions and ended contracts are
//! closed at the closing price, and the rest is carried forward.

use rust_decimal::Decimal;
use time::Date;

use super::{Lot, Portfolio, Position, Sides};

impl Portfolio {
    /// Ends the day before `today`, and returns what changes in the accounts' cash. `close` is the closing price of an
    /// instrument in rupees.
    pub(crate) fn settle(
        &mut self,
        today: Date,
        close: impl Fn(&Position) -> Decimal,
    ) -> Vec<(String, Decimal)> {
        self.fills.clear();
        let mut cash = Vec::new();
        for mut position in std::mem::take(&mut self.positions) {
            let ended = position.instrument.expiry().is_some_and(|expiry| expiry < today);
            if position.product == "CNC" && position.instrument.is_cash() {
                let change = self.deliver(&mut position, &close);
                cash.push((position.client_id, change));
                continue;
            }
            if position.product == "MIS" || ended {
                let price = close(&position);
                square_off(&mut position, price);
            }
            let net = position.net();
            cash.push((position.client_id.clone(), net.realised));
            if net.net_quantity == 0 {
                continue;
            }
            let side = if net.net_quantity > 0 { "BUY" } else { "SELL" };
            position.today = Sides::default();
            position.carried = Sides::default();
            *position.carried.side_mut(side) = Lot {
                quantity: net.net_quantity.abs(),
                amount: net.open_cost.abs(),
            };
            self.positions.push(position);
        }
        cash
    }

    /// Shares change hands. What was sold without being held is bought back at the closing price.
    fn deliver(&mut self, position: &mut Position, close: impl Fn(&Position) -> Decimal) -> Decimal {
        let client_id = position.client_id.clone();
        let net = position.net();
        if net.net_quantity > 0 {
            let lot = Lot {
                quantity: net.net_quantity,
                amount: net.open_cost,
            };
            self.hold(&client_id, &position.instrument, lot);
            return net.realised - lot.amount;
        }
        // The sale's money comes in any case, at once or by way of buying back.
        let mut sold = -net.net_quantity;
        for holding in &mut self.holdings {
            if holding.client_id == client_id && holding.instrument.isin == position.instrument.isin {
                sold -= holding.lot.take(sold).quantity;
            }
        }
        self.holdings.retain(|holding| holding.lot.quantity > 0);
        net.realised - net.open_cost - close(position) * Decimal::from(sold)
    }
}

/// Closes what is open of a position at a price.
fn square_off(position: &mut Position, price: Decimal) {
    let open = position.net().net_quantity;
    let side = if open > 0 { "SELL" } else { "BUY" };
    position.today.side_mut(side).add(open.abs(), price);
}
