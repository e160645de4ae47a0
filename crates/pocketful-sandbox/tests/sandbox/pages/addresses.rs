//! Which address an order may come from: what the form maps is what the API goes by, seven days later.

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::tab::Tab;
use crate::visitor::{Visitor, client_from, json_of};

/// Places an order from 127.0.0.`last`, with a fresh token.
async fn order_from(visitor: &Visitor, last: u8) -> StatusCode {
    let token = visitor.token().await;
    let request = client_from([127, 0, 0, last])
        .post(visitor.url("/api/v1/orders"))
        .header("x-authorization-token", &token)
        .json(&visitor.order(json!({})));
    request.send().await.unwrap().status()
}

async fn remap(tab: &mut Tab, address: &str) -> StatusCode {
    let app = format!("/portal/apps/{}", tab.visitor.sandbox.demo().app_id);
    let fields = [("slot", "secondary_ip"), ("secondary_ip", address)];
    tab.submit(&app, &format!("{app}/addresses"), &fields)
        .await
        .status
}

#[tokio::test]
async fn a_mapped_address_is_the_one_until_seven_days_are_over() {
    let mut tab = Tab::logged_in().await;
    for (last, status) in [(2, 200), (3, 200), (1, 403), (4, 403)] {
        assert_eq!(order_from(&tab.visitor, last).await, status, "127.0.0.{last}");
    }
    assert_eq!(
        remap(&mut tab, "127.0.0.4").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(order_from(&tab.visitor, 4).await, 403);

    // The last second of the seventh day, then the first of the eighth.
    let midnight = time::macros::datetime!(2026-11-30 00:00 +5:30);
    for (at, status, old, new) in [
        (
            midnight - time::Duration::SECOND,
            StatusCode::UNPROCESSABLE_ENTITY,
            200,
            403,
        ),
        (midnight, StatusCode::SEE_OTHER, 403, 200),
    ] {
        tab.visitor.sandbox.clock().jump(at);
        tab.log_in("").await;
        assert_eq!(remap(&mut tab, "127.0.0.4").await, status);
        assert_eq!(order_from(&tab.visitor, 3).await, old, "{at}");
        assert_eq!(order_from(&tab.visitor, 4).await, new, "{at}");
    }
    assert_eq!(
        remap(&mut tab, "127.0.0.5").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(order_from(&tab.visitor, 2).await, 200);
}

#[tokio::test]
async fn an_app_registered_through_the_api_has_no_address_until_it_is_given_one() {
    let mut tab = Tab::logged_in().await;
    let token = tab.visitor.token().await;
    let back = ("redirect_uri", "http://127.0.0.1:8123/callback");
    let app = json!({ "app_name": "Breakout", "redirect_uris": [back.1] });
    let request = tab.visitor.call(Method::POST, "/api/v1/app", &token).json(&app);
    let answer = tab.visitor.ok(request).await;
    let text = |member: &str| answer["data"][member].as_str().unwrap().to_owned();
    let (id, secret) = (text("app_id"), text("app_secret"));
    let code = tab.visitor.code(&[("client_id", &id), back]);
    let form = [("grant_type", "authorization_code"), ("code", &code), back];
    let exchange = tab.visitor.http.post(tab.visitor.url("/oauth2/token"));
    let exchange = exchange.basic_auth(&id, Some(&secret)).form(&form);
    let (_, grant) = json_of(exchange.send().await.unwrap()).await;
    let token = grant["access_token"].as_str().unwrap();

    let order = async |visitor: &Visitor| {
        let request = visitor
            .call(Method::POST, "/api/v1/orders", token)
            .json(&visitor.order(json!({})));
        request.send().await.unwrap().status()
    };
    assert_eq!(order(&tab.visitor).await, StatusCode::FORBIDDEN);
    assert!(
        tab.get("/portal")
            .await
            .html
            .contains("none yet, so its orders are refused")
    );
    let page = format!("/portal/apps/{id}");
    assert!(tab.get(&page).await.html.contains("Add primary IP"));
    let fields = [("slot", "primary_ip"), ("primary_ip", "127.0.0.2")];
    let mapped = tab.submit(&page, &format!("{page}/addresses"), &fields).await;
    assert_eq!(mapped.status, StatusCode::SEE_OTHER);
    assert_eq!(order(&tab.visitor).await, StatusCode::OK);
}
