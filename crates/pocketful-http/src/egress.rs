//! The local addresses that orders leave from, and which of them comes next.

use std::{fmt, net::IpAddr, str::FromStr, time::Duration};

use crate::{Outcome, TransportError, TransportErrorKind};

/// The addresses of this machine from which orders are sent: those registered in the portal.
///
/// A request that must come from a registered address leaves from the primary one. When that cannot be bound, or no
/// connection can be made from it, so that nothing was sent, it leaves from the secondary one. Wire reference,
/// section 0.4.
///
/// Behind address translation these are the *local* addresses whose traffic the router sends out as the registered
/// ones.
///
/// ```
/// use pocketful_http::SourceAddresses;
///
/// let addresses: SourceAddresses = "203.0.113.7,203.0.113.8".parse()?;
/// assert_eq!(addresses.secondary().map(|ip| ip.to_string()).as_deref(), Some("203.0.113.8"));
/// # Ok::<(), pocketful_http::SourceAddressesError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceAddresses {
    primary: IpAddr,
    secondary: Option<IpAddr>,
}

impl SourceAddresses {
    /// Only a primary address.
    #[must_use]
    pub fn new(primary: IpAddr) -> Self {
        Self {
            primary,
            secondary: None,
        }
    }

    /// The same with a secondary address.
    #[must_use]
    pub fn with_secondary(mut self, secondary: IpAddr) -> Self {
        self.secondary = Some(secondary);
        self
    }

    /// The address that is tried first.
    #[must_use]
    pub fn primary(&self) -> IpAddr {
        self.primary
    }

    /// The address that is tried when nothing could be sent from the primary one.
    #[must_use]
    pub fn secondary(&self) -> Option<IpAddr> {
        self.secondary
    }
}

/// Which version of the Internet protocol requests leave by.
///
/// A machine with both often prefers IPv6, which is then the address that the broker sees; when the registered
/// address is an IPv4 one, say so here or name it in [`SourceAddresses`]. Requests with a source address use that
/// address's version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IpVersion {
    /// Whichever connects first.
    #[default]
    Any,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}

/// A text that does not name source addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceAddressesError {
    /// Not an IP address.
    #[error(
        "`{0}` is not an IP address; write the primary address, or primary and secondary with a comma between"
    )]
    NotAnAddress(String),
    /// More than two, or the same one twice.
    #[error("there are a primary and at most one other, secondary address")]
    Count,
}

impl FromStr for SourceAddresses {
    type Err = SourceAddressesError;

    /// Reads `primary` or `primary,secondary`.
    fn from_str(text: &str) -> Result<Self, SourceAddressesError> {
        let mut addresses = text.split(',').map(|part| {
            let part = part.trim();
            part.parse::<IpAddr>()
                .map_err(|_| SourceAddressesError::NotAnAddress(part.to_owned()))
        });
        let primary = addresses
            .next()
            .unwrap_or_else(|| Err(SourceAddressesError::NotAnAddress(String::new())))?;
        let secondary = addresses.next().transpose()?;
        if addresses.next().is_some() || secondary == Some(primary) {
            return Err(SourceAddressesError::Count);
        }
        Ok(Self { primary, secondary })
    }
}

impl fmt::Display for SourceAddresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.primary)?;
        match self.secondary {
            Some(secondary) => write!(f, ",{secondary}"),
            None => Ok(()),
        }
    }
}

/// Whether a request that failed from the primary address may leave from the secondary one: nothing was sent, the way
/// was the reason, and `left` is enough for another connection, so that its outcome will be known as well.
pub(crate) fn may_fail_over(error: &TransportError, left: Duration, connect_timeout: Duration) -> bool {
    let is_the_way = matches!(
        error.kind(),
        TransportErrorKind::Connect | TransportErrorKind::Timeout
    );
    error.outcome() == Outcome::NotSent && is_the_way && left > connect_timeout
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_not_sent_takes_the_other_way_and_only_in_time() {
        use Outcome::{NotSent, Unknown};
        use TransportErrorKind as K;
        let three = Duration::from_secs(3);
        for (kind, outcome, left, expected) in [
            (K::Connect, NotSent, 4, true),
            (K::Timeout, NotSent, 4, true),
            (K::Connect, NotSent, 3, false),
            (K::Timeout, Unknown, 4, false),
            (K::Disconnected, Unknown, 4, false),
            (K::Dns, NotSent, 4, false),
            (K::Tls, NotSent, 4, false),
        ] {
            let error = TransportError::new(kind, outcome);
            let left = Duration::from_secs(left);
            assert_eq!(may_fail_over(&error, left, three), expected, "{error} {outcome}");
        }
    }

    fn parse(text: &str) -> Result<String, SourceAddressesError> {
        text.parse::<SourceAddresses>()
            .map(|addresses| addresses.to_string())
    }

    #[test]
    fn reads_one_or_two_addresses() {
        assert_eq!(parse("127.0.0.2").as_deref(), Ok("127.0.0.2"));
        assert_eq!(parse(" 127.0.0.2 , ::1 ").as_deref(), Ok("127.0.0.2,::1"));
    }

    #[test]
    fn refuses_anything_else() {
        let not_an_address = |text: &str| Err(SourceAddressesError::NotAnAddress(text.to_owned()));
        assert_eq!(parse(""), not_an_address(""));
        assert_eq!(parse("127.0.0.2,"), not_an_address(""));
        assert_eq!(parse("eth0"), not_an_address("eth0"));
        assert_eq!(parse("127.0.0.2:80"), not_an_address("127.0.0.2:80"));
        assert_eq!(
            parse("127.0.0.2,127.0.0.3,127.0.0.4"),
            Err(SourceAddressesError::Count)
        );
        assert_eq!(parse("127.0.0.2,127.0.0.2"), Err(SourceAddressesError::Count));
    }
}
