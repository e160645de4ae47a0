//! A request in the caller's own words goes the way of all others.

use pocketful_types::{Method, RateClass, RawRequest};

use super::*;
use crate::{LimitName, Outcome, TransportErrorKind, capture};

fn raw(method: Method) -> RawRequest {
    RawRequest::new(method, "/api/v1/event/sip%20x").unwrap()
}

fn write() -> RawRequest {
    raw(Method::POST)
        .query("q", "SENTINEL-query")
        .body(r#"{"otp": "SENTINEL-body", "price":812.50}"#)
        .unwrap()
}

#[tokio::test]
async fn what_is_sent_is_what_was_said() {
    let transport = ScriptedTransport::new().reply(200, SUCCESS).reply(200, SUCCESS);
    let api = api(&transport);
    let read = raw(Method::GET).query("a b", "c&d=é").query("a b", "");
    let change = raw(Method::DELETE)
        .body(r#"{"price": 812.50, "id":1394446825558528718}"#)
        .unwrap();
    assert_eq!(
        api.prepare_request(&read).unwrap().url(),
        "https://algo.pocketful.in/api/v1/event/sip%20x?a+b=c%26d%3D%C3%A9&a+b="
    );
    api.request(&read).await.unwrap();
    let reply = api.request(&change).await.unwrap();
    assert_eq!(reply.status(), 200);
    let sent: Vec<String> = transport
        .recorded()
        .iter()
        .map(|recorded| format!("[{:?}] {}", recorded.route, recorded.request))
        .collect();
    insta::assert_snapshot!(sent.join("\n\n"));
}

#[tokio::test(start_paused = true)]
async fn a_get_is_sent_again_and_nothing_else_is() {
    let transport = ScriptedTransport::new().reply(503, "").reply(200, SUCCESS);
    api(&transport).request(&raw(Method::GET)).await.unwrap();
    assert_eq!(transport.recorded().len(), 2);
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for transport in [
            ScriptedTransport::new().reply(503, ""),
            ScriptedTransport::new().fail(TransportErrorKind::Disconnected, Outcome::Unknown),
        ] {
            let error = api(&transport).request(&raw(method.clone())).await.unwrap_err();
            assert_eq!(error.outcome(), Outcome::Unknown, "{method}");
            assert_eq!(transport.recorded().len(), 1, "{method}");
        }
    }
}

#[tokio::test]
async fn it_counts_like_an_order_or_like_market_data() {
    let transport = ScriptedTransport::new().reply(200, SUCCESS).reply(200, SUCCESS);
    let api = api(&transport);
    api.request(&raw(Method::GET)).await.unwrap();
    api.request(&write()).await.unwrap();
    let used: Vec<_> = api
        .quota()
        .windows
        .iter()
        .filter(|window| window.used > 0)
        .filter_map(|window| match window.limit {
            LimitName::Window { class, .. } => Some(class),
            _ => None,
        })
        .collect();
    assert!(
        used.contains(&RateClass::Order) && used.contains(&RateClass::Data),
        "{used:?}"
    );
    assert!(!used.contains(&RateClass::NonTrading), "{used:?}");
}

#[tokio::test]
async fn neither_logs_nor_errors_show_what_was_sent() {
    capture::start();
    let echo = r#"{"data":{},"message":"SENTINEL-answer","status":"success"}"#;
    let transport = ScriptedTransport::new()
        .reply(200, echo)
        .reply(503, "SENTINEL-answer");
    let api = api(&transport);
    let reply = api.request(&write()).await.unwrap();
    let error = api.request(&write()).await.unwrap_err();
    let said = format!(
        "{} {reply:?} {} {:?}",
        capture::logged(),
        text_of(&error),
        api.prepare_request(&write())
    );
    assert!(said.contains("raw.write"), "{said}");
    assert!(!said.contains("SENTINEL"), "{said}");
}
