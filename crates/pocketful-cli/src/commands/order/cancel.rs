//! `pocketful order cancel ID`.

use std::time::Duration;

use pocketful::{
    Client, Order, OrderId,
    types::{CancelOrder, ExecutionType, Received},
};

use super::leg_of;
use crate::{
    args::order::CancelArgs,
    commands::{orders, typed::order_id, write::send},
    error::{Failure, Result},
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
    if let Some(kind) = leg_of(execution_type) {
        return Err(Failure::usage(format!(
            "{id} is a leg of a {kind} order, which is not cancelled by itself"
        ))
        .hint(format!(
            "leave it with `pocketful {kind} exit {id}`: a waiting entry is taken back, a \
                     position that it opened is closed at the market"
        )));
    }
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
/// depend on the book, though: where it cannot be read soon, or does not tell, the order counts as a regular one and the
/// server has the last word.
async fn execution_type(client: &Client, id: &OrderId, out: &Out) -> Result<ExecutionType> {
    let orders = client.orders();
    let find = spinner::wait("Looking for the order…", look(orders.find(id)));
    let found = interrupt::or(async { Ok(find.await) }).await?;
    Ok(found.unwrap_or_else(|problem| {
        out.remark(&format!(
            "cancelling {id} as a regular order, because what it is cannot be looked up ({problem}); if it is an \
             after-market order, add --amo"
        ));
        ExecutionType::Regular
    }))
}

/// What `find` tells in time, or why it tells nothing.
async fn look(
    find: impl Future<Output = std::result::Result<Option<Order>, pocketful::Error>>,
) -> std::result::Result<ExecutionType, String> {
    match tokio::time::timeout(LOOK, find).await {
        Ok(Ok(Some(order))) => kind(&order),
        Ok(Ok(None)) => Err("it is not in today's books".to_owned()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the order book does not answer".to_owned()),
    }
}

/// The order's machinery, where it is one that a command of this version takes back.
fn kind(order: &Order) -> std::result::Result<ExecutionType, String> {
    match &order.execution_type {
        Some(Received::Known(ExecutionType::Spread)) | Some(Received::Other(_)) => Err(format!(
            "the book calls it {}, which this version does not know how to cancel",
            orders::text(order.execution_type.as_ref())
        )),
        Some(Received::Known(kind)) => Ok(*kind),
        None => Err("the book does not say".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_book_that_does_not_answer_holds_a_cancellation_up_for_two_seconds() {
        let asked = Instant::now();
        assert_eq!(
            look(pending()).await,
            Err("the order book does not answer".to_owned())
        );
        let waited = asked.elapsed();
        assert!(
            (LOOK..LOOK + Duration::from_millis(10)).contains(&waited),
            "{waited:?}"
        );
        assert_eq!(LOOK, Duration::from_secs(2));
    }

    #[tokio::test(start_paused = true)]
    async fn a_book_that_answers_holds_nothing_up() {
        let asked = Instant::now();
        let amo = row(r#","execution_type":"AMO""#);
        assert_eq!(look(ready(Ok(Some(amo)))).await, Ok(ExecutionType::Amo));
        assert!(asked.elapsed().is_zero());
    }

    fn row(members: &str) -> Order {
        serde_json::from_str(&format!(r#"{{"oms_order_id":"1"{members}}}"#)).unwrap()
    }

    #[tokio::test]
    async fn a_book_that_does_not_tell_says_so() {
        let missing = look(ready(Ok(None))).await;
        assert_eq!(missing, Err("it is not in today's books".to_owned()));
        for (members, said) in [
            ("", "does not say"),
            (r#","execution_type":"ICEBERG""#, "calls it ICEBERG"),
            (r#","execution_type":"SPD""#, "calls it SPD"),
        ] {
            let problem = look(ready(Ok(Some(row(members))))).await.unwrap_err();
            assert!(problem.contains(said), "{problem}");
        }
        for (members, kind) in [
            (r#","execution_type":"CO""#, Some("cover")),
            (r#","execution_type":"BO""#, Some("bracket")),
            (r#","execution_type":"NML""#, None),
        ] {
            let execution_type = look(ready(Ok(Some(row(members))))).await.unwrap();
            assert_eq!(leg_of(execution_type), kind);
        }
    }
}
