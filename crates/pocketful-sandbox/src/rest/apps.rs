//! The account's registered apps, without their secrets, and one more of them (wire reference, section 1.5; not public).

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::HeaderMap,
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::answer;
use crate::{
    assumed::{GRANT_TYPE, SCOPES},
    body::JsonBody,
    broker::Broker,
    limits::Class,
    reply::{Refusal, oms},
    state::apps::App,
};

pub(super) fn router() -> Router<Broker> {
    Router::new()
        .route("/api/v1/apps", get(list))
        .route("/api/v1/app", post(register))
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

async fn register(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&broker, &headers, Class::NonTrading, |state, token, _| {
        let asked = JsonBody::parse(&body)?;
        if asked.has("owner") && asked.text("owner")? != token.client_id {
            return Err(Refusal::Forbidden);
        }
        let name = asked.text("app_name")?;
        let redirect_uri = only_one("redirect_uris", asked.texts("redirect_uris")?)?;
        if asked.has("grant_types") && only_one("grant_types", asked.texts("grant_types")?)? != GRANT_TYPE {
            return Err(Refusal::Invalid("grant_types"));
        }
        let created = state.apps.create_without_address(
            &token.client_id,
            &name,
            &redirect_uri,
            scopes(&asked)?,
            &mut state.secrets,
        );
        let app = created.map_err(|problems| {
            Refusal::Invalid(if problems.name.is_some() {
                "app_name"
            } else {
                "redirect_uris"
            })
        })?;
        let data = json!({
            "app_id": app.id,
            "app_name": app.name,
            "app_owner": app.owner,
            "app_secret": app.secret,
            "app_secret_expires_at": 0,
            "grant_types": [GRANT_TYPE],
            "redirect_uris": [app.redirect_uri],
            "scope": app.scopes.join(" "),
        });
        Ok(oms(&data, ""))
    })
}

/// The one text of a list: an app of this server has exactly one URL and one way to its tokens.
fn only_one(member: &'static str, texts: Vec<String>) -> Result<String, Refusal> {
    match <[String; 1]>::try_from(texts) {
        Ok([one]) => Ok(one),
        Err(texts) if texts.is_empty() => Err(Refusal::Blank(member)),
        Err(_) => Err(Refusal::Invalid(member)),
    }
}

/// The scopes asked for, in their own order; all of them where none is named.
fn scopes(asked: &JsonBody) -> Result<Vec<String>, Refusal> {
    let text = match asked.has("scope") {
        true => asked.string("scope")?,
        false => String::new(),
    };
    let words: Vec<_> = text.split_ascii_whitespace().collect();
    if words.iter().any(|word| !SCOPES.contains(word)) {
        return Err(Refusal::Invalid("scope"));
    }
    let wanted = |scope: &&str| words.is_empty() || words.contains(scope);
    Ok(SCOPES.into_iter().filter(wanted).map(str::to_owned).collect())
}
