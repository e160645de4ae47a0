//! Every call of the broker's official Python SDK, in the form in which it sends it: version 0.1.2's paths, queries,
//! bodies and headers.

use pocketful_sandbox::{FillError, Sandbox};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::{
    feed::reader::Reader,
    visitor::{NOW, Visitor, refused},
};

/// A call with all of the SDK's headers. It always sends a JSON content type, whether there is a body or not.
fn call(visitor: &Visitor, token: &str, method: Method, path: &str) -> RequestBuilder {
    visitor
        .call(method, path, token)
        .header("x-device-type", "web")
        .header("content-type", "application/json")
        .header("accept", "application/json")
        .header("X-ClientLocalIP", "127.0.0.2")
        .header("X-ClientPublicIP", "127.0.0.2")
        .header("X-MACAddress", "00:00:00:00:00:00")
        .header("X-UserType", "USER")
        .header("X-SourceID", "WEB")
        .header("P-DeviceType", "WEB")
}

async fn ask(visitor: &Visitor, token: &str, path: &str) -> Value {
    visitor.sandbox.clock().advance(time::Duration::SECOND);
    let path = path.replace("{me}", visitor.client_id());
    visitor.ok(call(visitor, token, Method::GET, &path)).await
}

async fn send(visitor: &Visitor, token: &str, method: Method, path: &str, body: Value) -> Value {
    visitor.sandbox.clock().advance(time::Duration::SECOND);
    visitor.ok(call(visitor, token, method, path).json(&body)).await
}

#[tokio::test]
async fn every_question_of_the_sdk_is_answered() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    for path in [
        "/api/v1/user/profile?client_id={me}",
        "/api/v2/funds/view?client_id={me}&type=all",
        "/api/v1/positions?client_id={me}&type=live",
        "/api/v1/positions?client_id={me}&type=historical",
        "/api/v1/holdings?client_id={me}",
        "/api/v1/orders?client_id={me}&type=pending",
        "/api/v1/orders?client_id={me}&type=completed",
        "/api/v1/trades?client_id={me}",
        "/api/v1/basket?login_id={me}",
        "/api/v1/search?key=IDEA",
        "/api/v1/contract/NSE?info=scrip&token=14366",
        "/api/v1/marketdata/NSE/Capital?token=14366",
        "/api/v1/marketdata/NSE/Capital?token=14366&key=last_trade_price",
        "/api/v1/marketdata/NSE/Capital?token=14366&key=close_price",
        "/api/v1/marketdata/NFO/FutOpt?token=35001&key=last_trade_price",
        "/api/v1/optionchain/NFO?token=26000&num=5&price=26000",
    ] {
        let answer = ask(&visitor, &token, path).await;
        let good = answer["status"] == "success" || answer["error"]["code"] == 0 || answer["data"].is_array();
        assert!(good, "{path} {answer}");
    }
}

#[tokio::test]
async fn an_order_of_the_sdk_is_placed_changed_found_and_cancelled() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let me = visitor.client_id().to_owned();
    // Its demo sends `amo: true` with a regular order.
    let order = visitor.order(json!({ "amo": true }));
    let placed = send(&visitor, &token, Method::POST, "/api/v1/orders", order).await;
    let id = placed["data"]["oms_order_id"].as_str().unwrap().to_owned();
    let change = visitor.order(json!({ "amo": null, "oms_order_id": id, "price": 8.8 }));
    send(&visitor, &token, Method::PUT, "/api/v1/orders", change).await;
    let history = ask(
        &visitor,
        &token,
        &format!("/api/v1/order/{id}/history?client_id={me}"),
    )
    .await;
    assert_eq!(history["data"]["order history"].as_array().unwrap().len(), 2);
    let path = format!("/api/v1/orders/{id}?client_id={me}&execution_type=REGULAR");
    let cancelled = visitor.ok(call(&visitor, &token, Method::DELETE, &path)).await;
    assert_eq!(cancelled["data"]["oms_order_id"], json!(id));
}

#[tokio::test]
async fn groups_baskets_and_gtts_of_the_sdk_work() {
    let visitor = Visitor::new().await;
    let token = visitor.token().await;
    let me = visitor.client_id().to_owned();
    // The readme gives a cover order a `square_off_value`, which means nothing there.
    let mut cover = visitor.order(json!({ "amo": null, "execution_type": "CO", "product": "MIS" }));
    cover["stop_loss_value"] = json!(8.5);
    cover["square_off_value"] = json!(1);
    cover["trailing_stop_loss"] = json!(0.05);
    let placed = send(&visitor, &token, Method::POST, "/api/v1/orders/kart", cover).await;
    let row = visitor.book(&token, "pending").await.remove(1);
    let change = json!({
        "client_id": me, "exchange": "NSE", "instrument_token": 14366, "order_type": "LIMIT", "price": 8.7, "quantity": 10,
        "disclosed_quantity": 0, "validity": "DAY", "product": "MIS", "oms_order_id": row["oms_order_id"],
        "exchange_order_id": row["exchange_order_id"], "filled_quantity": 0, "remaining_quantity": 10,
        "last_activity_reference": row["last_activity_reference"], "stop_loss_value": 8.5, "trailing_stop_loss": 0.05,
        "trigger_price": 0, "execution_type": "CO",
    });
    let changed = send(&visitor, &token, Method::PUT, "/api/v1/orders/kart", change).await;
    assert_eq!(changed["message"], "Order modified successfully");
    assert_eq!(changed["data"]["basket_id"], placed["data"]["data"]["basket_id"]);
    let path = format!(
        "/api/v1/orders/kart/{}?client_id={me}&exchange_order_id={}&execution_type=CO&leg_order_indicator=ENTRY",
        row["oms_order_id"].as_str().unwrap(),
        row["exchange_order_id"].as_str().unwrap(),
    );
    let left = visitor.ok(call(&visitor, &token, Method::DELETE, &path)).await;
    assert_eq!(left["data"]["message"], "Order Cancelled Successfully");

    let basket = json!({ "login_id": me, "name": "sdk", "type": "NORMAL", "product_type": "ALL", "order_type": "ALL" });
    let made = send(&visitor, &token, Method::POST, "/api/v1/basket", basket).await;
    let id = made["data"][0]["basket_id"].as_str().unwrap();
    let name = json!({ "basket_id": id, "name": "py" });
    send(&visitor, &token, Method::PUT, "/api/v1/basket", name).await;
    let info = json!({
        "client_id": me, "exchange": "NSE", "instrument_token": 14366, "order_type": "LIMIT", "price": 8.5, "quantity": 10,
        "disclosedQuantity": 0, "validity": "DAY", "product": "CNC", "trading_symbol": "IDEA-EQ", "order_side": "BUY",
        "user_order_id": 10002, "underlying_token": "", "series": "EQ", "trigger_price": 0, "execution_type": "REGULAR",
    });
    let add = json!({ "basket_id": id, "name": "py", "order_info": info });
    let filled = send(
        &visitor,
        &token,
        Method::POST,
        "/api/v1/basket/order",
        add.clone(),
    )
    .await;
    let mut edit = add;
    edit["order_id"] = filled["data"]["orders"][0]["order_id"].clone();
    edit["order_info"]["price"] = json!(8.55);
    let edited = send(
        &visitor,
        &token,
        Method::PUT,
        "/api/v1/basket/order",
        edit.clone(),
    )
    .await;
    assert_eq!(edited["data"]["orders"][0]["order_info"]["price"], json!(8.55));
    let execute = json!({
        "basket_id": id, "client_id": me, "execution_state": true, "execution_type": "NML", "name": "py", "square_off": false,
    });
    let executed = send(&visitor, &token, Method::POST, "/api/v1/orders/kart", execute).await;
    assert_eq!(executed["data"]["data"]["basket_id"], json!(id));
    let order_id = edit["order_id"].as_str().unwrap();
    let path = format!("/api/v1/basket/order?basket_id={id}&name=py&order_id={order_id}");
    visitor.ok(call(&visitor, &token, Method::DELETE, &path)).await;
    let path = format!("/api/v1/basket?basket_id={id}&name=py");
    visitor.ok(call(&visitor, &token, Method::DELETE, &path)).await;

    let order = json!({
        "client_id": me, "device": "WEB", "disclosed_quantity": 0, "exchange": "NSE", "instrument_token": "14366",
        "market_protection_percentage": "0", "order_side": "BUY", "order_type": "LIMIT", "price": 8.5, "product": "CNC",
        "quantity": 10, "sl_order_price": 0, "sl_order_quantity": 0, "sl_trigger_price": 0, "trigger_price": 8.55,
        "user_order_id": 1,
    });
    let gtt = json!({ "action_type": "single_order", "expiry_time": "2027-11-23", "order": order });
    send(&visitor, &token, Method::POST, "/api/v1/event/gtt", gtt.clone()).await;
    let fetched = ask(&visitor, &token, "/api/v1/event/gtt?client_id={me}").await;
    let mut gtt = gtt;
    gtt["id"] = fetched["data"][0]["id"].clone();
    gtt["order"]["price"] = json!(8.4);
    let changed = send(&visitor, &token, Method::PUT, "/api/v1/event/gtt", gtt.clone()).await;
    assert_eq!(changed["data"]["id"], gtt["id"]);
    let position = json!({
        "client_id": me, "exchange": "NSE", "instrument_token": "14366", "product": "MIS", "new_product": "CNC",
        "quantity": 10, "validity": "DAY", "order_side": "BUY",
    });
    let filled = visitor.placed(&token, json!({ "product": "MIS" })).await;
    visitor.fill(&filled, json!({})).await;
    send(
        &visitor,
        &token,
        Method::PUT,
        "/api/v1/position/convert",
        position,
    )
    .await;
}

/// Its HTTP library leaves from whichever address the system chooses.
#[tokio::test]
async fn its_orders_are_taken_from_any_address_that_is_registered() {
    let home = [127, 0, 0, 1].into();
    let builder = Sandbox::builder().seed(7).now(NOW).paused();
    let visitor = Visitor::with(builder.source_ips(home, None)).await;
    let token = visitor.token().await;
    let order = visitor.order(json!({}));
    let place = |http: &reqwest::Client| {
        let request = http.post(visitor.url("/api/v1/orders")).json(&order);
        request.header("x-authorization-token", &token)
    };
    visitor.ok(place(&visitor.elsewhere)).await;
    assert!(refused(place(&visitor.http)).await.starts_with("403 40000"));
    assert_eq!(visitor.sandbox.demo().source_ips, [home]);
}

/// It decodes a whole update as UTF-8 and cuts five characters off.
#[tokio::test]
async fn its_way_to_read_updates_works_for_every_length() {
    let (visitor, token, mut reader) = Reader::new().await;
    reader.ask_updates(&visitor).await;
    let id = visitor.placed(&token, json!({})).await;
    visitor.sandbox.fill(&id).unwrap();
    for _ in 0..3 {
        let update = String::from_utf8(reader.packet().await).unwrap();
        let update: Value = serde_json::from_str(&update[5..]).unwrap();
        assert_eq!(update["result"][0]["oms_order_id"], json!(id));
    }
    assert_eq!(visitor.sandbox.fill(&id), Err(FillError::NotResting));
    assert_eq!(visitor.sandbox.fill("1"), Err(FillError::Unknown));
}
