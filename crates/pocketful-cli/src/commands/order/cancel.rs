//! `pocketful order cancel ID`.

use pocketful::types::{CancelOrder, ExecutionType, Received};

use super::{order_id, send};
use crate::{
    args::order::OrderId,
    error::Result,
    interrupt,
    output::{Format, Out},
    profile::Profile,
    session, source, spinner,
};

pub(crate) async fn run(args: &OrderId, profile: &Profile, out: &mut Out) -> Result {
    let id = order_id(&args.id)?;
    let client = session::client(profile).await?;
    source::check(profile).await?;
    // An after-market order is taken back as one, so the book is asked what it is. If the book does not know it, the
    // server has the last word.
    let find = async { Ok(spinner::wait("Looking for the order…", client.orders().find(&id)).await?) };
    let execution_type = interrupt::or(find)
        .await?
        .and_then(|order| order.execution_type.as_ref().and_then(Received::known))
        .unwrap_or(ExecutionType::Regular);
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
