//! The way in for machines without a browser: the address is shown, and the redirected address is pasted back.

use std::{fmt, future::Future, io, pin::Pin, sync::Arc};

use async_trait::async_trait;
use http::Uri;
use zeroize::Zeroizing;

use super::{AuthorizationUrl, CodeFlow, Login, LoginFailure};
use crate::{Error, ErrorKind, RedirectUri, TokenRecord};

type Answer = Pin<Box<dyn Future<Output = io::Result<String>> + Send>>;

/// What the person is asked for: to open the address, log in, and paste the address the browser shows afterwards.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PasteRequest {
    /// The address of the login page.
    pub url: AuthorizationUrl,
    /// Why the text pasted before was not usable, when this is not the first time.
    pub problem: Option<String>,
}

/// Shows the address of the login page and takes the redirected address as text.
///
/// The redirect URL need not lead anywhere: a browser that shows "cannot connect" still has the code in its address bar.
#[derive(Clone)]
pub struct PastedUrlLogin {
    flow: CodeFlow,
    ask: Arc<dyn Fn(PasteRequest) -> Answer + Send + Sync>,
    attempts: usize,
}

impl PastedUrlLogin {
    /// Logs in with `flow`; `ask` shows the address and reads what is pasted, from wherever it likes.
    pub fn new<F, A>(flow: CodeFlow, ask: F) -> Self
    where
        F: Fn(PasteRequest) -> A + Send + Sync + 'static,
        A: Future<Output = io::Result<String>> + Send + 'static,
    {
        Self {
            flow,
            ask: Arc::new(move |request| Box::pin(ask(request))),
            attempts: 1,
        }
    }

    /// Asks up to `attempts` times when what is pasted is not a redirected address; one time unless set. A login
    /// that was refused is not asked for again.
    #[must_use]
    pub fn with_attempts(mut self, attempts: usize) -> Self {
        self.attempts = attempts.max(1);
        self
    }
}

impl fmt::Debug for PastedUrlLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PastedUrlLogin")
            .field("flow", &self.flow)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Login for PastedUrlLogin {
    async fn log_in(&self) -> Result<TokenRecord, Error> {
        let authorization = self.flow.start()?;
        let mut problem = None;
        let mut left = self.attempts;
        loop {
            let asked = (self.ask)(PasteRequest {
                url: authorization.url().clone(),
                problem: problem.take(),
            });
            let pasted = Zeroizing::new(asked.await.map_err(unreadable)?);
            left = left.saturating_sub(1);
            match authorization.grant(&pasted) {
                Ok(grant) => return self.flow.redeem(&grant).await,
                Err(error) if left > 0 && error.kind() == ErrorKind::InvalidInput => {
                    problem = Some(error.to_string());
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn is_automatic(&self) -> bool {
        false
    }
}

fn unreadable(source: io::Error) -> Error {
    Error::new(
        ErrorKind::LoginAbandoned,
        "the redirected address could not be read",
    )
    .with_source(source)
}

/// The query of a pasted text, if the text is the redirect URL with a query, or a query alone.
pub(super) fn query_of(pasted: &str, redirect_uri: &RedirectUri) -> Result<Zeroizing<String>, LoginFailure> {
    let text = cleaned(pasted);
    let Some((address, query)) = text.split_once('?') else {
        // The query alone, or something else: an address without a query is the login not yet done.
        return if is_bare_query(&text) {
            Ok(text)
        } else {
            Err(LoginFailure::NotARedirect)
        };
    };
    let query = Zeroizing::new(query.split('#').next().unwrap_or_default().to_owned());
    if address.is_empty() {
        return Ok(query);
    }
    // Some browsers hide the scheme; what they copy can lack it too.
    let address = if address.contains("://") {
        address.to_owned()
    } else {
        format!(
            "{}://{address}",
            redirect_uri.as_str().split("://").next().unwrap_or("http")
        )
    };
    let (Ok(address), Ok(expected)) = (address.parse::<Uri>(), redirect_uri.as_str().parse::<Uri>()) else {
        return Err(LoginFailure::NotARedirect);
    };
    if is_same_place(&address, &expected) {
        Ok(query)
    } else if address.path().ends_with("/oauth2/auth") {
        Err(LoginFailure::LoginPagePasted)
    } else if address
        .host()
        .is_none_or(|host| !host.contains('.') && host != "localhost")
    {
        // A word and a question mark: prose rather than an address.
        Err(LoginFailure::NotARedirect)
    } else {
        Err(LoginFailure::OtherRedirectUrl {
            expected: redirect_uri.as_str().to_owned(),
        })
    }
}

/// What copying through terminals, mails and chats adds is taken away: blanks and line breaks anywhere (a URL has
/// none), quotes and brackets around, `&amp;` for `&`.
fn cleaned(pasted: &str) -> Zeroizing<String> {
    let text = Zeroizing::new(
        pasted
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control())
            .collect::<String>(),
    );
    let text = text.trim_matches(|c| matches!(c, '"' | '\'' | '`' | '<' | '>' | '“' | '”' | '‘' | '’'));
    Zeroizing::new(text.replace("&amp;", "&"))
}

fn is_bare_query(text: &str) -> bool {
    ["code=", "state=", "error=", "scope="]
        .iter()
        .any(|member| text.starts_with(member))
        && text.contains('&')
}

/// Same scheme, host, port and path; a trailing slash is no difference.
fn is_same_place(one: &Uri, other: &Uri) -> bool {
    let place = |uri: &Uri| {
        let scheme = uri.scheme_str().unwrap_or_default().to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let path = uri.path().trim_end_matches('/').to_owned();
        (scheme, host, port, path)
    };
    place(one) == place(other)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn query(pasted: &str) -> Result<String, LoginFailure> {
        let redirect_uri = "https://Example.com/cb".parse().unwrap();
        query_of(pasted, &redirect_uri).map(|query| query.as_str().to_owned())
    }

    #[test]
    fn takes_what_copying_makes_of_an_address() {
        for pasted in [
            "https://example.com/cb?code=a&state=b",
            "  https://example.com/cb?code=a&state=b \r\n",
            "\"https://example.com/cb?code=a&state=b\"",
            "<https://example.com/cb?code=a&state=b>",
            "‘https://example.com/cb?code=a&state=b’",
            "https://example.com/cb?co\nde=a&sta\r\n  te=b",
            "https://example.com/cb?code=a&amp;state=b",
            "https://example.com/cb/?code=a&state=b",
            "https://example.com:443/cb?code=a&state=b",
            "HTTPS://EXAMPLE.com/cb?code=a&state=b#top",
            "example.com/cb?code=a&state=b",
            "?code=a&state=b",
            "code=a&state=b",
        ] {
            assert_eq!(query(pasted).as_deref(), Ok("code=a&state=b"), "{pasted}");
        }
    }

    #[test]
    fn rubbish_is_told_what_to_paste() {
        for pasted in [
            "",
            " \n",
            "hello",
            "what do you want?",
            "https://example.com/cb",
            "code=a",
            "ory_ac_abcdef",
            "eyJhbGciOi.eyJz",
            "javascript:alert(1)?code=a&state=b",
            "?",
        ] {
            // "?" alone is an empty query, which says nothing either.
            let found = query(pasted);
            assert!(
                found == Err(LoginFailure::NotARedirect) || found.as_deref() == Ok(""),
                "{pasted}: {found:?}"
            );
        }
        let message = Error::from(LoginFailure::NotARedirect).to_string();
        assert!(
            message.contains("address bar") && message.contains("code="),
            "{message}"
        );
    }

    #[test]
    fn another_address_is_told_which_is_expected() {
        for pasted in [
            "http://example.com/cb?code=a&state=b",
            "https://example.com:8443/cb?code=a&state=b",
            "https://example.com/other?code=a&state=b",
            "https://example.com.evil.net/cb?code=a&state=b",
            "http://127.0.0.1:5010/cb?code=a&state=b",
            "http://localhost/cb?code=a&state=b",
        ] {
            let expected = LoginFailure::OtherRedirectUrl {
                expected: "https://Example.com/cb".to_owned(),
            };
            assert_eq!(query(pasted), Err(expected), "{pasted}");
        }
        assert_eq!(
            query("https://trade.pocketful.in/oauth2/auth?client_id=x&state=y"),
            Err(LoginFailure::LoginPagePasted)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn never_panics(text in "\\PC{0,100}") {
            let _ = query(&text);
        }

        #[test]
        fn line_breaks_anywhere_change_nothing(at in 0_usize..37) {
            let mut text = "https://example.com/cb?code=a&state=b".to_owned();
            text.insert(at.min(text.len()), '\n');
            prop_assert_eq!(query(&text), Ok("code=a&state=b".to_owned()));
        }
    }
}
