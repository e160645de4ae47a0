//! The authorization code flow, whoever brings the answer back: start, and redeem what came.

use std::{fmt, sync::Arc};

use pocketful_types::{Clock, SystemClock};
use tracing::debug;

use super::authorize::{Authorization, Options};
use crate::{App, CodeGrant, Error, LoginApi, TokenRecord};

/// What the browser login and the pasted address have in common; by itself the way in for a program that has a web
/// server of its own to receive the redirect.
///
/// 1. [`start`](Self::start) and send the person to the address;
/// 2. [`Authorization::grant`] with the address they come back to;
/// 3. [`redeem`](Self::redeem).
#[derive(Clone)]
pub struct CodeFlow {
    app: App,
    api: Arc<dyn LoginApi>,
    clock: Arc<dyn Clock>,
    options: Options,
}

impl CodeFlow {
    /// The flow of `app` at the servers of `api`.
    #[must_use]
    pub fn new(app: App, api: Arc<dyn LoginApi>) -> Self {
        Self {
            app,
            api,
            clock: Arc::new(SystemClock),
            options: Options::default(),
        }
    }

    /// Adds PKCE with method S256. Off unless set: the wire reference does not say that the server knows it.
    #[must_use]
    pub fn with_pkce(mut self) -> Self {
        self.options.pkce = true;
        self
    }

    /// Sends the redirect URL under the name `redirect-uri` as well (wire reference, section 17, row 3).
    #[must_use]
    pub fn with_hyphenated_redirect_uri(mut self) -> Self {
        self.options.hyphen = true;
        self
    }

    /// Takes the time from `clock` instead of the machine.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The app that logs in.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// A new login: nothing is sent yet.
    ///
    /// # Errors
    /// The app has no redirect URL of its own, or the system gives no random bytes.
    pub fn start(&self) -> Result<Authorization, Error> {
        Authorization::new(self.api.auth_origin(), &self.app, self.options)
    }

    /// Exchanges the code for a token and asks whose it is. A code is good for one exchange: do not retry.
    ///
    /// # Errors
    /// The server refused the code or the token, or could not be reached.
    pub async fn redeem(&self, grant: &CodeGrant) -> Result<TokenRecord, Error> {
        // Before the request: `expires_in` may count from any moment after it, so this errs towards an early death.
        let issued_at = self.clock.now();
        let issued = self.api.redeem(&self.app, grant).await?;
        let info = self.api.trading_info(issued.access_token()).await?;
        debug!(client_id = %info.client_id, "logged in with a code");
        let audience = self.api.api_origin().clone();
        let mut record =
            TokenRecord::new(issued.access_token().clone(), info.client_id, audience, issued_at)?
                .with_app_id(self.app.id().clone());
        if let Some(life) = issued.expires_in() {
            record = record.with_expires_in(life);
        }
        Ok(record)
    }
}

impl fmt::Debug for CodeFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeFlow")
            .field("app", &self.app)
            .field("api", &self.api)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
