//! Where the parts of a cover or bracket order go when one of them is changed. Stop and target belong to the group: named
//! anew on any part they move the exit that they are about, and an exit that is moved by itself takes them along.

use rust_decimal::Decimal;

use super::place::{check_price, parts, start};
use crate::{
    reply::Refusal,
    rest::orders::{
        modify::CANNOT,
        place::{check, refuse},
    },
    state::orders::{Leg, NewOrder, Order},
};

/// Every part that is otherwise once `order` has become `asked`, with its id, `order` first.
pub(super) fn moves(
    order: &Order,
    asked: NewOrder,
    group: &[&Order],
) -> Result<Vec<(String, NewOrder)>, Refusal> {
    let waiting = group
        .iter()
        .filter(|part| part.status.is_pending() && part.oms_order_id != order.oms_order_id);
    if order.order.is_exit() {
        let entry = group.iter().find(|part| !part.order.is_exit()).ok_or(CANNOT)?;
        let others: Vec<_> = waiting.copied().collect();
        return of_exit(order, asked, entry, &others);
    }
    let mut parts = parts(asked)?.into_iter();
    let entry = parts.next().ok_or(CANNOT)?;
    let mut moved = vec![(order.oms_order_id.clone(), entry)];
    let exits: Vec<_> = parts.collect();
    for part in waiting {
        let of_its_kind = |exit: &&NewOrder| indicator(exit) == indicator(&part.order);
        if let Some(exit) = exits.iter().find(of_its_kind) {
            moved.push((part.oms_order_id.clone(), placed_at(&part.order, exit)?));
        }
    }
    Ok(moved)
}

/// An exit of the size and at the price that its entry demands; its own type and what else was changed about it stays.
fn placed_at(standing: &NewOrder, exit: &NewOrder) -> Result<NewOrder, Refusal> {
    let sized = NewOrder {
        quantity: exit.quantity,
        product: exit.product,
        leg: exit.leg.clone(),
        ..standing.clone()
    };
    let to = if indicator(standing) == "SECOND" {
        exit.price
    } else {
        exit.trigger_price
    };
    at(sized, to)
}

/// An exit with its target or its stop at `price`; a limit behind a stop keeps its distance. One that is on its way out
/// at the market has none to move.
fn at(exit: NewOrder, price: Decimal) -> Result<NewOrder, Refusal> {
    let moved = match (indicator(&exit), exit.order_type) {
        ("SECOND", "LIMIT") => NewOrder { price, ..exit },
        ("THIRD", "SLM") => NewOrder {
            trigger_price: price,
            ..exit
        },
        ("THIRD", "SL") => NewOrder {
            price: exit
                .price
                .saturating_add(price.saturating_sub(exit.trigger_price)),
            trigger_price: price,
            ..exit
        },
        _ => exit,
    };
    check(&moved)?;
    Ok(moved)
}

fn of_exit(
    order: &Order,
    asked: NewOrder,
    entry: &Order,
    others: &[&Order],
) -> Result<Vec<(String, NewOrder)>, Refusal> {
    let (Some(before), Some(mut leg)) = (order.order.leg.clone(), asked.leg.clone()) else {
        return Err(CANNOT);
    };
    let way = Way::of(&entry.order, before.execution_type);
    let stop = Named {
        value: changed(before.stop_loss_value, leg.stop_loss_value),
        price: own_price(order, &asked, "THIRD"),
    };
    let target = Named {
        value: changed(before.square_off_value, leg.square_off_value),
        price: own_price(order, &asked, "SECOND"),
    };
    let stop = stop.settle(|value| way.stop(value), |price| way.stop_value(price))?;
    let target = target.settle(|value| way.target(value), |price| way.target_value(price))?;
    for (kind, to) in [("THIRD", stop), ("SECOND", target)] {
        let Some((price, value)) = to else { continue };
        check_price(&entry.order, price)?;
        // Once something is open, an exit may also lie beyond the entry: that secures what was earned.
        if entry.filled == 0 && !way.is_on_its_side(kind, price) {
            refuse("stop loss or target lies on the wrong side of the price")?;
        }
        let rests = |part: &NewOrder| indicator(part) == kind && part.order_type != "MARKET";
        if !rests(&asked) && !others.iter().any(|part| rests(&part.order)) {
            return Err(CANNOT);
        }
        match kind {
            "THIRD" => leg.stop_loss_value = value,
            _ => leg.square_off_value = value,
        }
    }
    let moved = |part: &NewOrder| {
        let part = NewOrder {
            leg: part.leg.as_ref().map(|own| Leg {
                indicator: own.indicator,
                ..leg.clone()
            }),
            ..part.clone()
        };
        match (indicator(&part), stop, target) {
            ("THIRD", Some((price, _)), _) | ("SECOND", _, Some((price, _))) => at(part, price),
            _ => Ok(part),
        }
    };
    let mut all = vec![(order.oms_order_id.clone(), moved(&asked)?)];
    check(&all[0].1)?;
    if stop.is_some() || target.is_some() || !is_same(&before, &leg) {
        for part in others {
            all.push((part.oms_order_id.clone(), moved(&part.order)?));
        }
    }
    Ok(all)
}

fn is_same(before: &Leg, after: &Leg) -> bool {
    before.trailing_stop_loss == after.trailing_stop_loss && before.is_trailing == after.is_trailing
}

fn indicator(order: &NewOrder) -> &'static str {
    order.leg.as_ref().map_or("", |leg| leg.indicator)
}

fn changed(from: Decimal, to: Decimal) -> Option<Decimal> {
    (from != to).then_some(to)
}

/// The price that an exit of this kind shall have, where it is named anew by its own member.
fn own_price(order: &Order, asked: &NewOrder, kind: &str) -> Option<Decimal> {
    match (indicator(asked), asked.order_type) {
        ("SECOND", "LIMIT") if kind == "SECOND" => changed(order.order.price, asked.price),
        ("THIRD", "SL" | "SLM") if kind == "THIRD" => changed(order.order.trigger_price, asked.trigger_price),
        _ => None,
    }
}

/// A stop or a target that is named anew: by the group's value, by the exit's own price, or by both.
struct Named {
    value: Option<Decimal>,
    price: Option<Decimal>,
}

impl Named {
    /// The price and the value that belong together; `None` when nothing is named.
    fn settle(
        self,
        price_of: impl Fn(Decimal) -> Decimal,
        value_of: impl Fn(Decimal) -> Decimal,
    ) -> Result<Option<(Decimal, Decimal)>, Refusal> {
        match (self.value, self.price) {
            (None, None) => Ok(None),
            (Some(value), None) => Ok(Some((price_of(value), value))),
            (None, Some(price)) => Ok(Some((price, value_of(price)))),
            (Some(value), Some(price)) if price_of(value) == price => Ok(Some((price, value))),
            (Some(_), Some(_)) => Err(Refusal::Backend(
                500,
                "the exit's own price and the value of its group name two prices",
            )),
        }
    }
}

/// How values and prices of a group belong together: a cover order's stop is a price, all others are distances from the
/// entry.
struct Way {
    is_buy: bool,
    is_cover: bool,
    start: Decimal,
}

impl Way {
    fn of(entry: &NewOrder, execution_type: &str) -> Self {
        Self {
            is_buy: entry.order_side == "BUY",
            is_cover: execution_type == "CO",
            start: start(entry),
        }
    }

    fn stop(&self, value: Decimal) -> Decimal {
        match (self.is_cover, self.is_buy) {
            (true, _) => value,
            (_, true) => self.start.saturating_sub(value),
            (_, false) => self.start.saturating_add(value),
        }
    }

    fn stop_value(&self, price: Decimal) -> Decimal {
        match (self.is_cover, self.is_buy) {
            (true, _) => price,
            (_, true) => self.start.saturating_sub(price),
            (_, false) => price.saturating_sub(self.start),
        }
    }

    fn target(&self, value: Decimal) -> Decimal {
        if self.is_buy {
            self.start.saturating_add(value)
        } else {
            self.start.saturating_sub(value)
        }
    }

    fn target_value(&self, price: Decimal) -> Decimal {
        if self.is_buy {
            price.saturating_sub(self.start)
        } else {
            self.start.saturating_sub(price)
        }
    }

    /// Whether a stop lies behind the entry, or a target before it.
    fn is_on_its_side(&self, kind: &str, price: Decimal) -> bool {
        let is_above = price > self.start;
        price != self.start && is_above == (self.is_buy == (kind == "SECOND"))
    }
}
