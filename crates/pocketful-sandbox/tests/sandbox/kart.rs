//! Cover and bracket orders, from their placing to the way out.

use reqwest::Method;
use serde_json::{Value, json};

use crate::visitor::{Visitor, refused};

fn group(visitor: &Visitor, kind: &str, changes: Value) -> Value {
    let mut order =
        visitor.order(json!({ "amo": null, "product": "MIS", "execution_type": kind, "is_trailing": false }));
    order["trailing_stop_loss"] = json!("0.05");
    order["stop_loss_value"] = if kind == "CO" { json!(8.5) } else { json!(0.2) };
    if kind == "BO" {
        order["square_off_value"] = json!(0.3);
    }
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            order.as_object_mut().unwrap().remove(name);
        } else {
            order[name] = value.clone();
        }
    }
    order
}

async fn legs(visitor: &Visitor, token: &str, kind: &str) -> Vec<String> {
    let rows = visitor.book(token, kind).await;
    rows.iter()
        .map(|row| {
            format!(
                "{} {} {} {} {} at {} trigger {} x {}",
                row["execution_type"],
                row["leg_order_indicator"],
                row["order_status"],
                row["order_side"],
                row["order_type"],
                row["price"],
                row["trigger_price"],
                row["quantity"]
            )
        })
        .collect()
}

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_bracket_order_lives_and_ends() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let place = |body: Value| {
        visitor
            .call(Method::POST, "/api/v1/orders/kart", &token)
            .json(&body)
    };
    let placed = visitor.ok(place(group(&visitor, "BO", json!({})))).await;
    insta::assert_json_snapshot!("bracket_placed", placed);
    let mut shown = legs(&visitor, &token, "pending").await;
    let rows = visitor.book(&token, "pending").await;
    insta::assert_json_snapshot!("bracket_entry", rows[2]);
    let [stop, target, entry] = [&rows[0], &rows[1], &rows[2]].map(|row| text(row, "oms_order_id"));
    // Nothing to leave before the entry is filled.
    assert_eq!(
        visitor
            .fill_request(&target, json!({}))
            .send()
            .await
            .unwrap()
            .status(),
        409
    );

    let change = group(
        &visitor,
        "BO",
        json!({
            "oms_order_id": entry, "exchange_order_id": rows[2]["exchange_order_id"], "filled_quantity": 0,
            "remaining_quantity": 10, "last_activity_reference": rows[2]["last_activity_reference"].to_string(),
            "price": 8.8, "square_off_value": "0.3", "trailing_stop_loss": 0.05, "order_side": null, "device": null,
        }),
    );
    let change = visitor
        .call(Method::PUT, "/api/v1/orders/kart", &token)
        .json(&change);
    insta::assert_json_snapshot!("bracket_modified", visitor.ok(change).await);

    visitor.fill(&entry, json!({})).await;
    visitor.fill(&target, json!({ "quantity": 4 })).await;
    shown.push("entry filled, 4 out at the target".to_owned());
    shown.extend(legs(&visitor, &token, "pending").await);
    // Values in the query, as the SDK sends them.
    let path = format!(
        "/api/v1/orders/kart/{stop}?client_id={}&exchange_order_id={}&execution_type=BO&leg_order_indicator=THIRD&status=CONFIRMED",
        visitor.client_id(),
        text(&rows[0], "exchange_order_id"),
    );
    insta::assert_json_snapshot!(
        "bracket_exit",
        visitor.ok(visitor.call(Method::DELETE, &path, &token)).await
    );
    shown.push("exit".to_owned());
    shown.extend(legs(&visitor, &token, "pending").await);
    visitor.fill(&stop, json!({ "price": 8.6 })).await;
    shown.push("all".to_owned());
    shown.extend(legs(&visitor, &token, "completed").await);
    assert!(visitor.book(&token, "pending").await.is_empty());
    insta::assert_snapshot!("bracket_legs", shown.join("\n"));
}

#[tokio::test]
async fn a_cover_order_has_a_stop_and_one_exit_ends_the_other() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let place = |body: Value| {
        visitor
            .call(Method::POST, "/api/v1/orders/kart", &token)
            .json(&body)
    };
    visitor.ok(place(group(&visitor, "CO", json!({})))).await;
    let rows = visitor.book(&token, "pending").await;
    let mut shown = legs(&visitor, &token, "pending").await;
    // Values in a JSON body, as the middleware sends them; the indicator in any case.
    let path = format!("/api/v1/orders/kart/{}", text(&rows[1], "oms_order_id"));
    let body = json!({
        "client_id": visitor.client_id(), "exchange_order_id": rows[1]["exchange_order_id"], "execution_type": "CO",
        "leg_order_indicator": "Entry", "oms_order_id": rows[1]["oms_order_id"],
    });
    visitor
        .ok(visitor.call(Method::DELETE, &path, &token).json(&body))
        .await;
    shown.extend(legs(&visitor, &token, "completed").await);

    visitor
        .ok(place(group(&visitor, "BO", json!({ "order_side": "SELL" }))))
        .await;
    let rows = visitor.book(&token, "pending").await;
    shown.extend(legs(&visitor, &token, "pending").await);
    visitor.fill(&text(&rows[2], "oms_order_id"), json!({})).await;
    visitor.fill(&text(&rows[1], "oms_order_id"), json!({})).await;
    shown.extend(legs(&visitor, &token, "completed").await);
    assert!(visitor.book(&token, "pending").await.is_empty());
    insta::assert_snapshot!("cover_legs", shown.join("\n"));
}

#[tokio::test]
async fn what_cover_and_bracket_orders_may_be_refused_for() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let mut shown = String::new();
    for (kind, changes) in [
        ("CO", json!({ "client_id": "ZZ9999" })),
        ("CO", json!({ "execution_type": "SPD" })),
        ("CO", json!({ "product": "CNC" })),
        ("CO", json!({ "stop_loss_value": null })),
        ("CO", json!({ "stop_loss_value": 7 })),
        ("CO", json!({ "stop_loss_value": 9 })),
        ("CO", json!({ "order_side": "SELL", "stop_loss_value": 8.5 })),
        ("CO", json!({ "price": 11 })),
        ("CO", json!({ "instrument_token": "1" })),
        ("BO", json!({ "square_off_value": null })),
        ("BO", json!({ "square_off_value": 0 })),
        ("BO", json!({ "square_off_value": 5 })),
        ("BO", json!({ "square_off_value": 7.9e28 })),
        ("BO", json!({ "stop_loss_value": -7.9e28 })),
        ("BO", json!({ "trailing_stop_loss": "much" })),
        ("BO", json!({ "trailing_stop_loss": "-0.05" })),
        ("BO", json!({ "quantity": 0 })),
    ] {
        // Slowly enough for the limits, which are not this test's matter.
        visitor.sandbox.clock().advance(time::Duration::SECOND);
        let body = group(&visitor, kind, changes.clone());
        let request = visitor
            .call(Method::POST, "/api/v1/orders/kart", &token)
            .json(&body);
        shown += &format!("{kind} {changes}\n    {}\n", refused(request).await);
    }
    let place = visitor.call(Method::POST, "/api/v1/orders/kart", &token);
    visitor.ok(place.json(&group(&visitor, "CO", json!({})))).await;
    let row = visitor.book(&token, "pending").await.remove(1);
    let (id, me) = (text(&row, "oms_order_id"), visitor.client_id().to_owned());
    let exchange_id = text(&row, "exchange_order_id");
    for query in [
        format!("client_id={me}&execution_type=CO&leg_order_indicator=ENTRY"),
        format!("client_id={me}&exchange_order_id=&execution_type=CO&leg_order_indicator=ENTRY"),
        format!("client_id={me}&exchange_order_id=1&execution_type=CO&leg_order_indicator=ENTRY"),
        format!("client_id={me}&exchange_order_id={exchange_id}&execution_type=BO&leg_order_indicator=ENTRY"),
        format!(
            "client_id={me}&exchange_order_id={exchange_id}&execution_type=CO&leg_order_indicator=FOURTH"
        ),
        format!(
            "client_id=ZZ9999&exchange_order_id={exchange_id}&execution_type=CO&leg_order_indicator=ENTRY"
        ),
    ] {
        let path = format!("/api/v1/orders/kart/{id}?{query}");
        let refusal = refused(visitor.call(Method::DELETE, &path, &token)).await;
        shown += &format!("{}\n    {refusal}\n", query.replace(&exchange_id, "ID"));
    }
    shown += &format!(
        "as a regular order\n    {}\n",
        refused(visitor.cancel(&token, &id)).await
    );
    let change = json!({
        "client_id": me, "exchange": "NSE", "instrument_token": 14366, "order_type": "LIMIT", "price": 8.75,
        "quantity": 10, "disclosed_quantity": 0, "validity": "DAY", "product": "CNC", "oms_order_id": id,
        "exchange_order_id": exchange_id, "filled_quantity": 0, "remaining_quantity": 10, "last_activity_reference": 0,
        "stop_loss_value": 8.5, "trailing_stop_loss": 0, "trigger_price": 0, "execution_type": "CO",
    });
    let change = visitor
        .call(Method::PUT, "/api/v1/orders/kart", &token)
        .json(&change);
    shown += &format!("to delivery\n    {}\n", refused(change).await);
    insta::assert_snapshot!("kart_refusals", shown);
}

/// Asks for a change of the part with this indicator; the members in `changes` are otherwise than its row has them.
async fn change(visitor: &Visitor, token: &str, indicator: &str, changes: Value) -> reqwest::RequestBuilder {
    let rows = visitor.book(token, "pending").await;
    let mut body = rows
        .into_iter()
        .find(|row| row["leg_order_indicator"] == indicator)
        .unwrap();
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    visitor
        .call(Method::PUT, "/api/v1/orders/kart", token)
        .json(&body)
}

/// Price, trigger and the group's values of every part that waits.
async fn prices(visitor: &Visitor, token: &str) -> Vec<String> {
    let rows = visitor.book(token, "pending").await;
    let shown = rows.iter().map(|row| {
        let [part, price, trigger, stop, target, units] = [
            "leg_order_indicator",
            "price",
            "trigger_price",
            "stop_loss_value",
            "square_off_value",
            "quantity",
        ]
        .map(|name| &row[name]);
        format!("{part} at {price} trigger {trigger} (stop {stop}, target {target}) x {units}")
    });
    shown.collect()
}

#[tokio::test]
async fn a_change_moves_the_exits_that_it_is_about() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let mut shown = String::new();
    for kind in ["BO", "CO"] {
        let place = visitor.call(Method::POST, "/api/v1/orders/kart", &token);
        visitor.ok(place.json(&group(&visitor, kind, json!({})))).await;
        let stop = |value: f64, price: f64| if kind == "BO" { value } else { price };
        for (indicator, changes) in [
            ("ENTRY", json!({ "price": 8.8 })),
            ("ENTRY", json!({ "quantity": 7 })),
            ("ENTRY", json!({ "stop_loss_value": stop(0.3, 8.45) })),
            ("THIRD", json!({ "stop_loss_value": stop(0.4, 8.4) })),
            ("THIRD", json!({ "trigger_price": 8.35 })),
            (
                "THIRD",
                json!({ "trigger_price": 8.3, "stop_loss_value": stop(0.5, 8.3) }),
            ),
            ("THIRD", json!({ "order_type": "SL", "price": 8.2 })),
            ("THIRD", json!({ "stop_loss_value": stop(0.4, 8.4) })),
            // What cannot be: two prices, the wrong side, beyond the range.
            (
                "THIRD",
                json!({ "trigger_price": 8.3, "stop_loss_value": stop(0.3, 8.45) }),
            ),
            ("THIRD", json!({ "trigger_price": 9 })),
            ("THIRD", json!({ "stop_loss_value": stop(5.0, 3.8) })),
            ("ENTRY", json!({ "stop_loss_value": stop(5.0, 3.8) })),
        ] {
            let request = change(&visitor, &token, indicator, changes.clone()).await;
            told(
                &visitor,
                &token,
                request,
                &format!("{kind} {indicator} {changes}"),
                &mut shown,
            )
            .await;
        }
        if kind == "BO" {
            for (indicator, changes) in [
                ("ENTRY", json!({ "square_off_value": 0.4 })),
                ("SECOND", json!({ "price": 9.3 })),
                ("SECOND", json!({ "square_off_value": 0.6 })),
                ("SECOND", json!({ "stop_loss_value": 0.3 })),
                ("SECOND", json!({ "price": 8.5 })),
            ] {
                let request = change(&visitor, &token, indicator, changes.clone()).await;
                told(
                    &visitor,
                    &token,
                    request,
                    &format!("{kind} {indicator} {changes}"),
                    &mut shown,
                )
                .await;
            }
            // Once the entry is filled a stop may lie beyond it: that secures what was earned.
            let rows = visitor.book(&token, "pending").await;
            visitor.fill(&text(&rows[2], "oms_order_id"), json!({})).await;
            let request = change(
                &visitor,
                &token,
                "THIRD",
                json!({ "trigger_price": 8.95, "price": 8.9 }),
            )
            .await;
            told(
                &visitor,
                &token,
                request,
                "BO THIRD beyond the filled entry",
                &mut shown,
            )
            .await;
            visitor.fill(&text(&rows[1], "oms_order_id"), json!({})).await;
            assert!(visitor.book(&token, "pending").await.is_empty());
        }
    }
    insta::assert_snapshot!("kart_moves", shown);
}

/// Notes what came of a change, and where everything is afterwards.
async fn told(
    visitor: &Visitor,
    token: &str,
    request: reqwest::RequestBuilder,
    what: &str,
    shown: &mut String,
) {
    // Nobody is slowed down by the published rates.
    visitor.sandbox.clock().advance(time::Duration::MINUTE);
    let before = prices(visitor, token).await;
    let reply = request.send().await.unwrap();
    let status = reply.status();
    let body: Value = reply.json().await.unwrap();
    let after = prices(visitor, token).await;
    *shown += &format!("{what}\n");
    if status.is_success() {
        for line in after {
            *shown += &format!("    {line}\n");
        }
    } else {
        assert_eq!(before, after, "{what}: a refused change changed something");
        *shown += &format!("    {status} {} {}\n", body["error_code"], body["message"]);
    }
}
