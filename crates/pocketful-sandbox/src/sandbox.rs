//! The handle on a running sandbox.

use std::{fmt, io, net::SocketAddr, time::Duration};

use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use crate::{app, broker::Broker, clock::SandboxClock, config::Builder, server, state::demo::Demo};

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

    /// Stops listening, lets requests under way finish for at most a second, then closes every connection.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        let _ = tokio::time::timeout(Duration::from_secs(1), &mut self.server).await;
    }
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
