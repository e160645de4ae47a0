//! Replies that say that it was done and name nothing: what was asked for is what was done.

use pocketful::{Environment, OrderChange, OrderId, http::ScriptedTransport};

use super::{client, requests::leg};

#[tokio::test]
async fn a_change_or_cancellation_that_names_no_order_was_made() {
    for data in ["null", "{}", "[]", r#"{"oms_order_id":""}"#] {
        let reply = format!(r#"{{"data":{data},"message":"done","status":"success"}}"#);
        let script = (0..3).fold(ScriptedTransport::new(), |script, _| {
            script.reply(200, reply.clone())
        });
        let client = client(Environment::algo(), &script);
        let orders = client.orders();
        let (row, id) = (leg("05"), OrderId::new("20260310-7").unwrap());
        let change = OrderChange::new().price("1876".parse().unwrap());
        let modified = orders.modify(&row, &change).await.unwrap();
        assert_eq!(modified.oms_order_id, row.oms_order_id, "{data}");
        assert_eq!(orders.cancel(&id).await.unwrap().oms_order_id, id, "{data}");
        assert_eq!(orders.cancel_amo(&id).await.unwrap().oms_order_id, id, "{data}");
    }
}
