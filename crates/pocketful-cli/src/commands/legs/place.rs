//! `pocketful cover|bracket place`: an entry with its exits, checked, shown, sent.

use pocketful::{
    BracketOrder, Client, CoverOrder, Instrument, LegsAnswer, Side, UserOrderId,
    types::{Endpoint, OrderFault, PlaceBracket, PlaceCover},
};

use super::wrong;
use crate::{
    args::{
        legs::{PlaceBracketArgs, PlaceCoverArgs},
        order::SendArgs,
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
    let named = Named::of(&args.entry.what)?;
    named.rehearse(|instrument| cover_order(args, instrument))?;
    let client = session::client(profile).await?;
    let found = named.find(&client, Purpose::Trading, out).await?;
    let order = cover_order(args, found.instrument)?;
    let fit = Fit::of(found, args.check.check, &client).await?;
    let stop = typed::price("--stop", &args.stop)?;
    let step = typed::some_price("--trailing", args.trailing.as_ref())?;
    let steps = step.map(|step| fit.distance("trailing step", step));
    fit.check(
        order.entry(),
        fit.price("stop", stop)
            .into_iter()
            .chain(steps.into_iter().flatten()),
    )?;
    let summary = format!(
        "{}, stop at {}",
        entry::summary(order.entry(), &fit.found, &args.entry, false),
        args.stop
    );
    let check = entry::check(order.entry());
    let number = order.entry().given_user_order_id();
    let request = PlaceCover::new(order, client.client_id().await?).map_err(wrong)?;
    placed(
        &client,
        &request,
        number,
        (&summary, &check),
        args.send,
        profile,
        out,
    )
    .await
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

pub(in crate::commands) async fn bracket(
    args: &PlaceBracketArgs,
    profile: &Profile,
    out: &mut Out,
) -> Result {
    let named = Named::of(&args.entry.what)?;
    named.rehearse(|instrument| bracket_order(args, instrument))?;
    let client = session::client(profile).await?;
    let found = named.find(&client, Purpose::Trading, out).await?;
    let order = bracket_order(args, found.instrument)?;
    let fit = Fit::of(found, args.check.check, &client).await?;
    let step = typed::some_price("--trailing", args.trailing.as_ref())?;
    let steps = step.map(|step| fit.distance("trailing step", step));
    let exits = exit_faults(&order, &fit).into_iter();
    fit.check(order.entry(), exits.chain(steps.into_iter().flatten()))?;
    let summary = format!(
        "{}, stop {} and target {} away",
        entry::summary(order.entry(), &fit.found, &args.entry, false),
        args.stop,
        args.target
    );
    let check = entry::check(order.entry());
    let number = order.entry().given_user_order_id();
    let request = PlaceBracket::new(order, client.client_id().await?).map_err(wrong)?;
    placed(
        &client,
        &request,
        number,
        (&summary, &check),
        args.send,
        profile,
        out,
    )
    .await
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

async fn placed<E: Endpoint<Response = LegsAnswer>>(
    client: &Client,
    request: &E,
    number: Option<UserOrderId>,
    (summary, check): (&str, &str),
    send: SendArgs,
    profile: &Profile,
    out: &mut Out,
) -> Result {
    let write = Write {
        summary,
        doing: "Placing the order…",
        check,
        done: "the order was taken in",
        send,
    };
    let numbered = |answer: LegsAnswer| answer.numbered(number);
    let basket = |answer: &LegsAnswer| answer.basket_id.as_ref().map(|id| format!("basket {id}"));
    let Some(answer) = write
        .run_and(client, request, profile, out, numbered, basket)
        .await?
    else {
        return Ok(());
    };
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
