//! Apps registered in the portal: their ids, secrets, redirect URLs, and the static addresses orders may come from.

use std::net::IpAddr;

use pocketful_types::IST;
use time::{Date, Duration, OffsetDateTime};

use super::random::Random;
use crate::assumed::{ADDRESS_REST_DAYS, SCOPES};

/// One registered app.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) secret: String,
    /// The client id of its owner.
    pub(crate) owner: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) primary: MappedAddress,
    pub(crate) secondary: Option<MappedAddress>,
}

/// A whitelisted address and the day on which it was mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MappedAddress {
    pub(crate) address: IpAddr,
    /// The day in India.
    pub(crate) mapped_on: Date,
}

/// Which of the two addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Primary,
    Secondary,
}

/// What a person types into the form that creates an app.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewApp {
    pub(crate) name: String,
    pub(crate) redirect_uri: String,
    pub(crate) primary: String,
    /// Blank for none.
    pub(crate) secondary: String,
}

/// What is wrong with each field of a form, to be shown beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AppProblems {
    pub(crate) name: Option<&'static str>,
    pub(crate) redirect_uri: Option<&'static str>,
    pub(crate) primary: Option<&'static str>,
    pub(crate) secondary: Option<&'static str>,
}

/// Why an address was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AddressRefusal {
    /// It may next be changed on this day.
    TooEarly(Date),
    /// Not an address, or one that makes no sense here.
    Invalid(&'static str),
    /// No such app.
    NoApp,
}

/// All apps.
pub(crate) struct Apps(Vec<App>);

impl MappedAddress {
    pub(crate) fn new(address: IpAddr, now: OffsetDateTime) -> Self {
        Self {
            address,
            mapped_on: now.to_offset(IST).date(),
        }
    }

    /// The first day on which the address may be changed again.
    pub(crate) fn may_change_on(self) -> Date {
        may_change_on(self.mapped_on)
    }
}

/// The 7-day rule: a mapped address cannot be changed for seven days, counted in India.
pub(crate) fn may_change_on(mapped_on: Date) -> Date {
    mapped_on
        .checked_add(Duration::days(ADDRESS_REST_DAYS))
        .unwrap_or(Date::MAX)
}

impl App {
    /// Whether orders may come from `address`.
    pub(crate) fn admits(&self, address: IpAddr) -> bool {
        self.primary.address == address || self.secondary.is_some_and(|mapped| mapped.address == address)
    }
}

impl Apps {
    pub(crate) fn with(app: App) -> Self {
        Self(vec![app])
    }

    pub(crate) fn find(&self, id: &str) -> Option<&App> {
        self.0.iter().find(|app| app.id == id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &App> {
        self.0.iter()
    }

    pub(crate) fn of<'a>(&'a self, owner: &'a str) -> impl Iterator<Item = &'a App> {
        self.0.iter().filter(move |app| app.owner == owner)
    }

    /// Registers an app, or says what is wrong with each field.
    pub(crate) fn create(
        &mut self,
        owner: &str,
        form: &NewApp,
        random: &mut Random,
        now: OffsetDateTime,
    ) -> Result<&App, AppProblems> {
        let name = form.name.trim();
        let primary = parse_address(&form.primary);
        let secondary = match form.secondary.trim() {
            "" => Ok(None),
            text => parse_address(text).map(Some),
        };
        let problems = AppProblems {
            name: name_problem(name, self.of(owner)),
            redirect_uri: redirect_problem(form.redirect_uri.trim()),
            primary: primary.err(),
            secondary: match (primary, secondary) {
                (_, Err(problem)) => Some(problem),
                (Ok(one), Ok(Some(two))) if one == two => Some("Give an address other than the primary one"),
                _ => None,
            },
        };
        let (Ok(primary), Ok(secondary), true) = (primary, secondary, problems == AppProblems::default())
        else {
            return Err(problems);
        };
        self.0.push(App {
            id: random.word(20),
            name: name.to_owned(),
            secret: random.word(40),
            owner: owner.to_owned(),
            redirect_uri: form.redirect_uri.trim().to_owned(),
            scopes: SCOPES.map(str::to_owned).to_vec(),
            primary: MappedAddress::new(primary, now),
            secondary: secondary.map(|address| MappedAddress::new(address, now)),
        });
        self.0.last().ok_or_else(AppProblems::default)
    }

    /// Maps `address` in place of what the slot holds, unless that is younger than seven days. An empty second slot
    /// may be filled at any time.
    pub(crate) fn change_address(
        &mut self,
        app_id: &str,
        slot: Slot,
        address: &str,
        now: OffsetDateTime,
    ) -> Result<(), AddressRefusal> {
        let app = self
            .0
            .iter_mut()
            .find(|app| app.id == app_id)
            .ok_or(AddressRefusal::NoApp)?;
        let address = parse_address(address).map_err(AddressRefusal::Invalid)?;
        if app.admits(address) {
            return Err(AddressRefusal::Invalid("This address is mapped already"));
        }
        let held = match slot {
            Slot::Primary => Some(app.primary),
            Slot::Secondary => app.secondary,
        };
        if let Some(held) = held {
            let day = held.may_change_on();
            if now.to_offset(IST).date() < day {
                return Err(AddressRefusal::TooEarly(day));
            }
        }
        let mapped = MappedAddress::new(address, now);
        match slot {
            Slot::Primary => app.primary = mapped,
            Slot::Secondary => app.secondary = Some(mapped),
        }
        Ok(())
    }
}

fn name_problem<'a>(name: &str, mut others: impl Iterator<Item = &'a App>) -> Option<&'static str> {
    if name.is_empty() {
        Some("Give the app a name")
    } else if name.chars().count() > 50 {
        Some("Use at most 50 characters")
    } else if name.chars().any(char::is_control) {
        Some("Use printable characters only")
    } else if others.any(|app| app.name.eq_ignore_ascii_case(name)) {
        Some("You have an app of this name already")
    } else {
        None
    }
}

/// A redirect URL is absolute, without fragment, and encrypted unless it stays on this machine.
fn redirect_problem(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return Some("Give the URL to return to after login");
    }
    let Ok(uri) = text.parse::<http::Uri>() else {
        return Some("This is not a URL, such as http://127.0.0.1:8080/callback");
    };
    let Some(host) = uri.host() else {
        return Some("Give a whole URL, with https:// and a host");
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_:[]".contains(c);
    if !uri
        .authority()
        .is_some_and(|authority| authority.as_str().chars().all(plain))
    {
        return Some("Give a plain host and port, without a user name");
    }
    if text.contains('#') {
        return Some("Leave out the part after #");
    }
    match uri.scheme_str() {
        Some("https") => None,
        Some("http") if pocketful_types::is_loopback_host(bare) => None,
        Some("http") => Some("Use https://, or http:// with 127.0.0.1 or localhost"),
        _ => Some("A redirect URL starts with https:// or http://"),
    }
}

fn parse_address(text: &str) -> Result<IpAddr, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Give the static IP that orders will come from");
    }
    let address: IpAddr = text
        .parse()
        .map_err(|_| "This is not an IP address, such as 203.0.113.7")?;
    if address.is_unspecified() || address.is_multicast() {
        return Err("Orders cannot come from this address");
    }
    Ok(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::state::random::Stream;

    const NOW: OffsetDateTime = datetime!(2026-11-23 23:59 +5:30);

    fn form() -> NewApp {
        NewApp {
            name: "Breakout".to_owned(),
            redirect_uri: "http://127.0.0.1:8123/callback".to_owned(),
            primary: "127.0.0.2".to_owned(),
            secondary: String::new(),
        }
    }

    fn create(form: &NewApp) -> Result<App, AppProblems> {
        let mut apps = Apps(Vec::new());
        apps.create("AB1234", form, &mut Random::new(7, Stream::Secrets), NOW)
            .cloned()
    }

    #[test]
    fn the_seven_day_rule_counts_days_in_india() {
        assert_eq!(may_change_on(date!(2026 - 11 - 23)), date!(2026 - 11 - 30));
        let mapped = MappedAddress::new(IpAddr::from([127, 0, 0, 2]), datetime!(2026-11-23 18:29:59 UTC));
        assert_eq!(mapped.mapped_on, date!(2026 - 11 - 23));
        let mapped = MappedAddress::new(IpAddr::from([127, 0, 0, 2]), datetime!(2026-11-23 18:30 UTC));
        assert_eq!(mapped.mapped_on, date!(2026 - 11 - 24));
    }

    #[test]
    fn an_address_rests_seven_days() {
        let mut apps = Apps::with(create(&form()).unwrap());
        let id = apps.0[0].id.clone();
        let mut change = |slot, address: &str, now| apps.change_address(&id, slot, address, now);

        assert_eq!(
            change(Slot::Primary, "127.0.0.9", datetime!(2026-11-29 23:59:59 +5:30)),
            Err(AddressRefusal::TooEarly(date!(2026 - 11 - 30)))
        );
        assert_eq!(
            change(Slot::Primary, "127.0.0.9", datetime!(2026-11-30 00:00 +5:30)),
            Ok(())
        );
        // The second slot was empty, so that it may be filled at once; then it rests too.
        assert_eq!(change(Slot::Secondary, "127.0.0.3", NOW), Ok(()));
        assert!(matches!(
            change(Slot::Secondary, "127.0.0.4", NOW),
            Err(AddressRefusal::TooEarly(_))
        ));
        assert!(matches!(
            change(Slot::Secondary, "127.0.0.9", NOW),
            Err(AddressRefusal::Invalid(_))
        ));
        assert!(matches!(
            change(Slot::Primary, "localhost", NOW),
            Err(AddressRefusal::Invalid(_))
        ));
    }

    #[test]
    fn each_field_is_checked() {
        assert!(create(&form()).is_ok());
        let problems = create(&NewApp::default()).err().unwrap();
        assert!(problems.name.is_some() && problems.redirect_uri.is_some() && problems.primary.is_some());
        assert_eq!(problems.secondary, None);

        for bad in [
            "callback",
            "/callback",
            "http://example.com/cb",
            "ftp://127.0.0.1/",
            "https://example.com/#here",
            "http://127.0.0.1.example.com/",
            "https://me:secret@example.com/",
            "https://example.com;x/",
        ] {
            let form = NewApp {
                redirect_uri: bad.to_owned(),
                ..form()
            };
            assert!(create(&form).err().unwrap().redirect_uri.is_some(), "{bad}");
        }
        for good in [
            "https://example.com/cb",
            "http://localhost:1/",
            "http://[::1]:9/cb",
        ] {
            let form = NewApp {
                redirect_uri: good.to_owned(),
                ..form()
            };
            assert!(create(&form).is_ok(), "{good}");
        }
        let twice = NewApp {
            secondary: "127.0.0.2".to_owned(),
            ..form()
        };
        assert!(create(&twice).err().unwrap().secondary.is_some());
        for bad in ["0.0.0.0", "224.0.0.1", "300.1.1.1", "127.0.0.2:80"] {
            let form = NewApp {
                primary: bad.to_owned(),
                ..form()
            };
            assert!(create(&form).err().unwrap().primary.is_some(), "{bad}");
        }
    }
}
