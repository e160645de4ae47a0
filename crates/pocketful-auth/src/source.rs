//! Where a caller gets the token of the moment.

use std::fmt::Debug;

use async_trait::async_trait;
use pocketful_types::Origin;

use crate::{AccessToken, Error};

/// Gives out the token to use now. Object-safe; held as `Arc<dyn TokenSource>`.
#[async_trait]
pub trait TokenSource: Debug + Send + Sync {
    /// The token to use now: no I/O, no lock.
    ///
    /// # Errors
    /// Never logged in, expired, revoked, or logged in for another app. Nothing was sent.
    fn token(&self) -> Result<AccessToken, Error>;

    /// A token when [`token`](Self::token) had none: reads the store again and, with an automatic way in, logs in.
    ///
    /// # Errors
    /// As `token`, and whatever the store or the login says.
    async fn renew(&self) -> Result<AccessToken, Error>;

    /// Notices what others did since it was last looked: a login or a logout of another process. Called every few seconds by
    /// whoever holds a token for long, such as a stream. Logs nobody in; where it is kept may be out of reach for a while, which
    /// changes nothing.
    async fn look_again(&self) {}

    /// Marks exactly this token as refused by the server. A newer token stays.
    fn invalidate(&self, token: &AccessToken);

    /// Keeps what [`invalidate`](Self::invalidate) marked, where others look too. Called right after it, so that a program
    /// that ends next has said it; failing is no harm, since the server refuses the token again.
    async fn settle(&self) {}

    /// The API that the tokens are for, where the source knows: a client of another host refuses to be built.
    fn audience(&self) -> Option<Origin> {
        None
    }
}

/// Always the same token, whatever the clock says.
#[cfg(any(test, feature = "test-util"))]
#[derive(Clone, Debug)]
pub struct FixedToken(pub AccessToken);

#[cfg(any(test, feature = "test-util"))]
#[async_trait]
impl TokenSource for FixedToken {
    fn token(&self) -> Result<AccessToken, Error> {
        Ok(self.0.clone())
    }

    async fn renew(&self) -> Result<AccessToken, Error> {
        Ok(self.0.clone())
    }

    fn invalidate(&self, _token: &AccessToken) {}
}
