//! The list of apps with today's tokens, and making a token where the portal does so.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

use crate::{
    broker::Broker,
    portal::{
        frame::{Frame, Notice, send},
        pages::problem,
        visitor::{Member, MemberPosted, see},
        when,
    },
    state::apps::App,
};

#[derive(Template)]
#[template(path = "dashboard.html")]
struct DashboardPage {
    frame: Frame,
    apps: Vec<AppCard>,
}

/// What the pages show of an app; never its secret.
pub(super) struct AppCard {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) redirect_uri: String,
    /// Whether the portal makes its tokens, and not OAuth.
    pub(super) default_redirect: bool,
    addresses: String,
    pub(super) token: Option<TokenLine>,
    pub(super) authorize_url: String,
    pub(super) token_url: String,
}

/// Today's token.
pub(super) struct TokenLine {
    pub(super) text: String,
    pub(super) dies: String,
    pub(super) remaining: String,
}

/// What has just been done.
#[derive(Default, Deserialize)]
pub(crate) struct Done {
    #[serde(default)]
    pub(super) done: String,
}

/// `GET /portal`
pub(crate) async fn list(State(broker): State<Broker>, member: Member, Query(done): Query<Done>) -> Response {
    let apps: Vec<App> = broker.state().apps.of(&member.client_id).cloned().collect();
    let mut frame = broker.frame(&member.session, "apps");
    frame.notice = Notice::of(&done.done);
    let apps = apps.iter().map(|app| AppCard::of(&broker, app)).collect();
    send(StatusCode::OK, &DashboardPage { frame, apps })
}

/// `POST /portal/apps/{id}/token`: the button Refresh.
pub(crate) async fn refresh_token(
    State(broker): State<Broker>,
    axum::extract::Path(id): axum::extract::Path<String>,
    posted: MemberPosted,
) -> Response {
    issue_token(&broker, &posted.client_id, &id)
        .unwrap_or_else(|| problem::not_found(&broker, &posted.session))
}

/// Makes a token for an app of `client_id` that has the default redirect URL, and leads to where it is shown; `None`
/// for any other app.
pub(super) fn issue_token(broker: &Broker, client_id: &str, app_id: &str) -> Option<Response> {
    let default = broker.default_redirect_uri();
    let now = broker.now();
    let mut state = broker.state();
    let state = &mut *state;
    let app = state.apps.find(app_id)?;
    if app.owner != client_id || app.redirect_uri != default {
        return None;
    }
    let scope = app.scopes.join(" ");
    state
        .tokens
        .issue(client_id, Some(app_id), &scope, &mut state.secrets, now);
    Some(see(&format!("/portal?done=token#app-{app_id}")))
}

/// The address that an app sends people to; only the state is still to be filled in.
fn authorize_url(broker: &Broker, app: &App) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &app.id)
        .append_pair("redirect_uri", &app.redirect_uri)
        .append_pair("response_type", "code")
        .append_pair("scope", &app.scopes.join(" "))
        .append_pair("state", "STATE")
        .finish();
    format!("{}/oauth2/auth?{query}", broker.url())
}

/// The addresses that orders may come from, the first tried first.
fn addresses(app: &App) -> String {
    let mapped = [app.primary, app.secondary].into_iter().flatten();
    let mapped: Vec<_> = mapped.map(|mapped| mapped.address.to_string()).collect();
    if mapped.is_empty() {
        "none yet, so its orders are refused".to_owned()
    } else {
        mapped.join(", then ")
    }
}

impl AppCard {
    pub(super) fn of(broker: &Broker, app: &App) -> Self {
        let default_redirect = app.redirect_uri == broker.default_redirect_uri();
        let now = broker.now();
        let token = broker
            .state()
            .tokens
            .newest_of(&app.id, now)
            .filter(|_| default_redirect)
            .map(|token| TokenLine {
                text: token.secret.clone(),
                dies: when::at(token.expires_at),
                remaining: when::until(token.expires_at - now),
            });
        Self {
            id: app.id.clone(),
            name: app.name.clone(),
            redirect_uri: app.redirect_uri.clone(),
            default_redirect,
            addresses: addresses(app),
            token,
            authorize_url: authorize_url(broker, app),
            token_url: format!("{}/oauth2/token", broker.url()),
        }
    }
}
