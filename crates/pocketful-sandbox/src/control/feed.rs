//! `/sandbox/feed`: see the feed's connections, and close them.

use axum::{extract::State, response::Response};
use serde_json::json;

use super::ok;
use crate::broker::Broker;

pub(super) async fn show(State(broker): State<Broker>) -> Response {
    let hub = broker.feed();
    ok(&json!({ "accepted": hub.accepted(), "connections": hub.connections() }))
}

pub(super) async fn disconnect(State(broker): State<Broker>) -> Response {
    broker.feed().disconnect();
    ok(&json!({}))
}
