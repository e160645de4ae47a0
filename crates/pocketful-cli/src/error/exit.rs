//! Exit statuses, and which error gets which.

use pocketful::{ErrorKind, Outcome};

/// How a command ended; its number is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// The API refused.
    Rejected = 1,
    /// The command line or the configuration is wrong, or a file cannot be used.
    Usage = 2,
    /// Nobody is logged in, or the session is dead.
    Login = 3,
    /// Nothing was sent: network, TLS, DNS.
    NotSent = 4,
    /// The request may have taken effect.
    Unknown = 5,
    /// Refused on this side: a limit, a guard, a source address.
    Local = 6,
    /// Ctrl-C.
    Interrupted = 130,
}

impl Exit {
    /// The status for an error of the client.
    pub(crate) fn of(kind: ErrorKind, outcome: Outcome) -> Self {
        use ErrorKind as Kind;
        match (kind, outcome) {
            // A session that the server no longer takes is a reason to log in, whatever came of the request.
            (Kind::NotLoggedIn | Kind::SessionExpired | Kind::SessionRevoked | Kind::WrongApp, _) => {
                Self::Login
            }
            (_, Outcome::Unknown) => Self::Unknown,
            (_, Outcome::Rejected) => Self::Rejected,
            (Kind::InvalidRequest | Kind::Store, Outcome::NotSent) => Self::Usage,
            (Kind::LoginFailed, Outcome::NotSent) => Self::Login,
            (Kind::Limit | Kind::AddressRefused, Outcome::NotSent) => Self::Local,
            (_, Outcome::NotSent) => Self::NotSent,
        }
    }

    /// Whether the request took effect, where nothing but the status says so.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::Rejected => Outcome::Rejected,
            Self::Unknown => Outcome::Unknown,
            _ => Outcome::NotSent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_its_status() {
        for (kind, outcome, exit) in [
            (ErrorKind::Refused, Outcome::Rejected, 1),
            (ErrorKind::AddressRefused, Outcome::Rejected, 1),
            (ErrorKind::LoginFailed, Outcome::Rejected, 1),
            (ErrorKind::InvalidRequest, Outcome::NotSent, 2),
            (ErrorKind::Store, Outcome::NotSent, 2),
            (ErrorKind::NotLoggedIn, Outcome::NotSent, 3),
            (ErrorKind::SessionExpired, Outcome::NotSent, 3),
            (ErrorKind::SessionRevoked, Outcome::Rejected, 3),
            (ErrorKind::WrongApp, Outcome::NotSent, 3),
            (ErrorKind::LoginFailed, Outcome::NotSent, 3),
            (ErrorKind::Connect, Outcome::NotSent, 4),
            (ErrorKind::Dns, Outcome::NotSent, 4),
            (ErrorKind::Tls, Outcome::NotSent, 4),
            (ErrorKind::Timeout, Outcome::NotSent, 4),
            (ErrorKind::Timeout, Outcome::Unknown, 5),
            (ErrorKind::Disconnected, Outcome::Unknown, 5),
            (ErrorKind::Limit, Outcome::NotSent, 6),
            (ErrorKind::Limit, Outcome::Rejected, 1),
        ] {
            assert_eq!(Exit::of(kind, outcome) as u8, exit, "{kind} {outcome}");
        }
    }
}
