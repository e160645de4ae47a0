//! What goes into the code exchange and what comes out of it (wire reference, section 1.2).

use secrecy::SecretString;
use time::Duration;

use crate::PkceVerifier;

/// A code whose state was checked, ready to be redeemed. `Debug` shows nothing of it.
#[derive(Clone, Debug)]
pub struct CodeGrant {
    code: SecretString,
    verifier: Option<PkceVerifier>,
}

impl CodeGrant {
    /// The code of an answer.
    #[must_use]
    pub fn new(code: SecretString) -> Self {
        Self { code, verifier: None }
    }

    /// With the PKCE verifier of the login that asked for the code.
    #[must_use]
    pub fn with_verifier(mut self, verifier: PkceVerifier) -> Self {
        self.verifier = Some(verifier);
        self
    }

    /// The code, for the form field `code`.
    #[must_use]
    pub fn code(&self) -> &SecretString {
        &self.code
    }

    /// The verifier, for the form field `code_verifier`.
    #[must_use]
    pub fn verifier(&self) -> Option<&PkceVerifier> {
        self.verifier.as_ref()
    }
}

/// What the server gives for a code. `Debug` does not show the token.
#[derive(Clone, Debug)]
pub struct IssuedToken {
    access_token: SecretString,
    expires_in: Option<Duration>,
}

impl IssuedToken {
    /// A token whose life the server did not state.
    #[must_use]
    pub fn new(access_token: SecretString) -> Self {
        Self {
            access_token,
            expires_in: None,
        }
    }

    /// With the member `expires_in`; midnight IST stays the latest end whatever it says.
    #[must_use]
    pub fn with_expires_in(mut self, life: Duration) -> Self {
        self.expires_in = Some(life);
        self
    }

    /// The token.
    #[must_use]
    pub fn access_token(&self) -> &SecretString {
        &self.access_token
    }

    /// How long it lives from now on, as far as the server knows.
    #[must_use]
    pub fn expires_in(&self) -> Option<Duration> {
        self.expires_in
    }
}
