//! What a request looks like on the wire, in every style.

use pocketful_types::HeaderStyle;

use super::*;

async fn sent(environment: Environment) -> String {
    let transport = ScriptedTransport::new().reply(200, SUCCESS).reply(200, SUCCESS);
    let api = Api::builder(environment, fixed_token())
        .transport(Arc::new(transport.clone()))
        .build();
    api.call(&Read).await.unwrap();
    api.call(&Write).await.unwrap();
    let sent: Vec<String> = transport
        .recorded()
        .iter()
        .map(|recorded| format!("[{:?}] {}", recorded.route, recorded.request))
        .collect();
    sent.join("\n\n")
}

#[tokio::test]
async fn the_present_generation() {
    insta::assert_snapshot!(sent(Environment::algo()).await);
}

#[tokio::test]
async fn the_older_generation() {
    insta::assert_snapshot!(sent(Environment::trade()).await);
}

#[tokio::test]
async fn both_headers_and_another_device() {
    let environment = Environment::custom("http://127.0.0.1:8080".parse().unwrap())
        .unwrap()
        .with_header_style(HeaderStyle::Both)
        .with_device_type("IOS");
    insta::assert_snapshot!(sent(environment).await);
}

#[tokio::test]
async fn the_token_is_sent_as_it_is() {
    let transport = ScriptedTransport::new().reply(200, SUCCESS);
    api(&transport).call(&Read).await.unwrap();
    let recorded = transport.recorded();
    let value = recorded[0].request.headers.get("x-authorization-token").unwrap();
    assert_eq!(value.as_bytes(), SECRET.as_bytes());
    assert!(value.is_sensitive());
}

#[test]
fn a_prepared_request_is_what_would_be_sent() {
    let api = Api::builder(Environment::algo(), fixed_token()).build();
    insta::assert_snapshot!(api.prepare(&Write).unwrap());
}

#[tokio::test]
async fn replies_come_typed_or_untouched() {
    let transport = ScriptedTransport::new().reply(200, SUCCESS).reply(200, SUCCESS);
    let api = api(&transport);
    assert_eq!(api.call(&Read).await.unwrap(), Answer { value: 7 });
    let raw = api.call_raw(&Read).await.unwrap();
    assert_eq!(raw.payload_text(), r#"{"value":7}"#);
    assert_eq!(raw.message(), Some("all well"));
    assert_eq!(raw.status(), 200);
}

#[tokio::test]
async fn a_success_without_payload_is_null() {
    let transport = ScriptedTransport::new().reply(200, r#"{"message":"done","status":"success"}"#);
    let raw = api(&transport).call_raw(&Write).await.unwrap();
    assert_eq!(raw.payload_text(), "null");
}

#[test]
fn no_path_leads_to_another_host() {
    use std::borrow::Cow;

    use pocketful_types::{Effect, Endpoint, RateClass};

    #[derive(Debug)]
    struct Elsewhere(&'static str);
    impl Endpoint for Elsewhere {
        const NAME: &'static str = "test.elsewhere";
        const METHOD: http::Method = http::Method::GET;
        const RATE: RateClass = RateClass::Data;
        const EFFECT: Effect = Effect::Read;
        type Response = Answer;
        fn path(&self) -> Cow<'static, str> {
            self.0.into()
        }
    }
    let api = Api::builder(Environment::algo(), fixed_token()).build();
    for path in [
        "@evil.example/x",
        ".evil.example/x",
        ":1/x",
        "evil",
        "",
        "/a?b",
        "/a#b",
        "/a b",
        "/a\r\nx: y",
    ] {
        let error = api.prepare(&Elsewhere(path)).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::InvalidRequest, "{path}");
        assert_eq!(error.outcome(), crate::Outcome::NotSent, "{path}");
    }
    assert!(
        api.prepare(&Elsewhere("//evil.example/x"))
            .unwrap()
            .url()
            .starts_with("https://algo.pocketful.in//")
    );
}
