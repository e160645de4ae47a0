//! The way in through a browser on this machine: a listener on the redirect URL's port takes the answer.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;

use super::{AuthorizationUrl, CodeFlow, Login, LoginFailure, loopback::Listener, page::Page};
use crate::{Error, TokenRecord};

/// How long the person has unless set.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// Opens the login page in a browser and waits for it to come back to the redirect URL, which must be on loopback.
///
/// The listener is on 127.0.0.1 (and `::1` for `localhost`), on the redirect URL's own port and path, for one answer and
/// a limited time. It ignores everything else that knocks, also answers whose `state` is not this login's. The browser is shown a small page that says how the login
/// ended.
#[derive(Clone)]
pub struct BrowserLogin {
    flow: CodeFlow,
    open: Arc<dyn Fn(&AuthorizationUrl) + Send + Sync>,
    patience: Duration,
}

impl BrowserLogin {
    /// Logs in with `flow`. `open` opens a browser at the address, or prints it; this crate opens nothing itself. It
    /// runs on a thread where it may block, when the listener is already open.
    pub fn new(flow: CodeFlow, open: impl Fn(&AuthorizationUrl) + Send + Sync + 'static) -> Self {
        Self {
            flow,
            open: Arc::new(open),
            patience: PATIENCE,
        }
    }

    /// Waits this long for the person; 5 minutes unless set.
    #[must_use]
    pub fn with_timeout(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }
}

impl fmt::Debug for BrowserLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BrowserLogin")
            .field("flow", &self.flow)
            .field("timeout", &self.patience)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Login for BrowserLogin {
    async fn log_in(&self) -> Result<TokenRecord, Error> {
        let authorization = Arc::new(self.flow.start()?);
        let place = self
            .flow
            .app()
            .redirect_uri()
            .and_then(|uri| uri.loopback())
            .ok_or(LoginFailure::NotLoopback)?;
        let listener = Listener::open(place).await?;
        let (open, url) = (Arc::clone(&self.open), authorization.url().clone());
        // A text browser keeps its caller until it ends, and needs the listener before that.
        drop(tokio::task::spawn_blocking(move || open(&url)));
        let callback = listener.callback(&authorization, self.patience).await?;
        // One shot: from here on nobody is let in.
        drop(listener);
        let record = match authorization.grant_from_query(&callback.query) {
            Ok(grant) => self.flow.redeem(&grant).await,
            Err(error) => Err(error),
        };
        let page = match &record {
            Ok(_) => Page::LoggedIn,
            Err(error) => Page::Failed(error.to_string()),
        };
        callback.show(&page).await;
        record
    }

    fn is_automatic(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests;
