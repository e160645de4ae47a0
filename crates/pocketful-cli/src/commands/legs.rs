//! `pocketful cover|bracket place|modify|exit`.

use pocketful::{
    BracketChange, BracketOrder, Client, CoverChange, CoverOrder, Instrument, LegsAnswer, OrderId,
    types::{Endpoint, ExitLeg, PlaceBracket, PlaceCover},
};

use super::{
    named::{Named, Purpose},
    order::{
        entry,
        fit::Fit,
        modify::{change, find, said},
    },
    typed,
    write::Write,
};
use crate::{
    args::{
        legs::{ExitArgs, ModifyBracketArgs, ModifyCoverArgs, PlaceBracketArgs, PlaceCoverArgs},
        order::SendArgs,
    },
    error::{Failure, Result},
    output::Out,
    profile::Profile,
    session,
};

fn wrong(error: impl std::fmt::Display) -> Failure {
    Failure::usage(error.to_string())
}

pub(super) async fn place_cover(args: &PlaceCoverArgs, profile: &Profile, out: &mut Out) -> Result {
    let named = Named::of(&args.entry.what)?;
    named.rehearse(|instrument| cover(args, instrument))?;
    let client = session::client(profile).await?;
    let found = named.find(&client, Purpose::Trading, out).await?;
    let order = cover(args, found.instrument)?;
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
    let request = PlaceCover::new(order, client.client_id().await?).map_err(wrong)?;
    placed(&client, &request, (&summary, &check), args.send, profile, out).await
}

fn cover(args: &PlaceCoverArgs, instrument: Instrument) -> Result<CoverOrder> {
    let entry = entry::order(&args.entry, false, instrument)?;
    let mut order = CoverOrder::new(entry, typed::price("--stop", &args.stop)?);
    if let Some(step) = typed::some_price("--trailing", args.trailing.as_ref())? {
        order = order.trailing(step);
    }
    order.validate().map_err(wrong)?;
    Ok(order)
}

pub(super) async fn place_bracket(args: &PlaceBracketArgs, profile: &Profile, out: &mut Out) -> Result {
    let named = Named::of(&args.entry.what)?;
    named.rehearse(|instrument| bracket(args, instrument))?;
    let client = session::client(profile).await?;
    let found = named.find(&client, Purpose::Trading, out).await?;
    let order = bracket(args, found.instrument)?;
    let fit = Fit::of(found, args.check.check, &client).await?;
    let distances = [
        ("distance of the stop", Some(&args.stop)),
        ("distance of the target", Some(&args.target)),
        ("trailing step", args.trailing.as_ref()),
    ];
    let mut faults = Vec::new();
    for (what, text) in distances {
        if let Some(distance) = typed::some_price(what, text)? {
            faults.extend(fit.distance(what, distance));
        }
    }
    fit.check(order.entry(), faults)?;
    let summary = format!(
        "{}, stop {} and target {} away",
        entry::summary(order.entry(), &fit.found, &args.entry, false),
        args.stop,
        args.target
    );
    let check = entry::check(order.entry());
    let request = PlaceBracket::new(order, client.client_id().await?).map_err(wrong)?;
    placed(&client, &request, (&summary, &check), args.send, profile, out).await
}

fn bracket(args: &PlaceBracketArgs, instrument: Instrument) -> Result<BracketOrder> {
    let entry = entry::order(&args.entry, false, instrument)?;
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
    if write
        .run(client, request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} Taken in: {summary}", out.style.good("✓")))?;
        out.line(
            out.style
                .dim("  Its legs, once the exchange has them: pocketful orders"),
        )?;
    }
    Ok(())
}

pub(super) async fn modify_cover(args: &ModifyCoverArgs, profile: &Profile, out: &mut Out) -> Result {
    let id = typed::order_id(&args.id)?;
    let change = CoverChange {
        order: change(&args.change)?,
        stop: typed::some_price("--stop", args.stop.as_ref())?,
        trailing: typed::some_price("--trailing", args.trailing.as_ref())?,
    };
    let said = words([
        said(&args.change),
        named("stop", &args.stop),
        named("trailing", &args.trailing),
    ])?;
    let client = session::client(profile).await?;
    let row = find(&client, &id).await?;
    let request = change.request(&row, client.client_id().await?)?;
    let fit = Fit::of_change(request.order(), args.check.check, &client).await?;
    let mut own = fit.moved_price("stop", row.stop_loss_value, change.stop);
    own.extend(fit.moved_distance("trailing step", row.trailing_stop_loss, change.trailing));
    fit.check_change(&row, request.order(), own)?;
    modified(&client, &request, (&id, &said), args.send, profile, out).await
}

pub(super) async fn modify_bracket(args: &ModifyBracketArgs, profile: &Profile, out: &mut Out) -> Result {
    let id = typed::order_id(&args.id)?;
    let change = BracketChange {
        order: change(&args.change)?,
        stop_distance: typed::some_price("--stop", args.stop.as_ref())?,
        target_distance: typed::some_price("--target", args.target.as_ref())?,
        trailing: typed::some_price("--trailing", args.trailing.as_ref())?,
    };
    let said = words([
        said(&args.change),
        named("stop", &args.stop),
        named("target", &args.target),
        named("trailing", &args.trailing),
    ])?;
    let client = session::client(profile).await?;
    let row = find(&client, &id).await?;
    let request = change.request(&row, client.client_id().await?)?;
    let fit = Fit::of_change(request.order(), args.check.check, &client).await?;
    let distances = [
        ("distance of the stop", row.stop_loss_value, change.stop_distance),
        (
            "distance of the target",
            row.square_off_value,
            change.target_distance,
        ),
        ("trailing step", row.trailing_stop_loss, change.trailing),
    ];
    let own = distances.map(|(what, from, to)| fit.moved_distance(what, from, to));
    fit.check_change(&row, request.order(), own.into_iter().flatten())?;
    modified(&client, &request, (&id, &said), args.send, profile, out).await
}

fn named(name: &str, value: &Option<String>) -> String {
    value
        .as_ref()
        .map(|value| format!("{name} {value}"))
        .unwrap_or_default()
}

/// The changes in one line; none is refused.
fn words<const N: usize>(parts: [String; N]) -> Result<String> {
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return Err(typed::nothing_to_change());
    }
    Ok(parts.join(", "))
}

async fn modified<E: Endpoint<Response = LegsAnswer>>(
    client: &Client,
    request: &E,
    (id, said): (&OrderId, &str),
    send: SendArgs,
    profile: &Profile,
    out: &mut Out,
) -> Result {
    let write = Write {
        summary: &format!("Change {id}: {said}"),
        doing: "Changing the order…",
        check: &format!("The order may have been changed. Look at it with `pocketful order show {id}`."),
        done: &format!("the change of {id} was accepted"),
        send,
    };
    if write
        .run(client, request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!(
            "{} Change of {id} requested: {said}",
            out.style.good("✓")
        ))?;
        out.line(
            out.style
                .dim(format!("  Whether it was made: pocketful order show {id}")),
        )?;
    }
    Ok(())
}

pub(super) async fn exit(args: &ExitArgs, profile: &Profile, out: &mut Out) -> Result {
    let id = typed::order_id(&args.id)?;
    let client = session::client(profile).await?;
    let row = find(&client, &id).await?;
    let request = ExitLeg::of(&row, client.client_id().await?).map_err(wrong)?;
    let write = Write {
        summary: &format!("Leave {id}"),
        doing: "Leaving the order…",
        check: &format!("The order may have been left. Look at it with `pocketful order show {id}`."),
        done: &format!("the exit of {id} was accepted"),
        send: args.send,
    };
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} Exit of {id} requested", out.style.good("✓")))?;
        out.line(
            out.style
                .dim(format!("  See whether it is gone: pocketful order show {id}")),
        )?;
    }
    Ok(())
}
