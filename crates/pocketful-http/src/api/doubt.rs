//! One harmless read that tells a refused token from a refused request or address.

use pocketful_auth::AccessToken;
use pocketful_types::{GetTradingInfo, Route};
use tokio::time::{Instant, timeout_at};

use super::Inner;
use crate::{Dispatch, Error, RawReply, decode, encode::encode};

impl Inner {
    /// What the doubtful `error` means; it stays in doubt when the read gives no answer. The refusal itself stands
    /// whatever the read says.
    pub(super) async fn settled(&self, error: Error, token: &AccessToken, deadline: Instant) -> Error {
        match timeout_at(deadline, self.look(token)).await {
            Ok(Ok(_)) => decode::token_lives(error),
            Ok(Err(refused)) if refused.is_auth() => decode::token_is_dead(error),
            _ => error,
        }
    }

    async fn look(&self, token: &AccessToken) -> Result<RawReply, Error> {
        let call = encode(&GetTradingInfo, &self.environment)?;
        self.limiter
            .acquire(call.rate)
            .await
            .map_err(|full| Error::over_limit(full, call.name))?;
        let request = self.authorised(&call, token.expose_secret())?;
        let dispatch = Dispatch::new(Route::Any, Instant::now() + self.timeout);
        let response = self
            .transport
            .send(request, dispatch)
            .await
            .map_err(|error| Error::of_transport(error, call.name))?;
        decode::reply(call.name, &response, token.expose_secret(), &*self.clock)
    }
}
