//! One-time codes: handed out with consent, used up within a minute.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::{Authorizations, PendingAuthorization};
use crate::{assumed::CODE_LIVES, state::accounts::same};

/// A code that was handed out.
pub(super) struct Code {
    secret: String,
    request: PendingAuthorization,
    client_id: String,
    until: OffsetDateTime,
    /// The token it was redeemed for; kept so that a second use can revoke it.
    redeemed: Option<Redeemed>,
}

/// How a code was used up.
enum Redeemed {
    /// For this token.
    ForToken(String),
    /// For nothing: the attempt was wrong.
    InVain,
}

/// What a redeemed code stands for.
pub(crate) struct Grant {
    pub(crate) app_id: String,
    pub(crate) client_id: String,
    pub(crate) scope: String,
}

/// Why a code was not redeemed. All are `invalid_grant` to the client (RFC 6749, section 5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeRefusal {
    /// Never issued, or to another app.
    Unknown,
    /// Older than its 60 s.
    Expired,
    /// Used before. The token it was redeemed for, if any, is to be revoked.
    Used { token: Option<String> },
    /// Not the redirect URL of the authorization.
    RedirectUri,
    /// PKCE's verifier is missing or wrong.
    Verifier,
}

impl Code {
    pub(super) fn new(
        secret: String,
        request: PendingAuthorization,
        client_id: &str,
        now: OffsetDateTime,
    ) -> Self {
        Self {
            secret,
            request,
            client_id: client_id.to_owned(),
            until: now + CODE_LIVES,
            redeemed: None,
        }
    }
}

impl Authorizations {
    /// Uses a code up. A failed attempt by the right app uses it up too.
    pub(crate) fn redeem(
        &mut self,
        secret: &str,
        app_id: &str,
        redirect_uri: &str,
        verifier: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<Grant, CodeRefusal> {
        let code = self
            .codes
            .iter_mut()
            .find(|code| code.secret == secret && code.request.app_id == app_id)
            .ok_or(CodeRefusal::Unknown)?;
        if let Some(redeemed) = &code.redeemed {
            let token = match redeemed {
                Redeemed::ForToken(token) => Some(token.clone()),
                Redeemed::InVain => None,
            };
            return Err(CodeRefusal::Used { token });
        }
        code.redeemed = Some(Redeemed::InVain);
        if now >= code.until {
            return Err(CodeRefusal::Expired);
        }
        if redirect_uri != code.request.redirect_uri {
            return Err(CodeRefusal::RedirectUri);
        }
        if !proves(verifier, code.request.code_challenge.as_deref()) {
            return Err(CodeRefusal::Verifier);
        }
        Ok(Grant {
            app_id: app_id.to_owned(),
            client_id: code.client_id.clone(),
            scope: code.request.scope.clone(),
        })
    }

    /// Remembers which token a code was redeemed for.
    pub(crate) fn redeemed_for(&mut self, secret: &str, token: &str) {
        if let Some(code) = self.codes.iter_mut().find(|code| code.secret == secret) {
            code.redeemed = Some(Redeemed::ForToken(token.to_owned()));
        }
    }
}

/// PKCE (RFC 7636, section 4.6): the verifier's SHA-256 is the challenge. Without a challenge none is asked for.
fn proves(verifier: Option<&str>, challenge: Option<&str>) -> bool {
    match (verifier, challenge) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(verifier), Some(challenge)) => same(
            challenge,
            &URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())),
        ),
    }
}
