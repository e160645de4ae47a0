//! The account and the app that every sandbox starts with, made from its seed.

use std::{fmt, net::IpAddr};

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::{
    accounts::Account,
    apps::{App, MappedAddress},
    portfolio::{Lot, Portfolio},
    random::{Random, Stream},
    totp,
};
use crate::{
    assumed::SCOPES,
    instruments::{Universe, rupees},
};

/// The credentials of the demo account and its app: the same for the same seed, good for nothing outside this sandbox.
///
/// `Debug` shows no secret.
#[derive(Clone)]
#[non_exhaustive]
pub struct Demo {
    /// The trading account's code: two letters and four digits.
    pub client_id: String,
    /// Logs in on the portal as well as the client id does.
    pub email: String,
    /// The password of the portal and of the direct login.
    pub password: String,
    /// The second answer of the direct login, until TOTP is enabled.
    pub pin: String,
    /// Base32 secret for an authenticator. The direct login accepts its codes at any time, and nothing else once
    /// TOTP is enabled.
    pub totp_secret: String,
    /// The holder's tax number.
    pub pan: String,
    /// The id of the app that is registered already.
    pub app_id: String,
    /// The app's secret.
    pub app_secret: String,
    /// The app's redirect URL, on loopback.
    pub redirect_uri: String,
    /// The addresses that orders may come from: primary, then secondary.
    pub source_ips: Vec<IpAddr>,
    totp_enabled: bool,
}

impl Demo {
    pub(crate) fn new(
        seed: u64,
        redirect_uri: Option<String>,
        source_ips: Vec<IpAddr>,
        totp_enabled: bool,
    ) -> Self {
        let mut random = Random::new(seed, Stream::Demo);
        // Below the ports that systems hand out by themselves, so that it is usually free.
        let port = 20_000 + random.below(10_000);
        let client_id = format!("{}{}", random.letters(2), random.digits(4));
        let mut demo = Self {
            email: format!("{}@sandbox.example", client_id.to_ascii_lowercase()),
            client_id,
            password: random.word(12),
            pin: random.digits(4),
            totp_secret: totp::secret_text(random.bytes()),
            app_id: random.word(20),
            app_secret: random.word(40),
            redirect_uri: redirect_uri.unwrap_or_else(|| format!("http://127.0.0.1:{port}/callback")),
            source_ips,
            totp_enabled,
            pan: String::new(),
        };
        // The fourth letter is that of a person. Drawn last: what a seed gave before stays.
        demo.pan = format!(
            "{}P{}{}{}",
            random.letters(3),
            random.letters(1),
            random.digits(4),
            random.letters(1)
        );
        demo
    }

    pub(crate) fn account(&self) -> Account {
        let mut account = Account::new(self.client_id.clone(), "Asha Rao", self.email.clone());
        account.password.clone_from(&self.password);
        account.pin.clone_from(&self.pin);
        account.pan.clone_from(&self.pan);
        account.totp_secret.clone_from(&self.totp_secret);
        account.totp_enabled = self.totp_enabled;
        account.cash = Decimal::from(500_000);
        account
    }

    /// Shares that the account has had for a while: units, and what one cost in paise.
    pub(crate) fn give_shares(&self, universe: &Universe, portfolio: &mut Portfolio) {
        for (token, quantity, paise) in [(2885, 10, 139_050), (3045, 25, 78_435), (14366, 400, 930)] {
            if let Some(share) = universe.find("NSE", token) {
                let mut lot = Lot::default();
                lot.add(quantity, rupees(paise));
                portfolio.hold(&self.client_id, share, lot);
            }
        }
    }

    pub(crate) fn app(&self, now: OffsetDateTime) -> App {
        let mapped = |at: usize| {
            let address = self.source_ips.get(at).copied();
            address.map(|address| MappedAddress::new(address, now))
        };
        App {
            id: self.app_id.clone(),
            name: "Demo".to_owned(),
            secret: self.app_secret.clone(),
            owner: self.client_id.clone(),
            redirect_uri: self.redirect_uri.clone(),
            scopes: SCOPES.map(str::to_owned).to_vec(),
            primary: mapped(0).or(Some(MappedAddress::new(IpAddr::from([127, 0, 0, 2]), now))),
            secondary: mapped(1),
        }
    }
}

impl fmt::Debug for Demo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Demo")
            .field("client_id", &self.client_id)
            .field("app_id", &self.app_id)
            .field("redirect_uri", &self.redirect_uri)
            .field("source_ips", &self.source_ips)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides_everything() {
        let [one, two] = [7, 7].map(|seed| Demo::new(seed, None, Vec::new(), false));
        assert_eq!(
            (
                one.client_id,
                one.password,
                one.totp_secret,
                one.app_secret,
                one.redirect_uri
            ),
            (
                two.client_id,
                two.password,
                two.totp_secret,
                two.app_secret,
                two.redirect_uri
            )
        );
        assert_ne!(
            Demo::new(8, None, Vec::new(), false).app_secret,
            Demo::new(7, None, Vec::new(), false).app_secret
        );
    }

    #[test]
    fn debug_shows_no_secret() {
        let demo = Demo::new(7, None, Vec::new(), false);
        let shown = format!("{demo:?}");
        for secret in [
            &demo.password,
            &demo.pin,
            &demo.totp_secret,
            &demo.pan,
            &demo.app_secret,
        ] {
            assert!(!shown.contains(secret.as_str()), "{shown}");
        }
    }
}
