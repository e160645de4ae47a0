//! Which address an order may come from: what the form maps is what the API goes by, seven days later.

use reqwest::StatusCode;
use serde_json::json;

use super::tab::Tab;
use crate::visitor::{Visitor, client_from};

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
