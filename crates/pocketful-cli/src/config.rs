//! The file `config.toml`: settings, and named profiles of them.
//!
//! The file is read by hand rather than through serde, because serde's errors quote values, and a value may be the
//! app's secret.

use std::{collections::BTreeMap, io, net::IpAddr, ops::Range, path::Path};

use pocketful::SecretString;
use time::{Date, Month};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::error::{Failure, Result};

/// Keys of one set of settings, in the order in which a message lists them.
const KEYS: [&str; 12] = [
    "env",
    "base_url",
    "auth_url",
    "feed_url",
    "source_ip",
    "timeout",
    "app_id",
    "app_secret",
    "redirect_uri",
    "client_id",
    "registered_ip",
    "mapped_on",
];

/// One set of settings; whatever is absent has a default.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) env: Option<String>,
    pub(crate) base_url: Option<String>,
    pub(crate) auth_url: Option<String>,
    pub(crate) feed_url: Option<String>,
    pub(crate) source_ip: Vec<IpAddr>,
    pub(crate) timeout: Option<String>,
    pub(crate) app_id: Option<String>,
    pub(crate) app_secret: Option<SecretString>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) client_id: Option<String>,
    /// Addresses registered in the portal, primary first.
    pub(crate) registered_ip: Vec<IpAddr>,
    /// Day on which they were registered.
    pub(crate) mapped_on: Option<Date>,
}

/// The whole file.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// Settings used when no profile is named. Profiles stand alone: they do not inherit from these, so that an app's
    /// secret of one environment cannot slip into another.
    settings: Settings,
    /// The profile to use when none is named on the command line.
    profile: Option<String>,
    profiles: BTreeMap<String, Settings>,
}

impl Config {
    /// Reads the file; one that does not exist is empty.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, &path.display().to_string()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            // The home, or something above it, is a file.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                let home = path.parent().unwrap_or(path);
                Err(
                    Failure::usage(format!("{} cannot be the home directory", home.display()))
                        .because(&error)
                        .hint(
                            "name a directory with --home or POCKETFUL_HOME; one that is not there is made",
                        ),
                )
            }
            Err(error) => Err(Failure::system(format!("cannot read {}", path.display()), &error)),
        }
    }

    /// The settings of the named profile, else of the file's own choice, else those outside profiles; with the name.
    pub(crate) fn select(mut self, name: Option<&str>, file: &Path) -> Result<(Option<String>, Settings)> {
        let Some(name) = name.map(str::to_owned).or(self.profile) else {
            return Ok((None, self.settings));
        };
        if let Some(settings) = self.profiles.remove(&name) {
            return Ok((Some(name), settings));
        }
        if !is_plain(&name) {
            return Err(Failure::usage(format!("`{name}` cannot be a profile: {PLAIN}")));
        }
        let known: Vec<_> = self.profiles.keys().map(String::as_str).collect();
        let known = if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        };
        Err(
            Failure::usage(format!("there is no profile `{name}` in {}", file.display())).hint(format!(
                "profiles there: {known}; add one with a section [profiles.{name}]"
            )),
        )
    }

    fn parse(text: &str, file: &str) -> Result<Self> {
        let reader = Reader { text, file };
        let root = DeTable::parse(text)
            .map_err(|error| reader.wrong(error.span(), format!("this is not TOML: {}", error.message())))?;
        let mut config = Self::default();
        for (key, value) in root.get_ref() {
            match key.get_ref().as_ref() {
                "profile" => config.profile = Some(reader.text("profile", value)?),
                "profiles" => config.profiles = reader.profiles(value)?,
                name => reader.setting(&mut config.settings, name, key.span(), value)?,
            }
        }
        Ok(config)
    }
}

const PLAIN: &str = "a profile's name is made of letters, digits, - and _: it becomes part of a file's name";

fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !name.is_empty() && name.chars().all(plain)
}

/// Reads values, and knows where it stands for its errors. It never quotes a value.
struct Reader<'a> {
    text: &'a str,
    file: &'a str,
}

impl Reader<'_> {
    fn profiles(&self, value: &Spanned<DeValue<'_>>) -> Result<BTreeMap<String, Settings>> {
        let table = |value: &Spanned<DeValue<'_>>| {
            self.wrong(
                Some(value.span()),
                "profiles are sections: write [profiles.NAME]".to_owned(),
            )
        };
        let mut profiles = BTreeMap::new();
        for (name, value) in value.get_ref().as_table().ok_or_else(|| table(value))? {
            if !is_plain(name.get_ref()) {
                return Err(self.wrong(Some(name.span()), PLAIN.to_owned()));
            }
            let mut settings = Settings::default();
            for (key, value) in value.get_ref().as_table().ok_or_else(|| table(value))? {
                self.setting(&mut settings, key.get_ref(), key.span(), value)?;
            }
            profiles.insert(name.get_ref().to_string(), settings);
        }
        Ok(profiles)
    }

    fn setting(
        &self,
        to: &mut Settings,
        key: &str,
        at: Range<usize>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result {
        match key {
            "env" => to.env = Some(self.text(key, value)?),
            "base_url" => to.base_url = Some(self.text(key, value)?),
            "auth_url" => to.auth_url = Some(self.text(key, value)?),
            "feed_url" => to.feed_url = Some(self.text(key, value)?),
            "source_ip" => to.source_ip = self.addresses(key, value)?,
            "timeout" => to.timeout = Some(self.number(key, value)?),
            "app_id" => to.app_id = Some(self.text(key, value)?),
            "app_secret" => to.app_secret = Some(self.text(key, value)?.into()),
            "redirect_uri" => to.redirect_uri = Some(self.text(key, value)?),
            "client_id" => to.client_id = Some(self.text(key, value)?),
            "registered_ip" => to.registered_ip = self.addresses(key, value)?,
            "mapped_on" => to.mapped_on = Some(self.day(key, value)?),
            _ => {
                return Err(self
                    .wrong(Some(at), format!("unknown key `{key}`"))
                    .hint(format!("known keys: profile, profiles, {}", KEYS.join(", "))));
            }
        }
        Ok(())
    }

    fn text(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<String> {
        let text = value.get_ref().as_str();
        text.map(str::to_owned).ok_or_else(|| {
            self.wrong(
                Some(value.span()),
                format!("`{key}` is text: write {key} = \"…\""),
            )
        })
    }

    fn number(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<String> {
        match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => Ok(number.as_str().to_owned()),
            DeValue::Float(number) => Ok(number.as_str().to_owned()),
            _ => Err(self.wrong(
                Some(value.span()),
                format!("`{key}` is a number: write {key} = 7"),
            )),
        }
    }

    fn addresses(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<Vec<IpAddr>> {
        let wrong = || {
            let what =
                format!("`{key}` is one or two IP addresses: write {key} = [\"192.0.2.7\", \"192.0.2.8\"]");
            self.wrong(Some(value.span()), what)
        };
        let one = |value: &Spanned<DeValue<'_>>| value.get_ref().as_str().and_then(|text| text.parse().ok());
        let list: Option<Vec<IpAddr>> = match value.get_ref() {
            DeValue::Array(array) => array.iter().map(one).collect(),
            _ => one(value).map(|address| vec![address]),
        };
        list.filter(|list| (1..=2).contains(&list.len()))
            .ok_or_else(wrong)
    }

    fn day(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<Date> {
        value
            .get_ref()
            .as_datetime()
            .and_then(|at| at.date.filter(|_| at.time.is_none()))
            .and_then(|day| {
                let month = Month::try_from(day.month).ok()?;
                Date::from_calendar_date(i32::from(day.year), month, day.day).ok()
            })
            .ok_or_else(|| {
                self.wrong(
                    Some(value.span()),
                    format!("`{key}` is a day: write {key} = 2026-11-20"),
                )
            })
    }

    fn wrong(&self, at: Option<Range<usize>>, message: String) -> Failure {
        let line = at
            .and_then(|at| self.text.get(..at.start))
            .map(|before| before.matches('\n').count() + 1);
        match line {
            Some(line) => Failure::usage(format!("{}, line {line}: {message}", self.file)),
            None => Failure::usage(format!("{}: {message}", self.file)),
        }
    }
}

#[cfg(test)]
mod tests;
