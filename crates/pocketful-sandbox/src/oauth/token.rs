//! `POST /oauth2/token`: a one-time code for an access token (wire reference, section 1.2).

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::{
    assumed::EXPIRES_IN,
    broker::Broker,
    params::{Params, Repeated},
    state::{accounts::same, authorizations::CodeRefusal},
};

/// An error answer of RFC 6749, section 5.2.
struct Refusal {
    error: &'static str,
    description: String,
}

pub(crate) async fn exchange(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    let answer = match redeem(&broker, &headers, &body) {
        Ok(answer) => (StatusCode::OK, answer.to_string()).into_response(),
        Err(refusal) => refusal.into_response(),
    };
    let keep_nothing = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
        (header::PRAGMA, "no-cache"),
    ];
    (keep_nothing, answer).into_response()
}

fn redeem(broker: &Broker, headers: &HeaderMap, body: &[u8]) -> Result<serde_json::Value, Refusal> {
    let (app_id, app_secret) = basic(headers).ok_or_else(|| {
        Refusal::new(
            "invalid_client",
            "Send Authorization: Basic with the App ID and the App Secret",
        )
    })?;
    let now = broker.now();
    let mut state = broker.state();
    let known = state
        .apps
        .find(&app_id)
        .is_some_and(|app| same(&app.secret, &app_secret));
    if !known {
        return Err(Refusal::new(
            "invalid_client",
            "Unknown App ID or wrong App Secret",
        ));
    }

    let form = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let text = std::str::from_utf8(body).ok().filter(|_| form).ok_or_else(|| {
        Refusal::new(
            "invalid_request",
            "Send a form: application/x-www-form-urlencoded in UTF-8",
        )
    })?;
    let params = Params::parse(text);
    let one = |name: &str| {
        params
            .one(name)
            .map_err(|Repeated| Refusal::new("invalid_request", format!("{name} is given more than once")))
    };
    let needed =
        |name: &str| one(name)?.ok_or_else(|| Refusal::new("invalid_request", format!("{name} is missing")));
    if needed("grant_type")? != "authorization_code" {
        return Err(Refusal::new(
            "unsupported_grant_type",
            "grant_type must be authorization_code",
        ));
    }
    let code = needed("code")?;
    let redirect_uri = needed("redirect_uri")?;
    let verifier = one("code_verifier")?;

    let state = &mut *state;
    let redeemed = state
        .authorizations
        .redeem(&code, &app_id, &redirect_uri, verifier.as_deref(), now);
    let grant = redeemed.map_err(|refusal| {
        if let CodeRefusal::Used { token: Some(token) } = &refusal {
            // Two have the code, one of them stole it (RFC 6749, section 4.1.2).
            state.tokens.revoke(token);
        }
        Refusal::new("invalid_grant", refusal.description())
    })?;
    let token = state.tokens.issue(
        &grant.client_id,
        Some(&grant.app_id),
        &grant.scope,
        &mut state.secrets,
        now,
    );
    state.authorizations.redeemed_for(&code, &token.secret);
    Ok(json!({
        "access_token": token.secret,
        "expires_in": EXPIRES_IN,
        "scope": token.scope,
        "token_type": "bearer",
    }))
}

impl CodeRefusal {
    fn description(&self) -> &'static str {
        match self {
            Self::Unknown => "The code was not issued to this app",
            Self::Expired => "The code is older than 60 seconds",
            Self::Used { .. } => "The code was used before",
            Self::RedirectUri => "redirect_uri is not the one of the authorization request",
            Self::Verifier => "code_verifier does not belong to the code_challenge",
        }
    }
}

/// App ID and App Secret of a Basic authorization.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

impl Refusal {
    fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self {
            error,
            description: description.into(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "error_description": self.description }).to_string();
        if self.error == "invalid_client" {
            let ask = [(header::WWW_AUTHENTICATE, "Basic realm=\"pocketful\"")];
            return (StatusCode::UNAUTHORIZED, ask, body).into_response();
        }
        (StatusCode::BAD_REQUEST, body).into_response()
    }
}
