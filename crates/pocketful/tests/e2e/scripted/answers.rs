//! Changes and cancellations: replies that name nothing, and changes that a generation does not document.

use std::sync::Arc;

use pocketful::{
    Client, Environment, ErrorKind, OrderChange, OrderId, Outcome, auth::FixedToken, http::ScriptedTransport,
    types::OrderType,
};

use super::{client, requests::leg, token};

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

#[tokio::test]
async fn what_a_generation_does_not_document_is_refused_where_that_is_wanted() {
    let reply = r#"{"data":null,"message":"done","status":"success"}"#;
    for (environment, only, is_sent) in [
        (Environment::algo(), true, false),
        (Environment::algo(), false, true),
        (Environment::trade(), true, true),
    ] {
        let script = ScriptedTransport::new().reply(200, reply);
        let client = Client::builder(environment.clone(), FixedToken(token()))
            .transport(Arc::new(script.clone()))
            .documented_changes_only(only)
            .build()
            .unwrap();
        let change = OrderChange::new().order_type(OrderType::Market);
        let result = client.orders().modify(&leg("05"), &change).await;
        assert_eq!(script.recorded().len(), usize::from(is_sent), "{environment:?}");
        match result {
            Ok(_) => assert!(is_sent),
            Err(error) => {
                assert_eq!(
                    (error.kind(), error.outcome()),
                    (ErrorKind::InvalidRequest, Outcome::NotSent)
                );
                assert!(error.to_string().contains("MARKET is not documented"), "{error}");
            }
        }
    }
}
