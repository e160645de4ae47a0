//! Checks what `/oauth2/auth` is asked for, before any person is bothered.

use std::borrow::Cow;

use time::OffsetDateTime;

use crate::{
    assumed::SCOPES,
    params::{Params, Repeated},
    state::{
        State,
        authorizations::{Asked, error_location},
    },
};

/// Why there is nothing to ask a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AuthorizeError {
    /// It is not certain that the app is who it says, so the browser must not be sent to it (RFC 6749, section
    /// 4.1.2.1): a message for the person.
    Page(&'static str),
    /// Where to send the browser, with the error in the query.
    Redirect(String),
}

/// Starts an authorization from the query of `/oauth2/auth`; the answer is the id to show the pages for.
pub(crate) fn begin(state: &mut State, query: &str, now: OffsetDateTime) -> Result<String, AuthorizeError> {
    let params = Params::parse(query);
    let app_id = params
        .one("client_id")
        .map_err(|_| AuthorizeError::Page("The link names the app more than once."))?
        .ok_or(AuthorizeError::Page(
            "The link does not name an app: client_id is missing.",
        ))?;
    let app = state.apps.find(&app_id).ok_or(AuthorizeError::Page(
        "No app of this client_id is registered. Look the App ID up in the portal.",
    ))?;
    let redirect_uri = redirect_uri(&params)?;
    if redirect_uri != app.redirect_uri {
        return Err(AuthorizeError::Page(
            "The redirect URL is not, letter for letter, the one registered for this app.",
        ));
    }

    let echoed = params.one("state").ok().flatten().unwrap_or_default();
    let back = |error: &str, description: &str| {
        AuthorizeError::Redirect(error_location(&redirect_uri, error, description, &echoed))
    };
    let single = |name: &'static str| {
        params
            .one(name)
            .map_err(|Repeated| back("invalid_request", &format!("{name} is given more than once")))
    };

    match single("response_type")?.as_deref() {
        Some("code") => {}
        None => return Err(back("invalid_request", "response_type is missing")),
        Some(_) => return Err(back("unsupported_response_type", "response_type must be code")),
    }
    let given_state = single("state")?.unwrap_or_default();
    if given_state.chars().count() < 8 {
        return Err(back("invalid_request", "state must have at least 8 characters"));
    }
    let scope = single("scope")?.unwrap_or_default();
    let scopes: Vec<&str> = scope.split_ascii_whitespace().collect();
    if scopes.is_empty() || scopes.iter().any(|scope| !SCOPES.contains(scope)) {
        return Err(back("invalid_scope", "scope is one or both of: orders holdings"));
    }
    if scopes
        .iter()
        .any(|scope| !app.scopes.iter().any(|own| own == scope))
    {
        return Err(back("invalid_scope", "the app was not registered for this scope"));
    }
    let method = single("code_challenge_method")?;
    let code_challenge = match (single("code_challenge")?, method.as_deref()) {
        (None, None) => None,
        (Some(challenge), Some("S256")) if challenge.len() == 43 => Some(challenge.into_owned()),
        _ => {
            return Err(back(
                "invalid_request",
                "code_challenge is a SHA-256 of 43 characters, with code_challenge_method S256",
            ));
        }
    };
    let asked = Asked {
        app_id: app_id.into_owned(),
        redirect_uri: redirect_uri.to_string(),
        scope: scopes.join(" "),
        state: given_state.into_owned(),
        code_challenge,
    };
    Ok(state.authorizations.open(asked, &mut state.secrets, now))
}

/// `redirect_uri`, or the spelling with a hyphen that the broker's own example uses. The latter is tolerated
/// because every app has exactly one URL.
fn redirect_uri<'a>(params: &Params<'a>) -> Result<Cow<'a, str>, AuthorizeError> {
    let repeated = |Repeated| AuthorizeError::Page("The link names the redirect URL more than once.");
    let proper = params.one("redirect_uri").map_err(repeated)?;
    let hyphen = params.one("redirect-uri").map_err(repeated)?;
    match (proper, hyphen) {
        (Some(one), Some(two)) if one != two => Err(AuthorizeError::Page(
            "The link names two different redirect URLs.",
        )),
        (Some(uri), _) | (None, Some(uri)) => Ok(uri),
        (None, None) => Err(AuthorizeError::Page(
            "The link does not say where to return to: redirect_uri is missing.",
        )),
    }
}
