//! What changes how an account logs in, and the login that a one-time password completes (wire reference, section 2.3).
//!
//! Only the members of these requests are known. That they are sent by `POST` and without a token is assumed, as the
//! login is; what they answer is handed on as it was received.

use pocketful_types::ClientId;
use secrecy::{ExposeSecret, SecretString};
use serde_json::value::RawValue;

use super::{HttpLoginApi, request::Request};
use crate::{Error, TwoFactorType, UnknownReply};

impl HttpLoginApi {
    /// Completes a direct login with the one-time password that the broker sent: `POST {api}/api/v3/user/login/otp`.
    ///
    /// `reference_token` is that of the first step's [reply](crate::PasswordReply::reference_token), as is assumed. When
    /// the broker asks for such a password is not known.
    ///
    /// # Errors
    /// As [`LoginApi::second_factor_step`](crate::LoginApi::second_factor_step).
    pub async fn login_otp(
        &self,
        reference_token: &SecretString,
        otp: &SecretString,
    ) -> Result<UnknownReply, Error> {
        let request = Request::otp(reference_token, otp)?;
        let secrets = [reference_token.expose_secret(), otp.expose_secret()];
        self.unknown("the login with the one-time password", request, &secrets)
            .await
    }

    /// Asks for TOTP to be set up for an account: `POST {api}/api/v3/setup_totp`.
    ///
    /// # Errors
    /// As [`choose_twofa`](Self::choose_twofa).
    pub async fn setup_totp(&self, client_id: &ClientId) -> Result<UnknownReply, Error> {
        self.unknown("setting up TOTP", Request::setup_totp(client_id)?, &[])
            .await
    }

    /// Chooses what the second step asks for from here on, with a TOTP code of this moment:
    /// `POST {api}/api/v3/choose_twofa`.
    ///
    /// # Errors
    /// The server refuses ([`LoginRefused`](crate::ErrorKind::LoginRefused)), cannot be reached, or gives no complete
    /// answer ([`Network`](crate::ErrorKind::Network) and the kinds after it). After
    /// [`Timeout`](crate::ErrorKind::Timeout), [`Disconnected`](crate::ErrorKind::Disconnected),
    /// [`Server`](crate::ErrorKind::Server) and [`UnexpectedReply`](crate::ErrorKind::UnexpectedReply) it may have taken
    /// effect: the next login tells.
    pub async fn choose_twofa(
        &self,
        login_id: &ClientId,
        wanted: TwoFactorType,
        totp: &SecretString,
    ) -> Result<UnknownReply, Error> {
        let request = Request::choose_twofa(login_id, wanted, totp)?;
        self.unknown("choosing the second factor", request, &[totp.expose_secret()])
            .await
    }

    /// Says that the authenticator is lost, and proves with the holder's PAN whose account it is:
    /// `POST {api}/api/v3/user/forgot_totp`.
    ///
    /// # Errors
    /// As [`choose_twofa`](Self::choose_twofa).
    pub async fn forgot_totp(&self, login_id: &ClientId, pan: &SecretString) -> Result<UnknownReply, Error> {
        let request = Request::forgot_totp(login_id, pan)?;
        self.unknown("forgetting TOTP", request, &[pan.expose_secret()])
            .await
    }

    async fn unknown(
        &self,
        step: &'static str,
        request: Request,
        secrets: &[&str],
    ) -> Result<UnknownReply, Error> {
        let payload: Box<RawValue> = self.call(step, request, secrets).await?;
        Ok(UnknownReply::new(payload.get()))
    }
}
