//! What a person sees when an app asks for access: log in, look at what is asked for, allow or deny.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{StatusCode, header},
    response::Response,
};
use pocketful_types::next_midnight;
use serde::Deserialize;

use crate::{
    broker::Broker,
    portal::{
        frame::{Frame, send},
        pages::problem,
        policy,
        then::Then,
        visitor::{MemberPosted, Visitor, login_path, see},
        when,
    },
};

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage {
    frame: Frame,
    app_name: String,
    name: String,
    client_id: String,
    until: String,
    scopes: Vec<Scope>,
    request: String,
    returns_to: String,
    then: Then,
}

/// One thing that is asked for.
struct Scope {
    name: String,
    meaning: &'static str,
}

/// Which waiting request is meant.
#[derive(Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    request: String,
}

/// `GET /portal/authorize?request=<id>`
pub(crate) async fn show(
    State(broker): State<Broker>,
    Visitor(session): Visitor,
    Query(which): Query<Which>,
) -> Response {
    let now = broker.now();
    let waiting = broker
        .state()
        .authorizations
        .pending(&which.request, now)
        .cloned();
    let Some(waiting) = waiting else {
        return problem::no_authorization(&broker, &session);
    };
    let then = Then::Page(format!("/portal/authorize?request={}", waiting.id));
    let Some(client_id) = session.client_id().map(str::to_owned) else {
        return see(&login_path(&then));
    };
    let names = {
        let state = broker.state();
        let app = state.apps.find(&waiting.app_id).map(|app| app.name.clone());
        app.zip(
            state
                .accounts
                .find(&client_id)
                .map(|account| account.name.clone()),
        )
    };
    let returns = policy::origin_of(&waiting.redirect_uri);
    let (Some((app_name, name)), Some(returns_to)) = (names, returns) else {
        return problem::no_authorization(&broker, &session);
    };
    let policy = policy::content_policy_ending_at(&returns_to);
    let page = ConsentPage {
        frame: broker.bare_frame(&session),
        app_name,
        name,
        client_id,
        until: when::at(next_midnight(now)),
        scopes: waiting.scope.split_whitespace().map(Scope::of).collect(),
        request: waiting.id,
        returns_to,
        then,
    };
    let mut response = send(StatusCode::OK, &page);
    if let Some(policy) = policy {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// `POST /portal/authorize`: allow or deny.
pub(crate) async fn decide(State(broker): State<Broker>, posted: MemberPosted) -> Response {
    let now = broker.now();
    let request = posted.fields.get("request");
    let location = {
        let mut state = broker.state();
        let state = &mut *state;
        match posted.fields.get("decision") {
            "allow" => state
                .authorizations
                .approve(request, &posted.client_id, &mut state.secrets, now),
            _ => state.authorizations.deny(request, now),
        }
    };
    match location {
        Ok(location) => see(&location),
        Err(_) => problem::no_authorization(&broker, &posted.session),
    }
}

impl Scope {
    /// Says what a scope lets an app do, as far as its name tells.
    fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            meaning: match name {
                "orders" => "see your orders, place, change and cancel them",
                "holdings" => "see your holdings",
                _ => "use your account within",
            },
        }
    }
}
