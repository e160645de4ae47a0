//! `pocketful cover|bracket exit`: a waiting entry is taken back, what it opened is closed.

use pocketful::{Order, types::ExitLeg};

use super::wrong;
use crate::{
    args::legs::ExitArgs,
    commands::{order::modify::find, orders, typed, write::Write},
    error::{Failure, Result},
    output::Out,
    profile::Profile,
    session,
};

/// Any other order has a command of its own.
fn is_leg(row: &Order) -> Result {
    if row.is_leg() {
        return Ok(());
    }
    let id = &row.oms_order_id;
    let kind = match orders::text(row.execution_type.as_ref()) {
        "" => "the order book does not say what kind of order it is".to_owned(),
        kind => format!("it is a {kind} order"),
    };
    Err(
        Failure::usage(format!("{id} is no leg of a cover or bracket order: {kind}"))
            .hint(format!("take it back with `pocketful order cancel {id}`")),
    )
}

pub(in crate::commands) async fn run(args: &ExitArgs, profile: &Profile, out: &mut Out) -> Result {
    let id = typed::order_id(&args.id)?;
    let client = session::client(profile).await?;
    let row = find(&client, &id).await?;
    is_leg(&row)?;
    let request = ExitLeg::of(&row, client.client_id().await?).map_err(wrong)?;
    let write = Write {
        summary: &format!("Leave {id}"),
        doing: "Leaving the order…",
        check: &format!(
            "The order may be gone, and its position closed at the market. Look at it with `pocketful order show {id}`."
        ),
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
