//! Orders with the broker's money, in the form that is assumed for them.

use serde_json::{Value, json};

use crate::visitor::{Visitor, json_of, refused};

/// A good order with `changes`; null takes a member out.
fn order(visitor: &Visitor, changes: Value) -> Value {
    let mut order = visitor.order(json!({
        "product": "MTF", "price": "8.75", "disclosed_quantity": null, "disclosedQuantity": 0, "no_of_legs": 1,
    }));
    for (name, value) in changes.as_object().unwrap() {
        order[name] = value.clone();
    }
    order.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    order
}

fn place(visitor: &Visitor, token: &str, order: &Value) -> reqwest::RequestBuilder {
    visitor
        .http
        .post(visitor.url("/api/v1/orders"))
        .header("x-authorization-token", token)
        .json(order)
}

#[tokio::test]
async fn it_is_taken_in_without_an_id_and_found_by_its_number() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let sent = order(&visitor, json!({ "user_order_id": 4711, "disclosedQuantity": 5 }));
    let (status, answer) = json_of(place(&visitor, &token, &sent).send().await.unwrap()).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["data"], json!([]));
    let book = visitor.book(&token, "pending").await;
    assert_eq!(book.len(), 1);
    let row = &book[0];
    assert_eq!(
        (
            &row["user_order_id"],
            &row["product"],
            &row["disclosed_quantity"],
            &row["price"]
        ),
        (&json!("4711"), &json!("MTF"), &json!(5), &json!(8.75))
    );
}

#[tokio::test]
async fn what_it_may_be_refused_for() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let mut shown = String::new();
    for changes in [
        json!({ "no_of_legs": null }),
        json!({ "no_of_legs": 2 }),
        json!({ "price": 8.75 }),
        json!({ "price": "cheap" }),
        json!({ "price": "8.753" }),
        json!({ "disclosedQuantity": null, "disclosed_quantity": 0 }),
        json!({ "exchange": "NFO", "instrument_token": "35001", "quantity": 75, "price": "26000" }),
        // The other form with this product, and this form with another one.
        json!({ "price": 8.75, "disclosedQuantity": null, "disclosed_quantity": 0, "no_of_legs": null }),
        json!({ "product": "CNC" }),
    ] {
        visitor.sandbox.clock().advance(time::Duration::SECOND);
        let request = place(&visitor, &token, &order(&visitor, changes.clone()));
        shown += &format!("{changes}\n    {}\n", refused(request).await);
    }
    insta::assert_snapshot!("mtf_refusals", shown);
    assert!(visitor.book(&token, "pending").await.is_empty());
}
