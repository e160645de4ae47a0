//! The handle on a running sandbox.

use std::{fmt, io, net::SocketAddr, time::Duration};

use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use crate::{
    app,
    broker::Broker,
    clock::SandboxClock,
    config::Builder,
    faults::Faults,
    feed::Feed,
    log::LogEntry,
    oauth::authorize::{self, AuthorizeError},
    server,
    state::{demo::Demo, orders::FillError},
};

/// A local Pocketful. It serves until it is dropped or [shut down](Self::shutdown); any number run in one process.
pub struct Sandbox {
    broker: Broker,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
}

impl Sandbox {
    /// Chooses how to start one.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) async fn listen(
        address: SocketAddr,
        seed: u64,
        demo: Demo,
        clock: SandboxClock,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let broker = Broker::new(seed, demo, clock, listener.local_addr()?);
        let (stop, stopped) = watch::channel(false);
        let server = tokio::spawn(server::serve(listener, app::router(broker.clone()), stopped));
        Ok(Self { broker, stop, server })
    }

    /// Base URL of the REST API and of OAuth: `http://127.0.0.1:port`.
    #[must_use]
    pub fn url(&self) -> String {
        self.broker.url()
    }

    /// The portal, for a browser.
    #[must_use]
    pub fn portal_url(&self) -> String {
        self.broker.url() + "/portal"
    }

    /// Base URL of the feed: `ws://127.0.0.1:port`.
    #[must_use]
    pub fn feed_url(&self) -> String {
        format!("ws://{}", self.broker.address())
    }

    /// The demo account and its app.
    #[must_use]
    pub fn demo(&self) -> &Demo {
        self.broker.demo()
    }

    /// The virtual clock.
    #[must_use]
    pub fn clock(&self) -> &SandboxClock {
        self.broker.clock()
    }

    /// The faults, to switch them on and off.
    #[must_use]
    pub fn faults(&self) -> Faults {
        Faults::new(self.broker.clone())
    }

    /// The feed's connections, to see what each has subscribed and to close them.
    #[must_use]
    pub fn feed(&self) -> Feed {
        Feed::new(self.broker.clone())
    }

    /// What programs asked of the API and of OAuth, oldest first, with secrets masked.
    #[must_use]
    pub fn request_log(&self) -> Vec<LogEntry> {
        self.broker.state().log.iter().cloned().collect()
    }

    /// Kills every token there is, as the broker does when it logs everybody out.
    pub fn revoke_tokens(&self) {
        self.broker.state().tokens.revoke_all();
        self.broker.feed().wake();
    }

    /// Fills all that is left of an order, at its own price or else at the last one, as the button on the portal's page
    /// does. Parts and other prices: `POST /sandbox/fill`.
    ///
    /// # Errors
    ///
    /// When there is no such order, or it does not rest at an exchange.
    pub fn fill(&self, oms_order_id: &str) -> Result<(), FillError> {
        let now = self.broker.now();
        self.broker.state().fill(oms_order_id, None, None, now)?;
        self.broker.feed().wake();
        Ok(())
    }

    /// Opens an authorization URL as the demo account's owner would in a browser, logs in, and agrees. The answer is the
    /// redirect URL with `code`, `scope` and `state`, or with an `error`, to which a browser would go next.
    ///
    /// # Errors
    ///
    /// When the URL is not this sandbox's, or when a browser would be shown an error page instead of being sent on.
    pub fn visit_as_demo_user(&self, authorization_url: &str) -> Result<String, VisitError> {
        let query = authorization_url
            .strip_prefix(&self.url())
            .and_then(|rest| rest.strip_prefix("/oauth2/auth?"))
            .ok_or(VisitError::Elsewhere)?;
        let now = self.broker.now();
        let state = &mut *self.broker.state();
        let id = match authorize::begin(state, query, now) {
            Ok(id) => id,
            Err(AuthorizeError::Redirect(location)) => return Ok(location),
            Err(AuthorizeError::Page(message)) => return Err(VisitError::Page(message)),
        };
        let client_id = &self.broker.demo().client_id;
        state
            .authorizations
            .approve(&id, client_id, &mut state.secrets, now)
            .map_err(|_| VisitError::Page("The authorization has expired."))
    }

    /// Stops listening, lets requests under way finish for at most a second, then closes every connection.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        let _ = tokio::time::timeout(Duration::from_secs(1), &mut self.server).await;
    }
}

/// Why visiting an authorization URL led nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VisitError {
    /// Not `/oauth2/auth` of this sandbox.
    #[error("the URL does not start with this sandbox's address and /oauth2/auth")]
    Elsewhere,
    /// What the page says.
    #[error("the sandbox shows an error page: {0}")]
    Page(&'static str),
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
