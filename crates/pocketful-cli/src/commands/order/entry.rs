//! An order from the words that were typed, and back in one line.

use pocketful::{Decimal, Instrument, NewOrder, Product, Side, UserOrderId};

use crate::{
    args::order::EntryArgs,
    commands::{named::Found, typed},
    error::{Failure, Result},
    output::money,
};

/// The order that was typed, checked as far as it can be without the instrument's data, with a number of its own.
pub(in crate::commands) fn order(args: &EntryArgs, amo: bool, instrument: Instrument) -> Result<NewOrder> {
    let side: Side = typed::word(&args.what.side)?;
    let quantity = typed::quantity("QTY", &args.what.quantity)?;
    let trigger = typed::some_price("--trigger", args.trigger.as_ref())?.unwrap_or(Decimal::ZERO);
    let order = if let Some(limit) = &args.limit {
        NewOrder::limit(instrument, side, quantity, typed::price("--limit", limit)?)
    } else if let Some(limit) = &args.stop_limit {
        NewOrder::stop_limit(
            instrument,
            side,
            quantity,
            typed::price("--stop-limit", limit)?,
            trigger,
        )
    } else if args.stop_market {
        NewOrder::stop_market(instrument, side, quantity, trigger)
    } else {
        NewOrder::market(instrument, side, quantity)
    };
    let order = order.validity(typed::word(&args.validity)?);
    let order = match &args.product {
        Some(product) => order.product(typed::word(product)?),
        None => order,
    };
    let order = match &args.disclosed {
        Some(units) => order.disclosed_quantity(typed::quantity("--disclosed", units)?),
        None => order,
    };
    let order = if amo { order.amo() } else { order };
    let order = match args.user_order_id {
        Some(id) => order.user_order_id(UserOrderId::new(id)),
        None => order,
    };
    order
        .validate()
        .map_err(|error| Failure::usage(error.to_string()))?;
    // Numbered here, so that its number can be told when nothing else about it is known.
    Ok(pocketful::numbered(order))
}

/// The same as the entry of a cover or bracket order, which is held for the day unless something else was typed.
pub(in crate::commands) fn of_legs(args: &EntryArgs, instrument: Instrument) -> Result<NewOrder> {
    let entry = order(args, false, instrument)?;
    Ok(match args.product {
        Some(_) => entry,
        None => entry.product(Product::Mis),
    })
}

/// `BUY 10 × NSE:SBIN-EQ (3045) at ₹812.50, CNC, DAY`.
pub(in crate::commands) fn summary(order: &NewOrder, found: &Found, args: &EntryArgs, amo: bool) -> String {
    let how = match (order.price(), order.trigger_price()) {
        (Some(price), None) => format!("at {}", money::rupees(price)),
        (Some(price), Some(trigger)) => {
            format!(
                "at {} once {} is reached",
                money::rupees(price),
                money::rupees(trigger)
            )
        }
        (None, Some(trigger)) => format!("at the market once {} is reached", money::rupees(trigger)),
        (None, None) => "at the market".to_owned(),
    };
    let amo = if amo { ", after market" } else { "" };
    let terms = format!("{}, {}", order.held_as(), args.validity).to_ascii_uppercase();
    format!(
        "{} {} × {found} {how}, {terms}{amo}",
        order.side(),
        order.quantity()
    )
}

/// What may have become of an order whose placing ended as unknown, and how to find out.
pub(in crate::commands) fn check(order: &NewOrder) -> String {
    match order.given_user_order_id() {
        Some(number) => format!(
            "The order may have been placed, as your number {number}. Look for it with `pocketful orders \
             --user-order-id {number}` before you place it again."
        ),
        None => {
            "The order may have been placed. Look for it with `pocketful orders` before you place it again."
                .to_owned()
        }
    }
}
