//! `/sandbox/faults`: see the rules, add one, remove one or all.

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde_json::json;

use super::{answer, ok, refusal};
use crate::{broker::Broker, faults::FaultRule};

pub(super) async fn list(State(broker): State<Broker>) -> Response {
    let state = broker.state();
    let faults: Vec<_> = state.faults.iter().collect();
    ok(&json!({ "faults": faults }))
}

pub(super) async fn add(State(broker): State<Broker>, body: Bytes) -> Response {
    let rule: FaultRule = match serde_json::from_slice(&body) {
        Ok(rule) => rule,
        Err(error) => {
            let says = format!(
                "send a rule such as {{\"route\":\"POST /api/v1/orders\",\"times\":1,\"fault\":{{\"kind\":\"reset_after\"}}}}: {error}"
            );
            return refusal(StatusCode::BAD_REQUEST, &says);
        }
    };
    match broker.state().faults.add(rule) {
        Ok(id) => answer(StatusCode::CREATED, &json!({ "id": id })),
        Err(error) => refusal(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

pub(super) async fn remove(State(broker): State<Broker>, Path(id): Path<String>) -> Response {
    let removed = id.parse().is_ok_and(|id| broker.state().faults.remove(id));
    if removed {
        ok(&json!({}))
    } else {
        refusal(StatusCode::NOT_FOUND, "no fault of this id is at work")
    }
}

pub(super) async fn clear(State(broker): State<Broker>) -> Response {
    broker.state().faults.clear();
    ok(&json!({}))
}
