//! Opens a connection: the token in the query, and the handshake of RFC 6455.

use axum::{
    Extension,
    extract::{RawQuery, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        handshake::derive_accept_key,
        protocol::{Role, WebSocketConfig},
    },
};

use super::connection::Connection;
use crate::{
    app::page, broker::Broker, params::Params, reply::Refusal, server::Afterwards, state::tokens::Token,
};

/// The largest text frame of a client that is read: fifty pairs take about a kilobyte.
const LARGEST_FRAME: usize = 256 * 1024;

/// `GET /ws/v1/feeds?login_id=…&access_token=…`
pub(super) async fn open(
    State(broker): State<Broker>,
    RawQuery(query): RawQuery,
    Extension(afterwards): Extension<Afterwards>,
    mut request: Request,
) -> Response {
    let Some(key) = websocket_key(request.headers()) else {
        let mut refused = page(
            StatusCode::UPGRADE_REQUIRED,
            "WebSocket only",
            "The feed speaks WebSocket, version 13.",
        );
        let headers = refused.headers_mut();
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        return refused;
    };
    let accept = derive_accept_key(key.as_bytes());
    let token = match admitted(&broker, &query.unwrap_or_default()) {
        Ok(token) => token,
        Err(refusal) => return refusal.into_response(),
    };
    let upgrade = hyper::upgrade::on(&mut request);
    afterwards.set(async move {
        if let Ok(upgraded) = upgrade.await {
            let config = WebSocketConfig::default()
                .max_message_size(Some(LARGEST_FRAME))
                .max_frame_size(Some(LARGEST_FRAME));
            let line = TokioIo::new(upgraded);
            let socket = WebSocketStream::from_raw_socket(line, Role::Server, Some(config)).await;
            Connection::new(&broker, &token).run(socket).await;
        }
    });
    let headers = [
        (header::CONNECTION, "upgrade"),
        (header::UPGRADE, "websocket"),
        (header::SEC_WEBSOCKET_ACCEPT, accept.as_str()),
    ];
    (StatusCode::SWITCHING_PROTOCOLS, headers).into_response()
}

/// The live token that the query carries, if it is the account's own.
fn admitted(broker: &Broker, query: &str) -> Result<Token, Refusal> {
    let now = broker.now();
    let login_id = Params::parse(query).one("login_id").ok().flatten();
    let secret = token_in(query).ok_or(Refusal::Unauthorised)?;
    let state = broker.state();
    let token = state
        .tokens
        .find(&secret, now)
        .map_err(|_| Refusal::Unauthorised)?;
    if login_id.as_deref() == Some(token.client_id.as_str()) {
        Ok(token.clone())
    } else {
        Err(Refusal::Unauthorised)
    }
}

/// The token of a query under either of its names (wire reference, section 16.1), live or not.
pub(crate) fn token_in(query: &str) -> Option<String> {
    let params = Params::parse(query);
    ["access_token", "token"].into_iter().find_map(|name| {
        let value = params.one(name).ok().flatten()?;
        Some(value.into_owned())
    })
}

/// The key of a request that asks for a WebSocket as it should.
fn websocket_key(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let has = |name, word: &str| {
        text(name).is_some_and(|words| words.split(',').any(|one| one.trim().eq_ignore_ascii_case(word)))
    };
    let sound = has(header::CONNECTION, "upgrade")
        && has(header::UPGRADE, "websocket")
        && text(header::SEC_WEBSOCKET_VERSION) == Some("13");
    let key = text(header::SEC_WEBSOCKET_KEY)?;
    // Sixteen bytes in base64.
    (sound && key.len() == 24).then(|| key.to_owned())
}
