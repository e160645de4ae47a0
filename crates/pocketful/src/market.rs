//! Prices, chains, candles and margins (wire reference, sections 12 and 13).

use pocketful_types::{
    Candles, Dpr, Endpoint, Exchange, ExchangeSessions, FuturesChain, GetCandles, GetClose, GetDpr,
    GetFuturesChain, GetLtp, GetMargin, GetOptionChain, GetQuote, GetSessionInfo, Instrument,
    InstrumentToken, MarginLeg, Margins, MarketPath, MarketPrice, OptionChain, Quote,
};
use rust_decimal::Decimal;

use crate::{Client, Error, RawReply, paths::first_that_leads};

/// Market data; see [`Client::market`].
#[derive(Clone, Copy, Debug)]
pub struct MarketApi<'a> {
    client: &'a Client,
    path: Option<MarketPath>,
}

impl<'a> MarketApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client, path: None }
    }

    /// The same with quotes and prices at this path alone. The sources disagree where those of derivatives are (wire
    /// reference, section 17, row 30): without it they are looked for at [`MarketPath::Mapped`], and where there is
    /// nothing behind that at [`MarketPath::Literal`].
    #[must_use]
    pub fn market_path(mut self, path: MarketPath) -> Self {
        self.path = Some(path);
        self
    }

    /// Asks at the path that was chosen, or else at the one of production and, when there is nothing, at the SDK's.
    async fn at_path<T>(
        &self,
        exchange: Exchange,
        call: impl AsyncFn(MarketPath) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let is_same = MarketPath::Mapped.of(exchange) == MarketPath::Literal.of(exchange);
        let (path, other) = match self.path {
            Some(path) => (path, None),
            None => (MarketPath::Mapped, (!is_same).then_some(MarketPath::Literal)),
        };
        first_that_leads(path, other, call).await
    }

    async fn read<E: Endpoint>(
        &self,
        instrument: Instrument,
        request: impl Fn(MarketPath) -> E,
    ) -> Result<E::Response, Error> {
        let call = async |path| self.client.call(&request(path)).await;
        self.at_path(instrument.exchange, call).await
    }

    async fn read_raw<E: Endpoint>(
        &self,
        instrument: Instrument,
        request: impl Fn(MarketPath) -> E,
    ) -> Result<RawReply, Error> {
        let call = async |path| self.client.call_raw(&request(path)).await;
        self.at_path(instrument.exchange, call).await
    }

    /// The quote of an instrument (wire reference, section 12). Four of its prices come in a unit that nobody
    /// documents, and say so: [`Quote::unscaled_unit`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn quote(&self, instrument: Instrument) -> Result<Quote, Error> {
        self.read(instrument, |path| GetQuote::new(instrument).market_path(path))
            .await
    }

    /// The quote as the server wrote it, from the same path as [`quote`](Self::quote).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn quote_raw(&self, instrument: Instrument) -> Result<RawReply, Error> {
        self.read_raw(instrument, |path| GetQuote::new(instrument).market_path(path))
            .await
    }

    /// The last traded price in ₹, of shares, futures and options alike (wire reference, section 12).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn ltp(&self, instrument: Instrument) -> Result<MarketPrice, Error> {
        self.read(instrument, |path| GetLtp::new(instrument).market_path(path))
            .await
    }

    /// The last traded price as the server wrote it, from the same path as [`ltp`](Self::ltp).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn ltp_raw(&self, instrument: Instrument) -> Result<RawReply, Error> {
        self.read_raw(instrument, |path| GetLtp::new(instrument).market_path(path))
            .await
    }

    /// The closing price of the day before in ₹ (wire reference, section 12).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn close(&self, instrument: Instrument) -> Result<MarketPrice, Error> {
        self.read(instrument, |path| GetClose::new(instrument).market_path(path))
            .await
    }

    /// The closing price as the server wrote it, from the same path as [`close`](Self::close).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn close_raw(&self, instrument: Instrument) -> Result<RawReply, Error> {
        self.read_raw(instrument, |path| GetClose::new(instrument).market_path(path))
            .await
    }

    /// Between which prices (₹) an instrument may trade today (wire reference, section 12).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn dpr(&self, instrument: Instrument) -> Result<Dpr, Error> {
        self.client.call(&GetDpr::new(instrument)).await
    }

    /// The options on `underlying`, its number on NSE: `count` strikes around `price` (₹), on NFO (wire reference,
    /// section 12). Either side of a strike may be missing.
    ///
    /// For another exchange call [`GetOptionChain`] with [`GetOptionChain::exchange`]: a number of BSE asked for here would
    /// be taken for one of NSE.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn option_chain(
        &self,
        underlying: InstrumentToken,
        count: u32,
        price: Decimal,
    ) -> Result<OptionChain, Error> {
        self.client
            .call(&GetOptionChain::new(underlying, count, price))
            .await
    }

    /// The futures on `underlying`, its number on NSE, on NFO (wire reference, section 12; undocumented by the broker).
    ///
    /// For another exchange call [`GetFuturesChain`] with [`GetFuturesChain::exchange`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn futures_chain(&self, underlying: InstrumentToken) -> Result<FuturesChain, Error> {
        self.client.call(&GetFuturesChain::new(underlying)).await
    }

    /// Price history (wire reference, section 13). The broker documents none and may refuse.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn candles(&self, request: &GetCandles) -> Result<Candles, Error> {
        self.client.call(request).await
    }

    /// What `legs` would tie up, together and one by one, in ₹ (wire reference, section 13).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn margin(&self, legs: Vec<MarginLeg>) -> Result<Margins, Error> {
        self.client.call(&GetMargin::new(legs)).await
    }

    /// When the exchanges open and close (wire reference, section 12).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn sessions(&self) -> Result<ExchangeSessions, Error> {
        self.client.call(&GetSessionInfo).await
    }
}
