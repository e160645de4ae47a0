//! The address of a request, in the form that reqwest takes.

use std::{error::Error as StdError, sync::OnceLock};

use http::{
    Uri,
    uri::{Authority, Scheme},
};
use reqwest::Url;

use crate::{Outcome, TransportError, TransportErrorKind};

/// Turns addresses into [`Url`]s. Nearly all requests go to one host, so that host is parsed once: parsing it anew took
/// a twentieth of a whole call on loopback.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    first: OnceLock<Host>,
}

#[derive(Debug)]
struct Host {
    scheme: Scheme,
    authority: Authority,
    url: Url,
}

impl Addresses {
    /// The same address as a `Url`.
    pub(super) fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        if let Some(host) = self.first.get()
            && uri.scheme() == Some(&host.scheme)
            && uri.authority() == Some(&host.authority)
        {
            let mut url = host.url.clone();
            url.set_path(uri.path());
            url.set_query(uri.query());
            return Ok(url);
        }
        let url: Url = uri.to_string().parse().map_err(refused)?;
        if let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) {
            let mut root = url.clone();
            root.set_path("/");
            root.set_query(None);
            self.first.get_or_init(|| Host {
                scheme: scheme.clone(),
                authority: authority.clone(),
                url: root,
            });
        }
        Ok(url)
    }
}

fn refused(error: impl StdError + Send + Sync + 'static) -> TransportError {
    TransportError::new(TransportErrorKind::Request, Outcome::NotSent).with_source(error)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(uri: &Uri) -> Url {
        uri.to_string().parse().unwrap()
    }

    #[test]
    fn the_host_kept_serves_that_host_alone() {
        let addresses = Addresses::default();
        for uri in [
            "https://algo.pocketful.in/api/v1/orders?client_id=AB1234&type=pending",
            "https://algo.pocketful.in/",
            "https://algo.pocketful.in:8443/api",
            "http://algo.pocketful.in/api",
            "https://trade.pocketful.in/api?x=1",
            "https://algo.pocketful.in/api/v1/orders/2026%2F1%20?tag=%26%3D+a",
        ] {
            let uri: Uri = uri.parse().unwrap();
            assert_eq!(addresses.url(&uri).unwrap(), parsed(&uri));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn an_address_is_what_parsing_all_of_it_gives(rest in "(/[!-~]{0,12}){0,4}(\\?[!-~]{0,20})?") {
            let addresses = Addresses::default();
            addresses.url(&Uri::from_static("http://127.0.0.1:80/first?a=b")).unwrap();
            if let Ok(uri) = format!("http://127.0.0.1:80{rest}").parse::<Uri>() {
                prop_assert_eq!(addresses.url(&uri).unwrap(), parsed(&uri));
            }
        }
    }
}
