//! Pages that say what went wrong and what to do next.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    broker::Broker,
    portal::{
        frame::{Frame, send},
        policy::with_headers,
        visitor::Visitor,
    },
    state::sessions::BrowserSession,
};

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    frame: Frame,
    title: &'static str,
    lines: Vec<String>,
    way_out: Option<WayOut>,
}

/// Where somebody can go from here.
#[derive(Clone, Copy)]
pub(crate) struct WayOut {
    pub(crate) href: &'static str,
    pub(crate) text: &'static str,
}

const APPS: WayOut = WayOut {
    href: "/portal",
    text: "Go to the portal",
};

/// A form without the session's token: from another site, or from before a login or a restart.
pub(crate) fn stale_form(broker: &Broker, session: &BrowserSession) -> Response {
    let page = ProblemPage {
        frame: broker.frame(session, ""),
        title: "This form is out of date",
        lines: vec![
            "It was opened before you logged in or out, or before the sandbox was started again, or it came from \
             another site. Nothing has been changed."
                .to_owned(),
            "Open the page again and repeat what you wanted to do.".to_owned(),
        ],
        way_out: Some(APPS),
    };
    send(StatusCode::FORBIDDEN, &page)
}

/// Nothing is at this address, or it belongs to somebody else.
pub(crate) fn not_found(broker: &Broker, session: &BrowserSession) -> Response {
    let page = ProblemPage {
        frame: broker.frame(session, ""),
        title: "There is no such page",
        lines: vec!["The address may be mistyped, or what it showed is gone.".to_owned()],
        way_out: Some(APPS),
    };
    send(StatusCode::NOT_FOUND, &page)
}

/// The request of an app is gone: answered, or waiting for too long.
pub(crate) fn no_authorization(broker: &Broker, session: &BrowserSession) -> Response {
    let page = ProblemPage {
        frame: broker.bare_frame(session),
        title: "This login is over",
        lines: vec![
            "It was answered already, or it waited for more than ten minutes. Nothing has been allowed by it now."
                .to_owned(),
            "Start it again from the app that sent you here.".to_owned(),
        ],
        way_out: None,
    };
    send(StatusCode::GONE, &page)
}

/// An app sent somebody here with a request that must not be answered by going back to the app.
pub(crate) fn cannot_authorize(broker: &Broker, reason: &str) -> Response {
    let page = ProblemPage {
        frame: broker.frame_for_nobody(),
        title: "This login cannot go on",
        lines: vec![
            reason.to_owned(),
            "The app that sent you here has to be corrected; nothing has been allowed.".to_owned(),
        ],
        way_out: None,
    };
    with_headers(send(StatusCode::BAD_REQUEST, &page))
}

/// `GET /portal/token`, the default redirect URL: where an app that has no URL of its own sends people after OAuth.
pub(crate) async fn landing(State(broker): State<Broker>, Visitor(session): Visitor) -> Response {
    let page = ProblemPage {
        frame: broker.frame(&session, "apps"),
        title: "Back at the portal",
        lines: vec![
            "This is the default redirect URL. If a program waits for the address that the browser has come to, copy \
             it whole from the address bar."
                .to_owned(),
            "Otherwise make the access token on the page of your apps.".to_owned(),
        ],
        way_out: Some(APPS),
    };
    send(StatusCode::OK, &page)
}

/// Every other address under `/portal`.
pub(crate) async fn nowhere(State(broker): State<Broker>, Visitor(session): Visitor) -> Response {
    not_found(&broker, &session)
}
