//! Apps registered in the portal: their ids, secrets, redirect URLs, and the static addresses orders may come from.

mod form;

use std::net::IpAddr;

use pocketful_types::IST;
use time::{Date, Duration, OffsetDateTime};

pub(crate) use self::form::{AppProblems, NewApp};
use self::form::{check_name_and_url, parse_address};
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
    /// `None` for an app that was registered through the API and has no address yet.
    pub(crate) primary: Option<MappedAddress>,
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
        let mut mapped = [self.primary, self.secondary].into_iter().flatten();
        mapped.any(|mapped| mapped.address == address)
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
        let checked = form.check(self.of(owner))?;
        let mapped = |address| MappedAddress::new(address, now);
        Ok(self.add(App {
            id: random.word(20),
            name: checked.name,
            secret: random.word(40),
            owner: owner.to_owned(),
            redirect_uri: checked.redirect_uri,
            scopes: SCOPES.map(str::to_owned).to_vec(),
            primary: Some(mapped(checked.primary)),
            secondary: checked.secondary.map(mapped),
        }))
    }

    /// Registers an app as the API does it: without an address, so that orders through it are refused until the portal
    /// gives it one.
    pub(crate) fn create_without_address(
        &mut self,
        owner: &str,
        name: &str,
        redirect_uri: &str,
        scopes: Vec<String>,
        random: &mut Random,
    ) -> Result<&App, AppProblems> {
        let (name, redirect_uri) = check_name_and_url(name, redirect_uri, self.of(owner))?;
        Ok(self.add(App {
            id: random.word(20),
            name,
            secret: random.word(40),
            owner: owner.to_owned(),
            redirect_uri,
            scopes,
            primary: None,
            secondary: None,
        }))
    }

    fn add(&mut self, app: App) -> &App {
        self.0.push(app);
        &self.0[self.0.len() - 1]
    }

    /// Maps `address` in place of what the slot holds, unless that is younger than seven days. An empty slot may
    /// be filled at any time.
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
            Slot::Primary => app.primary,
            Slot::Secondary => app.secondary,
        };
        if let Some(held) = held {
            let day = held.may_change_on();
            if now.to_offset(IST).date() < day {
                return Err(AddressRefusal::TooEarly(day));
            }
        }
        let mapped = Some(MappedAddress::new(address, now));
        match slot {
            Slot::Primary => app.primary = mapped,
            Slot::Secondary => app.secondary = mapped,
        }
        Ok(())
    }
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
}
