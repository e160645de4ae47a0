//! The client: what a program makes once and calls everything through.

use std::{fmt, sync::Arc};

use pocketful_auth::TokenSource;
use pocketful_http::{Api, Environment, PreparedRequest, Probe, Quota, RawReply};
use pocketful_types::{ClientId, Clock, Endpoint, RawRequest};

use crate::{
    BasketsApi, ClientBuilder, ConditionalApi, ContractsApi, EdisApi, Error, FundsApi, GttApi,
    InstrumentsApi, IpoApi, MarketApi, OrdersApi, PortfolioApi, UserApi, contracts::Master,
};

/// The way to one account. Cheap to clone; clones share session, connections and rate limits.
///
/// The operations are in groups: [`user`](Self::user), [`funds`](Self::funds), [`portfolio`](Self::portfolio),
/// [`orders`](Self::orders), [`conditional`](Self::conditional), [`baskets`](Self::baskets), [`gtt`](Self::gtt),
/// [`instruments`](Self::instruments), [`contracts`](Self::contracts), [`market`](Self::market), [`ipo`](Self::ipo), [`edis`](Self::edis), and the feed
/// is [`stream`](Self::stream).
#[derive(Clone)]
pub struct Client {
    pub(crate) api: Api,
    pub(crate) tokens: Arc<dyn TokenSource>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) contracts: Arc<Master>,
    pub(crate) documented_changes_only: bool,
}

impl Client {
    /// A client of `environment` that works with the tokens of `tokens`, usually a [`Session`](crate::Session).
    pub fn builder(environment: Environment, tokens: impl TokenSource + 'static) -> ClientBuilder {
        ClientBuilder::new(environment, Arc::new(tokens))
    }

    /// Who is logged in: trading info and profile.
    #[must_use]
    pub fn user(&self) -> UserApi<'_> {
        UserApi::new(self)
    }

    /// The money in the account.
    #[must_use]
    pub fn funds(&self) -> FundsApi<'_> {
        FundsApi::new(self)
    }

    /// What is held: positions and holdings.
    #[must_use]
    pub fn portfolio(&self) -> PortfolioApi<'_> {
        PortfolioApi::new(self)
    }

    /// Regular and after-market orders: place, change, cancel, read the books.
    #[must_use]
    pub fn orders(&self) -> OrdersApi<'_> {
        OrdersApi::new(self)
    }

    /// Cover and bracket orders.
    #[must_use]
    pub fn conditional(&self) -> ConditionalApi<'_> {
        ConditionalApi::new(self)
    }

    /// Baskets of orders.
    #[must_use]
    pub fn baskets(&self) -> BasketsApi<'_> {
        BasketsApi::new(self)
    }

    /// Good-till-triggered orders.
    #[must_use]
    pub fn gtt(&self) -> GttApi<'_> {
        GttApi::new(self)
    }

    /// Finding instruments, and what is known of one.
    #[must_use]
    pub fn instruments(&self) -> InstrumentsApi<'_> {
        InstrumentsApi::new(self)
    }

    /// The contract master: every instrument that can be traded, looked up here.
    #[must_use]
    pub fn contracts(&self) -> ContractsApi<'_> {
        ContractsApi::new(self)
    }

    /// Public offerings.
    #[must_use]
    pub fn ipo(&self) -> IpoApi<'_> {
        IpoApi::new(self)
    }

    /// Authorising sales from the depository. Undocumented.
    #[must_use]
    pub fn edis(&self) -> EdisApi<'_> {
        EdisApi::new(self)
    }

    /// Prices, chains, candles and margins.
    #[must_use]
    pub fn market(&self) -> MarketApi<'_> {
        MarketApi::new(self)
    }

    pub(crate) fn api(&self) -> &Api {
        &self.api
    }

    /// Calls any endpoint, also one of your own, on the same path as the groups do. How to write one is shown in
    /// `docs/operations.md`, under "Known by name alone"; it needs [`Endpoint`](crate::types::Endpoint) alone.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind); ask [`Error::outcome`] whether it took effect.
    pub async fn call<E: Endpoint>(&self, endpoint: &E) -> Result<E::Response, Error> {
        Ok(self.api.call(endpoint).await?)
    }

    /// Calls any endpoint and returns its payload as the server wrote it.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub async fn call_raw<E: Endpoint>(&self, endpoint: &E) -> Result<RawReply, Error> {
        Ok(self.api.call_raw(endpoint).await?)
    }

    /// What [`call`](Self::call) would send, with the token masked. Sends nothing.
    ///
    /// # Errors
    /// When the request cannot be encoded.
    pub fn prepare<E: Endpoint>(&self, endpoint: &E) -> Result<PreparedRequest, Error> {
        Ok(self.api.prepare(endpoint)?)
    }

    /// Sends a request in your own words to a path that has no operation here, on the same path as all others: with the token,
    /// within the limits, repeated only if it is a `GET`, its envelope opened. See [`RawRequest`] for what else the method
    /// decides, and `docs/operations.md` for the paths that are known by name alone.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind); ask [`Error::outcome`] whether it took effect.
    pub async fn request(&self, request: &RawRequest) -> Result<RawReply, Error> {
        Ok(self.api.request(request).await?)
    }

    /// What [`request`](Self::request) would send, with the token masked. Sends nothing.
    ///
    /// # Errors
    /// When the request cannot be encoded.
    pub fn prepare_request(&self, request: &RawRequest) -> Result<PreparedRequest, Error> {
        Ok(self.api.prepare_request(request)?)
    }

    /// Looks whether the API's host answers, and what time it thinks it is. Needs no session and sends no token.
    ///
    /// # Errors
    /// When there is no reply: network, name resolution, TLS, time.
    pub async fn probe(&self) -> Result<Probe, Error> {
        Ok(self.api.probe().await?)
    }

    /// What is used and left of the rate limits that this client keeps (wire reference, section 0.4).
    #[must_use]
    pub fn quota(&self) -> Quota {
        self.api.quota()
    }

    /// Which hosts it talks to.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        self.api.environment()
    }

    /// The account that the session belongs to.
    ///
    /// # Errors
    /// When nobody is logged in, or the session has expired or was revoked.
    pub async fn client_id(&self) -> Result<ClientId, Error> {
        let token = match self.tokens.token() {
            Ok(token) => token,
            Err(_) => self.tokens.renew().await?,
        };
        Ok(token.client_id().clone())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.api)
            .finish_non_exhaustive()
    }
}
