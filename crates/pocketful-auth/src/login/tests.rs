//! The ways in that are pasted, and what the tests of all ways share: an app, a clock, a server made of expectations.

mod pasted;

use std::sync::Arc;

use pocketful_types::{Clock, ManualClock, Origin, TradingInfo};
use secrecy::{ExposeSecret, SecretString};
use time::{OffsetDateTime, macros::datetime};

use crate::{App, AppId, IssuedToken, MockLoginApi};

/// Mid-morning of some trading day.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-03-10 10:30 +5:30);

/// The midnight after [`NOW`].
pub(crate) const MIDNIGHT: OffsetDateTime = datetime!(2026-03-11 00:00 +5:30);

pub(crate) fn clock() -> Arc<dyn Clock> {
    Arc::new(ManualClock::new(NOW))
}

pub(crate) fn app(redirect_uri: &str) -> App {
    App::new(AppId::new("app-7"), SecretString::from("s3cret"))
        .with_redirect_uri(redirect_uri.parse().unwrap())
}

pub(crate) fn origin(text: &str) -> Origin {
    text.parse().unwrap()
}

pub(crate) fn info(client_id: &str) -> TradingInfo {
    serde_json::from_value(serde_json::json!({ "client_id": client_id })).unwrap()
}

/// A server with its two addresses, which expects nothing else yet.
pub(crate) fn server() -> MockLoginApi {
    let mut api = MockLoginApi::new();
    api.expect_auth_origin()
        .return_const(origin("https://trade.pocketful.in"));
    api.expect_api_origin()
        .return_const(origin("https://algo.pocketful.in"));
    api
}

/// A server that redeems `code` once, for a token of an hour, and says once whose it is.
pub(crate) fn server_that_redeems(code: &'static str) -> MockLoginApi {
    let mut api = server();
    api.expect_redeem()
        .withf(move |_, grant| grant.code().expose_secret() == code)
        .times(1)
        .returning(|_, _| {
            Ok(IssuedToken::new(SecretString::from("t0ken")).with_expires_in(time::Duration::HOUR))
        });
    expect_trading_info(&mut api);
    api
}

/// Expects one question whose `t0ken` is.
pub(crate) fn expect_trading_info(api: &mut MockLoginApi) {
    api.expect_trading_info()
        .withf(|token| token.expose_secret() == "t0ken")
        .times(1)
        .returning(|_| Ok(info("AB1234")));
}
