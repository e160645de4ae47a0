//! The calls of a login over HTTP, with `reqwest`.

use std::{fmt, time::Duration};

use ::http::HeaderValue;
use async_trait::async_trait;
use pocketful_types::{ClientId, Endpoint, GetTradingInfo, HeaderStyle, Origin, TradingInfo, envelope};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;

use super::{
    CodeGrant, IssuedToken, LoginApi, PasswordReply, SecondFactorAnswer,
    refusal::{api_failure, token_reply, unusable},
};
use crate::{App, Error};

mod account;
mod failure;
mod request;
mod send;

use request::{DirectVersion, Request};
use send::{Answer, Sender};

/// The whole-call timeout unless set, as the official SDK's (wire reference, section 0.1).
const TIMEOUT: Duration = Duration::from_secs(7);

/// [`LoginApi`] over HTTP.
///
/// Redirects are never followed, answers are read up to 1 MiB, nothing is sent twice. Servers on loopback are reached
/// without a proxy; others through the proxy of the environment, if there is one. Making the value does nothing: the HTTP
/// client is built, and the system's certificates are read, when the first request needs them.
pub struct HttpLoginApi {
    auth: Origin,
    api: Origin,
    style: HeaderStyle,
    direct: DirectVersion,
    device_type: String,
    sender: Sender,
}

impl HttpLoginApi {
    /// Logs in at `auth` for the API at `api`, which wants its token in `style`.
    ///
    /// The wire reference (section 17, rows 1 and 2) has `https://trade.pocketful.in` for the first and
    /// `https://algo.pocketful.in` for the second.
    #[must_use]
    pub fn new(auth: Origin, api: Origin, style: HeaderStyle) -> Self {
        Self {
            auth,
            api,
            style,
            direct: DirectVersion::V3,
            device_type: "WEB".to_owned(),
            sender: Sender::new(TIMEOUT),
        }
    }

    /// Logs in directly at `/api/v1/user/login` and `/api/v1/user/twofa` instead of `/api/v3` (wire reference, section 2.3).
    /// Of these only the requests are known; that they answer as the newer ones do is assumed.
    #[must_use]
    pub fn with_v1_login(mut self) -> Self {
        self.direct = DirectVersion::V1;
        self
    }

    /// Waits this long for a whole call; 7 s unless set.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.sender.timeout = timeout;
        self
    }

    /// Another `x-device-type`: `WEB` (the default), `ANDROID` or `IOS` (wire reference, section 0.1).
    #[must_use]
    pub fn with_device_type(mut self, device_type: impl Into<String>) -> Self {
        self.device_type = device_type.into();
        self
    }

    /// Says who is calling; `pocketful-auth/<version>` unless set.
    #[must_use]
    pub fn with_user_agent(mut self, user_agent: HeaderValue) -> Self {
        self.sender.user_agent = user_agent;
        self
    }

    /// Sends `request` to the API, from the device that was chosen.
    async fn send(&self, step: &'static str, request: Request) -> Result<Answer, Error> {
        let request = request.of_device(&self.device_type)?;
        self.sender.send(step, &self.api, request).await
    }

    /// Sends `request` and decodes the payload of a successful reply. Every text of the server is cleared of `secrets`.
    async fn call<T: DeserializeOwned>(
        &self,
        step: &'static str,
        request: Request,
        secrets: &[&str],
    ) -> Result<T, Error> {
        let Answer { status, body } = self.send(step, request).await?;
        let reply =
            envelope::classify(status, &body).map_err(|failure| api_failure(step, failure, secrets))?;
        // serde's errors can quote the text they choke on.
        serde_json::from_str(reply.payload.get())
            .map_err(|_| unusable(step, "the answer has another shape than the wire reference's"))
    }
}

impl fmt::Debug for HttpLoginApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpLoginApi")
            .field("auth", &self.auth)
            .field("api", &self.api)
            .field("style", &self.style)
            .field("direct", &self.direct)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl LoginApi for HttpLoginApi {
    fn auth_origin(&self) -> &Origin {
        &self.auth
    }

    fn api_origin(&self) -> &Origin {
        &self.api
    }

    async fn redeem(&self, app: &App, grant: &CodeGrant) -> Result<IssuedToken, Error> {
        let request = Request::token(app, grant)?;
        let Answer { status, body } = self.sender.send("the code exchange", &self.auth, request).await?;
        let secrets = [
            app.secret().expose_secret(),
            grant.code().expose_secret(),
            grant.verifier().map_or("", |verifier| verifier.expose_secret()),
        ];
        token_reply(status, &body, &secrets)
    }

    async fn trading_info(&self, token: &SecretString) -> Result<TradingInfo, Error> {
        let path = GetTradingInfo.path();
        let request = Request::authorised(&path, self.style, token)?;
        self.call("the check of the token", request, &[token.expose_secret()])
            .await
    }

    async fn password_step(
        &self,
        client_id: &ClientId,
        password: &SecretString,
    ) -> Result<PasswordReply, Error> {
        let request = Request::password(self.direct, client_id, password)?;
        self.call(
            "the login with the password",
            request,
            &[password.expose_secret()],
        )
        .await
    }

    async fn second_factor_step(&self, answer: &SecondFactorAnswer) -> Result<SecretString, Error> {
        const STEP: &str = "the login's second step";
        let request = Request::second_factor(self.direct, answer)?;
        let secrets = [answer.answer.expose_secret(), answer.twofa_token.expose_secret()];
        let reply: PasswordReply = self.call(STEP, request, &secrets).await?;
        reply
            .auth_token
            .ok_or_else(|| unusable(STEP, "the answer holds no token"))
    }
}

#[cfg(test)]
mod tests;
