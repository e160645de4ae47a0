//! What an authorization server says when it refuses (RFC 6749, sections 4.1.2.1 and 5.2).

use std::fmt;

/// A refusal of the authorization server, at the login page or at the code exchange.
///
/// The wire reference (section 1.2) documents no error bodies, so the standard's own are expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthError {
    code: OAuthErrorCode,
    description: Option<String>,
}

impl OAuthError {
    /// A refusal with the server's `error` and `error_description`, both cut to a sane length and without control
    /// characters.
    #[must_use]
    pub fn new(code: &str, description: Option<&str>) -> Self {
        Self {
            code: OAuthErrorCode::from_wire(code),
            description: description.map(printable).filter(|text| !text.is_empty()),
        }
    }

    /// The member `error`.
    #[must_use]
    pub fn code(&self) -> &OAuthErrorCode {
        &self.code
    }

    /// The member `error_description`, where the server sent one.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        match &self.description {
            Some(description) => write!(f, ": {description}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for OAuthError {}

/// The standard's error codes; others keep their text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OAuthErrorCode {
    /// `invalid_request`: a parameter is missing, repeated or malformed.
    InvalidRequest,
    /// `invalid_client`: the app id or secret is wrong.
    InvalidClient,
    /// `invalid_grant`: the code is used up, too old, or was issued for another redirect URL.
    InvalidGrant,
    /// `unauthorized_client`: the app may not log in this way.
    UnauthorizedClient,
    /// `unsupported_grant_type`.
    UnsupportedGrantType,
    /// `unsupported_response_type`.
    UnsupportedResponseType,
    /// `invalid_scope`: a scope is unknown or not allowed to the app.
    InvalidScope,
    /// `access_denied`: the person said no.
    AccessDenied,
    /// `server_error`.
    ServerError,
    /// `temporarily_unavailable`.
    TemporarilyUnavailable,
    /// Any other text.
    Other(String),
}

impl OAuthErrorCode {
    fn from_wire(code: &str) -> Self {
        match code {
            "invalid_request" => Self::InvalidRequest,
            "invalid_client" => Self::InvalidClient,
            "invalid_grant" => Self::InvalidGrant,
            "unauthorized_client" => Self::UnauthorizedClient,
            "unsupported_grant_type" => Self::UnsupportedGrantType,
            "unsupported_response_type" => Self::UnsupportedResponseType,
            "invalid_scope" => Self::InvalidScope,
            "access_denied" => Self::AccessDenied,
            "server_error" => Self::ServerError,
            "temporarily_unavailable" => Self::TemporarilyUnavailable,
            other => Self::Other(printable(other)),
        }
    }

    /// The code as the wire spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDenied => "access_denied",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::Other(text) => text,
        }
    }
}

/// Longest text of the server that is passed on, in characters.
const LONGEST: usize = 200;

/// Text that anybody on the network may have written, made fit for a terminal: one line, no control or
/// direction-changing characters, not long.
pub(crate) fn printable(text: &str) -> String {
    let mut line = String::new();
    let words = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty());
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| !is_invisible(*c)));
    }
    if line.chars().count() > LONGEST {
        line = line.chars().take(LONGEST).collect();
        line.push('…');
    }
    line
}

/// Characters that change the direction of text or take no room: they can make a message read as another.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keep_their_text_both_ways() {
        for code in [
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "unsupported_response_type",
            "invalid_scope",
            "access_denied",
            "server_error",
            "temporarily_unavailable",
            "something_new",
        ] {
            assert_eq!(OAuthError::new(code, None).code().as_str(), code);
        }
        assert_eq!(
            OAuthError::new("invalid_grant", None).code(),
            &OAuthErrorCode::InvalidGrant
        );
        assert_eq!(
            OAuthError::new("something_new", None).code(),
            &OAuthErrorCode::Other("something_new".to_owned())
        );
    }

    #[test]
    fn what_the_server_says_cannot_draw_on_the_terminal() {
        let error = OAuthError::new("bad\u{1b}[2J", Some("one\r\n\ttwo \u{202e}eerht\u{7} four"));
        assert_eq!(error.to_string(), "bad [2J: one two eerht four");
        let long = OAuthError::new("x", Some(&"é".repeat(5000)));
        assert_eq!(long.description().unwrap().chars().count(), LONGEST + 1);
        assert_eq!(OAuthError::new("x", Some(" \n")).description(), None);
    }
}
