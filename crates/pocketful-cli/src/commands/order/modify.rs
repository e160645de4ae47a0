//! `pocketful order modify ID`.

use pocketful::{
    Client, Order, OrderChange, OrderId,
    types::{ModifyOrder, OrderType, Received},
};

use super::{fit::Fit, leg_of, unknown_order};
use crate::{
    args::order::{ChangeArgs, ModifyArgs},
    commands::{read::ask, typed, write::Write},
    error::{Failure, Result},
    output::Out,
    profile::Profile,
    session,
};

pub(crate) async fn run(args: &ModifyArgs, profile: &Profile, out: &mut Out) -> Result {
    let id = typed::order_id(&args.id)?;
    let change = change(&args.change)?;
    if change.is_empty() {
        return Err(Failure::usage("there is nothing to change").hint(
            "name what shall be different: --price, --trigger, --quantity, --disclosed, --type, --validity",
        ));
    }
    let client = session::client(profile).await?;
    let order = find(&client, &id).await?;
    if let Some(kind) = order
        .execution_type
        .as_ref()
        .and_then(Received::known)
        .and_then(leg_of)
    {
        return Err(Failure::usage(format!(
            "{id} is a leg of a {kind} order, which has a change of its own"
        ))
        .hint(format!(
            "use `pocketful {kind} modify {id}`, which knows the leg's stop as well"
        )));
    }
    let request = ModifyOrder::of(&order, &change, client.client_id().await?)
        .map_err(|error| Failure::usage(error.to_string()))?;
    let fit = Fit::of_change(request.order(), args.check.check, &client).await?;
    fit.check_change(&order, request.order(), [])?;
    let style = client.environment().header_style();
    if let Some(order_type) = request.undocumented_order_type(style) {
        out.remark(&format!(
            "a change to {order_type} is not documented by this generation of the API and may be refused"
        ));
    }
    let summary = format!("Change {id}: {}", said(&args.change));
    let check = format!("The order may have been changed. Look at it with `pocketful order show {id}`.");
    let write = Write {
        summary: &summary,
        doing: "Changing the order…",
        check: &check,
        done: &format!("the change of {id} was accepted"),
        send: args.send,
    };
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!(
            "{} Change of {} requested: {}",
            out.style.good("✓"),
            out.style.bold(id.as_str()),
            said(&args.change)
        ))?;
        out.line(
            out.style
                .dim(format!("  Whether it was made: pocketful order show {id}")),
        )?;
    }
    Ok(())
}

/// The order's row in today's books.
pub(in crate::commands) async fn find(client: &Client, id: &OrderId) -> Result<Order> {
    let found = ask("Looking for the order…", client.orders().find(id)).await?;
    found.ok_or_else(|| unknown_order(id))
}

/// The change that was typed.
pub(in crate::commands) fn change(args: &ChangeArgs) -> Result<OrderChange> {
    let mut change = OrderChange::new();
    if let Some(price) = typed::some_price("--price", args.price.as_ref())? {
        change = change.price(price);
    }
    if let Some(trigger) = typed::some_price("--trigger", args.trigger.as_ref())? {
        change = change.trigger_price(trigger);
    }
    if let Some(units) = &args.quantity {
        change = change.quantity(typed::quantity("--quantity", units)?);
    }
    if let Some(units) = &args.disclosed {
        change = change.disclosed_quantity(typed::quantity("--disclosed", units)?);
    }
    if let Some(order_type) = &args.order_type {
        change = change.order_type(typed::word::<OrderType>(order_type)?);
    }
    if let Some(validity) = &args.validity {
        change = change.validity(typed::word(validity)?);
    }
    Ok(change)
}

/// `price 812.75, quantity 5`.
pub(in crate::commands) fn said(args: &ChangeArgs) -> String {
    let parts = [
        ("price", &args.price),
        ("trigger", &args.trigger),
        ("quantity", &args.quantity),
        ("disclosed", &args.disclosed),
        ("type", &args.order_type),
        ("validity", &args.validity),
    ];
    let parts = parts
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name} {}", value.as_ref()?)));
    parts.collect::<Vec<_>>().join(", ")
}
