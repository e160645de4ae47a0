//! Proof Key for Code Exchange, method S256 (RFC 7636): a code is of no use to whoever intercepts it.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Error;

/// The secret half: made fresh for one login, sent only with the code.
#[derive(Clone)]
pub struct PkceVerifier(SecretString);

impl PkceVerifier {
    /// A fresh verifier of 43 characters from 32 random bytes.
    pub(crate) fn random() -> Result<Self, Error> {
        super::random::text().map(|text| Self(text.into()))
    }

    #[cfg(test)]
    pub(crate) fn from_text(text: &str) -> Self {
        Self(SecretString::from(text))
    }

    /// The public half, which goes into the authorization URL.
    pub(crate) fn challenge(&self) -> String {
        let digest = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(self.expose_secret())));
        URL_SAFE_NO_PAD.encode(digest.as_slice())
    }

    /// The verifier, for the one form field `code_verifier`.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for PkceVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PkceVerifier([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_of_the_standard_s_example() {
        // RFC 7636, appendix B.
        let verifier = PkceVerifier::from_text("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(
            verifier.challenge(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn every_verifier_is_another_and_of_the_standard_s_length() {
        let one = PkceVerifier::random().unwrap();
        let two = PkceVerifier::random().unwrap();
        assert_ne!(one.expose_secret(), two.expose_secret());
        assert!((43..=128).contains(&one.expose_secret().len()));
        assert!(!format!("{one:?}").contains(one.expose_secret()));
    }
}
