//! The account's second factor as a thing to be changed, and replies whose shape nobody has written down (wire
//! reference, section 2.3).

use std::fmt;

use secrecy::SecretString;

/// What the second step of a direct login asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TwoFactorType {
    /// A code of an authenticator.
    Totp,
    /// The account's PIN.
    Pin,
}

impl TwoFactorType {
    /// The word of the wire: `TOTP` or `PIN`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Totp => "TOTP",
            Self::Pin => "PIN",
        }
    }
}

impl fmt::Display for TwoFactorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a server answered to a request whose reply no source shows: JSON as it was received, and kept as a secret,
/// since it may hold a token or an enrolment secret. `Debug` shows nothing of it.
#[derive(Clone, Debug)]
pub struct UnknownReply(SecretString);

impl UnknownReply {
    #[cfg(feature = "reqwest")]
    pub(crate) fn new(json: &str) -> Self {
        Self(SecretString::from(json))
    }

    /// The payload's JSON text: `data`, or the whole body where there is no envelope.
    #[must_use]
    pub fn payload(&self) -> &SecretString {
        &self.0
    }
}
