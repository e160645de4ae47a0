//! Baskets, good-till-triggered orders, offerings, eDIS and instruments over a scripted transport: what is sent, what is
//! not, and what comes of the odd replies.

use pocketful::{
    BasketId, BasketName, BasketOrderId, BasketType, Decimal, EdisRoute, Environment, ErrorKind, Exchange,
    GttId, Instrument, InstrumentToken, IpoApplication, IpoBid, NewBasketOrder, NewGtt, NewOrder, Outcome,
    Pan, Quantity, SaleInstrument, Side, UserOrderId,
    http::{ScriptedTransport, TransportErrorKind},
};
use time::macros::date;

use crate::scripted::client;

const ACC: Instrument = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
const OK: &str = r#"{"data":{},"message":"","status":"success"}"#;

fn limit(units: u64) -> NewOrder {
    // Without a number of its own it would be given a random one.
    NewOrder::limit(ACC, Side::Buy, Quantity::new(units), Decimal::new(18_755, 1))
        .user_order_id(UserOrderId::new(1))
}

/// What was sent: method, address and body of each request.
pub(crate) fn sent(transport: &ScriptedTransport) -> String {
    let requests = transport.recorded();
    let lines = requests.iter().map(|sent| {
        let body = String::from_utf8(sent.request.body().unwrap_or_default().to_vec()).unwrap();
        let request = &sent.request;
        format!(
            "{} {} [{:?}]\n{body}",
            request.method(),
            request.url(),
            sent.route
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_basket_from_its_making_to_its_end() {
    let basket = r#"{"basket_id":"b-1","name":"Morning","orders":[]}"#;
    let listed = format!(r#"{{"data":[{basket}],"message":"","status":"success"}}"#);
    let one = format!(r#"{{"data":{basket},"message":"","status":"success"}}"#);
    let executed =
        r#"{"data":{"data":{"basket_id":"b-1","message":"Order place successfully"}},"status":"success"}"#;
    let transport = ScriptedTransport::new()
        .reply(200, listed.clone())
        .reply(200, one.clone())
        .reply(200, one.clone())
        .reply(200, one)
        .reply(200, executed)
        .reply(200, executed)
        .reply(200, OK)
        .reply(200, listed)
        .reply(
            200,
            r#"{"data":[],"message":"Order remove from the basket Morning.","status":"success"}"#,
        )
        .reply(
            200,
            r#"{"status":true,"message":"SUCCESS","errorcode":"","data":null}"#,
        );
    let client = client(Environment::algo(), &transport);
    let baskets = client.baskets();
    let name = BasketName::new("Morning").unwrap();
    let made = baskets.create(&name, BasketType::Normal).await.unwrap();
    let id = made.named(&name).unwrap().basket_id.clone();
    baskets.rename(&id, &name).await.unwrap();
    let order = NewBasketOrder::new(limit(10), "ACC-EQ").series("EQ");
    baskets.add(&id, &name, &order).await.unwrap();
    let order_id = BasketOrderId::new("o-1");
    let edited = baskets.edit(&id, &name, &order_id, &order).await.unwrap();
    assert_eq!(edited.rows.len(), 1);
    let answer = baskets.execute(&id, &name).await.unwrap();
    assert_eq!(answer.basket_id.as_deref(), Some("b-1"));
    baskets.square_off(&id, &name).await.unwrap();
    baskets.set_execution_state(&id, &name, false).await.unwrap();
    assert!(baskets.find(&name).await.unwrap().is_some());
    baskets.remove(&id, &name, &order_id).await.unwrap();
    baskets.delete(&id, &name).await.unwrap();
    insta::assert_snapshot!(sent(&transport));
}

#[tokio::test]
async fn what_is_wrong_in_itself_is_not_sent() {
    let transport = ScriptedTransport::new();
    let client = client(Environment::algo(), &transport);
    let (id, name) = (BasketId::new("b-1"), BasketName::new("Morning").unwrap());
    let none = NewBasketOrder::new(limit(0), "ACC-EQ");
    let no_gtt = NewGtt::new(limit(0), Decimal::ONE, date!(2027 - 11 - 23));
    let gtt_id = GttId::new("g-1").unwrap();
    for error in [
        client.baskets().add(&id, &name, &none).await.unwrap_err(),
        client
            .baskets()
            .edit(&id, &name, &BasketOrderId::new("o-1"), &none)
            .await
            .unwrap_err(),
        client.gtt().create(&no_gtt).await.unwrap_err(),
        client.gtt().modify(&gtt_id, &no_gtt).await.unwrap_err(),
        client
            .ipo()
            .place(&IpoApplication::new("ACMEFOOD", Vec::new()))
            .await
            .unwrap_err(),
    ] {
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::InvalidRequest, Outcome::NotSent)
        );
    }
    assert!(transport.recorded().is_empty());
}

#[tokio::test]
async fn a_lost_answer_leaves_a_basket_in_doubt() {
    let transport = ScriptedTransport::new().fail(TransportErrorKind::Disconnected, Outcome::Unknown);
    let client = client(Environment::algo(), &transport);
    let (id, name) = (BasketId::new("b-1"), BasketName::new("Morning").unwrap());
    let error = client.baskets().execute(&id, &name).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(transport.recorded().len(), 1);
}

#[tokio::test]
async fn a_basket_that_may_be_unreadable_is_not_missing() {
    let transport = ScriptedTransport::new().reply(200, r#"{"data":[{"name":"?"}],"status":"success"}"#);
    let client = client(Environment::algo(), &transport);
    let error = client
        .baskets()
        .find(&BasketName::new("Morning").unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedReply);
}

#[tokio::test]
async fn a_gtt_from_its_making_to_its_end() {
    let done = r#"{"data":{"id":"g-1"},"message":"","status":"success"}"#;
    let transport = ScriptedTransport::new()
        .reply(200, done)
        .reply(200, done)
        .reply(
            200,
            r#"{"data":[{"id":"g-1","status":"Active"}],"status":"success"}"#,
        )
        .reply(
            200,
            r#"{"status":true,"message":"SUCCESS","errorcode":"","data":{"id":"g-1"}}"#,
        );
    let client = client(Environment::algo(), &transport);
    let gtts = client.gtt();
    let gtt = NewGtt::new(limit(10), Decimal::new(1876, 0), date!(2027 - 11 - 23));
    let id = gtts.create(&gtt).await.unwrap().id.unwrap();
    gtts.modify(&id, &gtt).await.unwrap();
    assert!(gtts.find(&id).await.unwrap().is_some());
    gtts.cancel(&id).await.unwrap();
    insta::assert_snapshot!(sent(&transport));
    let shown = gtts.prepare(&gtt).await.unwrap().to_string();
    assert!(shown.contains("/api/v1/event/gtt") && !shown.contains("opaque.token"));
    assert_eq!(transport.recorded().len(), 4);
}

#[tokio::test]
async fn gtts_are_looked_for_on_both_paths_and_none_is_an_empty_list() {
    let none = r#"{"data":{},"message":"Error from backend: (500)-no gtt data found","error_code":45000,"status":"error"}"#;
    for (script, requests) in [
        (ScriptedTransport::new().reply(200, none), 1),
        (ScriptedTransport::new().reply(404, "").reply(500, none), 2),
        (
            ScriptedTransport::new()
                .reply(200, "<!doctype html>")
                .reply(200, r#"{"data":null,"status":"success"}"#),
            2,
        ),
    ] {
        let gtts = client(Environment::algo(), &script).gtt().list().await.unwrap();
        assert!(gtts.rows.is_empty() && gtts.is_complete());
        assert_eq!(script.recorded().len(), requests);
    }
    // Neither path leads anywhere: that is no empty list.
    let script = ScriptedTransport::new().reply(404, "").reply(404, "");
    assert!(client(Environment::algo(), &script).gtt().list().await.is_err());
    // Any other refusal stays one, and is not asked about elsewhere.
    let refused = r#"{"data":{},"message":"`client_id` is invalid","error_code":44000,"status":"error"}"#;
    let script = ScriptedTransport::new().reply(400, refused);
    let error = client(Environment::algo(), &script)
        .gtt()
        .list()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(script.recorded().len(), 1);
}

#[tokio::test]
async fn offerings_and_sales_from_the_depository() {
    let done = r#"{"success":true,"message":"","data":null}"#;
    let form =
        r#"{"data":{"depository":"CDSL","encrypted_dtls":"x"},"html":true,"message":"","status":"success"}"#;
    let transport = ScriptedTransport::new()
        .reply(
            200,
            r#"{"success":true,"message":"","data":{"open_ipo":[{"symbol":"ACMEFOOD"}]}}"#,
        )
        .reply(200, done)
        .reply(200, done)
        .reply(200, done)
        .reply(200, form)
        .reply(200, form);
    let client = client(Environment::algo(), &transport);
    let ipo = client.ipo();
    assert_eq!(ipo.list().await.unwrap().open_ipo.rows.len(), 1);
    assert!(ipo.orders().await.unwrap().rows.is_empty());
    let mut application = IpoApplication::new("ACMEFOOD", vec![IpoBid::at(Quantity::new(40), 369)]);
    application.pan = Some(Pan::new("AAAPZ1234C"));
    ipo.place(&application).await.unwrap();
    ipo.cancel("ACMEFOOD").await.unwrap();
    let sale = [SaleInstrument {
        instrument: ACC,
        total: Quantity::new(10),
        authorized: Quantity::ZERO,
    }];
    let form = client.edis().authorise(&sale, "SELL").await.unwrap();
    assert_eq!(form.depository.as_deref(), Some("CDSL"));
    let gateway = client.edis().route(EdisRoute::Gateway);
    gateway.authorise(&sale, "SELL").await.unwrap();
    insta::assert_snapshot!(sent(&transport));
}

#[tokio::test]
async fn instruments_are_found_or_not() {
    let transport = ScriptedTransport::new()
        .reply(
            200,
            r#"{"error":{"code":0,"message":""},"result":[{"token":"22","exchange":"NSE"}]}"#,
        )
        .reply(200, r#"{"error":{"code":0,"message":""},"result":{}}"#)
        .reply(
            200,
            r#"{"error":{"code":0,"message":""},"result":{"token":22,"exchange":1,"tick_size":0.05}}"#,
        )
        .reply(
            200,
            r#"{"error":{"code":404,"message":"Resource Not Found"},"result":""}"#,
        );
    let client = client(Environment::algo(), &transport);
    let instruments = client.instruments();
    let found = instruments.search("acc").await.unwrap();
    assert_eq!(found.rows[0].instrument(), Some(ACC));
    assert!(instruments.search("nothing").await.unwrap().rows.is_empty());
    let info = instruments.info(ACC).await.unwrap();
    assert_eq!(info.rules().tick_size, Some(Decimal::new(5, 2)));
    let error = instruments.info(ACC).await.unwrap_err();
    assert!(error.api().unwrap().is_not_found());
    assert_eq!(error.outcome(), Outcome::Rejected);
}
