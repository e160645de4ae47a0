//! An endpoint that a user of the crate writes goes the way of all others.

use std::borrow::Cow;

use pocketful::{
    Environment, Outcome,
    http::ScriptedTransport,
    types::{Effect, Endpoint, Method, RateClass},
};
use serde_json::json;

use crate::{profile::paths, scripted::client};

#[derive(Debug)]
struct GetAlerts;

impl Endpoint for GetAlerts {
    const NAME: &'static str = "alerts.list";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = serde_json::Value;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/alerts")
    }
}

#[tokio::test]
async fn it_is_shown_sent_and_its_envelope_opened() {
    let reply = r#"{"data":[{"at":812.5}],"message":"","status":"success"}"#;
    let refusal = r#"{"data":{},"message":"Request forbidden","error_code":40000,"status":"error"}"#;
    let transport = ScriptedTransport::new().reply(200, reply).reply(403, refusal);
    let client = client(Environment::algo(), &transport);
    let shown = client.prepare(&GetAlerts).unwrap().to_string();
    assert!(
        shown.contains("/api/v1/alerts") && !shown.contains("opaque.token"),
        "{shown}"
    );
    assert_eq!(client.call(&GetAlerts).await.unwrap(), json!([{ "at": 812.5 }]));
    let error = client.call(&GetAlerts).await.unwrap_err();
    assert_eq!(
        (error.endpoint(), error.outcome()),
        (Some("alerts.list"), Outcome::Rejected)
    );
    // The last is the read that tells whether the session is meant.
    let sent = paths(&transport);
    assert_eq!(sent[..2], ["algo.pocketful.in/api/v1/alerts"; 2]);
    assert_eq!(sent[2..], ["algo.pocketful.in/api/v1/user/trading_info"]);
}
