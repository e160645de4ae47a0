//! The facade over a scripted transport: what is sent, what is not, and what errors say.

mod answers;
mod cancel_all;
mod doubt;
mod null_books;
pub(crate) mod requests;

use std::sync::Arc;

use async_trait::async_trait;
use pocketful::{
    AccessToken, Client, ClientId, Decimal, Environment, ErrorKind, Exchange, Instrument, InstrumentToken,
    Login, MemoryStore, NewOrder, OrderId, Outcome, Quantity, RetryPolicy, Session, Side, TokenSource,
    auth::{Error as AuthError, FixedToken, TokenRecord},
    http::{ScriptedTransport, TransportErrorKind},
    types::{ManualClock, Origin},
};
use time::{OffsetDateTime, macros::datetime};

const MORNING: OffsetDateTime = datetime!(2026-03-10 09:15 +5:30);

fn token() -> AccessToken {
    AccessToken::new(
        "opaque.token".to_owned().into(),
        ClientId::new("AB1234"),
        datetime!(2099-01-01 0:00 UTC),
    )
}

pub(crate) fn client(environment: Environment, transport: &ScriptedTransport) -> Client {
    Client::builder(environment, FixedToken(token()))
        .transport(Arc::new(transport.clone()))
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

fn limit() -> NewOrder {
    let idea = Instrument::new(Exchange::Nse, InstrumentToken::new(14366));
    NewOrder::limit(idea, Side::Buy, Quantity::new(10), Decimal::new(815, 2))
}

#[tokio::test]
async fn the_dry_run_shows_the_exact_request_and_sends_nothing() {
    let transport = ScriptedTransport::new();
    let prepared = client(Environment::algo(), &transport)
        .orders()
        .prepare(&limit().user_order_id(4711.into()))
        .await
        .unwrap();
    assert!(!format!("{prepared}{prepared:?}").contains("opaque.token"));
    insta::assert_snapshot!(prepared);
    assert!(transport.recorded().is_empty());
}

#[tokio::test]
async fn a_wrong_order_is_refused_here() {
    let idea = Instrument::new(Exchange::Nse, InstrumentToken::new(14366));
    let transport = ScriptedTransport::new();
    let client = client(Environment::algo(), &transport);
    for order in [
        NewOrder::limit(idea, Side::Buy, Quantity::new(0), Decimal::ONE),
        NewOrder::limit(idea, Side::Buy, Quantity::new(1), Decimal::NEGATIVE_ONE),
        NewOrder::limit(idea, Side::Buy, Quantity::new(1), Decimal::new(1_000_001, 5)),
        NewOrder::stop_limit(idea, Side::Buy, Quantity::new(1), Decimal::ONE, Decimal::TWO),
        NewOrder::market(idea, Side::Sell, Quantity::new(1)).disclosed_quantity(Quantity::new(2)),
    ] {
        let error = client.orders().place(&order).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::InvalidRequest, Outcome::NotSent),
            "{error}"
        );
    }
    assert!(transport.recorded().is_empty());
    assert!(
        client.quota().windows.iter().all(|window| window.used == 0),
        "a wrong order cost quota"
    );
}

#[tokio::test]
async fn an_order_is_sent_again_only_when_nothing_was_sent() {
    let placed =
        r#"{"data":{"oms_order_id":"20260310-7"},"message":"Order place successfully","status":"success"}"#;
    let transport = ScriptedTransport::new()
        .fail(TransportErrorKind::Connect, Outcome::NotSent)
        .reply(200, placed);
    let retrying = |transport: &ScriptedTransport| {
        let builder = Client::builder(Environment::algo(), FixedToken(token()));
        builder.transport(Arc::new(transport.clone())).build().unwrap()
    };
    let answer = retrying(&transport).orders().place(&limit()).await.unwrap();
    assert_eq!(answer.oms_order_id.as_str(), "20260310-7");
    assert_eq!(transport.recorded().len(), 2);

    for (kind, status) in [
        (TransportErrorKind::Timeout, 0),
        (TransportErrorKind::Disconnected, 0),
        (TransportErrorKind::Tls, 502),
    ] {
        let transport = match status {
            0 => ScriptedTransport::new().fail(kind, Outcome::Unknown),
            status => ScriptedTransport::new().reply(status, "<html>bad gateway</html>"),
        };
        let error = retrying(&transport.clone().reply(200, placed))
            .orders()
            .place(&limit())
            .await
            .unwrap_err();
        assert!(error.is_outcome_unknown(), "{error}");
        assert!(error.hint().contains("order book"), "{}", error.hint());
        assert_eq!(transport.recorded().len(), 1, "{error}");
    }
}

#[tokio::test]
async fn an_order_of_unknown_outcome_can_be_found_by_its_number() {
    let transport = ScriptedTransport::new().fail(TransportErrorKind::Timeout, Outcome::Unknown);
    let error = client(Environment::algo(), &transport)
        .orders()
        .place(&limit())
        .await
        .unwrap_err();
    let number = error.user_order_id().unwrap();
    assert!(
        error.hint().contains(&format!("user_order_id {number}")),
        "{}",
        error.hint()
    );
    let sent = transport.recorded()[0].request.body().unwrap().to_vec();
    let sent: serde_json::Value = serde_json::from_slice(&sent).unwrap();
    assert_eq!(sent["user_order_id"].to_string(), number.to_string());

    let books = |pending: &str| {
        let book =
            |rows: &str| format!(r#"{{"data":{{"orders":[{rows}]}},"message":"","status":"success"}}"#);
        ScriptedTransport::new()
            .reply(200, book(pending))
            .reply(200, book(""))
    };
    let row =
        format!(r#"{{"oms_order_id":"20260310-7","order_status":"CONFIRMED","user_order_id":"{number}"}}"#);
    let found = client(Environment::algo(), &books(&row))
        .orders()
        .find_by_user_order_id(number)
        .await
        .unwrap();
    assert_eq!(found.unwrap().oms_order_id.as_str(), "20260310-7");
    let found = client(Environment::algo(), &books(""))
        .orders()
        .find_by_user_order_id(number)
        .await
        .unwrap();
    assert!(found.is_none());
    // A row that cannot be read may be the order: then "not there" would be a guess.
    let odd = client(Environment::algo(), &books(r#"{"price":"odd"}"#))
        .orders()
        .find_by_user_order_id(number)
        .await;
    assert_eq!(odd.unwrap_err().kind(), ErrorKind::UnexpectedReply);
}

/// Yields one token, issued at `MORNING`.
#[derive(Debug)]
struct Fake(Origin);

#[async_trait]
impl Login for Fake {
    async fn log_in(&self) -> Result<TokenRecord, AuthError> {
        TokenRecord::new(
            "day.token".to_owned().into(),
            ClientId::new("AB1234"),
            self.0.clone(),
            MORNING,
        )
    }

    fn is_automatic(&self) -> bool {
        false
    }
}

#[tokio::test]
async fn an_expired_session_is_refused_before_anything_is_sent() {
    let clock = Arc::new(ManualClock::new(MORNING));
    let environment = Environment::algo();
    let session = Session::builder(environment.api().clone(), Arc::new(MemoryStore::default()))
        .clock(clock.clone())
        .build();
    let transport = ScriptedTransport::new().reply(
        200,
        r#"{"status":"success","message":"","data":{"client_id":"AB1234","values":[]}}"#,
    );
    let client = Client::builder(environment.clone(), session.clone())
        .transport(Arc::new(transport.clone()))
        .clock(clock.clone())
        .build()
        .unwrap();

    let error = client.funds().view().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::NotLoggedIn, Outcome::NotSent)
    );

    session.log_in(&Fake(environment.api().clone())).await.unwrap();
    client.funds().view().await.unwrap();
    clock.set(datetime!(2026-03-11 00:00 +5:30));
    let error = client.orders().place(&limit()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::SessionExpired, Outcome::NotSent)
    );
    assert!(
        error.is_login_required() && error.hint().contains("midnight IST"),
        "{}",
        error.hint()
    );
    assert_eq!(transport.recorded().len(), 1, "something was sent after midnight");
}

#[tokio::test]
async fn a_token_that_the_server_refuses_is_revoked_not_expired() {
    let clock = Arc::new(ManualClock::new(MORNING));
    let environment = Environment::algo();
    let session = Session::builder(environment.api().clone(), Arc::new(MemoryStore::default()))
        .clock(clock.clone())
        .build();
    session.log_in(&Fake(environment.api().clone())).await.unwrap();
    let refusal = r#"{"data":{},"message":"Request Unauthorised","error_code":40000,"status":"error"}"#;
    let transport = ScriptedTransport::new().reply(401, refusal).reply(401, refusal);
    let client = Client::builder(environment, session)
        .transport(Arc::new(transport.clone()))
        .clock(clock)
        .build()
        .unwrap();
    let error = client
        .orders()
        .cancel(&OrderId::new("20260310-7").unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::SessionRevoked, Outcome::Rejected)
    );
    let error = client.funds().view().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::SessionRevoked, Outcome::NotSent)
    );
    // The order, and the read that told the token from the address.
    assert_eq!(transport.recorded().len(), 2);
}

#[tokio::test]
async fn a_sandbox_session_cannot_reach_the_live_api() {
    let sandbox: Origin = "http://127.0.0.1:8080".parse().unwrap();
    let session = Session::builder(sandbox, Arc::new(MemoryStore::default())).build();
    let error = Client::builder(Environment::algo(), session).build().unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::WrongApp, Outcome::NotSent)
    );
    insta::assert_snapshot!(error, @"the session was made for http://127.0.0.1:8080, but the client is for https://algo.pocketful.in");
}

#[derive(Debug)]
struct Nobody;

#[async_trait]
impl TokenSource for Nobody {
    fn token(&self) -> Result<AccessToken, AuthError> {
        Err(AuthError::new(
            pocketful::auth::ErrorKind::WrongApp,
            "another app's session",
        ))
    }

    async fn renew(&self) -> Result<AccessToken, AuthError> {
        self.token()
    }

    fn invalidate(&self, _token: &AccessToken) {}
}

#[tokio::test]
async fn the_session_of_another_app_is_its_own_kind() {
    let client = Client::builder(Environment::algo(), Nobody).build().unwrap();
    let error = client.orders().pending().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::WrongApp, Outcome::NotSent)
    );
    assert_eq!(
        client
            .call(&pocketful::types::GetTradingInfo)
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::WrongApp
    );
}

#[tokio::test(start_paused = true)]
async fn the_default_timeout_is_seven_seconds() {
    let transport = ScriptedTransport::new()
        .reply(200, "{}")
        .after(std::time::Duration::from_secs(60));
    let start = tokio::time::Instant::now();
    let error = client(Environment::algo(), &transport)
        .orders()
        .place(&limit())
        .await
        .unwrap_err();
    assert_eq!(start.elapsed(), std::time::Duration::from_secs(7));
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Timeout, Outcome::Unknown)
    );
}

#[tokio::test]
async fn an_order_that_moves_between_the_books_is_listed_once() {
    let book = |status: &str, id: &str| {
        format!(
            r#"{{"data":{{"orders":[{{"oms_order_id":"{id}","order_status":"{status}"}},{{"oms_order_id":"{id}9"}}]}},"message":"","status":"success"}}"#
        )
    };
    let transport = ScriptedTransport::new()
        .reply(200, book("OPEN", "7"))
        .reply(200, book("COMPLETE", "7").replace("79", "8"));
    let orders = client(Environment::algo(), &transport)
        .orders()
        .all()
        .await
        .unwrap();
    let rows: Vec<_> = orders
        .rows
        .iter()
        .map(|order| {
            let status = order.order_status.as_str();
            (order.oms_order_id.to_string(), status.to_owned())
        })
        .collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(
        rows.contains(&("7".to_owned(), "COMPLETE".to_owned())),
        "{rows:?}"
    );
}
