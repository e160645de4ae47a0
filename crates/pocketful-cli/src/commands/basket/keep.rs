//! Baskets as such: made, renamed, deleted, marked.

use pocketful::{
    BasketType,
    types::{CreateBasket, DeleteBasket, RenameBasket, SetExecutionState},
};

use super::{find, look, name, quoted};
use crate::{
    args::basket::{BasketWriteArgs, CreateBasketArgs, MarkArgs, RenameBasketArgs},
    commands::write::Write,
    error::Result,
    output::Out,
    profile::Profile,
    session,
};

pub(super) async fn create(args: &CreateBasketArgs, profile: &Profile, out: &mut Out) -> Result {
    let name = name(&args.name)?;
    let kind = if args.hedge {
        BasketType::Hedge
    } else {
        BasketType::Normal
    };
    let client = session::client(profile).await?;
    let request = CreateBasket::new(client.client_id().await?, name.clone(), kind);
    let write = Write {
        summary: &format!("Make the {} basket `{name}`", kind.as_str().to_ascii_lowercase()),
        doing: "Making the basket…",
        check: &format!("The basket may be there. {}", look(&name)),
        done: &format!("the basket `{name}` was made"),
        send: args.send,
    };
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} Made: {name}", out.style.good("✓")))?;
        out.line(out.style.dim(format!(
            "  Put orders into it: pocketful basket add {} EXCHANGE INSTRUMENT buy|sell QTY --limit PRICE",
            quoted(&name)
        )))?;
    }
    Ok(())
}

pub(super) async fn rename(args: &RenameBasketArgs, profile: &Profile, out: &mut Out) -> Result {
    let new = name(&args.name)?;
    let client = session::client(profile).await?;
    let (basket, old) = find(&client, &args.basket, out).await?;
    let write = Write {
        summary: &format!("Call the basket `{old}` by the name `{new}`"),
        doing: "Renaming the basket…",
        check: "The basket may have its new name. Look with `pocketful basket list` before you do it again.",
        done: &format!("the basket `{old}` is called `{new}`"),
        send: args.send,
    };
    let request = RenameBasket::new(basket.basket_id, new.clone());
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} {old} is called {new}", out.style.good("✓")))?;
    }
    Ok(())
}

pub(super) async fn delete(args: &BasketWriteArgs, profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    let (basket, name) = find(&client, &args.basket, out).await?;
    let write = Write {
        summary: &format!(
            "Delete the basket `{name}` with its orders, {} at this moment",
            basket.orders.rows.len() + basket.orders.bad_rows.len()
        ),
        doing: "Deleting the basket…",
        check: "The basket may be gone. Look with `pocketful basket list` before you do it again.",
        done: &format!("the basket `{name}` was deleted"),
        send: args.send,
    };
    let request = DeleteBasket::new(basket.basket_id, name.clone());
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} Deleted: {name}", out.style.good("✓")))?;
    }
    Ok(())
}

pub(super) async fn mark(args: &MarkArgs, profile: &Profile, out: &mut Out) -> Result {
    let executed = args.state == "executed";
    let state = if executed { "executed" } else { "not executed" };
    let client = session::client(profile).await?;
    let (basket, name) = find(&client, &args.basket, out).await?;
    let write = Write {
        summary: &format!("Let the basket `{name}` count as {state}"),
        doing: "Marking the basket…",
        check: &format!("The basket may be marked. {}", look(&name)),
        done: &format!("the basket `{name}` counts as {state}"),
        send: args.send,
    };
    let client_id = client.client_id().await?;
    let request = SetExecutionState::new(client_id, basket.basket_id, name.clone(), executed);
    if write
        .run(&client, &request, profile, out, |_| None)
        .await?
        .is_some()
    {
        out.sentence(format!("{} {name} counts as {state}", out.style.good("✓")))?;
    }
    Ok(())
}
