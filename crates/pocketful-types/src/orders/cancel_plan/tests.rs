//! What stays, what goes, and that nothing is traded unless it was asked for.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn me() -> ClientId {
    ClientId::new("AB1234")
}

/// A leg of a bracket order: its id, part, units filled of ten, and status.
fn leg(id: &str, part: &str, filled: u64, status: &str) -> Value {
    json!({
        "oms_order_id": id, "exchange_order_id": format!("x{id}"), "user_order_id": "7", "basket_id": "G1",
        "execution_type": "BO", "leg_order_indicator": part, "order_status": status, "mode": "NEW",
        "exchange": "NSE", "instrument_token": 22, "quantity": 10, "filled_quantity": filled,
        "order_type": match part { "ENTRY" | "SECOND" => "LIMIT", _ => "SLM" },
    })
}

fn with(mut row: Value, member: &str, value: Value) -> Value {
    row[member] = value;
    row
}

fn rows(rows: &[Value]) -> Vec<Order> {
    rows.iter()
        .map(|row| serde_json::from_value(row.clone()).unwrap())
        .collect()
}

/// The plan in words, a step a row.
fn plan(pending: &[Value], completed: &[Value], scope: CancelScope) -> Vec<String> {
    let plan = CancelPlan::new(rows(pending), &rows(completed), scope, &me());
    let words = |(order, step): &(Order, CancelStep)| {
        let step = match step {
            CancelStep::Send(_) => "send".to_owned(),
            CancelStep::Close(_) => "close".to_owned(),
            CancelStep::With(id) => format!("with {id}"),
            CancelStep::Skip(skip) => format!("skip {skip:?}"),
            CancelStep::Done(state) => format!("done {state}"),
            CancelStep::Impossible(_) => "impossible".to_owned(),
        };
        format!("{} {step}", order.oms_order_id)
    };
    plan.steps.iter().map(words).collect()
}

const KEEP: CancelScope = CancelScope::Orders;
const CLOSE: CancelScope = CancelScope::OrdersAndPositions;

fn exits() -> [Value; 2] {
    [
        leg("3", "THIRD", 0, "TRIGGER PENDING"),
        leg("2", "SECOND", 0, "CONFIRMED"),
    ]
}

#[test]
fn a_waiting_group_goes_by_one_request() {
    let [stop, target] = exits();
    let book = [stop, target, leg("1", "ENTRY", 0, "CONFIRMED")];
    for scope in [KEEP, CLOSE] {
        assert_eq!(plan(&book, &[], scope), ["3 with 1", "2 with 1", "1 send"]);
    }
    assert!(!CancelPlan::wants_completed(&rows(&book)));
    // The same where the book has no group, told by the client's own number.
    let book = book.map(|row| with(row, "basket_id", Value::Null));
    assert_eq!(plan(&book, &[], KEEP), ["3 with 1", "2 with 1", "1 send"]);
    assert!(CancelPlan::wants_completed(&rows(&book)));
    // An exit without an exchange id goes along all the same; an entry without one cannot.
    let book = book.map(|row| with(row, "exchange_order_id", json!("")));
    assert_eq!(plan(&book, &[], KEEP), ["3 with 1", "2 with 1", "1 impossible"]);
}

#[test]
fn the_exits_of_a_filled_entry_stay_unless_its_position_shall_go() {
    let done = [leg("1", "ENTRY", 10, "COMPLETE")];
    assert!(CancelPlan::wants_completed(&rows(&exits())));
    let kept = ["3 skip EntryFilled", "2 skip EntryFilled"];
    assert_eq!(plan(&exits(), &done, KEEP), kept);
    assert_eq!(plan(&exits(), &done, CLOSE), ["3 close", "2 with 3"]);
    // By number instead of by basket.
    let bare = |row: Value| with(row, "basket_id", Value::Null);
    let (book, done) = (exits().map(bare), done.map(bare));
    assert_eq!(plan(&book, &done, KEEP), kept);
    assert_eq!(plan(&book, &done, CLOSE), ["3 close", "2 with 3"]);
    // A stop that no request can be made of does not hold the target up.
    let [stop, target] = book.clone();
    let odd = [with(stop, "exchange_order_id", json!("")), target];
    assert_eq!(plan(&odd, &done, CLOSE), ["3 impossible", "2 close"]);
    // Nobody knows what they guard.
    let unknown = ["3 skip EntryUnknown", "2 skip EntryUnknown"];
    assert_eq!(plan(&exits(), &[], KEEP), unknown);
    let alone = book.map(|row| with(row, "user_order_id", Value::Null));
    assert_eq!(plan(&alone, &done, KEEP), unknown);
    assert_eq!(plan(&alone, &done, CLOSE), ["3 close", "2 close"]);
}

#[test]
fn an_entry_filled_in_part_stays_with_its_exits() {
    let [stop, target] = exits();
    let book = [stop.clone(), target, leg("1", "ENTRY", 4, "CONFIRMED")];
    assert!(CancelPlan::wants_completed(&rows(&book)));
    let kept = [
        "3 skip EntryFilled",
        "2 skip EntryFilled",
        "1 skip EntryPartlyFilled",
    ];
    assert_eq!(plan(&book, &[], KEEP), kept);
    assert_eq!(plan(&book, &[], CLOSE), ["3 with 1", "2 with 1", "1 close"]);
    // What it opened was closed again: nothing would be traded.
    let book = [
        stop,
        leg("2", "SECOND", 4, "CONFIRMED"),
        leg("1", "ENTRY", 4, "CONFIRMED"),
    ];
    assert_eq!(plan(&book, &[], KEEP), ["3 with 1", "2 with 1", "1 send"]);
    let untold = [with(
        leg("1", "ENTRY", 0, "CONFIRMED"),
        "filled_quantity",
        Value::Null,
    )];
    assert_eq!(plan(&untold, &[], KEEP), ["1 skip EntryUnknown"]);
}

#[test]
fn a_position_on_its_way_out_is_not_asked_to_go_again() {
    let done = [leg("1", "ENTRY", 10, "COMPLETE")];
    let market = with(
        leg("3", "THIRD", 0, "MODIFY_CONFIRMED"),
        "order_type",
        json!("MARKET"),
    );
    let book = [market, exits()[1].clone()];
    for scope in [KEEP, CLOSE] {
        assert_eq!(plan(&book, &done, scope), ["3 skip Leaving", "2 skip Leaving"]);
    }
}

#[test]
fn exits_that_guard_nothing_go() {
    for entry in [
        leg("1", "ENTRY", 0, "CANCEL_CONFIRMED"),
        leg("1", "ENTRY", 0, "REJECTED"),
    ] {
        assert_eq!(plan(&exits(), &[entry], KEEP), ["3 send", "2 with 3"]);
    }
    let done = [
        leg("1", "ENTRY", 10, "COMPLETE"),
        leg("2", "SECOND", 10, "COMPLETE"),
    ];
    assert_eq!(plan(&exits()[..1], &done, KEEP), ["3 send"]);
}

#[test]
fn groups_under_one_number_are_kept_rather_than_traded() {
    let bare = |row: Value| with(row, "basket_id", Value::Null);
    // Two bracket orders of one number: the first is filled, the second waits.
    let [stop, target] = exits();
    let book = [
        leg("6", "THIRD", 0, "TRIGGER PENDING"),
        leg("5", "SECOND", 0, "CONFIRMED"),
        leg("4", "ENTRY", 0, "CONFIRMED"),
        stop,
        target,
    ];
    let (book, done) = (book.map(bare), [bare(leg("1", "ENTRY", 10, "COMPLETE"))]);
    let kept = "skip EntryFilled";
    let expected = [6, 5].map(|id| format!("{id} {kept}"));
    let planned = plan(&book, &done, KEEP);
    assert_eq!(planned[..2], expected);
    assert_eq!(planned[2], "4 send");
    assert_eq!(planned[3..], [3, 2].map(|id| format!("{id} {kept}")));
    // A request for each stop, so that no group is forgotten.
    let closing = ["6 close", "5 with 6", "4 send", "3 close", "2 with 6"];
    assert_eq!(plan(&book, &done, CLOSE), closing);
}

#[test]
fn what_was_done_meanwhile_is_done() {
    let waiting = [leg("1", "ENTRY", 0, "CONFIRMED"), exits()[0].clone()];
    let done = [leg("1", "ENTRY", 10, "COMPLETE")];
    assert_eq!(
        plan(&waiting, &done, KEEP),
        ["1 done complete", "3 skip EntryFilled"]
    );
}

/// A book of legs of two groups in any state, a few of them without what a row should have.
fn any_book() -> impl Strategy<Value = Vec<Value>> {
    let row = (0..6usize, 0..12u64, 0..6usize, 0..12usize).prop_map(|(which, filled, status, odd)| {
        let part = ["ENTRY", "SECOND", "THIRD"][which % 3];
        let status = [
            "CONFIRMED",
            "TRIGGER PENDING",
            "MODIFY_CONFIRMED",
            "COMPLETE",
            "REJECTED",
            "CANCEL_CONFIRMED",
        ][status];
        let row = with(
            leg("?", part, filled, status),
            "basket_id",
            json!(format!("G{}", which / 3)),
        );
        match odd {
            0 => with(row, "basket_id", Value::Null),
            1 => with(with(row, "basket_id", Value::Null), "user_order_id", Value::Null),
            2 => with(row, "filled_quantity", Value::Null),
            3 => with(row, "leg_order_indicator", Value::Null),
            _ => row,
        }
    });
    proptest::collection::vec(row, 0..10).prop_map(|rows| {
        let numbered = rows.into_iter().enumerate();
        numbered
            .map(|(at, row)| with(row, "oms_order_id", json!(format!("{at}"))))
            .collect()
    })
}

proptest! {
    /// Whatever stands in the books, plain cancelling sends a leg only while nothing that its group's rows tell is open,
    /// and never closes a position.
    #[test]
    fn plain_cancelling_trades_nothing(book in any_book()) {
        let (pending, completed): (Vec<_>, Vec<_>) = rows(&book).into_iter().partition(|row| !row.state().is_final());
        let all: Vec<_> = pending.iter().chain(&completed).cloned().collect();
        let plan = CancelPlan::new(pending, &completed, KEEP, &me());
        for (order, step) in &plan.steps {
            prop_assert!(!matches!(step, CancelStep::Close(_)));
            if let CancelStep::Send(_) = step {
                let same = |row: &&Order| row.basket_id == order.basket_id && row.user_order_id == order.user_order_id;
                let sum = |entry: bool| all.iter().filter(same).filter(|row| {
                    let part = row.leg_order_indicator.as_ref().and_then(Received::known);
                    (part == Some(Leg::Entry)) == entry
                }).map(|row| groups::filled(row).unwrap_or_default()).sum::<u64>();
                let own = order.leg_order_indicator.as_ref().and_then(Received::known);
                let is_untouched = own == Some(Leg::Entry) && groups::filled(order) == Some(0);
                prop_assert!(is_untouched || sum(true) <= sum(false), "{:?}", order);
            }
        }
        for scope in [KEEP, CLOSE] {
            let (pending, completed): (Vec<_>, Vec<_>) = rows(&book).into_iter().partition(|row| !row.state().is_final());
            let plan = CancelPlan::new(pending, &completed, scope, &me());
            // Who goes with another goes with one that is asked to go itself.
            for (_, step) in &plan.steps {
                if let CancelStep::With(id) = step {
                    let leader = plan.steps.iter().find(|(order, _)| order.oms_order_id == *id).unwrap();
                    let goes = matches!(leader.1, CancelStep::Send(_) | CancelStep::Close(_) | CancelStep::Impossible(_));
                    prop_assert!(goes, "{id} {:?}", leader.1);
                }
            }
        }
    }
}
