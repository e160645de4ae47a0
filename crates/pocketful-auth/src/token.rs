//! The access token: cheap to clone, impossible to print.

use std::{fmt, sync::Arc};

use pocketful_types::ClientId;
use secrecy::{ExposeSecret, SecretString};
use time::OffsetDateTime;

/// An access token with the account it belongs to and the moment it dies.
///
/// Cloning is one reference count. Neither `Debug` nor anything else shows the token; it is wiped when the last
/// clone goes.
#[derive(Clone)]
pub struct AccessToken(Arc<Inner>);

struct Inner {
    secret: SecretString,
    client_id: ClientId,
    expires_at: OffsetDateTime,
    expires_at_nanos: i128,
}

impl AccessToken {
    /// A token of `client_id` that dies at `expires_at`.
    #[must_use]
    pub fn new(secret: SecretString, client_id: ClientId, expires_at: OffsetDateTime) -> Self {
        let expires_at_nanos = expires_at.unix_timestamp_nanos();
        Self(Arc::new(Inner {
            secret,
            client_id,
            expires_at,
            expires_at_nanos,
        }))
    }

    pub(crate) fn secret(&self) -> &SecretString {
        &self.0.secret
    }

    /// The same token with another end of life.
    pub(crate) fn expiring_at(&self, expires_at: OffsetDateTime) -> Self {
        Self::new(self.0.secret.clone(), self.0.client_id.clone(), expires_at)
    }

    /// The account.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.0.client_id
    }

    /// The moment from which the token is dead.
    #[must_use]
    pub fn expires_at(&self) -> OffsetDateTime {
        self.0.expires_at
    }

    /// Whether the token is dead at `unix_nanos`.
    #[must_use]
    pub fn is_expired_at_nanos(&self, unix_nanos: i128) -> bool {
        unix_nanos >= self.0.expires_at_nanos
    }

    /// The token itself, for the one header it belongs in.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.secret.expose_secret()
    }

    /// Whether both are the same issue of the same token (identity first, then text).
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.expose_secret() == other.expose_secret()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("client_id", &self.0.client_id)
            .field("expires_at", &self.0.expires_at)
            .finish_non_exhaustive()
    }
}
