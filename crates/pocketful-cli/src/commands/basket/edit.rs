//! `pocketful basket edit` and `remove`: one order of a basket.

use pocketful::{
    Basket, BasketName, BasketOrderChange, BasketOrderId,
    types::{
        BasketOrder, BasketOrderInfo, EditBasketOrder, ExecutionType, OrderFault, Received, RemoveBasketOrder,
    },
};

use super::{find, look, quoted, show};
use crate::{
    args::basket::{EditArgs, RemoveArgs},
    commands::{
        order::{
            fit::Fit,
            modify::{change, said},
        },
        read, typed,
        write::Write,
    },
    error::{Failure, Result},
    output::Out,
    profile::Profile,
    session,
};

pub(super) async fn edit(args: &EditArgs, profile: &Profile, out: &mut Out) -> Result {
    let change = BasketOrderChange {
        order: change(&args.change)?,
        stop: typed::some_price("--stop", args.stop.as_ref())?,
        target: typed::some_price("--target", args.target.as_ref())?,
        trailing: typed::some_price("--trailing", args.trailing.as_ref())?,
    };
    if change.is_empty() {
        return Err(typed::nothing_to_change());
    }
    let said = words(args);
    let client = session::client(profile).await?;
    let (basket, name) = find(&client, &args.basket, out).await?;
    let order = order(&basket, &name, &args.order, out)?;
    let new = change
        .apply(&order.order_info)
        .map_err(|error| Failure::usage(error.to_string()))?;
    let mut fit = Fit::of_change(new.order(), args.check.check, &client).await?;
    // It goes to the market later, on whatever day.
    fit.of_another_day();
    let stands = &order.order_info;
    fit.check_change(stands, new.order(), own_faults(stands, &change, &fit))?;
    let request = EditBasketOrder::new(
        basket.basket_id.clone(),
        name.clone(),
        order.order_id.clone(),
        new,
        client.client_id().await?,
    )
    .map_err(|error| Failure::usage(error.to_string()))?;
    let symbol = show::symbol(&order.order_info);
    let write = Write {
        summary: &format!("Change {symbol} in the basket `{name}`: {said}"),
        doing: "Changing the order…",
        check: &format!("The order may have been changed. {}", look(&name)),
        done: &format!("{symbol} in the basket `{name}` was changed"),
        send: args.send,
    };
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} {symbol} in {name}: {said}", out.style.good("✓")))?;
    }
    Ok(())
}

/// What does not fit about the legs of a cover or bracket order.
fn own_faults(stands: &BasketOrderInfo, change: &BasketOrderChange, fit: &Fit) -> Vec<OrderFault> {
    let is_bracket = stands.execution_type == Some(Received::Known(ExecutionType::Bracket));
    let stop = if is_bracket {
        "distance of the stop"
    } else {
        "stop"
    };
    let legs = [
        (stop, stands.stop_loss_value, change.stop),
        ("distance of the target", stands.square_off_value, change.target),
        ("trailing step", stands.trailing_stop_loss, change.trailing),
    ];
    let legs = legs.map(|(what, from, to)| fit.moved_distance(what, from, to));
    legs.into_iter().flatten().collect()
}

/// `price 811, stop 798`.
fn words(args: &EditArgs) -> String {
    let own = [
        ("stop", &args.stop),
        ("target", &args.target),
        ("trailing", &args.trailing),
    ];
    let own = own
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name} {}", value.as_ref()?)));
    std::iter::once(said(&args.change))
        .filter(|said| !said.is_empty())
        .chain(own)
        .collect::<Vec<_>>()
        .join(", ")
}

pub(super) async fn remove(args: &RemoveArgs, profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    let (basket, name) = find(&client, &args.basket, out).await?;
    let id = BasketOrderId::new(args.order.as_str());
    // One that cannot be read can be taken out all the same.
    let what = basket
        .orders
        .rows
        .iter()
        .find(|order| order.order_id == id)
        .map_or_else(|| id.to_string(), |order| show::symbol(&order.order_info));
    let write = Write {
        summary: &format!("Take {what} out of the basket `{name}`"),
        doing: "Removing the order…",
        check: &format!("The order may be gone. {}", look(&name)),
        done: &format!("{what} is no longer in the basket `{name}`"),
        send: args.send,
    };
    let request = RemoveBasketOrder::new(basket.basket_id, name.clone(), id);
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} Out of {name}: {what}", out.style.good("✓")))?;
    }
    Ok(())
}

fn order<'a>(basket: &'a Basket, name: &BasketName, id: &str, out: &Out) -> Result<&'a BasketOrder> {
    let id = id.trim();
    let found = basket
        .orders
        .rows
        .iter()
        .find(|order| order.order_id.as_str() == id);
    found.ok_or_else(|| {
        read::remark(&basket.orders, out);
        Failure::not_found(format!("there is no order `{id}` in the basket `{name}`")).hint(format!(
            "`pocketful basket show {}` has the ids of its orders",
            quoted(name)
        ))
    })
}
