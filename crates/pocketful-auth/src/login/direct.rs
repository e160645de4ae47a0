//! The way in with the account's own credentials: password, then PIN or TOTP (wire reference, section 2).

use std::{fmt, future::Future, io, pin::Pin, sync::Arc};

use async_trait::async_trait;
use pocketful_types::{ClientId, Clock, SystemClock};
use secrecy::{ExposeSecret, SecretString};
use tracing::debug;

use super::{Login, LoginFailure};
#[cfg(feature = "totp")]
use crate::TotpSecret;
use crate::{Error, ErrorKind, LoginApi, SecondFactorAnswer, TokenRecord, TwoFactorQuestion, printable};

type Answer = Pin<Box<dyn Future<Output = io::Result<SecretString>> + Send>>;

/// What the second step asks a person for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecondFactorQuestion {
    /// Whether a TOTP code is wanted; otherwise the PIN.
    pub is_totp: bool,
    /// The question in the server's words, made fit for a terminal; may be empty.
    pub text: String,
}

/// Where the answer of the second step comes from. `Debug` shows no secret.
#[derive(Clone)]
pub struct SecondFactor(Kind);

#[derive(Clone)]
enum Kind {
    Pin(SecretString),
    Code(SecretString),
    #[cfg(feature = "totp")]
    Totp(TotpSecret),
    Ask(Arc<dyn Fn(SecondFactorQuestion) -> Answer + Send + Sync>),
}

impl SecondFactor {
    /// The account's PIN.
    #[must_use]
    pub fn pin(pin: SecretString) -> Self {
        Self(Kind::Pin(pin))
    }

    /// One answer, for whichever of the two is asked: a PIN, or a TOTP code of this moment.
    #[must_use]
    pub fn code(code: SecretString) -> Self {
        Self(Kind::Code(code))
    }

    /// Computes the TOTP code from the enrolment secret.
    #[cfg(feature = "totp")]
    #[must_use]
    pub fn totp(secret: TotpSecret) -> Self {
        Self(Kind::Totp(secret))
    }

    /// Asks, once it is known what the server wants.
    pub fn ask<F, A>(ask: F) -> Self
    where
        F: Fn(SecondFactorQuestion) -> A + Send + Sync + 'static,
        A: Future<Output = io::Result<SecretString>> + Send + 'static,
    {
        Self(Kind::Ask(Arc::new(move |question| Box::pin(ask(question)))))
    }

    /// Whether it answers without a person, again and again.
    fn is_automatic(&self) -> bool {
        match self.0 {
            Kind::Pin(_) => true,
            #[cfg(feature = "totp")]
            Kind::Totp(_) => true,
            Kind::Code(_) | Kind::Ask(_) => false,
        }
    }

    async fn answer(&self, question: &TwoFactorQuestion, clock: &dyn Clock) -> Result<SecretString, Error> {
        let (is_totp, asked) = (question.is_totp(), asked(question));
        #[cfg(not(feature = "totp"))]
        let _ = clock;
        let answer = match &self.0 {
            Kind::Pin(pin) if !is_totp => pin.clone(),
            #[cfg(feature = "totp")]
            Kind::Totp(secret) if is_totp => secret.code_at(clock.now())?,
            Kind::Code(code) => code.clone(),
            Kind::Ask(ask) => {
                let text = printable(&question.question);
                ask(SecondFactorQuestion { is_totp, text })
                    .await
                    .map_err(|source| {
                        Error::new(
                            ErrorKind::LoginAbandoned,
                            format!("the {asked} could not be read"),
                        )
                        .with_source(source)
                    })?
            }
            _ => return Err(LoginFailure::OtherSecondFactor { asked }.into()),
        };
        match answer.expose_secret().trim() {
            "" => Err(LoginFailure::Empty(asked).into()),
            // A PIN or a slip: sent, it would count towards the lock of the account.
            given if is_totp && !is_totp_code(given) => Err(LoginFailure::OtherSecondFactor { asked }.into()),
            trimmed => Ok(SecretString::from(trimmed)),
        }
    }
}

/// What the question asks for, in a person's words.
fn asked(question: &TwoFactorQuestion) -> &'static str {
    if question.is_totp() { "TOTP code" } else { "PIN" }
}

/// Whether it can be a TOTP code: six digits (wire reference, section 2).
fn is_totp_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Pin(_) => "SecondFactor(pin, [redacted])",
            Kind::Code(_) => "SecondFactor(code, [redacted])",
            #[cfg(feature = "totp")]
            Kind::Totp(_) => "SecondFactor(totp, [redacted])",
            Kind::Ask(_) => "SecondFactor(ask)",
        })
    }
}

/// Logs in with client id, password and second factor, without a browser and without an app.
///
/// The public documentation does not describe this way; it is what the official SDK does. A repeated wrong answer may lock
/// the account, so nothing is tried twice.
#[derive(Clone)]
pub struct DirectLogin {
    api: Arc<dyn LoginApi>,
    client_id: ClientId,
    password: SecretString,
    second: SecondFactor,
    clock: Arc<dyn Clock>,
}

impl DirectLogin {
    /// Logs in as `client_id` at the API of `api`.
    #[must_use]
    pub fn new(
        api: Arc<dyn LoginApi>,
        client_id: ClientId,
        password: SecretString,
        second: SecondFactor,
    ) -> Self {
        Self {
            api,
            client_id,
            password,
            second,
            clock: Arc::new(SystemClock),
        }
    }

    /// Takes the time from `clock` instead of the machine; TOTP codes follow it too.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Both steps, or one: the token.
    async fn token(&self) -> Result<SecretString, Error> {
        let reply = self.api.password_step(&self.client_id, &self.password).await?;
        let Some((twofa, question)) = reply.second_step() else {
            return reply.auth_token.clone().ok_or_else(|| {
                match (reply.reset_password, reply.reset_two_fa) {
                    (true, _) => LoginFailure::ResetRequired("password").into(),
                    (_, true) => LoginFailure::ResetRequired("second factor").into(),
                    _ if reply.reference_token.is_some() => LoginFailure::MaybeOneTimePassword.into(),
                    _ => no_token("the server asked for nothing more and gave no token"),
                }
            });
        };
        let Some(twofa_token) = twofa.twofa_token.clone() else {
            return Err(no_token(
                "the server asked for a second step without saying of which login",
            ));
        };
        let answer = self.second.answer(question, &*self.clock).await?;
        let login_id = match reply.login_id.as_str() {
            "" => self.client_id.as_str(),
            login_id => login_id,
        };
        let answer = SecondFactorAnswer {
            login_id: login_id.to_owned(),
            question_id: question.question_id.clone(),
            answer,
            twofa_token,
        };
        self.api.second_factor_step(&answer).await.map_err(|error| {
            if error.kind() == ErrorKind::LoginRefused && !error.is_account_locked() {
                // What was given may be the answer to another question.
                error.and_says(&format!("; the account asked for its {}", asked(question)))
            } else {
                error
            }
        })
    }
}

fn no_token(why: &str) -> Error {
    Error::new(
        // Not a thing that another try with the same password would mend.
        ErrorKind::LoginRefused,
        format!(
            "the login with the password failed: {why}; log in through the browser or with a pasted token instead"
        ),
    )
}

impl fmt::Debug for DirectLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectLogin")
            .field("api", &self.api)
            .field("client_id", &self.client_id)
            .field("second", &self.second)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Login for DirectLogin {
    async fn log_in(&self) -> Result<TokenRecord, Error> {
        if self.client_id.as_str().is_empty() {
            return Err(LoginFailure::Empty("client id").into());
        }
        if self.password.expose_secret().is_empty() {
            return Err(LoginFailure::Empty("password").into());
        }
        let issued_at = self.clock.now();
        let token = self.token().await?;
        let info = self.api.trading_info(&token).await?;
        debug!(client_id = %info.client_id, "logged in with credentials");
        TokenRecord::new(token, info.client_id, self.api.api_origin().clone(), issued_at)
    }

    fn is_automatic(&self) -> bool {
        self.second.is_automatic()
    }
}

#[cfg(test)]
mod tests;
