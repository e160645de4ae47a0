//! The token of an attempt: the one at hand, or a new one.

use pocketful_auth::{AccessToken, ErrorKind as AuthErrorKind};

use super::Inner;
use crate::{Error, ErrorKind, Outcome, encode::Call};

impl Inner {
    /// The token to send; never the one that the server has just refused.
    pub(super) async fn token(
        &self,
        call: &Call,
        refused: Option<(AccessToken, Error)>,
    ) -> Result<AccessToken, Error> {
        let is_refused = |token: &AccessToken| matches!(&refused, Some((old, _)) if old.is_same(token));
        if let Ok(token) = self.tokens.token()
            && !is_refused(&token)
        {
            return Ok(token);
        }
        match (self.tokens.renew().await, refused) {
            (Ok(token), Some((old, error))) if old.is_same(&token) => Err(error),
            (Ok(token), _) => Ok(token),
            // Without a way to another token, the server's own words say more than "not logged in".
            (Err(none), Some((_, error))) if is_absence(none.kind()) => Err(error),
            (Err(none), _) => Err(Error::new(
                ErrorKind::Auth,
                Outcome::NotSent,
                call.name,
                "there is no usable token",
            )
            .with_source(none)),
        }
    }
}

fn is_absence(kind: AuthErrorKind) -> bool {
    matches!(
        kind,
        AuthErrorKind::NotLoggedIn | AuthErrorKind::Expired | AuthErrorKind::Revoked
    )
}
