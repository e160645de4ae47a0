//! The portal's pages, as a person with a browser sees the broker.

mod amounts;
mod assets;
mod cookie;
mod fields;
mod frame;
mod pages;
mod policy;
mod qr;
mod then;
mod validate;
mod visitor;
mod when;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    response::Redirect,
    routing::{get, post},
};

pub(crate) use self::{pages::problem::cannot_authorize, policy::check_host};

use self::pages::{
    account, app, apps, authorize, clock, faults, login, new_app, orders, problem, requests, security,
};
use crate::{assumed::DEFAULT_REDIRECT_PATH, broker::Broker};

/// No form of the portal comes near this many bytes.
const FORM_BYTES: usize = 64 * 1024;

/// Every page under `/portal`.
///
/// `/portal/authorize?request=<id>` shows the login and consent pages for a pending authorization.
pub(crate) fn router(broker: &Broker) -> Router<Broker> {
    Router::new()
        .route("/portal", get(apps::list))
        .route("/portal/login", get(login::show).post(login::submit))
        .route("/portal/login/code", post(login::submit_code))
        .route("/portal/logout", post(login::log_out))
        .route("/portal/apps/new", get(new_app::show).post(new_app::submit))
        .route("/portal/apps/{id}", get(app::show))
        .route("/portal/apps/{id}/secret", post(app::show_secret))
        .route("/portal/apps/{id}/addresses", post(app::change_address))
        .route("/portal/apps/{id}/token", post(apps::refresh_token))
        .route("/portal/security", get(security::show))
        .route(
            "/portal/security/totp",
            get(security::set_up).post(security::confirm),
        )
        .route("/portal/authorize", get(authorize::show).post(authorize::decide))
        .route("/portal/account", get(account::show))
        .route("/portal/orders", get(orders::show))
        .route("/portal/orders/fill", post(orders::fill))
        .route("/portal/clock", get(clock::show).post(clock::submit))
        .route("/portal/faults", get(faults::show).post(faults::submit))
        .route("/portal/requests", get(requests::show).post(requests::clear))
        .route(DEFAULT_REDIRECT_PATH, get(problem::landing))
        .route("/portal/{*rest}", get(problem::nowhere))
        .layer(from_fn_with_state(broker.clone(), visitor::find_session))
        .route("/portal/assets/portal.css", get(assets::style))
        .route("/portal/assets/portal.js", get(assets::script))
        .route("/portal/", get(async || Redirect::to("/portal")))
        .route("/", get(async || Redirect::to("/portal")))
        .layer(from_fn(policy::set_headers))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
}
