//! The options of a stream.

use std::{error::Error as StdError, future::Future, path::Path, sync::Arc, time::Duration};

use pocketful_auth::TokenSource;
use pocketful_types::{Clock, Origin, SystemClock};

use crate::{
    Backoff, Books, Connector, Events, Feed, MarketHours, PriceScales, Recorder, ReplaySpeed, TokenParameter,
    WebSocketConnector,
    books::{BoxError, ReadBooks},
    options::Options,
    recording::{self, NoToken, RecordedConnector, RecordingError, ReplayConnector},
    stream,
};

/// Builds a stream; every option has a default. Nothing is connected before [`start`](Self::start).
#[derive(Debug)]
#[must_use = "call start()"]
pub struct StreamBuilder {
    pub(crate) origin: Origin,
    pub(crate) tokens: Arc<dyn TokenSource>,
    pub(crate) parameter: TokenParameter,
    pub(crate) connector: Arc<dyn Connector>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) machine: Arc<dyn Clock>,
    pub(crate) options: Options,
    pub(crate) read_books: Option<ReadBooks>,
    recorders: Vec<Recorder>,
}

impl StreamBuilder {
    /// A stream of the feed at `origin`, a `ws` or `wss` address, with the tokens of `tokens`.
    pub fn new(origin: Origin, tokens: Arc<dyn TokenSource>) -> Self {
        Self {
            origin,
            tokens,
            parameter: TokenParameter::default(),
            connector: Arc::new(WebSocketConnector::default()),
            clock: Arc::new(SystemClock),
            machine: Arc::new(SystemClock),
            options: Options::default(),
            read_books: None,
            recorders: Vec::new(),
        }
    }

    /// A stream that replays a [recording](crate::Recorder) and ends with it. Nothing is connected; subscriptions choose
    /// nothing.
    ///
    /// # Errors
    /// The file cannot be read, or is no recording of a version that is known.
    pub fn replay(recording: impl AsRef<Path>, speed: ReplaySpeed) -> Result<Self, RecordingError> {
        let recording = recording::Recording::read(recording.as_ref())?;
        let mut builder = Self::new(recording::nowhere(), Arc::new(NoToken));
        builder.clock = recording.clock();
        builder.connector = Arc::new(ReplayConnector::new(recording, speed));
        // What was recorded says when something was missing; the replay itself is never too quiet.
        builder.options.market_hours = MarketHours::new(|_, _| false);
        builder.options.order_updates = false;
        builder.options.backoff = Backoff::new(Duration::ZERO, Duration::ZERO);
        Ok(builder)
    }

    /// How many ticks may wait for each reader; default 8192, at least 1. When more come, the reader gets a
    /// [`Gap`](crate::Gap) that counts them. [`Stale`](crate::Event::Stale), [`Unknown`](crate::Event::Unknown) and the gap of
    /// a broken frame count as ticks, order and trade updates do not.
    pub fn queue(mut self, ticks: usize) -> Self {
        self.options.capacity = ticks;
        self
    }

    /// Over how many connections the instruments are spread; default 1, at least 1. Order updates are on the first.
    pub fn connections(mut self, connections: usize) -> Self {
        self.options.connections = connections.max(1);
        self
    }

    /// Whether order and trade updates of the account are subscribed. Default: yes.
    pub fn order_updates(mut self, wanted: bool) -> Self {
        self.options.order_updates = wanted;
        self
    }

    /// How often a heartbeat is sent; default 8 s (wire reference, row 36 of section 17), at least 1 s.
    pub fn heartbeat(mut self, every: Duration) -> Self {
        self.options.heartbeat = every.max(Duration::from_secs(1));
        self
    }

    /// After how long without a frame, in market hours, a connection that carries market data is given up; where silences follow
    /// each other, ever later, up to a quarter of an hour. And after how long without an answer to a ping, at any time, where the
    /// server used to answer them. Default 30 s.
    pub fn silence(mut self, limit: Duration) -> Self {
        self.options.silence = limit;
        self
    }

    /// After how long without a tick, in market hours, an instrument is [stale](crate::Event::Stale); `None` for never.
    /// Default 60 s.
    pub fn stale_after(mut self, limit: Option<Duration>) -> Self {
        self.options.stale_after = limit;
        self
    }

    /// The longest that making a connection takes. Default 10 s.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.options.connect_timeout = limit;
        self
    }

    /// The pauses between attempts to connect. Default: a random share of 1 s, doubled up to 60 s; reset after a minute on
    /// one connection.
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.options.backoff = backoff;
        self
    }

    /// When ticks are to be expected. Default: [`MarketHours::usual`].
    pub fn market_hours(mut self, hours: MarketHours) -> Self {
        self.options.market_hours = hours;
        self
    }

    /// Decimals of raw prices. Default: seven for currency derivatives, two for all others.
    pub fn price_scales(mut self, scales: PriceScales) -> Self {
        self.options.scales = scales;
        self
    }

    /// What the token's query parameter is called. Default `access_token`.
    pub fn token_parameter(mut self, parameter: TokenParameter) -> Self {
        self.parameter = parameter;
        self
    }

    /// Another clock.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Another clock of the machine, by which it is seen that it slept.
    #[cfg(test)]
    pub(crate) fn machine(mut self, clock: Arc<dyn Clock>) -> Self {
        self.machine = clock;
        self
    }

    /// Another way to the network.
    pub fn connector(mut self, connector: Arc<dyn Connector>) -> Self {
        self.connector = connector;
        self
    }

    /// Records every frame that arrives.
    pub fn record(mut self, recorder: Recorder) -> Self {
        self.recorders.push(recorder);
        self
    }

    /// How the order books are read over REST. It is called after every connection that carries order updates, and after an
    /// update that could not be read; what it gives comes as [`Event::Books`](crate::Event::Books). Until it succeeds, and the
    /// books that it gives have no `trades_unread`, it is called again, with growing pauses.
    pub fn books<F, R, E>(mut self, read: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Books, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.read_books = Some(ReadBooks::new(move || {
            let reading = read();
            Box::pin(async move { reading.await.map_err(BoxError::from_any) })
        }));
        self
    }

    /// Starts the stream: a handle, and the first reader, which misses nothing.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub fn start(mut self) -> (Feed, Events) {
        for recorder in std::mem::take(&mut self.recorders) {
            let clock = Arc::clone(&self.clock);
            self.connector = Arc::new(RecordedConnector::new(self.connector, recorder, clock));
        }
        stream::start(self)
    }
}
