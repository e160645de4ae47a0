//! Changing orders, both books in one, history, trades, and taking everything back.

use pocketful::{
    CancelOutcome, Decimal, Exchange, Instrument, InstrumentRules, InstrumentToken, NewOrder, OrderChange,
    Outcome, Protection, Quantity, Side, types::OrderState,
};
use pocketful_sandbox::{Fault, FaultRule};

use crate::{day::Day, flow::bid};

fn rupees(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[tokio::test]
async fn an_order_is_changed_where_it_stands() {
    let day = Day::logged_in().await;
    let client = day.client();
    let orders = client.orders();
    let id = orders.place(&bid("8.15")).await.unwrap().oms_order_id;
    let row = orders.find(&id).await.unwrap().unwrap();
    let change = OrderChange::new()
        .price(rupees("8.20"))
        .quantity(Quantity::new(7));
    assert_eq!(orders.modify(&row, &change).await.unwrap().oms_order_id, id);
    let row = orders.find(&id).await.unwrap().unwrap();
    assert_eq!(
        (row.price, row.quantity),
        (Some(rupees("8.20")), Some(Quantity::new(7)))
    );

    // Nothing to change is refused here; an order that is gone, there.
    let error = orders.modify(&row, &OrderChange::new()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
    orders.cancel(&id).await.unwrap();
    let error = orders
        .modify(&row, &change.price(rupees("8.25")))
        .await
        .unwrap_err();
    assert_eq!(
        (error.outcome(), error.endpoint()),
        (Outcome::Rejected, Some("orders.modify"))
    );
}

#[tokio::test]
async fn a_change_whose_reply_is_lost_may_have_been_made() {
    let day = Day::logged_in().await;
    let client = day.client();
    let orders = client.orders();
    let id = orders.place(&bid("8.15")).await.unwrap().oms_order_id;
    let row = orders.find(&id).await.unwrap().unwrap();
    let lost = FaultRule::new("PUT /api/v1/orders", Fault::ResetAfter).times(1);
    day.sandbox.faults().add(lost).unwrap();
    let error = orders
        .modify(&row, &OrderChange::new().price(rupees("8.20")))
        .await
        .unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    let row = orders.find(&id).await.unwrap().unwrap();
    assert_eq!(row.price, Some(rupees("8.20")));
}

#[tokio::test]
async fn books_history_and_trades() {
    let day = Day::logged_in().await;
    let client = day.client();
    let orders = client.orders();
    let filled = orders.place(&bid("8.15")).await.unwrap().oms_order_id;
    let waiting = orders.place(&bid("8.10")).await.unwrap().oms_order_id;
    assert!(orders.trades().await.unwrap().rows.is_empty());
    day.fill(&filled).await;

    let all = orders.all().await.unwrap();
    let states: Vec<_> = all
        .rows
        .iter()
        .map(|row| (&row.oms_order_id, row.state()))
        .collect();
    assert_eq!(
        states,
        [(&waiting, OrderState::Open), (&filled, OrderState::Complete)]
    );

    let trades = orders.trades().await.unwrap();
    assert_eq!(trades.rows.len(), 1);
    assert_eq!(trades.rows[0].value(), Some(rupees("81.50")));

    let history = orders.history(&filled).await.unwrap();
    assert!(history.rows.len() >= 2, "{history:?}");
    assert!(
        history
            .rows
            .iter()
            .any(|event| event.state() == OrderState::Complete)
    );
    let now = day.sandbox.clock().now();
    assert!(
        history.rows.iter().all(|event| event.changed_at() == Some(now)),
        "{history:?}"
    );
    let error = orders.history(&"1".parse().unwrap()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
}

#[tokio::test]
async fn cancel_all_reports_every_order_and_stops_at_none() {
    let day = Day::logged_in().await;
    let client = day.client();
    let orders = client.orders();
    let mut ids = Vec::new();
    for price in ["8.15", "8.14", "8.13"] {
        ids.push(orders.place(&bid(price)).await.unwrap().oms_order_id);
    }
    let amo = orders.place(&bid("8.12").amo()).await.unwrap().oms_order_id;
    // The reply about the first is lost after it took effect, the second is refused.
    let faults = [Fault::ResetAfter, Fault::TooManyRequests { retry_after: 1 }];
    for (id, fault) in ids.iter().zip(faults) {
        let rule = FaultRule::new(format!("DELETE /api/v1/orders/{id}"), fault).times(1);
        day.sandbox.faults().add(rule).unwrap();
    }
    let all = orders.cancel_all().await.unwrap();
    let outcomes: Vec<_> = all
        .orders
        .iter()
        .map(|one| match &one.outcome {
            CancelOutcome::Requested => "requested",
            CancelOutcome::Failed(error) => error.outcome().as_str(),
            _ => "other",
        })
        .collect();
    let mut sorted = outcomes.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        ["rejected", "requested", "requested", "unknown"],
        "{outcomes:?}"
    );
    assert!(!all.is_complete());
    let again = orders.cancel_all().await.unwrap();
    assert_eq!(again.orders.len(), 1);
    assert!(again.is_complete());
    assert!(orders.pending().await.unwrap().rows.is_empty());
    assert_eq!(
        orders.find(&amo).await.unwrap().unwrap().state(),
        OrderState::Cancelled
    );
    assert_eq!(orders.completed().await.unwrap().rows.len(), ids.len() + 1);
}

#[tokio::test]
async fn an_after_market_order_is_taken_back_as_one() {
    let day = Day::logged_in().await;
    let client = day.client();
    let id = client
        .orders()
        .place(&bid("8.15").amo())
        .await
        .unwrap()
        .oms_order_id;
    let error = client.orders().cancel(&id).await;
    assert!(error.is_err(), "the sandbox tells them apart");
    client.orders().cancel_amo(&id).await.unwrap();
}

#[tokio::test]
async fn an_order_is_held_against_its_instrument_and_protected_when_asked() {
    let day = Day::logged_in().await;
    let client = day.client();
    let sbin = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));
    let mut rules = InstrumentRules::default();
    rules.tick_size = Some(rupees("0.05"));
    let off_tick = NewOrder::limit(sbin, Side::Buy, Quantity::new(1), rupees("812.52"));
    let error = client
        .orders()
        .place_checked(&off_tick, &rules)
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.to_string().contains("use 812.50 or 812.55"), "{error}");
    assert!(client.orders().all().await.unwrap().rows.is_empty());

    let market = NewOrder::market(sbin, Side::Buy, Quantity::new(1));
    let protection = Protection::percent(Decimal::ONE).unwrap();
    let limit = client
        .orders()
        .protect(&market, protection, &rules)
        .await
        .unwrap();
    let last = client.market().ltp(sbin).await.unwrap().rupees();
    let price = limit.price().unwrap();
    assert!(price > last && price <= last * rupees("1.01"), "{price} {last}");
    client.orders().place_checked(&limit, &rules).await.unwrap();
    let unknown_tick = InstrumentRules::default();
    let error = client
        .orders()
        .protect(&market, protection, &unknown_tick)
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
}

#[tokio::test]
async fn what_changes_about_an_order_is_held_against_its_instrument() {
    let day = Day::logged_in().await;
    let client = day.client();
    let orders = client.orders();
    let sbin = Instrument::new(Exchange::Nse, InstrumentToken::new(3045));
    let limit = NewOrder::limit(sbin, Side::Buy, Quantity::new(10), rupees("812.50"));
    let id = orders.place(&limit).await.unwrap().oms_order_id;
    let row = orders.find(&id).await.unwrap().unwrap();
    // The range has left the order's price behind, which was accepted once.
    let mut rules = InstrumentRules::default();
    rules.tick_size = Some(rupees("0.05"));
    rules.upper_circuit = Some(rupees("800"));
    for (price, fault) in [
        ("811", "above the day's highest price 800"),
        ("799.99", "use 799.95 or 800.00"),
    ] {
        let change = OrderChange::new().price(rupees(price));
        let error = orders.modify_checked(&row, &change, &rules).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(error.to_string().contains(fault), "{error}");
    }
    let stands = orders.find(&id).await.unwrap().unwrap();
    assert_eq!(stands.price, Some(rupees("812.50")));
    let smaller = OrderChange::new().quantity(Quantity::new(4));
    let changed = orders.modify_checked(&row, &smaller, &rules).await.unwrap();
    assert_eq!(changed.oms_order_id, id);
    let row = orders.find(&id).await.unwrap().unwrap();
    assert_eq!(row.quantity, Some(Quantity::new(4)));
    // What is wrong without the instrument is said first.
    let none = OrderChange::new().quantity(Quantity::ZERO);
    let error = orders.modify_checked(&row, &none, &rules).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
}
