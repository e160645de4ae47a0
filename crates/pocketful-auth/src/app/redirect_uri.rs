//! The redirect URL of an app: kept to the letter, and known to be a loopback address or not.

use std::{fmt, str::FromStr};

use http::Uri;

use crate::{Error, ErrorKind};

/// A registered redirect URL. The text is kept as given, because the server compares it to the letter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RedirectUri {
    text: String,
    uri: Uri,
}

/// Where a redirect URL on this machine listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loopback<'a> {
    /// `127.0.0.1` or `localhost`.
    pub host: &'a str,
    /// The port, 80 where the URL has none.
    pub port: u16,
    /// The path, at least `/`.
    pub path: &'a str,
}

impl RedirectUri {
    /// The URL as it was registered.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The path, at least `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// Where to listen, if the URL is plain `http` on 127.0.0.1 or localhost: then a browser on this machine can
    /// bring the code back by itself.
    #[must_use]
    pub fn loopback(&self) -> Option<Loopback<'_>> {
        let host = self.uri.host()?;
        let here = host == "127.0.0.1" || host.eq_ignore_ascii_case("localhost");
        (here && self.uri.scheme_str() == Some("http")).then(|| Loopback {
            host,
            port: self.uri.port_u16().unwrap_or(80),
            path: self.uri.path(),
        })
    }
}

impl FromStr for RedirectUri {
    type Err = Error;

    /// # Errors
    /// [`ErrorKind::InvalidInput`]: not an absolute `http` or `https` URL, or one with a user, a fragment or port 0. The
    /// text is not repeated.
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let uri: Uri = text.parse().map_err(|_| invalid("it is not a URL"))?;
        let Some(authority) = uri.authority() else {
            return Err(invalid("it has no host"));
        };
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(invalid("it does not start with http:// or https://"));
        }
        if authority.host().is_empty() {
            return Err(invalid("it has no host"));
        }
        if authority.as_str().contains('@') {
            return Err(invalid("it has a user in it"));
        }
        if text.contains('#') {
            return Err(invalid("it has a fragment (#…)"));
        }
        let has_port = authority.as_str().len() > authority.host().len();
        if has_port && authority.port_u16().is_none_or(|port| port == 0) {
            return Err(invalid("its port is not one from 1 to 65535"));
        }
        Ok(Self {
            text: text.to_owned(),
            uri,
        })
    }
}

fn invalid(why: &str) -> Error {
    Error::new(
        ErrorKind::InvalidInput,
        format!(
            "the redirect URL is not usable: {why}; write it exactly as the app has it in the portal, \
             for example http://127.0.0.1:5010/callback"
        ),
    )
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_where_it_listens() {
        for (text, host, port, path) in [
            ("http://127.0.0.1:5010/callback", "127.0.0.1", 5010, "/callback"),
            ("http://localhost", "localhost", 80, "/"),
            ("http://LocalHost:81/a/b?c=d", "LocalHost", 81, "/a/b"),
        ] {
            let uri: RedirectUri = text.parse().unwrap();
            assert_eq!(uri.loopback(), Some(Loopback { host, port, path }), "{text}");
            assert_eq!(uri.as_str(), text);
        }
    }

    #[test]
    fn another_machine_or_tls_is_not_loopback() {
        for text in [
            "https://example.com/cb",
            "http://example.com/cb",
            "https://127.0.0.1:5010/cb",
            "http://127.0.0.2:5010/cb",
            "http://127.0.0.1.example.com/cb",
            "http://[::1]:5010/cb",
        ] {
            assert_eq!(text.parse::<RedirectUri>().unwrap().loopback(), None, "{text}");
        }
    }

    #[test]
    fn rubbish_is_refused_without_repeating_it() {
        for text in [
            "",
            "callback",
            "/callback",
            "ftp://127.0.0.1/sentinel",
            "http://sentinel:pw@127.0.0.1/",
            "http://127.0.0.1/cb#sentinel",
            "http://127.0.0.1:0/cb",
            "http://127.0.0.1:/cb",
            "http://127.0.0.1:99999/sentinel",
            "http://127.0.0.1/with blank sentinel",
        ] {
            let error = text.parse::<RedirectUri>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{text}");
            assert!(!format!("{error:?} {error}").contains("sentinel"), "{error:?}");
        }
    }
}
