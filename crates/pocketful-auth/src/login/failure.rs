//! The ways a login fails, as a type that a program can match on, each with what a person should do.

use std::time::Duration;

use pocketful_types::ApiError;

use crate::{Error, ErrorKind, OAuthError, OAuthErrorCode, login_api::is_locked};

/// Why a login did not succeed; found with [`Error::login_failure`].
///
/// None of the variants holds a code, a state, a token or what was pasted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoginFailure {
    /// The answer's `state` is missing or not the one this login sent.
    #[error("the state is not the one that was sent")]
    StateMismatch,
    /// The answer has no `code`, or an empty one.
    #[error("no code in the answer")]
    CodeMissing,
    /// The answer has `code` (or another member that decides) more than once.
    #[error("`{0}` occurs more than once in the answer")]
    Repeated(&'static str),
    /// The authorization server refused.
    #[error("{0}")]
    Refused(OAuthError),
    /// The redirect URL's port is in use.
    #[error("port {port} is in use")]
    PortTaken {
        /// The port of the redirect URL.
        port: u16,
    },
    /// The redirect URL's port cannot be listened on.
    #[error("port {port} cannot be listened on")]
    PortUnusable {
        /// The port of the redirect URL.
        port: u16,
    },
    /// The redirect URL is not on this machine, so that no browser can be awaited here.
    #[error("the redirect URL is not on loopback")]
    NotLoopback,
    /// Nobody came back from the browser.
    #[error("no answer from the browser within {} s", .after.as_secs())]
    TimedOut {
        /// How long it was waited for.
        after: Duration,
        /// Whether an answer came meanwhile whose `state` was not this login's.
        strayed: bool,
    },
    /// What was pasted is no address with a code in it.
    #[error("not a redirected address")]
    NotARedirect,
    /// What was pasted is the address of the login page itself.
    #[error("the address of the login page was pasted")]
    LoginPagePasted,
    /// What was pasted is an address, but not the redirect URL of the app.
    #[error("not the redirect URL of the app")]
    OtherRedirectUrl {
        /// The redirect URL of the app.
        expected: String,
    },
    /// What was pasted cannot be a token.
    #[error("not a token: {0}")]
    NotAToken(&'static str),
    /// The account asks for another second factor than the one given.
    #[error("the account asks for a {asked}")]
    OtherSecondFactor {
        /// `PIN` or `TOTP code`.
        asked: &'static str,
    },
    /// An enrolment secret that is not base32 text.
    #[error("not a TOTP enrolment secret")]
    NotATotpSecret,
    /// A credential that is empty.
    #[error("the {0} is empty")]
    Empty(&'static str),
    /// The server wants the password or the second factor to be set anew before anyone can log in.
    #[error("the account must set its {0} anew")]
    ResetRequired(&'static str),
    /// The server asks for nothing more and gives no token, but names the login. That it then waits for a one-time password,
    /// is assumed: see `HttpLoginApi::login_otp`.
    #[error("the server asked for nothing more and gave no token")]
    MaybeOneTimePassword,
}

impl LoginFailure {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::StateMismatch
            | Self::CodeMissing
            | Self::Repeated(_)
            | Self::Refused(_)
            | Self::OtherSecondFactor { .. }
            | Self::ResetRequired(_)
            | Self::MaybeOneTimePassword => ErrorKind::LoginRefused,
            Self::TimedOut { .. } => ErrorKind::LoginAbandoned,
            Self::PortTaken { .. }
            | Self::PortUnusable { .. }
            | Self::NotLoopback
            | Self::NotARedirect
            | Self::LoginPagePasted
            | Self::OtherRedirectUrl { .. }
            | Self::NotAToken(_)
            | Self::NotATotpSecret
            | Self::Empty(_) => ErrorKind::InvalidInput,
        }
    }

    /// What happened and what to do, for a person.
    fn message(&self) -> String {
        match self {
            Self::StateMismatch => "the answer belongs to another login: its `state` is not the one this login sent; \
                                    start the login again and use only the page it opens"
                .to_owned(),
            Self::CodeMissing => "the answer has no code in it; start the login again, and if it happens again check \
                                  the app's redirect URL in the portal"
                .to_owned(),
            Self::Repeated(what) => {
                format!("the answer has `{what}` more than once and cannot be trusted; start the login again")
            }
            Self::Refused(error) => refused(error),
            Self::PortTaken { port } => format!(
                "port {port} of the redirect URL is used by another program (perhaps another login that is still \
                 waiting); end that program, or register a redirect URL with another port, or paste the redirected \
                 address instead"
            ),
            Self::PortUnusable { port } => format!(
                "port {port} of the redirect URL cannot be listened on; register a redirect URL with a port of 1024 \
                 or higher, or paste the redirected address instead"
            ),
            Self::NotLoopback => "the app's redirect URL is not on this machine, so the browser's answer cannot be \
                                  received here; register one such as http://127.0.0.1:8017/callback, or paste the \
                                  redirected address instead"
                .to_owned(),
            Self::TimedOut { after, strayed } => format!(
                "nobody finished the login in the browser within {}{}",
                span(*after),
                if *strayed {
                    ", and an answer that came belongs to another login (its `state` is not the one this login sent); \
                     start it again and use only the page it opens"
                } else {
                    "; start it again"
                }
            ),
            Self::NotARedirect => "that is not the address you were sent to: after logging in, copy the whole address \
                                   from the browser's address bar (it has `code=` and `state=` in it) and paste it here"
                .to_owned(),
            Self::LoginPagePasted => "that is the address of the login page: open it, log in, and paste the address \
                                      the browser shows afterwards (it has `code=` and `state=` in it)"
                .to_owned(),
            Self::OtherRedirectUrl { expected } => format!(
                "that address does not start with the app's redirect URL {expected}; paste the address you were sent \
                 to, or set the redirect URL to the one registered in the portal"
            ),
            Self::NotAToken(why) => format!(
                "that is not an access token: {why}; copy the token again with the portal's own button and paste it \
                 as one line"
            ),
            Self::OtherSecondFactor { asked } => format!(
                "the account asks for a {asked} as second step, and something else was given, which was not sent; give \
                 the {asked}"
            ),
            Self::NotATotpSecret => "that is not a TOTP enrolment secret: it is the text of letters A to Z and digits \
                                     2 to 7 shown beside the QR code when TOTP is set up"
                .to_owned(),
            Self::Empty(what) => format!("the {what} is empty; give it"),
            Self::MaybeOneTimePassword => {
                "the login with the password is not complete: the server asked for nothing more and gave no token; perhaps it \
                 sent a one-time password"
                    .to_owned()
            }
            Self::ResetRequired(what) => format!(
                "the broker wants the account's {what} to be set anew first; do that on the broker's own site or \
                 app, then log in again"
            ),
        }
    }
}

fn refused(error: &OAuthError) -> String {
    let advice = match error.code() {
        OAuthErrorCode::AccessDenied => {
            "access was denied on the login page; start the login again and allow it"
        }
        OAuthErrorCode::InvalidGrant => {
            "the code was refused: it works once, for a short time, and only with the redirect URL it was made for; \
             start the login again, and if it happens again compare the redirect URL with the portal's"
        }
        OAuthErrorCode::InvalidClient => {
            "the app was not recognised; compare app id and app secret with the portal's"
        }
        OAuthErrorCode::UnauthorizedClient
        | OAuthErrorCode::UnsupportedGrantType
        | OAuthErrorCode::UnsupportedResponseType => {
            "the app may not log in this way; with the portal's default redirect URL paste the dashboard's token \
             instead"
        }
        OAuthErrorCode::InvalidScope => {
            "a requested scope is not allowed to the app; ask only for the app's scopes"
        }
        OAuthErrorCode::InvalidRequest => {
            "the authorization server found a fault in the request; compare the redirect URL with the portal's, \
             letter by letter"
        }
        OAuthErrorCode::ServerError | OAuthErrorCode::TemporarilyUnavailable => {
            "the authorization server has a problem of its own; try again in a while"
        }
        OAuthErrorCode::Other(_) => "the authorization server refused the login; start it again",
    };
    format!("{advice} (the server says: {error})")
}

fn span(after: Duration) -> String {
    match after.as_secs() {
        0 => format!("{} ms", after.as_millis()),
        seconds if seconds % 60 == 0 => match seconds / 60 {
            1 => "1 minute".to_owned(),
            minutes => format!("{minutes} minutes"),
        },
        seconds => format!("{seconds} s"),
    }
}

impl From<LoginFailure> for Error {
    fn from(failure: LoginFailure) -> Self {
        Self::new(failure.kind(), failure.message()).with_source(failure)
    }
}

impl Error {
    /// The server's refusal in its own words, when an API of the login gave one.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        std::error::Error::source(self)?.downcast_ref()
    }

    /// Whether the server refused because the account is locked after too many wrong answers: another try does not help
    /// before it is unlocked. That the refusal has the word `locked` is assumed.
    #[must_use]
    pub fn is_account_locked(&self) -> bool {
        self.api().is_some_and(is_locked)
    }

    /// Which way the login failed, when this is an error of a login.
    #[must_use]
    pub fn login_failure(&self) -> Option<&LoginFailure> {
        std::error::Error::source(self)?.downcast_ref()
    }
}
