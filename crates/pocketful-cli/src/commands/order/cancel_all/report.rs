//! What became of every order, as a table and as a document, and the exit status of it all.

use pocketful::{
    CancelAll, CancelOutcome, CancelSkip, Error, Order, Outcome,
    types::{BadRow, ExecutionType, Received},
};
use serde::Serialize;

use crate::{
    commands::orders,
    error::{Exit, Result},
    output::{
        Out,
        table::{self, Align, Tone, Value},
    },
};

/// What became of one order, as a row and as an object.
#[derive(Serialize)]
struct Line<'a> {
    oms_order_id: &'a str,
    basket_id: Option<&'a str>,
    outcome: &'static str,
    message: Option<String>,
}

pub(super) fn all(all: &CancelAll, out: &mut Out) -> Result {
    unreadable(&all.bad_rows, out);
    let lines: Vec<_> = all
        .orders
        .iter()
        .map(|one| {
            let (outcome, message) = words(&one.order, &one.outcome);
            Line {
                oms_order_id: one.order.oms_order_id.as_str(),
                basket_id: one.order.basket_id.as_deref(),
                outcome,
                message,
            }
        })
        .collect();
    if lines.iter().any(|line| line.outcome.ends_with("requested")) {
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
        vec![
            line.oms_order_id.into(),
            orders::symbol(&one.order).into(),
            Value(line.outcome.replace('_', " "), tone(&one.outcome)),
            line.message.clone().unwrap_or_default().into(),
        ]
    });
    let text = table::render(out, &columns, rows.collect());
    Ok(out.line(text)?)
}

/// Says which orders nobody was asked to cancel, because their rows cannot be read.
pub(super) fn unreadable(rows: &[BadRow], out: &Out) {
    for row in rows {
        out.remark(&format!("an order that cannot be read is not cancelled: {row}"));
    }
}

/// Why a leg stays, and what takes it away.
pub(super) fn kept(order: &Order, skip: CancelSkip) -> String {
    if skip == CancelSkip::Leaving {
        return skip.to_string();
    }
    let is_cover = order.execution_type == Some(Received::Known(ExecutionType::Cover));
    let kind = if is_cover { "cover" } else { "bracket" };
    format!(
        "{skip}; leave it with `pocketful {kind} exit {}`",
        order.oms_order_id
    )
}

fn words(order: &Order, outcome: &CancelOutcome<Error>) -> (&'static str, Option<String>) {
    match outcome {
        CancelOutcome::Requested => ("requested", None),
        CancelOutcome::ExitRequested => (
            "exit_requested",
            Some("its group's position is closed at the market".to_owned()),
        ),
        CancelOutcome::WithGroup(id) => ("with_group", Some(format!("goes with {id}"))),
        CancelOutcome::Skipped(skip) => ("skipped", Some(kept(order, *skip))),
        CancelOutcome::AlreadyDone(state) => ("already_done", Some(state.as_str().to_owned())),
        CancelOutcome::NotSent(error) => ("not_sent", Some(error.to_string())),
        CancelOutcome::Failed(error) => (error.outcome().as_str(), Some(error.to_string())),
        _ => ("unknown", None),
    }
}

fn tone(outcome: &CancelOutcome<Error>) -> Tone {
    match outcome {
        CancelOutcome::Requested | CancelOutcome::WithGroup(_) => Tone::Good,
        CancelOutcome::AlreadyDone(_) => Tone::Dim,
        CancelOutcome::Failed(error) if error.outcome() != Outcome::Unknown => Tone::Bad,
        CancelOutcome::NotSent(_) => Tone::Bad,
        _ => Tone::Warn,
    }
}

/// Unknown before everything else; then the first failure.
pub(super) fn exit(all: &CancelAll) -> Exit {
    let failures = || all.orders.iter().filter(|one| one.outcome.needs_attention());
    let of = |outcome: &CancelOutcome<Error>| match outcome {
        CancelOutcome::Failed(error) => Exit::of(error.kind(), error.outcome()),
        _ => Exit::Local,
    };
    let is_unknown = |outcome: &CancelOutcome<Error>| matches!(outcome, CancelOutcome::Failed(error) if error.outcome() == Outcome::Unknown);
    if failures().any(|one| is_unknown(&one.outcome)) {
        return Exit::Unknown;
    }
    match failures().next() {
        Some(one) => of(&one.outcome),
        None if all.bad_rows.is_empty() => Exit::Done,
        None => Exit::Local,
    }
}
