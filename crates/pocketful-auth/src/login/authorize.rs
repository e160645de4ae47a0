//! One run of the authorization code flow: the address to open, and the check of what comes back.

use std::fmt;

use pocketful_types::Origin;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::{
    LoginFailure, PkceVerifier,
    answer::{self, Answer},
    pasted::query_of,
    random,
};
use crate::{App, CodeGrant, Error, ErrorKind, RedirectUri};

/// The address of the login page, for the person's eyes and browser (wire reference, section 1.1).
///
/// `Display` writes the whole address; `Debug` leaves the query out, so that the `state` does not get into logs.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationUrl(String);

impl AuthorizationUrl {
    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AuthorizationUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AuthorizationUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.split('?').next().unwrap_or_default();
        write!(f, "AuthorizationUrl({shown}?[redacted])")
    }
}

/// What the address asks for beyond the required.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Options {
    pub(super) pkce: bool,
    /// Sends the redirect URL under the name `redirect-uri` too (wire reference, section 17, row 3).
    pub(super) hyphen: bool,
}

/// A login under way: made by [`CodeFlow::start`](crate::CodeFlow::start), good for one answer.
#[derive(Debug)]
pub struct Authorization {
    url: AuthorizationUrl,
    state: SecretString,
    verifier: Option<PkceVerifier>,
    redirect_uri: RedirectUri,
}

impl Authorization {
    pub(super) fn new(server: &Origin, app: &App, options: Options) -> Result<Self, Error> {
        let verifier = if options.pkce {
            Some(PkceVerifier::random()?)
        } else {
            None
        };
        Self::with_secrets(server, app, options, random::text()?, verifier)
    }

    /// The same with the random parts given.
    fn with_secrets(
        server: &Origin,
        app: &App,
        options: Options,
        state: String,
        verifier: Option<PkceVerifier>,
    ) -> Result<Self, Error> {
        let redirect_uri = app.redirect_uri().ok_or_else(no_redirect_uri)?.clone();
        let mut query = Query::new();
        query.add("client_id", app.id().as_str());
        query.add("response_type", "code");
        query.add("scope", app.scopes());
        query.add("redirect_uri", redirect_uri.as_str());
        if options.hyphen {
            query.add("redirect-uri", redirect_uri.as_str());
        }
        query.add("state", &state);
        if let Some(verifier) = &verifier {
            query.add("code_challenge", &verifier.challenge());
            query.add("code_challenge_method", "S256");
        }
        Ok(Self {
            url: AuthorizationUrl(format!("{server}/oauth2/auth?{}", query.0)),
            state: state.into(),
            verifier,
            redirect_uri,
        })
    }

    /// The address to open in a browser.
    #[must_use]
    pub fn url(&self) -> &AuthorizationUrl {
        &self.url
    }

    /// Checks the redirected address, or its query alone, and takes the code out of it.
    ///
    /// Blanks, quotes and line breaks that copying adds are tolerated.
    ///
    /// # Errors
    /// A [`LoginFailure`]: not an address or another one than the redirect URL, a `state` that is not this login's, no code, two codes,
    /// or a refusal. Nothing of the text is repeated. After an unusable text a better one may be tried.
    pub fn grant(&self, redirected: &str) -> Result<CodeGrant, Error> {
        let query = query_of(redirected, &self.redirect_uri)?;
        match answer::read(&query) {
            Some(answer) => self.grant_from(answer),
            None => Err(LoginFailure::NotARedirect.into()),
        }
    }

    /// The same for a query that arrived at the redirect URL itself.
    pub(super) fn grant_from_query(&self, query: &str) -> Result<CodeGrant, Error> {
        match answer::read(query) {
            Some(answer) => self.grant_from(answer),
            None => Err(LoginFailure::CodeMissing.into()),
        }
    }

    /// Whose answer a query is that arrived at the redirect URL: any web page can send one there.
    pub(super) fn sender_of(&self, query: &str) -> Sender {
        match answer::read(query) {
            None => Sender::Nobody,
            Some(Answer {
                state: Some(state), ..
            }) if self.is_own_state(&state) => Sender::This,
            Some(_) => Sender::Another,
        }
    }

    fn grant_from(&self, answer: Answer) -> Result<CodeGrant, Error> {
        let Answer { state, outcome } = answer;
        match (&state, &outcome) {
            (Some(state), _) if self.is_own_state(state) => {}
            // A refusal may come before the server has understood the state; believing it costs at most another try.
            (None, Err(LoginFailure::Refused(_))) => {}
            _ => return Err(LoginFailure::StateMismatch.into()),
        }
        let mut grant = CodeGrant::new(outcome?);
        if let Some(verifier) = &self.verifier {
            grant = grant.with_verifier(verifier.clone());
        }
        Ok(grant)
    }

    fn is_own_state(&self, state: &SecretString) -> bool {
        let (own, given) = (self.state.expose_secret(), state.expose_secret());
        own.as_bytes().ct_eq(given.as_bytes()).into()
    }
}

/// Which login an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sender {
    /// This one: the state is its own.
    This,
    /// Another login, or a page that makes answers up: a foreign state, two of them, or none.
    Another,
    /// Not an answer at all.
    Nobody,
}

fn no_redirect_uri() -> Error {
    Error::new(
        ErrorKind::InvalidInput,
        "the app has no redirect URL of its own; with the portal's default one the token is made in the dashboard and \
         pasted, for a login through the browser register one such as http://127.0.0.1:5010/callback",
    )
}

/// A query with blanks as `%20`, which URL and form decoders both understand.
struct Query(String);

impl Query {
    fn new() -> Self {
        Self(String::new())
    }

    fn add(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        for part in form_urlencoded::byte_serialize(value.as_bytes()) {
            // A literal plus is already `%2B` here.
            self.0.push_str(if part == "+" { "%20" } else { part });
        }
    }
}

#[cfg(test)]
mod tests;
