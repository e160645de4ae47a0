//! The address of a host that may receive a token: encrypted, or on loopback.

use std::{fmt, net::IpAddr, str::FromStr};

use http::Uri;

/// Scheme, host and port of a server, for example `https://algo.pocketful.in`.
///
/// Plain `http` and `ws` are accepted for loopback only, so that a token cannot cross a network in the clear.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    scheme: &'static str,
    /// Host and port as written in a URL, lower case, without user information.
    authority: String,
}

/// Why a text is not a usable [`Origin`]. The text itself is not quoted: it may hold user information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OriginError {
    /// Not a URL with a scheme and a host.
    #[error("an address is needed such as https://algo.pocketful.in")]
    Malformed,
    /// A scheme other than http, https, ws and wss.
    #[error("an address starts with https:// (or http:// on loopback), the feed's with wss:// (or ws://)")]
    Scheme,
    /// User information, a path, a query or a fragment.
    #[error("an address is scheme, host and port only: no user, path or query")]
    Extra,
    /// Plain text to another machine.
    #[error("plain http:// and ws:// are accepted for loopback addresses only; use https:// or wss://")]
    PlainText,
}

impl Origin {
    /// `http`, `https`, `ws` or `wss`.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Host and, where it is not the scheme's own, port: `algo.pocketful.in`, `127.0.0.1:8080`.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The host without port, an IPv6 address without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        host_of(&self.authority)
    }

    /// Whether bytes to it are encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        matches!(self.scheme, "https" | "wss")
    }

    /// Whether it is on this machine: `localhost`, 127.0.0.0/8 or `::1`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback_host(self.host())
    }

    /// The same host and port for the feed: `https` becomes `wss`, `http` becomes `ws`.
    #[must_use]
    pub fn to_feed(&self) -> Self {
        let scheme = if self.is_encrypted() { "wss" } else { "ws" };
        Self {
            scheme,
            authority: self.authority.clone(),
        }
    }
}

/// Whether `host` names this machine without asking a resolver.
#[must_use]
pub fn is_loopback_host(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn host_of(authority: &str) -> &str {
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split(']').next().unwrap_or(rest);
    }
    authority.split(':').next().unwrap_or(authority)
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        let uri: Uri = text.trim().parse().map_err(|_| OriginError::Malformed)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(OriginError::Malformed);
        };
        let (scheme, default_port) = match scheme {
            "https" => ("https", ":443"),
            "wss" => ("wss", ":443"),
            "http" => ("http", ":80"),
            "ws" => ("ws", ":80"),
            _ => return Err(OriginError::Scheme),
        };
        if authority.as_str().contains('@')
            || !matches!(uri.path(), "" | "/")
            || uri.query().is_some()
            || text.contains('#')
        {
            return Err(OriginError::Extra);
        }
        let authority = authority.as_str().to_ascii_lowercase();
        let authority = authority
            .strip_suffix(default_port)
            .unwrap_or(&authority)
            .to_owned();
        if host_of(&authority).is_empty() {
            return Err(OriginError::Malformed);
        }
        let origin = Self { scheme, authority };
        if !origin.is_encrypted() && !origin.is_loopback() {
            return Err(OriginError::PlainText);
        }
        Ok(origin)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

/// How a generation of the API carries the token (wire reference, section 0 and row 1 of section 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeaderStyle {
    /// `x-authorization-token: <token>`, the `algo` generation.
    XAuthorizationToken,
    /// `Authorization: Bearer <token>`, the `trade` generation.
    Bearer,
    /// Both at once.
    Both,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, OriginError> {
        text.parse::<Origin>().map(|origin| origin.to_string())
    }

    #[test]
    fn accepts_encrypted_hosts_and_plain_loopback() {
        for (text, origin) in [
            ("https://algo.pocketful.in", "https://algo.pocketful.in"),
            ("https://Algo.Pocketful.in:443/", "https://algo.pocketful.in"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:80", "http://localhost"),
            ("http://[::1]:9000", "http://[::1]:9000"),
            ("ws://127.0.0.5:1", "ws://127.0.0.5:1"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(origin), "{text}");
        }
    }

    #[test]
    fn refuses_what_would_leak_a_token() {
        for (text, error) in [
            ("http://example.com", OriginError::PlainText),
            ("http://localhost.example.com", OriginError::PlainText),
            ("http://127.0.0.1.example.com", OriginError::PlainText),
            ("ws://10.0.0.1", OriginError::PlainText),
            ("ftp://127.0.0.1", OriginError::Scheme),
            ("https://user:pass@example.com", OriginError::Extra),
            ("http://127.0.0.1@example.com", OriginError::Extra),
            ("https://example.com/path", OriginError::Extra),
            ("https://example.com?x=1", OriginError::Extra),
            ("https://example.com#x", OriginError::Extra),
            ("example.com", OriginError::Malformed),
            ("", OriginError::Malformed),
        ] {
            assert_eq!(parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn the_feed_follows_the_api() {
        let api: Origin = "http://127.0.0.1:8080".parse().unwrap();
        assert_eq!(api.to_feed().to_string(), "ws://127.0.0.1:8080");
    }
}
