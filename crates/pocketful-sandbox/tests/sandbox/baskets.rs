//! Baskets from their making to their end, and what they are refused for.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::visitor::{Visitor, refused};

fn info(visitor: &Visitor, changes: Value) -> Value {
    let mut info = json!({
        "client_id": visitor.client_id(), "exchange": "NSE", "instrument_token": 14366, "order_type": "LIMIT",
        "price": 8.75, "quantity": 10, "disclosedQuantity": 0, "validity": "DAY", "product": "CNC",
        "trading_symbol": "IDEA-EQ", "order_side": "BUY", "user_order_id": 10002, "underlying_token": "",
        "series": "EQ", "trigger_price": 0, "execution_type": "REGULAR",
    });
    for (name, value) in changes.as_object().unwrap() {
        info[name] = value.clone();
    }
    info
}

fn create(visitor: &Visitor, token: &str, name: &str, kind: &str) -> RequestBuilder {
    visitor.call(Method::POST, "/api/v1/basket", token).json(&json!({
        "login_id": visitor.client_id(), "name": name, "type": kind, "product_type": "ALL", "order_type": "ALL",
    }))
}

fn add(visitor: &Visitor, token: &str, (id, name): (&str, &str), changes: Value) -> RequestBuilder {
    let body = json!({ "basket_id": id, "name": name, "order_info": info(visitor, changes) });
    visitor
        .call(Method::POST, "/api/v1/basket/order", token)
        .json(&body)
}

fn execute(visitor: &Visitor, token: &str, (id, name): (&str, &str)) -> RequestBuilder {
    visitor.call(Method::POST, "/api/v1/orders/kart", token).json(&json!({
        "basket_id": id, "client_id": visitor.client_id(), "execution_state": true, "execution_type": "NML",
        "name": name, "square_off": false,
    }))
}

fn rename(visitor: &Visitor, token: &str, (id, name): (&str, &str)) -> RequestBuilder {
    visitor
        .call(Method::PUT, "/api/v1/basket", token)
        .json(&json!({ "basket_id": id, "name": name }))
}

async fn id_of(visitor: &Visitor, request: RequestBuilder) -> String {
    let answer = visitor.ok(request).await;
    answer["data"][0]["basket_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_basket_is_made_filled_executed_and_deleted() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let made = visitor.ok(create(&visitor, &token, "First", "NORMAL")).await;
    insta::assert_json_snapshot!("basket_created", made);
    let id = made["data"][0]["basket_id"].as_str().unwrap().to_owned();
    let renamed = visitor.ok(rename(&visitor, &token, (&id, "Second"))).await;
    insta::assert_json_snapshot!("basket_renamed", renamed);
    let basket = (id.as_str(), "Second");
    let added = visitor.ok(add(&visitor, &token, basket, json!({}))).await;
    insta::assert_json_snapshot!("basket_order_added", added);
    visitor
        .ok(add(&visitor, &token, basket, json!({
            "instrument_token": "3045", "price": 800, "quantity": 5, "product": "MIS", "execution_type": "BO",
            "stop_loss_value": 10, "square_off_value": 15, "trailing_stop_loss": "0.05", "is_trailing": true,
            "underlying_token": "26000",
        })))
        .await;
    let order_id = added["data"]["orders"][0]["order_id"].as_str().unwrap();
    let edit = json!({
        "basket_id": id, "name": "Second", "order_id": order_id, "order_info": info(&visitor, json!({ "price": 8.6 })),
    });
    visitor
        .ok(visitor
            .call(Method::PUT, "/api/v1/basket/order", &token)
            .json(&edit))
        .await;

    visitor.ok(execute(&visitor, &token, basket)).await;
    let rows = visitor.book(&token, "pending").await;
    let shown: Vec<_> = rows
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row["symbol"], row["execution_type"], row["leg_order_indicator"], row["price"]
            )
        })
        .collect();
    insta::assert_snapshot!("basket_orders", shown.join("\n"));
    let me = visitor.client_id().to_owned();
    let fetched = visitor
        .answered(&token, &format!("/api/v1/basket?login_id={me}"))
        .await;
    insta::assert_json_snapshot!("basket_fetched", fetched);
    assert_eq!(
        visitor
            .answered(&token, &format!("/api/v1/basket/{me}?login_id={me}"))
            .await,
        fetched
    );

    // The SDK puts the names into the query, the middleware into the body.
    let query = format!("/api/v1/basket/order?basket_id={id}&name=Second&order_id={order_id}");
    let removed = visitor.ok(visitor.call(Method::DELETE, &query, &token)).await;
    insta::assert_json_snapshot!("basket_order_removed", removed);
    let delete = visitor.call(Method::DELETE, "/api/v1/basket", &token);
    let deleted = visitor
        .ok(delete.json(&json!({ "basket_id": id, "name": "Second", "sip_count": 0 })))
        .await;
    insta::assert_json_snapshot!("basket_deleted", deleted);
    let none = visitor
        .answered(&token, &format!("/api/v1/basket?login_id={me}"))
        .await;
    assert_eq!(none, json!({ "data": [] }));
}

#[tokio::test]
async fn what_baskets_may_be_refused_for() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let normal = id_of(&visitor, create(&visitor, &token, "Normal", "NORMAL")).await;
    let hedge = id_of(&visitor, create(&visitor, &token, "Hedge", "HEDGE")).await;
    let (normal, hedge) = ((normal.as_str(), "Normal"), (hedge.as_str(), "Hedge"));
    let future = json!({ "exchange": "NFO", "instrument_token": 35001, "product": "NRML", "quantity": 75, "price": 26000 });
    visitor.ok(add(&visitor, &token, normal, json!({}))).await;
    visitor.ok(add(&visitor, &token, hedge, future)).await;
    let mut shown = String::new();
    for (what, request) in [
        ("name taken", create(&visitor, &token, "Normal", "NORMAL")),
        (
            "name of 21",
            create(&visitor, &token, "a basket of too many!", "NORMAL"),
        ),
        ("type", create(&visitor, &token, "Third", "ODD")),
        (
            "unknown basket",
            add(&visitor, &token, ("nothing", "Normal"), json!({})),
        ),
        (
            "another's name",
            add(&visitor, &token, (normal.0, "Hedge"), json!({})),
        ),
        ("twice", add(&visitor, &token, normal, json!({}))),
        (
            "zero price",
            add(
                &visitor,
                &token,
                normal,
                json!({ "instrument_token": 3045, "price": 0 }),
            ),
        ),
        (
            "no instrument",
            add(&visitor, &token, normal, json!({ "instrument_token": 99999 })),
        ),
        (
            "another's account",
            add(&visitor, &token, normal, json!({ "client_id": "ZZ9999" })),
        ),
        (
            "an index",
            add(
                &visitor,
                &token,
                normal,
                json!({ "instrument_token": 26000, "price": 26000 }),
            ),
        ),
        (
            "rename to another's",
            rename(&visitor, &token, (normal.0, "Hedge")),
        ),
        ("hedge of a share", add(&visitor, &token, hedge, json!({}))),
        ("hedge of a future", execute(&visitor, &token, hedge)),
        (
            "unknown execution",
            execute(&visitor, &token, ("nothing", "Normal")),
        ),
        (
            "delete unknown",
            visitor.call(Method::DELETE, "/api/v1/basket?basket_id=x&name=y", &token),
        ),
        (
            "delete blank",
            visitor.call(Method::DELETE, "/api/v1/basket", &token),
        ),
        (
            "fetch another's",
            visitor.call(Method::GET, "/api/v1/basket?login_id=ZZ9999", &token),
        ),
    ] {
        shown += &format!("{what}\n    {}\n", refused(request).await);
    }
    insta::assert_snapshot!("basket_refusals", shown);
    for code in ["46001", "48001", "48004", "49002"] {
        assert!(shown.contains(code), "{code}");
    }
}

#[tokio::test]
async fn a_basket_may_keep_its_name() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let id = id_of(&visitor, create(&visitor, &token, "Mine", "NORMAL")).await;
    let renamed = visitor.ok(rename(&visitor, &token, (&id, "Mine"))).await;
    assert_eq!(renamed["data"]["name"], "Mine");
}

/// Its daily range is another one then.
#[tokio::test]
async fn an_instrument_is_the_same_the_next_day_until_it_ends() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let id = id_of(&visitor, create(&visitor, &token, "Options", "NORMAL")).await;
    let basket = (id.as_str(), "Options");
    let chain = visitor
        .answered(&token, "/api/v1/optionchain/NFO?token=26000&num=1&price=26000")
        .await;
    // It ends on the first of December.
    let number = &chain["result"][1]["strikes"][1]["call_option"]["token"];
    let option = json!({
        "exchange": "NFO", "instrument_token": number, "product": "NRML", "quantity": 75, "price": 100,
    });
    let added = visitor.ok(add(&visitor, &token, basket, option.clone())).await;

    visitor.sandbox.clock().advance(time::Duration::DAY);
    let token = visitor.token().await;
    let refusal = refused(add(&visitor, &token, basket, option.clone())).await;
    assert!(refusal.contains("46001"), "{refusal}");
    let edit = json!({
        "basket_id": id, "name": "Options", "order_id": added["data"]["orders"][0]["order_id"],
        "order_info": info(&visitor, option),
    });
    let edit = visitor
        .call(Method::PUT, "/api/v1/basket/order", &token)
        .json(&edit);
    visitor.ok(edit).await;
    visitor.ok(execute(&visitor, &token, basket)).await;

    visitor.sandbox.clock().advance(time::Duration::days(8));
    let token = visitor.token().await;
    assert_eq!(
        refused(execute(&visitor, &token, basket)).await,
        "500 45010 Something went wrong"
    );
}
