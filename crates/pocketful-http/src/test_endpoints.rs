//! Two operations for the tests of this crate: one that reads, one that writes.

use std::{borrow::Cow, sync::Arc};

use http::Method;
use pocketful_auth::{AccessToken, FixedToken, TokenSource};
use pocketful_types::{ClientId, Effect, EncodeError, Endpoint, RateClass, Route, json_body};
use serde::Deserialize;
use time::macros::datetime;

/// Stands for a token; no text that anybody sees may contain it.
pub(crate) const SECRET: &str = "SENTINEL-token.0123456789";

#[derive(Debug)]
pub(crate) struct Read;

#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Answer {
    pub(crate) value: u32,
}

impl Endpoint for Read {
    const NAME: &'static str = "test.read";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = Answer;

    fn path(&self) -> Cow<'static, str> {
        "/api/v1/things".into()
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("client_id", "AB1234".into()), ("text", "a b&c=d".into())]
    }
}

#[derive(Debug)]
pub(crate) struct Write;

impl Endpoint for Write {
    const NAME: &'static str = "test.write";
    const METHOD: Method = Method::POST;
    const RATE: RateClass = RateClass::Order;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = Answer;

    fn path(&self) -> Cow<'static, str> {
        "/api/v1/things".into()
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&serde_json::json!({ "quantity": 5, "note": "SENTINEL-body" }))
    }
}

/// A success in the OMS envelope.
pub(crate) const SUCCESS: &str = r#"{"data":{"value":7},"message":"all well","status":"success"}"#;

/// The OMS envelope of a refused token.
pub(crate) const UNAUTHORISED: &str =
    r#"{"data":{},"message":"Request Unauthorised","error_code":40000,"status":"error"}"#;

pub(crate) fn token(secret: &str) -> AccessToken {
    AccessToken::new(
        secret.to_owned().into(),
        ClientId::new("AB1234"),
        datetime!(2026-03-11 00:00 +5:30),
    )
}

pub(crate) fn fixed_token() -> Arc<dyn TokenSource> {
    Arc::new(FixedToken(token(SECRET)))
}
