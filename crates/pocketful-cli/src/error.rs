//! What ends a command early: an exit status, and an error that says what to do.

mod exit;
mod print;

use std::{fmt, io};

pub(crate) use exit::Exit;
use pocketful::{
    Outcome,
    auth::{ErrorKind as AuthErrorKind, LoginFailure},
    types::Effect,
};
use serde_json::value::RawValue;

use crate::output::Accepted;

/// What commands return.
pub(crate) type Result<T = ()> = std::result::Result<T, Failure>;

/// Ends the command with an exit status and, unless everything was said already, an error on stderr.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// What to say; `None` when nothing is left to say.
    said: Option<Box<Said>>,
    /// Why standard output could not be written, if it is that.
    lost_output: Option<String>,
}

/// The error in words.
#[derive(Debug, Default)]
struct Said {
    kind: String,
    outcome: &'static str,
    message: String,
    causes: Vec<String>,
    api_code: Option<i64>,
    retry_after_s: Option<f64>,
    hint: Option<String>,
    /// The reply to a request that took effect and whose report was lost.
    result: Option<Box<RawValue>>,
}

impl Failure {
    fn new(exit: Exit, kind: &str, message: impl Into<String>) -> Self {
        let said = Said {
            kind: kind.to_owned(),
            outcome: exit.outcome().as_str(),
            message: message.into(),
            ..Said::default()
        };
        Self {
            exit,
            said: Some(Box::new(said)),
            lost_output: None,
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

    /// What was named is not in what the API answered. Nothing was refused, and nothing done.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        let mut failure = Self::new(Exit::Rejected, "not_found", message);
        if let Some(said) = &mut failure.said {
            said.outcome = "no_effect";
        }
        failure
    }

    /// What the API answered amounts to a refusal.
    pub(crate) fn rejected(message: impl Into<String>) -> Self {
        Self::new(Exit::Rejected, "rejected", message)
    }

    /// The request may have taken effect.
    pub(crate) fn unknown(message: impl Into<String>) -> Self {
        Self::new(Exit::Unknown, "interrupted", message)
    }

    /// It was done, and what came of it is lost: to do it again would do it twice.
    pub(crate) fn took_effect(message: impl Into<String>) -> Self {
        let mut failure = Self::new(Exit::Unknown, "output_lost", message);
        if let Some(said) = &mut failure.said {
            said.outcome = "took_effect";
        }
        failure
    }

    /// The verdict is on stdout already, or needs none; only the exit status remains to be given.
    pub(crate) fn said(exit: Exit) -> Self {
        Self {
            exit,
            said: None,
            lost_output: None,
        }
    }

    /// `result`, of which the words were on standard output, and what became of that: words that are lost are said again.
    pub(crate) fn beside(result: Result, output: Result) -> Result {
        match (result, output) {
            (Err(Self { exit, said: None, .. }), Err(lost)) => Err(Self { exit, ..lost }),
            (result, output) => result.and(output),
        }
    }

    /// Whatever became of `result`, a write had taken effect before: output that is lost must not hide that.
    pub(crate) fn after(accepted: Option<Accepted>, result: Result) -> Result {
        match (accepted, result) {
            (
                Some(accepted),
                Err(Self {
                    lost_output: Some(cause),
                    ..
                }),
            ) => Err(Self::unreported(accepted, cause)),
            (_, result) => result,
        }
    }

    fn unreported(accepted: Accepted, cause: String) -> Self {
        let mut failure = Self::took_effect(format!(
            "{}, but that cannot be written to standard output",
            accepted.what
        ))
        .hint("do not do it again: it took effect");
        if let Some(said) = &mut failure.said {
            said.causes.push(cause);
            said.result = accepted.result;
        }
        failure
    }

    /// Ctrl-C.
    pub(crate) fn interrupted() -> Self {
        Self::said(Exit::Interrupted)
    }

    /// Whether this is Ctrl-C before anything was at stake.
    pub(crate) fn is_interrupt(&self) -> bool {
        self.exit == Exit::Interrupted
    }

    /// Where the request may have taken effect, says so and how to find out, in the command's own words.
    pub(crate) fn check_with(self, how: &str) -> Self {
        if self.exit == Exit::Unknown {
            self.hint(how)
        } else {
            self
        }
    }

    /// Adds what to do about it: a sentence, without the full stop that would stick to a copied command.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Some(said) = &mut self.said {
            let mut hint = hint.into();
            if let Some(first) = hint.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            said.hint = Some(hint);
        }
        self
    }

    /// Says first what of several it is about.
    pub(crate) fn about(mut self, what: &str) -> Self {
        if let Some(said) = &mut self.said {
            said.message = format!("{what}: {}", said.message);
        }
        self
    }

    /// What to do about it, where something was said.
    pub(crate) fn remedy(&self) -> Option<&str> {
        self.said.as_ref()?.hint.as_deref()
    }

    /// Adds `error` and what caused it.
    pub(crate) fn because(mut self, error: &dyn std::error::Error) -> Self {
        if let Some(said) = &mut self.said {
            let mut next = Some(error);
            while let Some(error) = next {
                let text = error.to_string();
                // Many errors repeat their source in their own text.
                if !said.message.contains(&text) && !said.causes.iter().any(|cause| cause.contains(&text)) {
                    said.causes.push(text);
                }
                next = error.source();
            }
        }
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.said.as_ref().map_or("", |said| &said.message))
    }
}

impl From<io::Error> for Failure {
    /// Writing to stdout failed. A reader that went away (`| head`) has seen enough: that is no error.
    fn from(error: io::Error) -> Self {
        let failure = if error.kind() == io::ErrorKind::BrokenPipe {
            Self::said(Exit::Done)
        } else {
            Self::system("cannot write the output", &error)
        };
        Self {
            lost_output: Some(error.to_string()),
            ..failure
        }
    }
}

impl From<pocketful::Error> for Failure {
    fn from(error: pocketful::Error) -> Self {
        // A read takes no effect, and neither does a login: whatever became of it, it can be done again.
        let effect = error.effect().unwrap_or(Effect::Read);
        Self::of(error, effect)
    }
}

impl Failure {
    /// The error of a change that was made without a session, of which the error itself does not say that it is one.
    pub(crate) fn of_write(error: pocketful::Error) -> Self {
        Self::of(error, Effect::Write)
    }

    fn of(error: pocketful::Error, effect: Effect) -> Self {
        let (outcome, said) = match (error.outcome(), effect) {
            (Outcome::Unknown, Effect::Read) => (Outcome::NotSent, "no_effect"),
            (outcome, _) => (outcome, outcome.as_str()),
        };
        // Neither is true of a login whose first step was sent, or which was done: that nothing left this machine.
        let said = match error.auth() {
            Some(login) if login.is_after_login() => "took_effect",
            Some(login)
                if matches!(
                    login.login_failure(),
                    Some(LoginFailure::OtherSecondFactor { .. })
                ) =>
            {
                "no_effect"
            }
            _ => said,
        };
        let mut failure = Self::new(
            Exit::of(error.kind(), outcome),
            error.kind().as_str(),
            error.to_string(),
        );
        if let Some(text) = &mut failure.said {
            text.outcome = said;
            text.api_code = error.api().and_then(|api| api.code);
            text.retry_after_s = error.retry_after().map(|after| after.as_secs_f64());
            text.hint = Some(hint(&error)).filter(|hint| !hint.is_empty());
        }
        failure.because(&error)
    }
}

impl From<pocketful::auth::Error> for Failure {
    fn from(error: pocketful::auth::Error) -> Self {
        pocketful::Error::from(error).into()
    }
}

/// What to do, in terms of this command.
pub(crate) fn hint(error: &pocketful::Error) -> String {
    use pocketful::ErrorKind as Kind;
    let is_dead = matches!(
        error.kind(),
        Kind::NotLoggedIn | Kind::SessionExpired | Kind::SessionRevoked | Kind::WrongApp
    );
    if is_dead && std::env::var_os("POCKETFUL_ACCESS_TOKEN").is_some_and(|token| !token.is_empty()) {
        // A login could not be kept there.
        return "The session comes from POCKETFUL_ACCESS_TOKEN. Put a new token there, or unset it and use \
                `pocketful login`"
            .to_owned();
    }
    match error.kind() {
        Kind::NotLoggedIn => "Log in with `pocketful login`".to_owned(),
        Kind::SessionExpired | Kind::SessionRevoked => format!("{} Use `pocketful login`", error.hint()),
        Kind::AddressRefused => format!(
            "{} `pocketful doctor` looks at session and addresses; `--source-ip` chooses the address",
            error.hint()
        ),
        Kind::Store if error.auth().is_some() => store_hint(error),
        // What was given to a session or a login: the message says what is wanted, and nothing was to be sent.
        Kind::InvalidRequest if error.endpoint().is_none() => String::new(),
        _ if error.is_contracts_cache_unusable() => {
            "`pocketful contracts sync` downloads it again; that needs no login".to_owned()
        }
        _ if error.gate_refusal().is_some() => {
            "The contracts before stay in use. `pocketful contracts sync --anyway` takes the new ones as they are"
                .to_owned()
        }
        _ => error.hint(),
    }
}

fn store_hint(error: &pocketful::Error) -> String {
    match error.auth().map(pocketful::auth::Error::kind) {
        Some(AuthErrorKind::StoreCorrupt) => {
            "`pocketful login --force` replaces it; `pocketful logout` removes it".to_owned()
        }
        Some(AuthErrorKind::StoreNewer) => {
            "Nothing was deleted. Update pocketful to the version that wrote it, or choose another place with `--home`"
                .to_owned()
        }
        _ => error.hint(),
    }
}
