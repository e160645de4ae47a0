//! Funds and the order book, which brings itself up to date.

use serde_json::json;

use super::session::visit;
use crate::visitor::client_from;

#[tokio::test]
async fn the_order_book_follows_the_api() {
    visit(|visit| async move {
        let demo = visit.sandbox.demo().clone();
        visit.open("/portal/login").await;
        visit.log_in(&demo.client_id, &demo.password).await;
        visit.wait_for_heading("Your apps").await;
        visit.press("Orders").await;
        visit.wait_for_heading("Orders").await;
        visit.picture("orders-empty").await;

        let http = client_from([127, 0, 0, 2]);
        let token = visit.token().await;
        let mut ids = Vec::new();
        for (quantity, order_type, trigger, side) in
            [(10, "LIMIT", 0.0, "BUY"), (1_000_000, "LIMIT", 0.0, "BUY"), (25, "SL", 8.5, "SELL")]
        {
            let placed = http
                .post(format!("{}/api/v1/orders", visit.sandbox.url()))
                .header("x-authorization-token", &token)
                .json(&json!({
                    "exchange": "NSE", "instrument_token": "14366", "client_id": demo.client_id, "order_type": order_type,
                    "price": 8.5, "quantity": quantity, "disclosed_quantity": 0, "validity": "DAY", "product": "CNC",
                    "order_side": side, "device": "WEB", "user_order_id": 1, "trigger_price": trigger,
                    "execution_type": "REGULAR", "amo": false,
                }))
                .send()
                .await
                .unwrap();
            let answer: serde_json::Value = serde_json::from_str(&placed.text().await.unwrap()).unwrap();
            ids.push(answer["data"]["oms_order_id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned());
        }
        // Without loading the page again.
        visit.wait_for_text("tbody tr:nth-child(3) td:nth-child(2)", &[&ids[0]]).await;
        assert!(visit.shows("Margin shortfall").await);
        assert!(visit.shows("TRIGGER PENDING").await);
        visit.picture("orders").await;

        // The newest one is filled by its button.
        visit.press("Fill").await;
        assert!(visit.shows("The order has been filled.").await);
        assert!(visit.shows("25 filled at 8.50").await);
        visit.picture("orders-filled").await;

        visit.press("Account").await;
        visit.wait_for_heading("Account").await;
        // 5,00,000 less 10 × 8.50, and 25 × 8.50 for what has been sold.
        assert!(visit.shows("₹ 5,00,127.50").await);
        visit.picture("account").await;
    })
    .await;
}
