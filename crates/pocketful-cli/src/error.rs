//! What ends a command early: the exit status, and an error that says what to do.

use std::{fmt, io};

use pocketful::{ErrorKind, Outcome};
use serde::Serialize;

/// Why a command ended early; its number is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// The API refused.
    Rejected = 1,
    /// The command line or the configuration is wrong, or a file cannot be read.
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
    /// Did the request take effect, in the words of the JSON output.
    fn outcome(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
            _ => "not_sent",
        }
    }
}

/// Ends the command with an exit status and, unless it is silent, an error on stderr.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    kind: String,
    message: String,
    causes: Vec<String>,
    api_code: Option<i64>,
    retry_after_s: Option<f64>,
    hint: Option<String>,
    silent: bool,
}

/// What commands return.
pub(crate) type Result<T = ()> = std::result::Result<T, Failure>;

impl Failure {
    fn new(exit: Exit, kind: &str, message: impl Into<String>) -> Self {
        Self {
            exit,
            kind: kind.to_owned(),
            message: message.into(),
            causes: Vec::new(),
            api_code: None,
            retry_after_s: None,
            hint: None,
            silent: false,
        }
    }

    /// Something typed or configured is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// Refused on this side, before anything was sent.
    pub(crate) fn local(message: impl Into<String>) -> Self {
        Self::new(Exit::Local, "refused_locally", message)
    }

    /// A file, a directory, a port or the terminal cannot be used.
    pub(crate) fn system(message: impl Into<String>, error: &io::Error) -> Self {
        Self::new(Exit::Usage, "system", message).because(error)
    }

    /// No session, or a dead one.
    pub(crate) fn login(message: impl Into<String>) -> Self {
        Self::new(Exit::Login, "login_required", message)
    }

    /// The API refused, seen by looking at what it answered.
    pub(crate) fn rejected(message: impl Into<String>) -> Self {
        Self::new(Exit::Rejected, "rejected", message)
    }

    /// The request may have taken effect.
    pub(crate) fn unknown(message: impl Into<String>) -> Self {
        Self::new(Exit::Unknown, "interrupted", message)
    }

    /// Ctrl-C.
    pub(crate) fn interrupted() -> Self {
        Self {
            silent: true,
            ..Self::new(Exit::Interrupted, "interrupted", "interrupted")
        }
    }

    /// The verdict is on stdout already; only the exit status remains to be given.
    pub(crate) fn said(exit: Exit) -> Self {
        Self {
            silent: true,
            ..Self::new(exit, "said", "")
        }
    }

    /// Whether this is only a reader that went away.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.kind == "closed_pipe"
    }

    /// Whether this is Ctrl-C before anything was at stake.
    pub(crate) fn is_interrupt(&self) -> bool {
        self.exit == Exit::Interrupted
    }

    /// Where the request may have taken effect, says so and how to find out.
    pub(crate) fn check_with(mut self, how: &str) -> Self {
        if self.exit == Exit::Unknown {
            self.hint = Some(format!("It may have taken effect: {how}."));
        }
        self
    }

    /// Adds what to do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds `error` and what caused it.
    pub(crate) fn because(mut self, error: &dyn std::error::Error) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            let text = error.to_string();
            // Many errors repeat their source in their own text.
            if !self.message.contains(&text) && !self.causes.iter().any(|cause| cause.contains(&text)) {
                self.causes.push(text);
            }
            next = error.source();
        }
        self
    }

    /// Writes the error to `to`, unless there is nothing to say.
    pub(crate) fn print(&self, to: &mut dyn io::Write, json: bool, color: bool) -> io::Result<()> {
        if self.silent {
            return Ok(());
        }
        if json {
            let mut message = self.message.clone();
            for cause in &self.causes {
                message.push_str(": ");
                message.push_str(cause);
            }
            let error = Object {
                kind: &self.kind,
                outcome: self.exit.outcome(),
                message,
                api_code: self.api_code,
                retry_after_s: self.retry_after_s,
                hint: self.hint.as_deref(),
            };
            serde_json::to_writer(&mut *to, &Document { error })?;
            return writeln!(to);
        }
        let (red, dim, end) = if color {
            ("\x1b[1;31m", "\x1b[2m", "\x1b[0m")
        } else {
            ("", "", "")
        };
        writeln!(to, "{red}error:{end} {}", self.message)?;
        for cause in &self.causes {
            writeln!(to, "  {dim}cause:{end} {cause}")?;
        }
        if let Some(hint) = &self.hint {
            writeln!(to, "  {dim}hint:{end}  {hint}")?;
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct Document<'a> {
    error: Object<'a>,
}

#[derive(Serialize)]
struct Object<'a> {
    kind: &'a str,
    outcome: &'a str,
    message: String,
    api_code: Option<i64>,
    retry_after_s: Option<f64>,
    hint: Option<&'a str>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<io::Error> for Failure {
    /// Writing to stdout failed. A reader that went away (`| head`) has seen enough: that is no error.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self {
                silent: true,
                ..Self::new(Exit::Usage, "closed_pipe", "")
            };
        }
        Self::system("cannot write the output", &error)
    }
}

impl From<pocketful::Error> for Failure {
    fn from(error: pocketful::Error) -> Self {
        let exit = exit_of(error.kind(), error.outcome());
        Self {
            kind: error.kind().as_str().to_owned(),
            api_code: error.api().and_then(|api| api.code),
            retry_after_s: error.retry_after().map(|after| after.as_secs_f64()),
            hint: Some(error.hint()).filter(|hint| !hint.is_empty()),
            ..Self::new(exit, "", error.to_string())
        }
        .because(&error)
    }
}

impl From<pocketful::auth::Error> for Failure {
    fn from(error: pocketful::auth::Error) -> Self {
        pocketful::Error::from(error).into()
    }
}

fn exit_of(kind: ErrorKind, outcome: Outcome) -> Exit {
    match (kind, outcome) {
        // A session that the server no longer takes is a reason to log in, whatever came of the request.
        (
            ErrorKind::NotLoggedIn
            | ErrorKind::SessionExpired
            | ErrorKind::SessionRevoked
            | ErrorKind::WrongApp,
            _,
        ) => Exit::Login,
        (_, Outcome::Unknown) => Exit::Unknown,
        (_, Outcome::Rejected) => Exit::Rejected,
        (ErrorKind::InvalidRequest | ErrorKind::Store, _) => Exit::Usage,
        (ErrorKind::LoginFailed, _) => Exit::Login,
        (ErrorKind::Limit | ErrorKind::AddressRefused, _) => Exit::Local,
        _ => Exit::NotSent,
    }
}
