//! Orders held against what their instrument demands, and market orders with a worst price.

use pocketful_types::{InstrumentRules, Modified, NewOrder, Order, OrderChange, Placed, Protection};

use super::OrdersApi;
use crate::Error;

impl OrdersApi<'_> {
    /// Places an order after it was held against what its instrument demands: tick, lot, freeze quantity, the day's
    /// range, products and order types. What the rules do not know is not checked.
    ///
    /// # Errors
    /// When it does not fit, with what to do about it; then nothing was sent. Else as [`place`](Self::place).
    pub async fn place_checked(&self, order: &NewOrder, rules: &InstrumentRules) -> Result<Placed, Error> {
        order.validate()?;
        rules.check(order)?;
        self.place(order).await
    }

    /// Changes the order in the row `order` of the book after what changes was held against what the instrument demands.
    /// What stays is not, as it was accepted once; see [`InstrumentRules::faults_of_change`].
    ///
    /// # Errors
    /// When what changes does not fit, with what to do about it; then nothing was sent. Else as [`modify`](Self::modify).
    pub async fn modify_checked(
        &self,
        order: &Order,
        change: &OrderChange,
        rules: &InstrumentRules,
    ) -> Result<Modified, Error> {
        let after = change.apply(order)?;
        after.validate()?;
        rules.check_change(order, &after)?;
        self.modify(order, change).await
    }

    /// The market order `order` as a limit order that is filled at most as far from the last price as `protection`
    /// says; a stop-market order around its trigger. An order that has a limit comes back as it is. Nothing is placed,
    /// and no market order becomes a limit order unless this is called.
    ///
    /// The last price is read for a market order only.
    ///
    /// # Errors
    /// When the last price cannot be read, the tick is not known, or no price lies within the protection.
    pub async fn protect(
        &self,
        order: &NewOrder,
        protection: Protection,
        rules: &InstrumentRules,
    ) -> Result<NewOrder, Error> {
        order.validate()?;
        // A limit or stop order needs no last price; 0 would be refused if it did.
        let last = if order.price().is_none() && order.trigger_price().is_none() {
            self.client.market().ltp(order.instrument()).await?.rupees()
        } else {
            rust_decimal::Decimal::ZERO
        };
        Ok(protection.protect(order.clone(), last, rules)?)
    }
}
