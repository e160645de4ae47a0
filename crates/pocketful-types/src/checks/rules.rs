//! What an instrument demands of an order.

use rust_decimal::Decimal;
use time::Date;

use super::{CheckedTerms, OrderFault, tick};
use crate::{NewOrder, OrderType, Product, Quantity};

/// What is known of an instrument's demands; what is `None` is not checked. Prices are ₹, quantities are units.
///
/// ```
/// use pocketful_types::{
///     Exchange, Instrument, InstrumentRules, InstrumentToken, NewOrder, OrderFault, Quantity, Side,
/// };
///
/// let mut rules = InstrumentRules::default();
/// rules.tick_size = Some("0.05".parse()?);
/// let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
/// let order = NewOrder::limit(acc, Side::Buy, Quantity::new(10), "1875.52".parse()?);
/// let fault = rules.check(&order).unwrap_err();
/// assert_eq!(
///     fault.to_string(),
///     "the price 1875.52 is no multiple of the tick 0.05; use 1875.50 or 1875.55"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstrumentRules {
    /// Prices are multiples of this, in ₹.
    pub tick_size: Option<Decimal>,
    /// Quantities are multiples of this, in units.
    pub lot_size: Option<Quantity>,
    /// The most units in one order: the exchange's freeze quantity.
    pub freeze_quantity: Option<Quantity>,
    /// The lowest price of the day, in ₹.
    pub lower_circuit: Option<Decimal>,
    /// The highest price of the day, in ₹.
    pub upper_circuit: Option<Decimal>,
    /// Products under which it may be held.
    pub products: Option<Vec<Product>>,
    /// Order types that it takes.
    pub order_types: Option<Vec<OrderType>>,
    /// Whether it trades at all.
    pub tradable: Option<bool>,
    /// The day on which its contract ends, IST.
    pub last_day: Option<Date>,
}

impl InstrumentRules {
    /// Whether `order` fits.
    ///
    /// # Errors
    /// The first thing that does not; see [`InstrumentRules::faults`] for all.
    pub fn check(&self, order: &NewOrder) -> Result<(), OrderFault> {
        match self.faults(order).into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(()),
        }
    }

    /// Everything about `order` that does not fit, with what to do about it. What [`NewOrder::validate`] finds without
    /// the instrument is not looked for again.
    #[must_use]
    pub fn faults(&self, order: &NewOrder) -> Vec<OrderFault> {
        let mut faults = Vec::new();
        if self.tradable == Some(false) {
            faults.push(OrderFault::NotTradable);
        }
        self.check_terms(order.into(), &mut faults);
        faults
    }

    /// Whether what changes about an order fits; see [`InstrumentRules::faults_of_change`].
    ///
    /// # Errors
    /// The first thing that does not.
    pub fn check_change(&self, before: impl Into<CheckedTerms>, after: &NewOrder) -> Result<(), OrderFault> {
        match self.faults_of_change(before, after).into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(()),
        }
    }

    /// Everything that does not fit about what the changed order `after` has otherwise than `before`: the order's row in
    /// the book, in a basket or among the good-till-triggered ones.
    ///
    /// What stays was accepted once and does not stop a change, whatever the instrument demands by now: an order whose
    /// price today's range has left behind can still be made smaller. For the same reason it is not asked whether the
    /// instrument trades.
    #[must_use]
    pub fn faults_of_change(&self, before: impl Into<CheckedTerms>, after: &NewOrder) -> Vec<OrderFault> {
        let mut faults = Vec::new();
        let changed = CheckedTerms::from(after).changed_from(before.into());
        self.check_terms(changed, &mut faults);
        faults
    }

    /// What does not fit about a price (₹) beside the order's own, such as the stop of a cover order; `what` names it.
    #[must_use]
    pub fn price_faults(&self, what: &'static str, price: Decimal) -> Vec<OrderFault> {
        let mut faults = Vec::new();
        self.check_price(what, price, &mut faults);
        faults
    }

    /// What does not fit about a quantity (units) beside the order's own, such as that of the stop of one of two; `what`
    /// names it.
    #[must_use]
    pub fn quantity_faults(&self, what: &'static str, quantity: Quantity) -> Vec<OrderFault> {
        let mut faults = Vec::new();
        self.check_quantity(what, quantity, &mut faults);
        faults
    }

    /// What does not fit about an order that waits until the end of `day` (IST): a contract ends before, and its number may
    /// be given to another one.
    #[must_use]
    pub fn day_faults(&self, day: Date) -> Option<OrderFault> {
        let last_day = self.last_day.filter(|last_day| day > *last_day)?;
        Some(OrderFault::OutlivesContract { day, last_day })
    }

    /// What is `None` is not checked.
    fn check_terms(&self, terms: CheckedTerms, faults: &mut Vec<OrderFault>) {
        if let (Some(order_type), Some(allowed)) = (terms.order_type, &self.order_types)
            && !allowed.contains(&order_type)
        {
            faults.push(OrderFault::OrderType {
                order_type,
                allowed: allowed.clone(),
            });
        }
        if let (Some(product), Some(allowed)) = (terms.product, &self.products)
            && !allowed.contains(&product)
        {
            faults.push(OrderFault::Product {
                product,
                allowed: allowed.clone(),
            });
        }
        if let Some(quantity) = terms.quantity {
            self.check_quantity("quantity", quantity, faults);
        }
        if let Some(disclosed) = set(terms.disclosed) {
            self.check_lot("disclosed quantity", disclosed, faults);
        }
        for (what, price) in [("price", terms.price), ("trigger price", terms.trigger)] {
            if let Some(price) = price {
                self.check_price(what, price, faults);
            }
        }
    }

    fn check_quantity(&self, what: &'static str, quantity: Quantity, faults: &mut Vec<OrderFault>) {
        self.check_lot(what, quantity, faults);
        if let Some(freeze) = set(self.freeze_quantity)
            && quantity > freeze
        {
            faults.push(OrderFault::AboveFreeze { quantity, freeze });
        }
    }

    fn check_lot(&self, what: &'static str, quantity: Quantity, faults: &mut Vec<OrderFault>) {
        if let Some(lot) = set(self.lot_size)
            && !quantity.units().is_multiple_of(lot.units())
        {
            faults.push(OrderFault::NotInLots { what, quantity, lot });
        }
    }

    fn check_price(&self, what: &'static str, price: Decimal, faults: &mut Vec<OrderFault>) {
        if let Some(tick) = self.tick_size
            && !tick::is_on_tick(price, tick)
        {
            faults.push(OrderFault::OffTick { what, price, tick });
        }
        // 0 is how the wire says that there is no limit.
        if let Some(limit) = self.lower_circuit.filter(|limit| !limit.is_zero())
            && price < limit
        {
            faults.push(OrderFault::BelowCircuit { what, price, limit });
        }
        if let Some(limit) = self.upper_circuit.filter(|limit| !limit.is_zero())
            && price > limit
        {
            faults.push(OrderFault::AboveCircuit { what, price, limit });
        }
    }
}

/// A quantity that is there; the wire writes 0 for none.
fn set(quantity: Option<Quantity>) -> Option<Quantity> {
    quantity.filter(|quantity| !quantity.is_zero())
}

#[cfg(test)]
mod tests;
