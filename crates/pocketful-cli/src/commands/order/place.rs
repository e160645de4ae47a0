//! `pocketful order place`: checks what was typed, shows it, asks, sends.

use pocketful::{OrderId, Product, types::PlaceOrder};

use super::{
    entry,
    fit::{self, Fit},
    mtf,
};
use crate::{
    args::order::PlaceArgs,
    commands::{
        named::{Named, Purpose},
        write::Write,
    },
    error::{Failure, Result},
    output::Out,
    profile::Profile,
    session,
};

pub(crate) async fn run(args: &PlaceArgs, profile: &Profile, out: &mut Out) -> Result {
    let named = Named::of(&args.entry.what)?;
    let protection = fit::protection(args.protect.as_deref())?;
    named.rehearse(|instrument| entry::order(&args.entry, args.amo, instrument))?;
    let client = session::client(profile).await?;
    let found = named.find(&client, Purpose::Trading, out).await?;
    let order = entry::order(&args.entry, args.amo, found.instrument)?;
    let mut fit = Fit::of(found, args.check.check, &client).await?;
    if args.amo {
        fit.of_another_day();
    }
    let (order, instead) = match protection {
        Some(protection) => (
            fit.protect(order, protection, &client).await?,
            ", instead of a market order",
        ),
        None => (order, ""),
    };
    fit.check(&order, [])?;
    let summary = format!(
        "{}{instead}",
        entry::summary(&order, &fit.found, &args.entry, args.amo)
    );
    let check = entry::check(&order);
    let write = Write {
        summary: &summary,
        doing: "Placing the order…",
        check: &check,
        done: "the order was taken in",
        send: args.send,
    };
    if order.held_as() == Product::Mtf {
        return mtf::place(order, &write, &args.entry, (&client, profile), out).await;
    }
    let request = PlaceOrder::new(order, client.client_id().await?)
        .map_err(|error| Failure::usage(error.to_string()))?;
    let Some(placed) = write
        .run(&client, &request, profile, out, |placed| {
            Some(placed.oms_order_id.to_string())
        })
        .await?
    else {
        return Ok(());
    };
    tell(&placed.oms_order_id, &summary, out)
}

/// Says as which order it was taken in.
pub(super) fn tell(id: &OrderId, summary: &str, out: &mut Out) -> Result {
    out.sentence(format!(
        "{} Taken in as {}: {summary}",
        out.style.good("✓"),
        out.style.bold(id.as_str())
    ))?;
    out.line(out.style.dim(format!(
        "  Whether the exchange accepts it: pocketful order show {id}"
    )))?;
    Ok(())
}
