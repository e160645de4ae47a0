//! The request log: what programs asked and were told, secrets masked.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    broker::Broker,
    log::LogEntry,
    portal::{
        frame::{Frame, send},
        visitor::{Posted, Visitor, see},
        when,
    },
};

/// More than this would make the page slow to read and to bring up to date.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "requests.html")]
struct RequestsPage {
    frame: Frame,
    requests: Vec<Row>,
    older: usize,
}

/// One request in words.
struct Row {
    time: String,
    peer: String,
    method: String,
    target: String,
    sent: String,
    reply: String,
    status: String,
    tone: &'static str,
    faults: Vec<&'static str>,
}

/// `GET /portal/requests`
pub(crate) async fn show(State(broker): State<Broker>, Visitor(session): Visitor) -> Response {
    let (requests, older) = {
        let state = broker.state();
        let newest = state.log.iter().rev();
        let requests: Vec<_> = newest.take(SHOWN).map(Row::of).collect();
        (requests, state.log.iter().count().saturating_sub(SHOWN))
    };
    let page = RequestsPage {
        frame: broker.frame(&session, "requests"),
        requests,
        older,
    };
    send(StatusCode::OK, &page)
}

/// `POST /portal/requests`: forgets them all.
pub(crate) async fn clear(State(broker): State<Broker>, _posted: Posted) -> Response {
    broker.state().log.clear();
    see("/portal/requests")
}

impl Row {
    fn of(entry: &LogEntry) -> Self {
        Self {
            time: when::short(entry.at),
            peer: entry.peer.to_string(),
            method: entry.method.clone(),
            target: entry.target.clone(),
            sent: readable(&entry.request),
            reply: readable(&entry.reply),
            status: entry
                .status
                .map_or("no answer".to_owned(), |status| status.to_string()),
            tone: match entry.status {
                Some(200..400) => "good",
                _ => "bad",
            },
            faults: entry.faults.clone(),
        }
    }
}

/// A body over several lines: JSON by its structure, a form by its fields, anything else as it is.
fn readable(body: &str) -> String {
    let json = serde_json::from_str::<serde_json::Value>(body);
    match json.and_then(|value| serde_json::to_string_pretty(&value)) {
        Ok(pretty) => pretty,
        Err(_) => body.replace('&', "\n& "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_spread_over_lines() {
        assert_eq!(readable(r#"{"a":[1]}"#), "{\n  \"a\": [\n    1\n  ]\n}");
        assert_eq!(
            readable("grant_type=authorization_code&code=***"),
            "grant_type=authorization_code\n& code=***"
        );
        assert_eq!(readable("{\"cut\":"), "{\"cut\":");
        assert_eq!(readable(""), "");
    }
}
