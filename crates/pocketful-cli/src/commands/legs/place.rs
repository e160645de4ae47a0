//! `pocketful cover|bracket place`: an entry with its exits, checked, shown, sent.

use pocketful::{
    BracketOrder, ClientId, CoverOrder, Instrument, LegsAnswer, NewOrder, Side,
    types::{Endpoint, OrderError, OrderFault, PlaceBracket, PlaceCover},
};

use super::wrong;
use crate::{
    args::{
        legs::{PlaceBracketArgs, PlaceCoverArgs},
        order::{Check, EntryArgs, SendArgs},
    },
    commands::{
        named::{Named, Purpose},
        order::{entry, fit::Fit},
        typed,
        write::Write,
    },
    error::Result,
    output::Out,
    profile::Profile,
    session,
};

pub(in crate::commands) async fn cover(args: &PlaceCoverArgs, profile: &Profile, out: &mut Out) -> Result {
    let placing = Placing {
        entry: &args.entry,
        exits: format!("stop at {}", args.stop),
        trailing: args.trailing.as_ref(),
        check: args.check.check,
        send: args.send,
        order: |instrument: Instrument| cover_order(args, instrument),
        entry_of: CoverOrder::entry,
        exit_faults: |order: &CoverOrder, fit: &Fit| fit.price("stop", order.stop()),
        request: PlaceCover::new,
    };
    placing.run(profile, out).await
}

pub(in crate::commands) async fn bracket(
    args: &PlaceBracketArgs,
    profile: &Profile,
    out: &mut Out,
) -> Result {
    let placing = Placing {
        entry: &args.entry,
        exits: format!("stop {} and target {} away", args.stop, args.target),
        trailing: args.trailing.as_ref(),
        check: args.check.check,
        send: args.send,
        order: |instrument: Instrument| bracket_order(args, instrument),
        entry_of: BracketOrder::entry,
        exit_faults,
        request: PlaceBracket::new,
    };
    placing.run(profile, out).await
}

/// An entry that is placed with its exits: what is the same for both kinds, and what is not as data.
struct Placing<'a, O, B, F, E> {
    entry: &'a EntryArgs,
    /// The exits, in words.
    exits: String,
    trailing: Option<&'a String>,
    check: Check,
    send: SendArgs,
    /// The order that was typed, of an instrument.
    order: B,
    entry_of: fn(&O) -> &NewOrder,
    /// What does not fit about the exits.
    exit_faults: F,
    request: fn(O, ClientId) -> std::result::Result<E, OrderError>,
}

impl<O, B, F, E> Placing<'_, O, B, F, E>
where
    B: Fn(Instrument) -> Result<O>,
    F: Fn(&O, &Fit) -> Vec<OrderFault>,
    E: Endpoint<Response = LegsAnswer>,
{
    async fn run(self, profile: &Profile, out: &mut Out) -> Result {
        let named = Named::of(&self.entry.what)?;
        named.rehearse(&self.order)?;
        let client = session::client(profile).await?;
        let found = named.find(&client, Purpose::Trading, out).await?;
        let order = (self.order)(found.instrument)?;
        let fit = Fit::of(found, self.check, &client).await?;
        let entry = (self.entry_of)(&order);
        let mut faults = (self.exit_faults)(&order, &fit);
        if let Some(step) = typed::some_price("--trailing", self.trailing)? {
            faults.extend(fit.distance("trailing step", step));
        }
        fit.check(entry, faults)?;
        let summary = format!(
            "{}, {}",
            entry::summary(entry, &fit.found, self.entry, false),
            self.exits
        );
        let write = Write {
            summary: &summary,
            doing: "Placing the order…",
            check: &entry::check(entry),
            done: "the order was taken in",
            send: self.send,
        };
        let request = (self.request)(order, client.client_id().await?).map_err(wrong)?;
        let basket = |answer: &LegsAnswer| answer.basket_id.as_ref().map(|id| format!("basket {id}"));
        match write.run(&client, &request, profile, out, basket).await? {
            Some(answer) => tell(&answer, &summary, out),
            None => Ok(()),
        }
    }
}

fn cover_order(args: &PlaceCoverArgs, instrument: Instrument) -> Result<CoverOrder> {
    let entry = entry::of_legs(&args.entry, instrument)?;
    let mut order = CoverOrder::new(entry, typed::price("--stop", &args.stop)?);
    if let Some(step) = typed::some_price("--trailing", args.trailing.as_ref())? {
        order = order.trailing(step);
    }
    order.validate().map_err(wrong)?;
    Ok(order)
}

/// What does not fit about stop and target: their ticks as distances, and the day's range as the prices that they come
/// to, where the entry has one to count from.
fn exit_faults(order: &BracketOrder, fit: &Fit) -> Vec<OrderFault> {
    let (entry, stop, target) = (order.entry(), order.stop_distance(), order.target_distance());
    let mut faults = fit.distance("distance of the stop", stop);
    faults.extend(fit.distance("distance of the target", target));
    if let Some(start) = entry.price().or(entry.trigger_price()) {
        let (below, above) = match entry.side() {
            Side::Buy => (("price of the stop", stop), ("price of the target", target)),
            _ => (("price of the target", target), ("price of the stop", stop)),
        };
        faults.extend(fit.range(below.0, start.saturating_sub(below.1)));
        faults.extend(fit.range(above.0, start.saturating_add(above.1)));
    }
    faults
}

fn bracket_order(args: &PlaceBracketArgs, instrument: Instrument) -> Result<BracketOrder> {
    let entry = entry::of_legs(&args.entry, instrument)?;
    let stop = typed::price("--stop", &args.stop)?;
    let mut order = BracketOrder::new(entry, stop, typed::price("--target", &args.target)?);
    if let Some(step) = typed::some_price("--trailing", args.trailing.as_ref())? {
        order = order.trailing(step);
    }
    order.validate().map_err(wrong)?;
    Ok(order)
}

fn tell(answer: &LegsAnswer, summary: &str, out: &mut Out) -> Result {
    out.sentence(format!("{} Taken in: {summary}", out.style.good("✓")))?;
    // The answer names no order, but what its legs carry in the book.
    if let Some(id) = &answer.basket_id {
        out.line(format!("  basket {id}"))?;
    }
    if let Some(number) = answer.user_order_id {
        out.line(out.style.dim(format!(
            "  Its legs, once the exchange has them: pocketful orders --user-order-id {number}"
        )))?;
    }
    Ok(())
}
