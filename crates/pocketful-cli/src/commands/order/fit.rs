//! Whether an order fits its instrument, found out before it is sent; and market orders with a worst price.

use pocketful::{
    Client, Decimal, ErrorKind, NewOrder, Quantity, ScripInfo,
    types::{CheckedTerms, ExecutionType, GetScripInfo, InstrumentRules, OrderFault, Protection},
};
use time::Date;

use crate::{
    args::order::Check,
    commands::{
        named::{self, Found},
        read,
    },
    error::{Failure, Result},
};

/// What an instrument demands of an order, and how much of it counts.
#[derive(Debug)]
pub(in crate::commands) struct Fit {
    /// The instrument, by its symbol where the broker told it.
    pub(in crate::commands) found: Found,
    check: Check,
    rules: InstrumentRules,
    /// Whether the broker was asked.
    was_asked: bool,
    /// Whether the order is for the day of which the price range is.
    is_of_today: bool,
}

impl Fit {
    /// What is known here of the demands of `found`; with [`Check::Ask`] also what the broker says, which is one call.
    pub(in crate::commands) async fn of(found: Found, check: Check, client: &Client) -> Result<Self> {
        let mut fit = Self::known(found, check);
        if check == Check::Ask {
            fit.ask(client).await?;
        }
        Ok(fit)
    }

    /// As [`of`](Self::of) of the instrument of a standing order that shall become `after`.
    pub(in crate::commands) async fn of_change(
        after: &NewOrder,
        check: Check,
        client: &Client,
    ) -> Result<Self> {
        let instrument = after.instrument();
        let found = match check {
            Check::Off => Found::bare(instrument),
            Check::Known | Check::Ask => named::known(instrument, client.contracts()).await,
        };
        let mut fit = Self::of(found, check, client).await?;
        if after.execution_type() == ExecutionType::Amo {
            fit.of_another_day();
        }
        Ok(fit)
    }

    fn known(found: Found, check: Check) -> Self {
        Self {
            rules: found.rules.clone().unwrap_or_default(),
            found,
            check,
            was_asked: false,
            is_of_today: true,
        }
    }

    /// The order is for another day than today, of whose price range nobody knows.
    pub(in crate::commands) fn of_another_day(&mut self) {
        self.is_of_today = false;
    }

    async fn ask(&mut self, client: &Client) -> Result {
        let request = GetScripInfo::new(self.found.instrument);
        let info = read::ask("Reading the instrument…", client.call(&request)).await?;
        self.learn(&info);
        Ok(())
    }

    /// Holds the order against what the broker said of the instrument, too.
    fn learn(&mut self, info: &ScripInfo) {
        self.rules = both(in_paise(info.rules()), &self.rules);
        self.found.learn(info);
        self.was_asked = true;
    }

    /// The market order `order` with a worst price: the broker is asked for tick, range and last price.
    pub(in crate::commands) async fn protect(
        &mut self,
        order: NewOrder,
        protection: Protection,
        client: &Client,
    ) -> Result<NewOrder> {
        if !self.was_asked {
            self.ask(client).await?;
        }
        let rules = self.rules();
        let orders = client.orders();
        let protected = read::ask("Reading the last price…", async {
            match orders.protect(&order, protection, &rules).await {
                // No limit can be computed: what was typed is not wrong.
                Err(error) if error.kind() == ErrorKind::InvalidRequest => {
                    Ok(Err(Failure::local(error.to_string())))
                }
                other => other.map(Ok),
            }
        });
        protected.await?
    }

    /// Ends with everything about `order` that does not fit, and `others` beside it.
    pub(in crate::commands) fn check(
        &self,
        order: &NewOrder,
        others: impl IntoIterator<Item = OrderFault>,
    ) -> Result {
        self.end("order", self.rules().faults(order).into_iter().chain(others))
    }

    /// Ends with everything that does not fit about what `after` has otherwise than the row `before`, and `others` beside
    /// it. What stays was accepted once and stops no change.
    pub(in crate::commands) fn check_change(
        &self,
        before: impl Into<CheckedTerms>,
        after: &NewOrder,
        others: impl IntoIterator<Item = OrderFault>,
    ) -> Result {
        let faults = self.rules().faults_of_change(before, after);
        self.end("change", faults.into_iter().chain(others))
    }

    fn end(&self, what: &str, faults: impl Iterator<Item = OrderFault>) -> Result {
        let faults: Vec<_> = faults.map(|fault| fault.to_string()).collect();
        if faults.is_empty() || self.check == Check::Off {
            return Ok(());
        }
        let by = if self.was_asked {
            "the broker"
        } else {
            "today's contract master"
        };
        Err(Failure::local(format!(
            "the order does not fit {}: {}",
            self.found,
            faults.join(". Also, ")
        ))
        .hint(format!(
            "so says {by}, and the {what} was not sent; if you know better, add --check off"
        )))
    }

    /// What does not fit about a price beside the order's own.
    pub(in crate::commands) fn price(&self, what: &'static str, price: Decimal) -> Vec<OrderFault> {
        self.rules().price_faults(what, price)
    }

    /// What does not fit about a distance between prices: its tick, as it has no range.
    pub(in crate::commands) fn distance(&self, what: &'static str, distance: Decimal) -> Vec<OrderFault> {
        without_range(self.rules.clone()).price_faults(what, distance)
    }

    /// What does not fit about a price beside the order's own that is computed: the day's range, as its tick is that of
    /// what it is computed from.
    pub(in crate::commands) fn range(&self, what: &'static str, price: Decimal) -> Vec<OrderFault> {
        let mut rules = self.rules();
        rules.tick_size = None;
        rules.price_faults(what, price)
    }

    /// As [`price`](Self::price) of one that a change moves `from` a price `to` another.
    pub(in crate::commands) fn moved_price(
        &self,
        what: &'static str,
        from: Option<Decimal>,
        to: Option<Decimal>,
    ) -> Vec<OrderFault> {
        moved(from, to).map_or_else(Vec::new, |price| self.price(what, price))
    }

    /// As [`distance`](Self::distance) of one that a change makes `to` another than `from`.
    pub(in crate::commands) fn moved_distance(
        &self,
        what: &'static str,
        from: Option<Decimal>,
        to: Option<Decimal>,
    ) -> Vec<OrderFault> {
        moved(from, to).map_or_else(Vec::new, |distance| self.distance(what, distance))
    }

    /// What does not fit about a quantity beside the order's own that becomes `to`, where that is not what it is.
    pub(in crate::commands) fn moved_quantity(
        &self,
        what: &'static str,
        from: Option<Quantity>,
        to: Option<Quantity>,
    ) -> Vec<OrderFault> {
        moved(from, to).map_or_else(Vec::new, |units| self.rules.quantity_faults(what, units))
    }

    /// The day on which the contract ends, where that is known.
    pub(in crate::commands) fn last_day(&self) -> Option<Date> {
        self.rules.last_day
    }

    /// What does not fit about an order that waits until `day`.
    pub(in crate::commands) fn day(&self, day: Date) -> Option<OrderFault> {
        self.rules.day_faults(day)
    }

    fn rules(&self) -> InstrumentRules {
        if self.is_of_today {
            self.rules.clone()
        } else {
            without_range(self.rules.clone())
        }
    }
}

/// How far a market order may be filled from the last price, if that is limited: `0.5` or `0.5%`.
pub(in crate::commands) fn protection(percent: Option<&str>) -> Result<Option<Protection>> {
    let Some(text) = percent else {
        return Ok(None);
    };
    let number = text.trim().trim_end_matches('%').trim_end();
    let percent = Decimal::from_str_exact(number).map_err(|_| {
        Failure::usage(format!("--protect {text} is no percentage")).hint("write a number such as 0.5")
    })?;
    Protection::percent(percent)
        .map(Some)
        .map_err(|error| Failure::usage(format!("--protect {text}: {error}")))
}

/// What is named anew and is not what it was.
fn moved<T: PartialEq>(from: Option<T>, to: Option<T>) -> Option<T> {
    to.filter(|to| from.as_ref() != Some(to))
}

/// What `first` says, and where it says nothing what `second` says.
fn both(first: InstrumentRules, second: &InstrumentRules) -> InstrumentRules {
    let mut rules = first;
    rules.tick_size = rules.tick_size.or(second.tick_size);
    rules.lot_size = rules.lot_size.or(second.lot_size);
    rules.freeze_quantity = rules.freeze_quantity.or(second.freeze_quantity);
    rules.lower_circuit = rules.lower_circuit.or(second.lower_circuit);
    rules.upper_circuit = rules.upper_circuit.or(second.upper_circuit);
    rules.products = rules.products.or_else(|| second.products.clone());
    rules.order_types = rules.order_types.or_else(|| second.order_types.clone());
    rules.tradable = rules.tradable.or(second.tradable);
    rules.last_day = rules.last_day.or(second.last_day);
    rules
}

/// Prices with both decimals, as people write them: the scrip info has 0.1 for a tick of ten paise.
fn in_paise(mut rules: InstrumentRules) -> InstrumentRules {
    let InstrumentRules {
        tick_size,
        lower_circuit,
        upper_circuit,
        ..
    } = &mut rules;
    for price in [tick_size, lower_circuit, upper_circuit].into_iter().flatten() {
        if price.scale() < 2 {
            price.rescale(2);
        }
    }
    rules
}

fn without_range(mut rules: InstrumentRules) -> InstrumentRules {
    rules.lower_circuit = None;
    rules.upper_circuit = None;
    rules
}

#[cfg(test)]
mod tests;
