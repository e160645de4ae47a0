//! The portal's pages.

use axum::Router;

use crate::broker::Broker;

/// Every page under `/portal`.
///
/// `/portal/authorize?request=<id>` shows the login and consent pages for a pending authorization.
pub(crate) fn router() -> Router<Broker> {
    Router::new()
}
