//! The app registered in the broker's portal: its id and secret, where it redirects to, the addresses it may trade from.

use std::fmt;

use secrecy::SecretString;

mod redirect_uri;
mod static_addresses;

pub use redirect_uri::{Loopback, RedirectUri};
pub use static_addresses::{StaticAddresses, may_change, next_change};

/// The scopes of a login unless the app names others (wire reference, section 1.1).
pub const DEFAULT_SCOPES: &str = "orders holdings";

/// The id the portal gave to an app. Not a secret: it is part of the authorization URL.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AppId(String);

impl AppId {
    /// The id as the portal shows it, without surrounding blanks.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        let id: String = id.into();
        Self(id.trim().to_owned())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AppId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An app as it is registered in the portal. `Debug` does not show the secret.
#[derive(Clone, Debug)]
pub struct App {
    id: AppId,
    secret: SecretString,
    redirect_uri: Option<RedirectUri>,
    scopes: String,
    addresses: Option<StaticAddresses>,
}

impl App {
    /// The app `id` with its secret, the portal's default redirect URL and the default scopes.
    #[must_use]
    pub fn new(id: AppId, secret: SecretString) -> Self {
        Self {
            id,
            secret,
            redirect_uri: None,
            scopes: DEFAULT_SCOPES.to_owned(),
            addresses: None,
        }
    }

    /// Says which redirect URL the portal has for this app, to the letter: the server compares the text.
    #[must_use]
    pub fn with_redirect_uri(mut self, uri: RedirectUri) -> Self {
        self.redirect_uri = Some(uri);
        self
    }

    /// Asks for these scopes instead of [`DEFAULT_SCOPES`].
    #[must_use]
    pub fn with_scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        let mut joined = String::new();
        for scope in scopes {
            for word in scope.as_ref().split_whitespace() {
                if !joined.is_empty() {
                    joined.push(' ');
                }
                joined.push_str(word);
            }
        }
        self.scopes = joined;
        self
    }

    /// Says which addresses the portal has for this app.
    #[must_use]
    pub fn with_static_addresses(mut self, addresses: StaticAddresses) -> Self {
        self.addresses = Some(addresses);
        self
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &AppId {
        &self.id
    }

    /// The secret, for the one `Authorization: Basic` header of the code exchange.
    #[must_use]
    pub fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// The custom redirect URL. `None` is the portal's default one: then there is no code exchange and the
    /// token comes from the dashboard's button (wire reference, section 1.4).
    #[must_use]
    pub fn redirect_uri(&self) -> Option<&RedirectUri> {
        self.redirect_uri.as_ref()
    }

    /// The scopes, separated by one blank.
    #[must_use]
    pub fn scopes(&self) -> &str {
        &self.scopes
    }

    /// The registered addresses, where they are known.
    #[must_use]
    pub fn static_addresses(&self) -> Option<&StaticAddresses> {
        self.addresses.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> App {
        App::new(AppId::new(" app-1 "), SecretString::from("s3cret-of-the-app"))
    }

    #[test]
    fn debug_hides_the_secret() {
        let text = format!("{:?}", app());
        assert!(text.contains("app-1") && !text.contains("s3cret"), "{text}");
    }

    #[test]
    fn scopes_are_words_separated_by_one_blank() {
        assert_eq!(app().scopes(), "orders holdings");
        assert_eq!(app().with_scopes(["orders"]).scopes(), "orders");
        assert_eq!(
            app().with_scopes([" orders  holdings ", "funds"]).scopes(),
            "orders holdings funds"
        );
    }

    #[test]
    fn without_a_redirect_url_the_dashboard_makes_the_token() {
        assert!(app().redirect_uri().is_none());
        let uri: RedirectUri = "http://127.0.0.1:5010/cb".parse().unwrap();
        assert_eq!(app().with_redirect_uri(uri.clone()).redirect_uri(), Some(&uri));
    }
}
