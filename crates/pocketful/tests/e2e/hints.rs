//! Every kind of error has something to say about what to do.

use std::{io, sync::Arc, time::Duration};

use async_trait::async_trait;
use pocketful::{
    AccessToken, Client, Environment, Error, Exchange, Instrument, InstrumentToken, LimitPolicy, OrderId,
    Pan, RateLimits, RetryPolicy, TokenSource,
    auth::{Error as AuthError, ErrorKind as AuthErrorKind, FixedToken, LoginFailure},
    http::{Outcome, ScriptedTransport, TransportErrorKind, Window},
    types::{CandleType, ClientId, GetCandles, GetTradingInfo},
};
use time::macros::datetime;

#[derive(Debug)]
struct Without(AuthErrorKind);

#[async_trait]
impl TokenSource for Without {
    fn token(&self) -> Result<AccessToken, AuthError> {
        Err(AuthError::new(self.0, "why there is no token"))
    }

    async fn renew(&self) -> Result<AccessToken, AuthError> {
        self.token()
    }

    fn invalidate(&self, _token: &AccessToken) {}
}

fn token() -> FixedToken {
    FixedToken(AccessToken::new(
        "opaque.token".to_owned().into(),
        ClientId::new("AB1234"),
        datetime!(2099-01-01 0:00 UTC),
    ))
}

async fn read(transport: ScriptedTransport) -> Error {
    let client = Client::builder(Environment::algo(), token()).transport(Arc::new(transport));
    client
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
        .call(&GetTradingInfo)
        .await
        .unwrap_err()
}

fn row(error: &Error) -> String {
    format!(
        "{} ({})\n  {error}\n  → {}\n",
        error.kind(),
        error.outcome(),
        error.hint()
    )
}

#[tokio::test(start_paused = true)]
async fn of_every_kind() {
    let mut rows = Vec::new();
    for kind in [
        AuthErrorKind::NotLoggedIn,
        AuthErrorKind::Expired,
        AuthErrorKind::Expiring,
        AuthErrorKind::Revoked,
        AuthErrorKind::WrongApp,
        AuthErrorKind::ClockSetBack,
        AuthErrorKind::LoginRefused,
        AuthErrorKind::LoginAbandoned,
        AuthErrorKind::InvalidInput,
        AuthErrorKind::Store,
        AuthErrorKind::StoreCorrupt,
        AuthErrorKind::StoreNewer,
        AuthErrorKind::StoreBusy,
        AuthErrorKind::StoreConflict,
        AuthErrorKind::StoreReadOnly,
        AuthErrorKind::Network,
        AuthErrorKind::ConnectTimeout,
        AuthErrorKind::Dns,
        AuthErrorKind::Tls,
    ] {
        let client = Client::builder(Environment::algo(), Without(kind))
            .build()
            .unwrap();
        rows.push(row(&client.funds().view().await.unwrap_err()));
    }
    for kind in [
        io::ErrorKind::StorageFull,
        io::ErrorKind::PermissionDenied,
        io::ErrorKind::ReadOnlyFilesystem,
        io::ErrorKind::NotADirectory,
    ] {
        let error = AuthError::new(AuthErrorKind::Store, format!("a store with {kind:?}"));
        rows.push(row(&error.with_source(io::Error::from(kind)).into()));
    }
    for failure in [
        LoginFailure::StateMismatch,
        LoginFailure::CodeMissing,
        LoginFailure::OtherSecondFactor { asked: "PIN" },
        LoginFailure::ResetRequired("password"),
        LoginFailure::TimedOut {
            after: Duration::from_secs(60),
            strayed: false,
        },
    ] {
        rows.push(row(&AuthError::from(failure).into()));
    }
    for kind in [
        AuthErrorKind::Timeout,
        AuthErrorKind::Disconnected,
        AuthErrorKind::Server,
        AuthErrorKind::Limit,
        AuthErrorKind::UnexpectedReply,
    ] {
        rows.push(row(&AuthError::new(kind, "why the login failed").into()));
    }
    for (kind, outcome) in [
        (TransportErrorKind::Connect, Outcome::NotSent),
        (TransportErrorKind::Dns, Outcome::NotSent),
        (TransportErrorKind::Tls, Outcome::NotSent),
        (TransportErrorKind::Timeout, Outcome::Unknown),
        (TransportErrorKind::Disconnected, Outcome::Unknown),
        (TransportErrorKind::BodyTooLarge, Outcome::Unknown),
    ] {
        rows.push(row(&read(ScriptedTransport::new().fail(kind, outcome)).await));
    }
    for (status, body) in [
        (503, "upstream is away"),
        (200, "<!DOCTYPE html><title>Pocketful</title>"),
        (200, r#"{"data":{"client_id":"#),
        (
            401,
            r#"{"data":{},"message":"Request Unauthorised","error_code":40000,"status":"error"}"#,
        ),
        (
            400,
            r#"{"data":{},"message":"`product` is invalid","error_code":44000,"status":"error"}"#,
        ),
        (
            400,
            r#"{"data":{},"message":"Error from backend: (500)-bad price","error_code":45000,"status":"error"}"#,
        ),
        (
            500,
            r#"{"data":{},"message":"Something went wrong","error_code":45010,"status":"error"}"#,
        ),
        (
            200,
            r#"{"status":false,"message":"Invalid parameters","errorcode":"","data":null}"#,
        ),
        (
            429,
            r#"{"data":{},"message":"Too many requests","error_code":42900,"status":"error"}"#,
        ),
        (
            403,
            r#"{"data":{},"message":"Request forbidden: source address 203.0.113.9 is not a registered static IP","error_code":40000,"status":"error"}"#,
        ),
    ] {
        rows.push(row(&read(ScriptedTransport::new().reply(status, body)).await));
    }
    let limits = RateLimits::unlimited().with_non_trading(vec![Window::new(0, Duration::from_secs(60))]);
    let client = Client::builder(Environment::algo(), token())
        .limits(limits)
        .limit_policy(LimitPolicy::Refuse);
    rows.push(row(&client
        .build()
        .unwrap()
        .call(&GetTradingInfo)
        .await
        .unwrap_err()));
    let transport = ScriptedTransport::new().fail(TransportErrorKind::Timeout, Outcome::Unknown);
    let client = Client::builder(Environment::algo(), token())
        .transport(Arc::new(transport))
        .build()
        .unwrap();
    rows.push(row(&client
        .orders()
        .cancel(&OrderId::new("20260310-7").unwrap())
        .await
        .unwrap_err()));
    let transport = ScriptedTransport::new().reply(
        400,
        r#"{"data":{},"message":"Error from backend: (1600)-no such order","error_code":45000,"status":"error"}"#,
    );
    let client = Client::builder(Environment::algo(), token())
        .transport(Arc::new(transport))
        .build()
        .unwrap();
    rows.push(row(&client
        .orders()
        .cancel(&OrderId::new("20260310-7").unwrap())
        .await
        .unwrap_err()));
    insta::assert_snapshot!(rows.join("\n"));
}

#[tokio::test]
async fn of_what_nobody_promised_when_it_is_not_there() {
    const PAGE: &str = "<!doctype html><title>Pocketful</title>";
    const NOT_FOUND: &str = r#"{"message":"Not Found","status":"error"}"#;
    let moment = datetime!(2026-03-10 09:15 +5:30);
    let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
    let candles = GetCandles::new(acc, CandleType::Day, moment - time::Duration::DAY, moment).unwrap();
    for (status, reply) in [(200, PAGE), (404, PAGE), (404, NOT_FOUND)] {
        let asked = |times| {
            let script = (0..times).fold(ScriptedTransport::new(), |script, _| script.reply(status, reply));
            let client = Client::builder(Environment::algo(), token()).transport(Arc::new(script));
            client.retry(RetryPolicy::never()).build().unwrap()
        };
        let client = asked(5);
        let market = client.market();
        for error in [
            market.candles(&candles).await.unwrap_err(),
            market.margin(Vec::new()).await.unwrap_err(),
            client.user().apps().await.unwrap_err(),
            client.ipo().list().await.unwrap_err(),
            client
                .edis()
                .generate_tpin("1234567890123456", Pan::new("AAAPZ1234C"))
                .await
                .unwrap_err(),
        ] {
            assert!(
                error.hint().starts_with("The broker does not document this call"),
                "{}",
                row(&error)
            );
        }
        // What is documented must be there: then the address or the API is another one.
        let error = asked(1).user().trading_info().await.unwrap_err();
        assert!(!error.hint().contains("does not document"), "{}", row(&error));
    }
}
