//! `pocketful order cancel ID`.

use std::time::Duration;

use pocketful::{
    Client, OrderId,
    types::{CancelOrder, ExecutionType, Received},
};

use crate::{
    args::order::CancelArgs,
    commands::{typed::order_id, write::send},
    error::Result,
    interrupt,
    output::{Format, Out},
    profile::Profile,
    session, source, spinner,
};

/// How long the order book may take to say what kind of order it is.
const LOOK: Duration = Duration::from_secs(2);

pub(crate) async fn run(args: &CancelArgs, profile: &Profile, out: &mut Out) -> Result {
    let id = order_id(&args.id)?;
    let client = session::client(profile).await?;
    source::check(profile).await?;
    let execution_type = if args.amo {
        ExecutionType::Amo
    } else {
        execution_type(&client, &id, out).await?
    };
    let check = format!("The order may have been cancelled. Look at it with `pocketful order show {id}`.");
    let accepted = format!("the cancellation of {id} was accepted");
    let request = CancelOrder::new(client.client_id().await?, id.clone()).execution_type(execution_type);
    if out.format == Format::Raw {
        let reply = send("Cancelling…", &check, client.call_raw(&request)).await?;
        out.accepted_raw(accepted, reply.payload_text());
        return Ok(out.line(reply.payload_text())?);
    }
    let cancelled = send("Cancelling…", &check, client.call(&request)).await?;
    out.accepted(accepted, &cancelled);
    if !out.is_human() {
        return Ok(out.document(&cancelled)?);
    }
    out.line(format!(
        "{} Cancellation of {} requested",
        out.style.good("✓"),
        cancelled.oms_order_id
    ))?;
    out.line(out.style.dim(format!(
        "  See whether it is gone: pocketful order show {}",
        cancelled.oms_order_id
    )))?;
    Ok(())
}

/// An after-market order is taken back as one, so the book is asked what it is. The way out of the market must not
/// depend on the book, though: where it cannot be read soon, the order counts as a regular one and the server has the
/// last word.
async fn execution_type(client: &Client, id: &OrderId, out: &Out) -> Result<ExecutionType> {
    let orders = client.orders();
    let find = spinner::wait(
        "Looking for the order…",
        tokio::time::timeout(LOOK, orders.find(id)),
    );
    let problem = match interrupt::or(async { Ok(find.await) }).await? {
        Ok(Ok(order)) => {
            let known = order.and_then(|order| order.execution_type.as_ref().and_then(Received::known));
            return Ok(known.unwrap_or(ExecutionType::Regular));
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => "the order book does not answer".to_owned(),
    };
    out.remark(&format!(
        "cancelling {id} as a regular order, because what it is cannot be looked up ({problem}); if it is an \
         after-market order, add --amo"
    ));
    Ok(ExecutionType::Regular)
}
