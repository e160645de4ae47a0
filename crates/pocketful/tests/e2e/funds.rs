//! The funds, at the documented path or at the older SDK's.

use pocketful::{
    Decimal, Environment, ErrorKind, Outcome,
    http::{ScriptedTransport, TransportErrorKind},
};

use crate::{profile::paths, scripted::client};

const FUNDS: &str = r#"{"data":{"client_id":"AB1234","headers":["Description",""],
    "values":[["Available Margin","500000.00"]]},"message":"","status":"success"}"#;
const V2: &str = "algo.pocketful.in/api/v2/funds/view";
const V1: &str = "algo.pocketful.in/api/v1/funds/view";
const PAGE: &str = "<!doctype html><title>Pocketful</title>";

#[tokio::test]
async fn the_documented_path_is_the_only_one_where_it_answers() {
    let transport = ScriptedTransport::new().reply(200, FUNDS);
    let funds = client(Environment::algo(), &transport)
        .funds()
        .view()
        .await
        .unwrap();
    assert_eq!(funds.available(), Some(Decimal::from(500_000)));
    assert_eq!(paths(&transport), [V2]);
}

#[tokio::test]
async fn the_older_path_is_tried_where_there_is_nothing_behind_it() {
    for (status, body) in [
        (404, ""),
        (404, r#"{"message":"404 page not found"}"#),
        (200, PAGE),
    ] {
        let transport = ScriptedTransport::new().reply(status, body).reply(200, FUNDS);
        let funds = client(Environment::algo(), &transport)
            .funds()
            .view()
            .await
            .unwrap();
        assert_eq!(funds.client_id.unwrap().as_str(), "AB1234");
        assert_eq!(paths(&transport), [V2, V1]);

        let transport = ScriptedTransport::new().reply(status, body).reply(200, FUNDS);
        let raw = client(Environment::algo(), &transport)
            .funds()
            .view_raw()
            .await
            .unwrap();
        assert!(raw.payload_text().contains("Available Margin"));
        assert_eq!(paths(&transport), [V2, V1]);
    }
}

#[tokio::test]
async fn the_error_is_the_one_that_says_most() {
    // Neither path leads anywhere: the documented one's answer counts.
    let transport = ScriptedTransport::new().reply(404, "").reply(200, PAGE);
    let error = client(Environment::algo(), &transport)
        .funds()
        .view()
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(404));
    assert_eq!(paths(&transport), [V2, V1]);
    // The older path is there, and refuses.
    let refusal = r#"{"data":{},"message":"Request forbidden","error_code":44000,"status":"error"}"#;
    let transport = ScriptedTransport::new().reply(404, "").reply(400, refusal);
    let error = client(Environment::algo(), &transport)
        .funds()
        .view()
        .await
        .unwrap_err();
    assert_eq!(error.api().unwrap().code, Some(44000));
}

#[tokio::test]
async fn no_other_failure_is_tried_elsewhere() {
    let refusal = r#"{"data":{},"message":"`type` is invalid","error_code":44000,"status":"error"}"#;
    let transport = ScriptedTransport::new().reply(400, refusal);
    let error = client(Environment::algo(), &transport)
        .funds()
        .view()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Refused, Outcome::Rejected)
    );
    assert_eq!(paths(&transport), [V2]);

    let transport = ScriptedTransport::new().reply(500, "{}");
    client(Environment::algo(), &transport)
        .funds()
        .view()
        .await
        .unwrap_err();
    assert_eq!(paths(&transport), [V2]);

    let transport = ScriptedTransport::new().fail(TransportErrorKind::Timeout, Outcome::Unknown);
    client(Environment::algo(), &transport)
        .funds()
        .view()
        .await
        .unwrap_err();
    assert_eq!(paths(&transport), [V2]);
}
