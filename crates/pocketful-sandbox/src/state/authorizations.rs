//! Authorizations on their way: asked for, waiting for a person, approved into a one-time code, redeemed.

mod codes;

use time::OffsetDateTime;

use self::codes::Code;
pub(crate) use self::codes::CodeRefusal;
use super::random::Random;
use crate::assumed::CONSENT_WAITS;

/// A checked request for authorization that waits at the login and consent pages.
#[derive(Clone)]
pub(crate) struct PendingAuthorization {
    /// Unguessable: whoever has it may ask the person.
    pub(crate) id: String,
    pub(crate) app_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    pub(crate) state: String,
    /// PKCE's S256 challenge, where the client sent one.
    pub(crate) code_challenge: Option<String>,
    until: OffsetDateTime,
}

/// The person took too long, or the form was sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoSuchAuthorization;

/// All of them.
#[derive(Default)]
pub(crate) struct Authorizations {
    pending: Vec<PendingAuthorization>,
    codes: Vec<Code>,
}

/// What `/oauth2/auth` was asked for, after its checks.
pub(crate) struct Asked {
    pub(crate) app_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    pub(crate) state: String,
    pub(crate) code_challenge: Option<String>,
}

impl Authorizations {
    /// Starts waiting for a person; the answer is the id to show the pages for.
    pub(crate) fn open(&mut self, asked: Asked, random: &mut Random, now: OffsetDateTime) -> String {
        self.pending.retain(|pending| now < pending.until);
        let id = random.word(32);
        self.pending.push(PendingAuthorization {
            id: id.clone(),
            app_id: asked.app_id,
            redirect_uri: asked.redirect_uri,
            scope: asked.scope,
            state: asked.state,
            code_challenge: asked.code_challenge,
            until: now + CONSENT_WAITS,
        });
        id
    }

    /// What is being asked for, to show it to the person.
    pub(crate) fn pending(&self, id: &str, now: OffsetDateTime) -> Option<&PendingAuthorization> {
        self.pending
            .iter()
            .find(|pending| pending.id == id && now < pending.until)
    }

    /// The person said yes: the URL to send the browser to, with a fresh code.
    pub(crate) fn approve(
        &mut self,
        id: &str,
        client_id: &str,
        random: &mut Random,
        now: OffsetDateTime,
    ) -> Result<String, NoSuchAuthorization> {
        let request = self.take(id, now)?;
        let secret = random.word(43);
        let answer = [
            ("code", secret.as_str()),
            ("scope", request.scope.as_str()),
            ("state", request.state.as_str()),
        ];
        let location = with_query(&request.redirect_uri, &answer);
        self.codes.push(Code::new(secret, request, client_id, now));
        Ok(location)
    }

    /// The person said no: the URL to send the browser to.
    pub(crate) fn deny(&mut self, id: &str, now: OffsetDateTime) -> Result<String, NoSuchAuthorization> {
        let request = self.take(id, now)?;
        Ok(error_location(
            &request.redirect_uri,
            "access_denied",
            "The resource owner denied the request",
            &request.state,
        ))
    }

    fn take(&mut self, id: &str, now: OffsetDateTime) -> Result<PendingAuthorization, NoSuchAuthorization> {
        let at = self
            .pending
            .iter()
            .position(|pending| pending.id == id && now < pending.until)
            .ok_or(NoSuchAuthorization)?;
        Ok(self.pending.swap_remove(at))
    }
}

/// The redirect URL with RFC 6749's error members (section 4.1.2.1).
pub(crate) fn error_location(redirect_uri: &str, error: &str, description: &str, state: &str) -> String {
    let mut answer = vec![("error", error), ("error_description", description)];
    if !state.is_empty() {
        answer.push(("state", state));
    }
    with_query(redirect_uri, &answer)
}

fn with_query(url: &str, pairs: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}{query}")
}

#[cfg(test)]
mod tests;
