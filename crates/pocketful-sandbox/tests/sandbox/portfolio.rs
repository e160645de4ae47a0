//! Fills, and everything that follows from them: trades, positions, holdings, funds, and the night.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::visitor::{Visitor, json_of, refused};

async fn available(visitor: &Visitor, token: &str) -> String {
    let path = format!("/api/v2/funds/view?client_id={}&type=all", visitor.client_id());
    visitor.answered(token, &path).await["data"]["values"][0][1]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn positions(visitor: &Visitor, token: &str, kind: &str) -> Value {
    let path = format!("/api/v1/positions?client_id={}&type={kind}", visitor.client_id());
    visitor.answered(token, &path).await
}

async fn holdings(visitor: &Visitor, token: &str) -> Value {
    let path = format!("/api/v1/holdings?client_id={}", visitor.client_id());
    visitor.answered(token, &path).await
}

#[tokio::test]
async fn what_a_sale_brings_is_a_credit_and_no_negative_margin() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let sale = json!({ "order_side": "SELL", "quantity": 25, "price": 8.5 });
    let id = visitor.placed(&token, sale).await;
    visitor.fill(&id, json!({})).await;
    visitor.placed(&token, json!({})).await;
    let path = format!("/api/v2/funds/view?client_id={}&type=all", visitor.client_id());
    let rows = visitor.answered(&token, &path).await["data"]["values"].clone();
    let rows: Vec<_> = (rows.as_array().unwrap().iter().filter(|row| row[1] != "0.00")).collect();
    assert_eq!(
        json!(rows),
        json!([
            ["Available", "500125.00"],
            ["Cash Deposit", "500000.00"],
            ["DP Credit for Sale", "212.50"],
            ["Net Margin", "500212.50"],
            ["Var Margin", "87.50"],
        ])
    );
}

#[tokio::test]
async fn a_fill_becomes_a_trade_a_position_and_used_funds() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let id = visitor
        .placed(&token, json!({ "product": "MIS", "quantity": 100 }))
        .await;
    assert_eq!(available(&visitor, &token).await, "499125.00");
    insta::assert_json_snapshot!(
        "fill",
        visitor.fill(&id, json!({ "quantity": 40, "price": 8.7 })).await
    );
    // 60 rest at 8.75, 40 were bought at 8.70.
    assert_eq!(available(&visitor, &token).await, "499127.00");
    let row = &visitor.book(&token, "pending").await[0];
    assert_eq!(
        (
            &row["filled_quantity"],
            &row["remaining_quantity"],
            &row["average_price"]
        ),
        (&json!(40), &json!(60), &json!(8.7))
    );
    visitor.fill(&id, json!({})).await;
    let row = &visitor.book(&token, "completed").await[0];
    assert_eq!(
        (&row["order_status"], &row["average_price"], &row["trade_price"]),
        (&json!("COMPLETE"), &json!(8.73), &json!(8.75))
    );
    let sale = visitor
        .placed(
            &token,
            json!({ "product": "MIS", "quantity": 30, "order_side": "SELL", "price": 8.9 }),
        )
        .await;
    visitor.fill(&sale, json!({})).await;
    insta::assert_json_snapshot!("positions_live", positions(&visitor, &token, "live").await);
    assert_eq!(
        positions(&visitor, &token, "historical").await,
        positions(&visitor, &token, "live").await
    );
    let trades = visitor
        .answered(
            &token,
            &format!("/api/v1/trades?client_id={}", visitor.client_id()),
        )
        .await;
    insta::assert_json_snapshot!("trades", trades);
    // 70 at 8.73 are open, 30 earned 0.17 each.
    assert_eq!(available(&visitor, &token).await, "499394.00");
}

/// Averages are quotients; what is made of them is counted in decimals all the same, overnight too.
#[tokio::test]
async fn an_average_that_does_not_end_leaves_no_noise() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    for (product, sold) in [("MIS", 1), ("CNC", 0)] {
        let buy = json!({ "product": product, "quantity": 3, "price": 8.75 });
        let id = visitor.placed(&token, buy).await;
        visitor.fill(&id, json!({ "quantity": 1, "price": 8.7 })).await;
        visitor.fill(&id, json!({})).await;
        if sold > 0 {
            let sell = json!({ "product": product, "quantity": sold, "order_side": "SELL", "price": 8.9 });
            let id = visitor.placed(&token, sell).await;
            visitor.fill(&id, json!({})).await;
        }
    }
    let rows = positions(&visitor, &token, "live").await;
    let of = |row: &Value, names: [&str; 5]| names.map(|name| row[name].to_string());
    let members = [
        "average_price",
        "buy_amount",
        "net_amount",
        "realized_mtm",
        "sell_amount",
    ];
    // 26.20 by 3 is 8.7333…; a unit of them sold for 8.90 earned 0.1666….
    assert_eq!(
        of(&rows["data"][0], members),
        ["8.7333", "26.2", "-17.3", "0.1667", "8.9"]
    );
    assert_eq!(
        of(&rows["data"][1], members),
        ["8.7333", "26.2", "-26.2", "0", "0"]
    );
    visitor.sandbox.clock().jump(datetime!(2026-11-24 10:00 +5:30));
    let token = visitor.token().await;
    let held = holdings(&visitor, &token).await;
    let idea = held["data"]["holdings"].as_array().unwrap();
    let idea = idea.iter().find(|row| row["symbol"] == "IDEA").unwrap();
    // 400 at 9.30 from before, and 26.20 for three more.
    assert_eq!(
        (idea["quantity"].to_string(), idea["buy_avg"].to_string()),
        ("403".to_owned(), "9.2958".to_owned())
    );
}

#[tokio::test]
async fn what_a_fill_may_be_refused_for() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let id = visitor.placed(&token, json!({})).await;
    let mut shown = String::new();
    for body in [
        json!({ "oms_order_id": "202611239999" }),
        json!({ "oms_order_id": null }),
        json!({ "quantity": 0 }),
        json!({ "quantity": 11 }),
        json!({ "quantity": "5" }),
        json!({ "price": 8.76 }),
        json!({ "price": 8.745 }),
        json!({ "price": 7.1 }),
    ] {
        let (status, answer) = json_of(visitor.fill_request(&id, body.clone()).send().await.unwrap()).await;
        shown += &format!("{body}\n    {} {}\n", status.as_u16(), answer["error"]);
    }
    visitor.ok(visitor.cancel(&token, &id)).await;
    let (status, answer) = json_of(visitor.fill_request(&id, json!({})).send().await.unwrap()).await;
    shown += &format!("cancelled\n    {} {}\n", status.as_u16(), answer["error"]);
    insta::assert_snapshot!("fill_refusals", shown);
}

#[tokio::test]
async fn the_night_carries_delivers_and_squares_off() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    insta::assert_json_snapshot!("holdings", holdings(&visitor, &token).await);
    for changes in [
        json!({ "quantity": 100 }),
        json!({ "quantity": 50, "product": "MIS" }),
        json!({ "exchange": "NFO", "instrument_token": "35001", "product": "NRML", "quantity": 75, "price": 26000, "order_side": "SELL" }),
        json!({ "instrument_token": "3045", "quantity": 5, "price": 800, "order_side": "SELL" }),
    ] {
        let id = visitor.placed(&token, changes).await;
        visitor.fill(&id, json!({})).await;
    }
    let before = holdings(&visitor, &token).await;
    assert_eq!(before["data"]["holdings"][1]["used_quantity"], 5);
    assert_eq!(before["data"]["holdings"][1]["free_quantity"], 20);

    visitor.sandbox.clock().jump(datetime!(2026-11-24 10:00 +5:30));
    let token = visitor.token().await;
    assert_eq!(positions(&visitor, &token, "live").await["data"], json!([]));
    insta::assert_json_snapshot!(
        "positions_carried",
        positions(&visitor, &token, "historical").await
    );
    let after = holdings(&visitor, &token).await;
    let held: Vec<_> = after["data"]["holdings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["symbol"].clone(),
                row["quantity"].clone(),
                row["buy_avg"].clone(),
            )
        })
        .collect();
    assert_eq!(
        held,
        [
            (json!("RELIANCE"), json!(10), json!(1390.5)),
            (json!("SBIN"), json!(20), json!(784.35)),
            (json!("IDEA"), json!(500), json!(9.19)),
        ]
    );
    let trades = format!("/api/v1/trades?client_id={}", visitor.client_id());
    assert_eq!(
        visitor.answered(&token, &trades).await["data"]["trades"],
        json!([])
    );
}

#[tokio::test]
async fn a_position_is_converted_and_what_cannot_be_is_refused() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    for changes in [
        json!({ "product": "MIS" }),
        json!({ "exchange": "NFO", "instrument_token": "35002", "product": "NRML", "quantity": 150, "price": 1600 }),
    ] {
        let id = visitor.placed(&token, changes).await;
        visitor.fill(&id, json!({})).await;
    }
    let body = |changes: Value| {
        let mut body = json!({
            "client_id": visitor.client_id(), "exchange": "NSE", "instrument_token": 14366, "product": "MIS",
            "new_product": "CNC", "quantity": 4, "validity": "DAY", "order_side": "BUY",
        });
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        visitor
            .call(Method::PUT, "/api/v1/position/convert", &token)
            .json(&body)
    };
    insta::assert_json_snapshot!("converted", visitor.ok(body(json!({}))).await);
    let rows = positions(&visitor, &token, "live").await;
    let shown: Vec<_> = rows["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row["symbol"], row["product"], row["net_quantity"]))
        .collect();
    assert_eq!(
        shown,
        [
            r#""IDEA" "MIS" 6"#,
            r#""COFORGE" "NRML" 150"#,
            r#""IDEA" "CNC" 4"#
        ]
    );
    let mut shown = String::new();
    for changes in [
        json!({ "client_id": "ZZ9999" }),
        json!({ "new_product": "GOLD" }),
        json!({ "new_product": "MIS" }),
        json!({ "quantity": 7 }),
        json!({ "order_side": "SELL" }),
        json!({ "instrument_token": "99999" }),
        json!({ "exchange": "NFO", "instrument_token": 35002, "product": "NRML", "quantity": 150 }),
    ] {
        shown += &format!("{changes}\n    {}\n", refused(body(changes.clone())).await);
    }
    insta::assert_snapshot!("convert_refusals", shown);
    let path = format!("/api/v1/positions?client_id={}&type=all", visitor.client_id());
    assert_eq!(visitor.get(&path, &token).await.0, StatusCode::BAD_REQUEST);
}
