//! GTT orders, new issues and TPINs.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::visitor::{NOW, Visitor, json_of, refused};

fn gtt(visitor: &Visitor, changes: Value) -> Value {
    let mut order = json!({
        "client_id": visitor.client_id(), "device": "WEB", "disclosed_quantity": 0, "exchange": "NSE",
        "instrument_token": "14366", "market_protection_percentage": 0, "order_side": "BUY", "order_type": "LIMIT",
        "price": 8.5, "product": "CNC", "quantity": 10, "sl_order_price": 0, "sl_order_quantity": 0,
        "sl_trigger_price": 0, "trigger_price": 8.55, "user_order_id": 10002,
    });
    let mut body = json!({ "action_type": "single_order", "expiry_time": "2026-11-25" });
    for (name, value) in changes.as_object().unwrap() {
        let place = if order.get(name).is_some() {
            &mut order
        } else {
            &mut body
        };
        place[name] = value.clone();
    }
    body["order"] = order;
    body
}

#[tokio::test]
async fn a_gtt_waits_until_it_is_cancelled_or_its_day_ends() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let me = visitor.client_id().to_owned();
    let path = format!("/api/v1/event/gtt/{me}");
    assert_eq!(
        refused(visitor.call(Method::GET, &path, &token)).await,
        "400 45000 Error from backend: (500)-no gtt data found"
    );
    let send = |method, body: Value| visitor.call(method, "/api/v1/event/gtt", &token).json(&body);
    let made = visitor.ok(send(Method::POST, gtt(&visitor, json!({})))).await;
    insta::assert_json_snapshot!("gtt_created", made);
    let id = made["data"]["id"].as_str().unwrap().to_owned();
    visitor.sandbox.clock().advance(time::Duration::MINUTE);
    let changed = gtt(
        &visitor,
        json!({ "id": id, "price": 8.6, "action_type": "OCO", "sl_order_price": 8,
        "sl_order_quantity": 10, "sl_trigger_price": 8.05 }),
    );
    insta::assert_json_snapshot!("gtt_modified", visitor.ok(send(Method::PUT, changed)).await);
    let fetched = visitor.answered(&token, &path).await;
    insta::assert_json_snapshot!("gtt_fetched", fetched);
    let by_query = visitor
        .answered(&token, &format!("/api/v1/event/gtt?client_id={me}"))
        .await;
    assert_eq!(by_query, fetched);
    let cancel = format!("{path}/{id}");
    insta::assert_json_snapshot!(
        "gtt_cancelled",
        visitor.ok(visitor.call(Method::DELETE, &cancel, &token)).await
    );

    let stop = |price: i64, quantity: i64, trigger: i64| {
        json!({
            "action_type": "OCO", "sl_order_price": price, "sl_order_quantity": quantity, "sl_trigger_price": trigger,
        })
    };
    let mut shown = String::new();
    for changes in [
        json!({ "action_type": "two_orders" }),
        json!({ "expiry_time": "25-11-2026" }),
        json!({ "expiry_time": "2026-11-22" }),
        json!({ "instrument_token": 14366 }),
        json!({ "instrument_token": "99999" }),
        json!({ "client_id": "ZZ9999" }),
        json!({ "price": 0 }),
        json!({ "price": 8.555 }),
        json!({ "price": -5 }),
        json!({ "trigger_price": 0 }),
        json!({ "trigger_price": -5 }),
        json!({ "order_type": "MARKET" }),
        json!({ "sl_order_price": -1 }),
        json!({ "market_protection_percentage": 101 }),
        stop(0, 10, 8),
        stop(8, 0, 8),
        stop(8, 10, 0),
        json!({ "quantity": 0 }),
    ] {
        // Slowly enough for the limits, which are not this test's matter.
        visitor.sandbox.clock().advance(time::Duration::SECOND);
        let request = send(Method::POST, gtt(&visitor, changes.clone()));
        shown += &format!("{changes}\n    {}\n", refused(request).await);
    }
    let gone = gtt(&visitor, json!({ "id": id }));
    shown += &format!(
        "modify what is gone\n    {}\n",
        refused(send(Method::PUT, gone)).await
    );
    shown += &format!(
        "cancel again\n    {}\n",
        refused(visitor.call(Method::DELETE, &cancel, &token)).await
    );
    let others = visitor.call(Method::GET, "/api/v1/event/gtt/ZZ9999", &token);
    shown += &format!("another's\n    {}\n", refused(others).await);
    insta::assert_snapshot!("gtt_refusals", shown);

    visitor.ok(send(Method::POST, gtt(&visitor, json!({})))).await;
    visitor.sandbox.clock().jump(NOW + time::Duration::days(2));
    let token = visitor.token().await;
    assert_eq!(
        visitor.answered(&token, &path).await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    visitor.sandbox.clock().advance(time::Duration::DAY);
    let token = visitor.token().await;
    let refusal = refused(visitor.call(Method::GET, &path, &token)).await;
    assert!(refusal.ends_with("no gtt data found"), "{refusal}");
}

async fn said(request: RequestBuilder) -> String {
    let (status, answer) = json_of(request.send().await.unwrap()).await;
    format!("{} {}", status.as_u16(), answer["message"])
}

#[tokio::test]
async fn shares_of_an_open_issue_are_applied_for_once() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let me = visitor.client_id().to_owned();
    let issues = visitor.answered(&token, "/api/v1/tradeipo/get-all-ipo").await;
    insta::assert_json_snapshot!("ipo_list", issues);
    let apply = |changes: Value, bid: Value| {
        let mut body = json!({
            "client_id": me, "symbol": "SANDPIPER", "upi_id": "asha@upi", "allotment_mode": "demat", "bank_account": "1",
            "bank_code": "1", "broker": "1", "category_code": "RETAIL", "client_ben_id": "1", "client_name": "Asha Rao",
            "dp_id": "1", "ifsc": "", "location_code": "", "non_asba": false, "pan": "AAAAA0000A", "category": "IND",
        });
        let mut one = json!({ "activityType": "new", "quantity": 149, "atCutOff": true, "price": 100, "amount": 14_900 });
        for (into, from) in [(&mut body, changes), (&mut one, bid)] {
            for (name, value) in from.as_object().unwrap() {
                into[name] = value.clone();
            }
        }
        body["bids"] = json!([one]);
        visitor
            .call(Method::POST, "/api/v1/tradeipo/place-order", &token)
            .json(&body)
    };
    let mut shown = String::new();
    for (changes, bid) in [
        (json!({ "symbol": "MARBLE" }), json!({})),
        (json!({ "symbol": "NOBODY" }), json!({})),
        (json!({ "client_id": "ZZ9999" }), json!({})),
        (json!({ "upi_id": "", "bank_account": "" }), json!({})),
        (json!({ "pan": null }), json!({})),
        (json!({}), json!({ "activityType": "modify" })),
        (json!({}), json!({ "activityType": "cancel" })),
        (json!({}), json!({ "quantity": 150 })),
        (json!({}), json!({ "price": 99 })),
        (json!({}), json!({ "amount": 1 })),
        (json!({}), json!({ "activityType": "old" })),
    ] {
        shown += &format!(
            "{changes} {bid}\n    {}\n",
            said(apply(changes.clone(), bid.clone())).await
        );
    }
    for (what, request) in [
        (
            "no JSON",
            visitor.call(Method::POST, "/api/v1/tradeipo/place-order", &token),
        ),
        (
            "cancel nothing",
            visitor
                .call(Method::POST, "/api/v1/tradeipo/cancel-order", &token)
                .json(&json!({ "client_id": me })),
        ),
    ] {
        shown += &format!("{what}\n    {}\n", said(request).await);
    }
    insta::assert_json_snapshot!("ipo_placed", visitor.ok(apply(json!({}), json!({}))).await);
    shown += &format!("again\n    {}\n", said(apply(json!({}), json!({}))).await);
    let fetch = visitor.call(Method::POST, "/api/v1/tradeipo/fetch-order", &token);
    let fetched = visitor.ok(fetch.json(&json!({ "client_id": me }))).await;
    assert_eq!(fetched["data"][0]["status"], "pending");
    let cancel = || {
        let body = json!({ "client_id": me, "symbol": "SANDPIPER" });
        visitor
            .call(Method::POST, "/api/v1/tradeipo/cancel-order", &token)
            .json(&body)
    };
    insta::assert_json_snapshot!("ipo_cancelled", visitor.ok(cancel()).await);
    shown += &format!("cancel again\n    {}\n", said(cancel()).await);
    insta::assert_snapshot!("ipo_refusals", shown);
    visitor.sandbox.clock().advance(time::Duration::SECOND);
    let by_bank = json!({ "upi_id": "", "bank_account": "000000000001" });
    visitor.ok(apply(by_bank, json!({}))).await;
    let more = json!({ "activityType": "modify", "quantity": 298, "amount": 29_800 });
    let changed = visitor.ok(apply(json!({}), more)).await;
    assert_eq!(changed["data"]["application_number"], "100000000002");
    assert_eq!(changed["data"]["bids"][0]["quantity"], 298);
    let gone = visitor
        .ok(apply(json!({}), json!({ "activityType": "cancel" })))
        .await;
    assert_eq!(gone["data"]["status"], "cancelled");
}

#[tokio::test]
async fn tpins_are_asked_for_in_both_spellings() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let me = visitor.client_id().to_owned();
    let mut shown = String::new();
    for (path, body) in [
        (
            "/api/space/v1/edis/generateTpin",
            json!({ "ReqFlag": "Y", "ReqTime": "23112026100000", "boid": "1", "clientId": me, "pan": "A" }),
        ),
        (
            "/api/v1/edis/bopin_generation",
            json!({ "ReqFlag": "Y", "ReqTime": "23112026100000", "boid": "1", "pan": "A" }),
        ),
        (
            "/api/space/v1/edis/edisRequest",
            json!({ "clientId": me, "requestType": "D", "instruments": [{ "authorized": 0, "exchange": "NSE", "instrumentToken": 2885, "total": 5 }] }),
        ),
        (
            "/api/v1/edis/instrument_details",
            json!({ "client_id": me, "request_type": "D", "instruments": [{ "authorized": "0", "exchange": "NSE", "instrument_token": "2885", "total": "5" }] }),
        ),
        (
            "/api/space/v1/edis/generateTpin",
            json!({ "ReqFlag": "Y", "ReqTime": "10:00", "boid": "1", "clientId": me, "pan": "A" }),
        ),
        (
            "/api/space/v1/edis/edisRequest",
            json!({ "clientId": "ZZ9999", "requestType": "D", "instruments": [] }),
        ),
        (
            "/api/v1/edis/instrument_details",
            json!({ "client_id": me, "request_type": "D", "instruments": [] }),
        ),
    ] {
        let request = visitor.call(Method::POST, path, &token).json(&body);
        let (status, answer) = json_of(request.send().await.unwrap()).await;
        shown += &format!("{path}\n    {} {answer}\n", status.as_u16());
    }
    insta::assert_snapshot!("edis", shown);
}
