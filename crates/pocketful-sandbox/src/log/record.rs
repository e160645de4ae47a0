//! Writes the request log, and dates every answer by the virtual clock.

use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};
use time::{
    OffsetDateTime, UtcOffset, format_description::StaticFormatDescription, macros::format_description,
};

use super::{LogEntry, mask};
use crate::{app::page, broker::Broker, rest::token_of_request, server::Peer, state::State as Memory};

/// The largest request that is read; the API's own are far smaller.
const LARGEST_REQUEST: usize = 1024 * 1024;

/// The largest answer whose text is remembered.
const LARGEST_REPLY: u64 = 16 * 1024;

/// RFC 9110's date, section 5.6.7.
const HTTP_DATE: StaticFormatDescription =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// The number of a request in the log, for whatever happens to it on the way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LogId(pub(crate) u64);

/// Remembers requests to the API and to OAuth; the portal and the sandbox's own API talk about them, and are not
/// remembered themselves.
pub(crate) async fn record(State(broker): State<Broker>, request: Request, next: Next) -> Response {
    let mut response = if is_own(request.uri().path()) {
        next.run(request).await
    } else {
        remembered(&broker, request, next).await
    };
    if let Some(date) = http_date(broker.now()) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

/// Whether a path belongs to the sandbox itself and not to the broker it plays.
pub(crate) fn is_own(path: &str) -> bool {
    let mut parts = path.split('/').skip(1);
    matches!(parts.next(), Some("portal" | "sandbox" | "")) || path == "/favicon.ico"
}

async fn remembered(broker: &Broker, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_REQUEST).await else {
        return page(
            StatusCode::PAYLOAD_TOO_LARGE,
            "Too large",
            "A request may have at most 1 MiB.",
        );
    };
    let peer = parts.extensions.get::<Peer>().map(|peer| peer.0.ip());
    let Some(peer) = peer else {
        return page(
            StatusCode::INTERNAL_SERVER_ERROR,
            "No peer",
            "The connection has no other end.",
        );
    };
    let now = broker.now();
    let id = {
        let state = &mut *broker.state();
        let client_id = token_of_request(&parts.headers, &parts.uri)
            .and_then(|token| state.tokens.find(&token, now).ok())
            .map(|token| token.client_id.clone());
        let entry = LogEntry {
            id: 0,
            at: now,
            peer,
            method: parts.method.to_string(),
            target: clean(state, target(&parts.uri)),
            client_id,
            request: clean(state, text(&parts.headers, &body)),
            status: None,
            reply: String::new(),
            faults: Vec::new(),
        };
        state.log.open(entry)
    };
    parts.extensions.insert(LogId(id));
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    close(broker, id, response).await
}

/// Notes the answer, and passes it on as it was.
async fn close(broker: &Broker, id: u64, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let status = parts.status.as_u16();
    let short = body.size_hint().upper().is_some_and(|len| len <= LARGEST_REPLY);
    if !short {
        broker.state().log.close(id, status, String::new());
        return Response::from_parts(parts, body);
    }
    let Ok(bytes) = to_bytes(body, LARGEST_REQUEST).await else {
        broker.state().log.close(id, status, String::new());
        return page(
            StatusCode::INTERNAL_SERVER_ERROR,
            "No answer",
            "The answer broke off.",
        );
    };
    let state = &mut *broker.state();
    let reply = clean(state, mask::json(&bytes));
    state.log.close(id, status, reply);
    Response::from_parts(parts, Body::from(bytes))
}

fn target(uri: &Uri) -> String {
    match uri.query() {
        None => uri.path().to_owned(),
        Some(query) => format!("{}?{}", uri.path(), mask::form(query)),
    }
}

fn text(headers: &HeaderMap, body: &Bytes) -> String {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        std::str::from_utf8(body).map(mask::form).unwrap_or_default()
    } else {
        mask::json(body)
    }
}

/// Without any secret the broker knows, whatever name it came under.
fn clean(state: &Memory, text: String) -> String {
    let tokens = state.tokens.iter().map(|token| token.secret.as_str());
    let apps = state.apps.iter().map(|app| app.secret.as_str());
    let accounts = state.accounts.iter().flat_map(|account| {
        [
            account.password.as_str(),
            account.totp_secret.as_str(),
            account.pan.as_str(),
        ]
    });
    mask::scrub(text, tokens.chain(apps).chain(accounts))
}

fn http_date(now: OffsetDateTime) -> Option<HeaderValue> {
    let text = now.to_offset(UtcOffset::UTC).format(&HTTP_DATE).ok()?;
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn dates_are_those_of_http() {
        let date = http_date(datetime!(2026-11-24 00:00:05 +5:30)).unwrap();
        assert_eq!(date, "Mon, 23 Nov 2026 18:30:05 GMT");
    }

    #[test]
    fn the_sandboxs_own_pages_are_not_the_brokers() {
        for path in ["/", "/portal", "/portal/login", "/sandbox/log", "/favicon.ico"] {
            assert!(is_own(path), "{path}");
        }
        for path in [
            "/oauth2/auth",
            "/api/v1/orders",
            "/v1/user/profile",
            "/portals",
            "/x/portal",
        ] {
            assert!(!is_own(path), "{path}");
        }
    }
}
