//! `pocketful cover|bracket modify`: a leg itself, or the stop and the target of its group.

use pocketful::{BracketChange, Client, CoverChange, LegsAnswer, OrderId, types::Endpoint};

use crate::{
    args::{
        legs::{ModifyBracketArgs, ModifyCoverArgs},
        order::SendArgs,
    },
    commands::{
        order::{
            fit::Fit,
            modify::{change, find, said},
        },
        typed,
        write::Write,
    },
    error::Result,
    output::Out,
    profile::Profile,
    session,
};

pub(in crate::commands) async fn cover(args: &ModifyCoverArgs, profile: &Profile, out: &mut Out) -> Result {
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

pub(in crate::commands) async fn bracket(
    args: &ModifyBracketArgs,
    profile: &Profile,
    out: &mut Out,
) -> Result {
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
