//! The account's registered apps, without their secrets (wire reference, section 1.5; not public).

use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};
use serde_json::{Value, json};

use super::answer;
use crate::{broker::Broker, limits::Class, reply::oms, state::apps::App};

pub(super) fn router() -> Router<Broker> {
    Router::new().route("/api/v1/apps", get(list))
}

async fn list(State(broker): State<Broker>, headers: HeaderMap) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let rows: Vec<_> = state.apps.of(&token.client_id).map(row).collect();
        Ok(oms(&rows.into(), ""))
    })
}

fn row(app: &App) -> Value {
    json!({
        "app_id": app.id,
        "app_name": app.name,
        "redirect_uris": [app.redirect_uri],
        "scope": app.scopes.join(" "),
    })
}
