//! Cancelling everything while the market moves: what went meanwhile is found out, and what it leaves behind stays.

use pocketful::{
    CancelOutcome, CancelScope, CancelSkip, Environment, http::ScriptedTransport, types::OrderState,
};

use super::client;

const DONE: &str = r#"{"data":{"basket_id":"b-1","message":""},"message":"","status":"success"}"#;
const GONE: &str = r#"{"data":{},"message":"Error from backend: (1600)-cannot cancel, no such order is open","error_code":45000,"status":"error"}"#;

/// A leg of a cover order.
fn leg(id: &str, part: &str, filled: u64, status: &str) -> String {
    format!(
        r#"{{"oms_order_id":"{id}","exchange_order_id":"1{id}","basket_id":"b-1","execution_type":"CO","mode":"NEW",
            "leg_order_indicator":"{part}","order_type":"LIMIT","filled_quantity":{filled},"order_status":"{status}"}}"#
    )
}

fn book(rows: &[&str]) -> String {
    let rows = rows.join(",");
    format!(r#"{{"data":{{"orders":[{rows}]}},"message":"","status":"success"}}"#)
}

fn word(outcome: &CancelOutcome<pocketful::Error>) -> &'static str {
    match outcome {
        CancelOutcome::AlreadyDone(OrderState::Complete) => "complete",
        CancelOutcome::AlreadyDone(OrderState::Cancelled) => "cancelled",
        CancelOutcome::Skipped(CancelSkip::EntryFilled) => "kept",
        CancelOutcome::ExitRequested => "exit",
        CancelOutcome::Failed(_) => "failed",
        _ => "other",
    }
}

/// What became of an entry that waits and its stop when the request is refused and the books then are these.
async fn refused_then(
    scope: CancelScope,
    script: impl FnOnce(ScriptedTransport) -> ScriptedTransport,
) -> (Vec<&'static str>, usize) {
    let waiting = [
        leg("2", "THIRD", 0, "TRIGGER PENDING"),
        leg("1", "ENTRY", 0, "CONFIRMED"),
    ];
    let first = ScriptedTransport::new()
        .reply(200, book(&[&waiting[0], &waiting[1]]))
        .reply(400, GONE);
    let script = script(first);
    let all = client(Environment::algo(), &script)
        .orders()
        .cancel_all_in(scope)
        .await
        .unwrap();
    let words = all.orders.iter().map(|one| word(&one.outcome)).collect();
    (words, script.recorded().len())
}

#[tokio::test]
async fn a_group_that_somebody_else_took_back_is_done() {
    let (stop, entry) = (
        leg("2", "THIRD", 0, "CANCEL_CONFIRMED"),
        leg("1", "ENTRY", 0, "CANCEL_CONFIRMED"),
    );
    let done = book(&[&stop, &entry]);
    let told = refused_then(CancelScope::Orders, |script| {
        script.reply(200, book(&[])).reply(200, done)
    })
    .await;
    assert_eq!(told, (vec!["cancelled", "cancelled"], 4));
}

#[tokio::test]
async fn the_exits_of_an_entry_that_was_filled_meanwhile_stay() {
    let stop = leg("2", "THIRD", 0, "TRIGGER PENDING");
    let entry = leg("1", "ENTRY", 10, "COMPLETE");
    let books = |script: ScriptedTransport| script.reply(200, book(&[&stop])).reply(200, book(&[&entry]));
    let told = refused_then(CancelScope::Orders, books).await;
    assert_eq!(told, (vec!["kept", "complete"], 4));
    let told = refused_then(CancelScope::OrdersAndPositions, |script| {
        books(script).reply(200, DONE)
    })
    .await;
    assert_eq!(told, (vec!["exit", "complete"], 5));
}

#[tokio::test]
async fn a_refusal_stays_one_where_the_books_do_not_explain_it() {
    let told = refused_then(CancelScope::Orders, |script| script.reply(503, "<html></html>")).await;
    assert_eq!(told.0, ["other", "failed"]);
}
