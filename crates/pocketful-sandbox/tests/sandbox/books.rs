//! Profile, funds and books, in every shape.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::visitor::Visitor;

async fn answered(visitor: &Visitor, token: &str, path: &str) -> Value {
    let path = path.replace("{me}", visitor.client_id());
    let (status, answer) = visitor.get(&path, token).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

#[tokio::test]
async fn the_profile_has_three_shapes() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let new = answered(&visitor, &token, "/v1/user/profile?client_id={me}").await;
    insta::assert_json_snapshot!("profile_gateway", new);
    let old = answered(&visitor, &token, "/api/v1/user/profile?client_id={me}").await;
    insta::assert_json_snapshot!("profile_long", old);
    let long = answered(&visitor, &token, "/api/v1/user/trading_info?client_id={me}").await;
    assert_eq!(long, old);
}

#[tokio::test]
async fn funds_are_rows_of_text_and_resting_orders_block_them() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let id = visitor.placed(&token, json!({})).await;
    visitor
        .placed(&token, json!({ "order_side": "SELL", "quantity": 3 }))
        .await;
    let documented = answered(&visitor, &token, "/api/v2/funds/view?client_id={me}&type=all").await;
    insta::assert_json_snapshot!("funds_v2", documented);
    let older = answered(&visitor, &token, "/api/v1/funds/view?client_id={me}&type=all").await;
    insta::assert_json_snapshot!("funds_v1", older);

    visitor.cancel(&token, &id).send().await.unwrap();
    let after = answered(&visitor, &token, "/api/v2/funds/view?client_id={me}&type=all").await;
    assert_eq!(after["data"]["values"][0], json!(["Available", "500000.00"]));
}

#[tokio::test]
async fn every_kind_of_order_is_booked() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    for changes in [
        json!({ "order_type": "MARKET", "price": 0, "product": "MIS" }),
        json!({ "order_type": "SL", "price": 9, "trigger_price": 8.95 }),
        json!({ "order_type": "SLM", "price": 0, "trigger_price": 9.0, "order_side": "SELL" }),
        json!({ "execution_type": "AMO", "amo": true }),
        json!({ "execution_type": "amo", "amo": null, "user_order_id": i64::MAX }),
        json!({ "validity": "IOC" }),
        json!({ "exchange": "NFO", "instrument_token": "35002", "quantity": 1500, "price": 1.6e3, "product": "NRML", "order_side": "SELL", "disclosed_quantity": 150 }),
    ] {
        visitor.placed(&token, changes).await;
    }
    let mut shown = String::new();
    for kind in ["pending", "completed"] {
        for row in visitor.book(&token, kind).await {
            let of = |name: &str| row[name].to_string();
            shown += &format!(
                "{kind}: {} {} {} {} {} {} at {} trigger {} x {} ({} left, {} disclosed) user {} exchange id {} at {}\n",
                of("order_status"),
                of("execution_type"),
                of("order_side"),
                of("order_type"),
                of("product"),
                of("trading_symbol"),
                of("price"),
                of("trigger_price"),
                of("quantity"),
                of("remaining_quantity"),
                of("disclosed_quantity"),
                of("user_order_id"),
                of("exchange_order_id"),
                of("exchange_time"),
            );
        }
    }
    insta::assert_snapshot!("books", shown);
}

#[tokio::test]
async fn both_styles_of_header_open() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let url = visitor.url("/api/v1/user/trading_info");
    for request in [
        visitor.http.get(&url).header("x-authorization-token", &token),
        visitor.http.get(&url).bearer_auth(&token),
        visitor
            .http
            .get(&url)
            .bearer_auth(&token)
            .header("x-authorization-token", &token),
        // Data may come from anywhere.
        visitor.elsewhere.get(&url).bearer_auth(&token),
    ] {
        assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
    }
    let bearer = visitor
        .http
        .get(&url)
        .header("x-authorization-token", format!("Bearer {token}"));
    assert_eq!(bearer.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
}
