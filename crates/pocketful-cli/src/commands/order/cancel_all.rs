//! `pocketful order cancel-all`: every order has its outcome.

use pocketful::{
    CancelAll, CancelOutcome, Client, Outcome,
    types::{Cancellation, OrderError},
};
use serde::Serialize;

use crate::{
    args::order::SendArgs,
    commands::{
        orders,
        read::{ask, remark},
        write,
    },
    error::{Exit, Failure, Result},
    output::{
        Out,
        table::{self, Align, Tone, Value},
    },
    profile::Profile,
    session, source,
};

pub(crate) async fn run(args: SendArgs, profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    if args.dry_run {
        return dry_run(&client, out).await;
    }
    source::check(profile).await?;
    let waiting = ask("Reading the order book…", client.orders().pending())
        .await?
        .rows
        .len();
    write::confirm(
        &format!("Cancel every order that waits, {waiting} at this moment"),
        args,
        &client,
    )
    .await?;
    let check = "Orders may have been cancelled. Look with `pocketful orders`.";
    let all = write::send("Cancelling…", check, client.orders().cancel_all()).await?;
    report(&all, out)?;
    match exit(&all) {
        Exit::Done => Ok(()),
        exit => Err(Failure::said(exit)),
    }
}

/// What became of one order, as a row and as an object.
#[derive(Serialize)]
struct Line<'a> {
    oms_order_id: &'a str,
    outcome: &'static str,
    message: Option<String>,
}

fn report(all: &CancelAll, out: &mut Out) -> Result {
    for row in &all.bad_rows {
        out.remark(&format!("an order that cannot be read was not cancelled: {row}"));
    }
    let lines: Vec<_> = all
        .orders
        .iter()
        .map(|one| {
            let (outcome, message) = words(&one.outcome);
            Line {
                oms_order_id: one.order.oms_order_id.as_str(),
                outcome,
                message,
            }
        })
        .collect();
    if lines.iter().any(|line| line.outcome == "requested") {
        out.accepted("cancellations were accepted", &lines);
    }
    if !out.is_human() {
        return Ok(out.document(&lines)?);
    }
    if lines.is_empty() {
        return Ok(out.line("No orders wait.")?);
    }
    let columns = [
        ("ID", Align::Left),
        ("SYMBOL", Align::Left),
        ("CANCELLATION", Align::Left),
        ("REASON", Align::Flexible),
    ];
    let rows = all.orders.iter().zip(&lines).map(|(one, line)| {
        let tone = match line.outcome {
            "requested" => Tone::Good,
            "unknown" => Tone::Warn,
            "already_done" => Tone::Dim,
            _ => Tone::Bad,
        };
        vec![
            line.oms_order_id.into(),
            orders::symbol(&one.order).into(),
            Value(line.outcome.replace('_', " "), tone),
            line.message.clone().unwrap_or_default().into(),
        ]
    });
    let text = table::render(out, &columns, rows.collect());
    Ok(out.line(text)?)
}

fn words(outcome: &CancelOutcome<pocketful::Error>) -> (&'static str, Option<String>) {
    match outcome {
        CancelOutcome::Requested => ("requested", None),
        CancelOutcome::AlreadyDone(state) => ("already_done", Some(state.as_str().to_owned())),
        CancelOutcome::NotSent(error) => ("not_sent", Some(error.to_string())),
        CancelOutcome::Failed(error) => (error.outcome().as_str(), Some(error.to_string())),
        _ => ("unknown", None),
    }
}

/// Unknown before everything else; then the first failure.
fn exit(all: &CancelAll) -> Exit {
    let failures = || all.orders.iter().filter(|one| one.outcome.needs_attention());
    let of = |outcome: &CancelOutcome<pocketful::Error>| match outcome {
        CancelOutcome::Failed(error) => Exit::of(error.kind(), error.outcome()),
        _ => Exit::Local,
    };
    let is_unknown = |outcome: &CancelOutcome<pocketful::Error>| matches!(outcome, CancelOutcome::Failed(error) if error.outcome() == Outcome::Unknown);
    if failures().any(|one| is_unknown(&one.outcome)) {
        return Exit::Unknown;
    }
    match failures().next() {
        Some(one) => of(&one.outcome),
        None if all.bad_rows.is_empty() => Exit::Done,
        None => Exit::Local,
    }
}

/// The requests that would be sent for the orders that wait now.
async fn dry_run(client: &Client, out: &mut Out) -> Result {
    let client_id = client.client_id().await?;
    let book = ask("Reading the order book…", client.orders().pending()).await?;
    remark(&book, out);
    let mut requests = Vec::new();
    for order in book.rows.iter().filter(|order| !order.state().is_final()) {
        let request = match Cancellation::of(order, client_id.clone()) {
            Ok(Cancellation::Order(request)) => client.prepare(&request)?,
            Ok(Cancellation::Leg(request)) => client.prepare(&request)?,
            Ok(_) => continue,
            Err(error) => {
                skipped(&order.oms_order_id, &error, out);
                continue;
            }
        };
        requests.push(request);
    }
    if !out.is_human() {
        let documents: Vec<_> = requests.iter().map(write::Document::of).collect();
        return Ok(out.document(&documents)?);
    }
    if requests.is_empty() {
        return Ok(out.line("No orders wait.")?);
    }
    let texts: Vec<_> = requests
        .iter()
        .map(|request| request.to_string().trim_end().to_owned())
        .collect();
    Ok(out.line(texts.join("\n\n"))?)
}

fn skipped(id: &pocketful::OrderId, error: &OrderError, out: &Out) {
    out.remark(&format!("no request cancels {id}: {error}"));
}
