//! Which hosts are talked to, and how each generation of the API carries the token.

use pocketful_types::{HeaderStyle, Origin, OriginError};

/// The addresses of the API, of the login and of the feed, and the headers they expect.
///
/// The token is sent to these hosts only. Wire reference, section 0 and rows 1, 2, 4 and 37 of section 17.
///
/// ```
/// use pocketful_http::Environment;
///
/// let local = Environment::algo().with_api("http://127.0.0.1:8080".parse()?)?;
/// // A local API brings its login and its feed along.
/// assert_eq!(local.auth().to_string(), "http://127.0.0.1:8080");
/// assert_eq!(local.feed().to_string(), "ws://127.0.0.1:8080");
/// # Ok::<(), pocketful_types::OriginError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    api: Origin,
    auth: Origin,
    feed: Origin,
    contracts: Origin,
    /// Whether the login's, the feed's and the contract master's address were chosen by the user, so that they no longer
    /// follow the API's.
    auth_is_set: bool,
    feed_is_set: bool,
    contracts_is_set: bool,
    header_style: HeaderStyle,
    device_type: String,
}

impl Environment {
    /// The present generation, and the default: `algo.pocketful.in` with `x-authorization-token`. Its login is on
    /// `trade.pocketful.in`, the only host for which one is documented.
    #[must_use]
    pub fn algo() -> Self {
        let api = published("https://algo.pocketful.in");
        let feed = api.to_feed();
        let auth = published("https://trade.pocketful.in");
        Self::of(api, auth, feed, HeaderStyle::XAuthorizationToken)
    }

    /// The older generation: `trade.pocketful.in` with `Authorization: Bearer`.
    #[must_use]
    pub fn trade() -> Self {
        let api = published("https://trade.pocketful.in");
        Self::of(api.clone(), api.clone(), api.to_feed(), HeaderStyle::Bearer)
    }

    /// Another server, which also serves the login and the feed unless told otherwise.
    ///
    /// # Errors
    /// When `api` is an address of a feed (`ws`, `wss`).
    pub fn custom(api: Origin) -> Result<Self, OriginError> {
        require(&api, is_http)?;
        let feed = api.to_feed();
        Ok(Self::of(api.clone(), api, feed, HeaderStyle::XAuthorizationToken))
    }

    fn of(api: Origin, auth: Origin, feed: Origin, header_style: HeaderStyle) -> Self {
        Self {
            api,
            // The one host for which the download is documented is the login's too.
            contracts: auth.clone(),
            auth,
            feed,
            auth_is_set: false,
            feed_is_set: false,
            contracts_is_set: false,
            header_style,
            device_type: "WEB".to_owned(),
        }
    }

    /// The same with another address of the API. On loopback the login, the feed and the contract master follow it, unless they
    /// were set themselves; elsewhere they stay where they are.
    ///
    /// # Errors
    /// When `api` is an address of a feed (`ws`, `wss`).
    pub fn with_api(mut self, api: Origin) -> Result<Self, OriginError> {
        require(&api, is_http)?;
        if api.is_loopback() {
            if !self.auth_is_set {
                self.auth = api.clone();
            }
            if !self.feed_is_set {
                self.feed = api.to_feed();
            }
            if !self.contracts_is_set {
                self.contracts = api.clone();
            }
        }
        self.api = api;
        Ok(self)
    }

    /// The same with another address of the login.
    ///
    /// # Errors
    /// When `auth` is an address of a feed (`ws`, `wss`).
    pub fn with_auth(mut self, auth: Origin) -> Result<Self, OriginError> {
        require(&auth, is_http)?;
        self.auth = auth;
        self.auth_is_set = true;
        Ok(self)
    }

    /// The same with another address of the feed.
    ///
    /// # Errors
    /// When `feed` is not an address of a feed (`ws`, `wss`).
    pub fn with_feed(mut self, feed: Origin) -> Result<Self, OriginError> {
        require(&feed, |origin| !is_http(origin))?;
        self.feed = feed;
        self.feed_is_set = true;
        Ok(self)
    }

    /// The same with another address of the contract master, which is downloaded without a token.
    ///
    /// # Errors
    /// When `contracts` is an address of a feed (`ws`, `wss`).
    pub fn with_contracts(mut self, contracts: Origin) -> Result<Self, OriginError> {
        require(&contracts, is_http)?;
        self.contracts = contracts;
        self.contracts_is_set = true;
        Ok(self)
    }

    /// The same with the token carried in another way.
    #[must_use]
    pub fn with_header_style(mut self, style: HeaderStyle) -> Self {
        self.header_style = style;
        self
    }

    /// The same with another `x-device-type`: `WEB` (the default), `ANDROID` or `IOS` (wire reference, section 0.1).
    #[must_use]
    pub fn with_device_type(mut self, device_type: impl Into<String>) -> Self {
        self.device_type = device_type.into();
        self
    }

    /// Where requests go.
    #[must_use]
    pub fn api(&self) -> &Origin {
        &self.api
    }

    /// Where the login happens.
    #[must_use]
    pub fn auth(&self) -> &Origin {
        &self.auth
    }

    /// Where the contract master is; by default on `trade.pocketful.in` also for the present generation (wire reference,
    /// section 17, row 43).
    #[must_use]
    pub fn contracts(&self) -> &Origin {
        &self.contracts
    }

    /// Where the feed is.
    #[must_use]
    pub fn feed(&self) -> &Origin {
        &self.feed
    }

    /// How the token is carried.
    #[must_use]
    pub fn header_style(&self) -> HeaderStyle {
        self.header_style
    }

    /// The value of `x-device-type`.
    #[must_use]
    pub fn device_type(&self) -> &str {
        &self.device_type
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self::algo()
    }
}

fn is_http(origin: &Origin) -> bool {
    origin.scheme().starts_with("http")
}

fn require(origin: &Origin, fits: impl Fn(&Origin) -> bool) -> Result<(), OriginError> {
    if fits(origin) {
        Ok(())
    } else {
        Err(OriginError::Scheme)
    }
}

/// A published address, written in this file; the tests below parse every one of them.
#[allow(clippy::expect_used)]
fn published(address: &'static str) -> Origin {
    address.parse().expect("the address is a constant of this file")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(environment: &Environment) -> [String; 3] {
        [environment.api(), environment.auth(), environment.feed()].map(ToString::to_string)
    }

    fn origin(text: &str) -> Origin {
        text.parse().unwrap()
    }

    #[test]
    fn the_generations_have_the_published_addresses_and_headers() {
        let algo = Environment::default();
        assert_eq!(
            addresses(&algo),
            [
                "https://algo.pocketful.in",
                "https://trade.pocketful.in",
                "wss://algo.pocketful.in"
            ]
        );
        assert_eq!(algo.header_style(), HeaderStyle::XAuthorizationToken);
        assert_eq!(algo.device_type(), "WEB");
        let trade = Environment::trade();
        assert_eq!(
            addresses(&trade),
            [
                "https://trade.pocketful.in",
                "https://trade.pocketful.in",
                "wss://trade.pocketful.in"
            ]
        );
        assert_eq!(trade.header_style(), HeaderStyle::Bearer);
    }

    #[test]
    fn a_local_api_brings_login_and_feed_along() {
        let local = Environment::algo()
            .with_api(origin("http://127.0.0.1:81"))
            .unwrap();
        assert_eq!(
            addresses(&local),
            ["http://127.0.0.1:81", "http://127.0.0.1:81", "ws://127.0.0.1:81"]
        );
    }

    #[test]
    fn what_was_set_stays_whatever_the_order() {
        let auth = origin("http://127.0.0.1:82");
        let feed = origin("ws://127.0.0.1:83");
        let api = origin("http://127.0.0.1:81");
        let before = Environment::algo()
            .with_auth(auth.clone())
            .and_then(|env| env.with_feed(feed.clone()))
            .and_then(|env| env.with_api(api.clone()))
            .unwrap();
        let after = Environment::algo()
            .with_api(api)
            .and_then(|env| env.with_auth(auth))
            .and_then(|env| env.with_feed(feed))
            .unwrap();
        assert_eq!(before, after);
        assert_eq!(
            addresses(&after),
            ["http://127.0.0.1:81", "http://127.0.0.1:82", "ws://127.0.0.1:83"]
        );
    }

    #[test]
    fn a_remote_api_does_not_move_the_others() {
        let remote = Environment::algo()
            .with_api(origin("https://api.example.com"))
            .unwrap();
        assert_eq!(
            addresses(&remote),
            [
                "https://api.example.com",
                "https://trade.pocketful.in",
                "wss://algo.pocketful.in"
            ]
        );
    }

    #[test]
    fn the_contract_master_stays_on_its_host_unless_the_api_is_local() {
        let trade = origin("https://trade.pocketful.in");
        for environment in [Environment::algo(), Environment::trade()] {
            assert_eq!(*environment.contracts(), trade);
        }
        let remote = origin("https://api.example.com");
        assert_eq!(
            *Environment::algo().with_api(remote.clone()).unwrap().contracts(),
            trade
        );
        assert_eq!(*Environment::custom(remote.clone()).unwrap().contracts(), remote);
        let local = origin("http://127.0.0.1:81");
        let environment = Environment::algo().with_api(local.clone()).unwrap();
        assert_eq!(*environment.contracts(), local);
        let chosen = Environment::algo()
            .with_contracts(remote.clone())
            .and_then(|env| env.with_api(local))
            .unwrap();
        assert_eq!(*chosen.contracts(), remote);
    }

    #[test]
    fn addresses_of_the_wrong_sort_are_refused() {
        let http = origin("https://api.example.com");
        let feed = origin("wss://api.example.com");
        assert_eq!(Environment::custom(feed.clone()), Err(OriginError::Scheme));
        assert_eq!(
            Environment::algo().with_api(feed.clone()),
            Err(OriginError::Scheme)
        );
        assert_eq!(
            Environment::algo().with_auth(feed.clone()),
            Err(OriginError::Scheme)
        );
        assert_eq!(Environment::algo().with_contracts(feed), Err(OriginError::Scheme));
        assert_eq!(Environment::algo().with_feed(http), Err(OriginError::Scheme));
    }
}
