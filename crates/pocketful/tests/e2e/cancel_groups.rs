//! Cancelling everything where there are cover and bracket orders: one request a group, and nothing is traded unasked.

use crate::{
    day::Day,
    legs::{entry, rupees},
};
use pocketful::{
    BracketOrder, CancelOutcome, CancelScope, CancelSkip, Client, CoverOrder, Error, LegsAnswer, OrderId,
    UserOrderId,
    types::{Leg, Received},
};

async fn bracket(client: &Client, number: u64) -> LegsAnswer {
    let entry = entry().user_order_id(UserOrderId::new(number));
    let order = BracketOrder::new(entry, rupees("12.00"), rupees("20.00"));
    client.conditional().place_bracket(&order).await.unwrap()
}

/// The id of a leg of the group.
async fn id(client: &Client, placed: &LegsAnswer, leg: Leg) -> OrderId {
    let basket = placed.basket_id.as_deref().unwrap();
    let legs = client.conditional().legs(basket).await.unwrap().rows;
    let is_it = |order: &&pocketful::Order| order.leg_order_indicator == Some(Received::Known(leg));
    legs.iter().find(is_it).unwrap().oms_order_id.clone()
}

/// What became of every order, in words, and how many requests took one back.
async fn cancel_all(day: &Day, client: &Client, scope: CancelScope) -> (Vec<&'static str>, usize, bool) {
    let before = day.sandbox.request_log().len();
    let all = client.orders().cancel_all_in(scope).await.unwrap();
    let sent = day.sandbox.request_log();
    let sent = sent[before..]
        .iter()
        .filter(|entry| entry.method == "DELETE")
        .count();
    let words = all.orders.iter().map(|one| word(&one.outcome)).collect();
    (words, sent, all.is_complete())
}

fn word(outcome: &CancelOutcome<Error>) -> &'static str {
    match outcome {
        CancelOutcome::Requested => "requested",
        CancelOutcome::ExitRequested => "exit",
        CancelOutcome::WithGroup(_) => "with",
        CancelOutcome::Skipped(CancelSkip::EntryFilled) => "kept",
        CancelOutcome::Skipped(CancelSkip::EntryPartlyFilled) => "partly",
        CancelOutcome::Skipped(CancelSkip::Leaving) => "leaving",
        _ => "other",
    }
}

const KEEP: CancelScope = CancelScope::Orders;
const CLOSE: CancelScope = CancelScope::OrdersAndPositions;

#[tokio::test]
async fn a_waiting_group_goes_by_one_request() {
    let day = Day::logged_in().await;
    let client = day.client();
    bracket(&client, 1).await;
    let cover = CoverOrder::new(entry(), rupees("800.00"));
    client.conditional().place_cover(&cover).await.unwrap();
    let gone = (vec!["with", "requested", "with", "with", "requested"], 2, true);
    assert_eq!(cancel_all(&day, &client, KEEP).await, gone);
    assert!(client.orders().pending().await.unwrap().rows.is_empty());
    assert!(client.orders().trades().await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn nothing_is_traded_until_it_is_asked_for_and_then_only_once() {
    let day = Day::logged_in().await;
    let client = day.client();
    let placed = bracket(&client, 1).await;
    day.fill(&id(&client, &placed, Leg::Entry).await).await;
    let kept = (vec!["kept", "kept"], 0, true);
    assert_eq!(cancel_all(&day, &client, KEEP).await, kept);
    assert_eq!(cancel_all(&day, &client, KEEP).await, kept);
    let stop = id(&client, &placed, Leg::Third).await;
    let row = client.orders().find(&stop).await.unwrap().unwrap();
    assert_eq!(row.order_status.as_str(), "TRIGGER PENDING");

    assert_eq!(
        cancel_all(&day, &client, CLOSE).await,
        (vec!["exit", "with"], 1, true)
    );
    // The stop is a market order now, and waits for its fill.
    for scope in [KEEP, CLOSE] {
        assert_eq!(cancel_all(&day, &client, scope).await, (vec!["leaving"], 0, true));
    }
    day.fill(&stop).await;
    assert_eq!(cancel_all(&day, &client, CLOSE).await, (vec![], 0, true));
}

#[tokio::test]
async fn an_entry_that_is_filled_in_part_stays_and_says_so() {
    let day = Day::logged_in().await;
    let client = day.client();
    let placed = bracket(&client, 1).await;
    day.fill_units(&id(&client, &placed, Leg::Entry).await, 4).await;
    let kept = (vec!["kept", "kept", "partly"], 0, false);
    assert_eq!(cancel_all(&day, &client, KEEP).await, kept);
    let gone = (vec!["with", "with", "exit"], 1, true);
    assert_eq!(cancel_all(&day, &client, CLOSE).await, gone);
    assert_eq!(cancel_all(&day, &client, CLOSE).await, (vec!["leaving"], 0, true));
}
