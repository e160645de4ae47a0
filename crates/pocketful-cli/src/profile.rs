//! What this run works with: options over environment variables over the chosen profile of the configuration file.

use std::{
    ffi::OsString,
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use pocketful::SecretString;
use pocketful::{
    App, AppId, ClientId, Environment, Origin, RedirectUri, SourceAddresses, auth::StaticAddresses,
    types::OriginError,
};
use time::Date;

use crate::{
    args::global::Global,
    config::{Config, Settings},
    error::{Failure, Result},
    home::{Platform, default_home},
};

/// Whole-call timeout unless chosen (wire reference, section 0.1).
const TIMEOUT: Duration = Duration::from_secs(7);

/// Settings after all sources were merged and checked. `Debug` shows no secret.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) environment: Environment,
    /// Where orders leave from, if chosen.
    pub(crate) source: Option<SourceAddresses>,
    /// What the portal has registered, if it is known here.
    pub(crate) registered: Option<StaticAddresses>,
    /// Whether the file knows what is registered, but for another server than this run's.
    pub(crate) registered_elsewhere: bool,
    pub(crate) timeout: Duration,
    pub(crate) client_id: Option<ClientId>,
    /// A session handed in through the environment.
    pub(crate) has_access_token: bool,
    app_id: Option<AppId>,
    app_secret: Option<SecretString>,
    redirect_uri: Option<RedirectUri>,
    pub(crate) config_file: PathBuf,
    /// Whether that file holds an app's secret.
    pub(crate) has_secret_in_file: bool,
    token_file: PathBuf,
    contracts: PathBuf,
}

/// Where a value came from, for messages.
struct Named<'a>(&'a str, &'a str);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.0, self.1)
    }
}

impl Profile {
    /// Merges `global` (options, and the variables that belong to them), other variables, and the file.
    pub(crate) fn load(global: &Global) -> Result<Self> {
        Self::resolve(global, |name| std::env::var_os(name))
    }

    fn resolve(global: &Global, var: impl Fn(&str) -> Option<OsString>) -> Result<Self> {
        let home = match filled(global.home.as_ref()) {
            Some(home) => home.clone(),
            None => default_home(Platform::HERE, &var).ok_or_else(|| {
                Failure::usage("this system names no home directory")
                    .hint("say where configuration and session shall live: --home DIR or POCKETFUL_HOME")
            })?,
        };
        let config_file = home.join("config.toml");
        let named = global.profile.as_deref().filter(|name| !name.is_empty());
        let (name, settings) = Config::read(&config_file)?.select(named, &config_file)?;

        let text = |name: &str| match var(name) {
            Some(value) if !value.is_empty() => value
                .into_string()
                .map(Some)
                .map_err(|_| Failure::usage(format!("the environment variable {name} is not text"))),
            _ => Ok(None),
        };
        let environment = environment(global, &settings)?;
        // An app belongs to its servers: its secret does not follow an address that was overridden for one run.
        let moved = [
            (&global.base_url, &settings.base_url),
            (&global.auth_url, &settings.auth_url),
        ]
        .iter()
        .any(|(chosen, configured)| {
            filled(chosen.as_ref()).is_some_and(|url| Some(url) != configured.as_ref())
        });
        let own = if moved {
            Settings::default()
        } else {
            settings.clone()
        };

        let registered = registered(&own);
        let redirect_uri = match text("POCKETFUL_REDIRECT_URI")?.or(own.redirect_uri) {
            Some(uri) => Some(uri.parse::<RedirectUri>().map_err(|error| {
                Failure::usage(format!("redirect_uri (POCKETFUL_REDIRECT_URI): {error}"))
            })?),
            None => None,
        };
        Ok(Self {
            source: source(global, &settings)?,
            registered_elsewhere: moved && !settings.registered_ip.is_empty(),
            registered,
            timeout: timeout(filled(global.timeout.as_ref()), settings.timeout.as_ref())?,
            client_id: text("POCKETFUL_CLIENT_ID")?.or(own.client_id).map(ClientId::new),
            has_access_token: text("POCKETFUL_ACCESS_TOKEN")?.is_some(),
            app_id: text("POCKETFUL_APP_ID")?.or(own.app_id).map(AppId::new),
            app_secret: text("POCKETFUL_APP_SECRET")?
                .map(SecretString::from)
                .or(own.app_secret),
            redirect_uri,
            token_file: token_file(&home, name.as_deref(), &environment),
            has_secret_in_file: settings.app_secret.is_some(),
            config_file,
            contracts: home.join("contracts"),
            environment,
        })
    }

    /// The app for an OAuth login.
    pub(crate) fn app(&self) -> Result<App> {
        let missing = |what: &str| {
            Failure::usage(format!("{what} is not known")).hint(format!(
                "set POCKETFUL_APP_ID, POCKETFUL_APP_SECRET and POCKETFUL_REDIRECT_URI, or app_id, app_secret and \
                 redirect_uri in {}, as the portal shows them; with the portal's default redirect URL use \
                 `pocketful login --paste-token`",
                self.config_file.display()
            ))
        };
        let id = self.app_id.clone().ok_or_else(|| missing("the app's id"))?;
        let secret = self
            .app_secret
            .clone()
            .ok_or_else(|| missing("the app's secret"))?;
        let redirect_uri = self
            .redirect_uri
            .clone()
            .ok_or_else(|| missing("the app's redirect URL"))?;
        let app = App::new(id, secret).with_redirect_uri(redirect_uri);
        Ok(match self.registered {
            Some(addresses) => app.with_static_addresses(addresses),
            None => app,
        })
    }

    pub(crate) fn app_id(&self) -> Option<&AppId> {
        self.app_id.as_ref()
    }

    /// Whether a browser on this machine can bring the login back by itself.
    pub(crate) fn has_loopback_redirect(&self) -> bool {
        self.redirect_uri
            .as_ref()
            .is_some_and(|uri| uri.loopback().is_some())
    }

    /// Where the session of this profile and server is kept.
    pub(crate) fn token_file(&self) -> &Path {
        &self.token_file
    }

    /// The directory where contract masters are kept, each server's in files of its own.
    pub(crate) fn contracts(&self) -> &Path {
        &self.contracts
    }
}

/// Each profile has a session of its own, and so has each server: trying a sandbox does not cost the live session.
fn token_file(home: &Path, profile: Option<&str>, environment: &Environment) -> PathBuf {
    let mut name = "token".to_owned();
    if let Some(profile) = profile {
        name.push('-');
        name.push_str(profile);
    }
    let api = environment.api();
    if api.is_loopback() {
        // Sandboxes come and go, each on a port of its own; the file's record says which one it belongs to.
        name.push_str("@loopback");
    } else if api != Environment::algo().api() {
        name.push('@');
        name.extend(api.authority().chars().map(|c| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '_'
            }
        }));
    }
    home.join(name + ".json")
}

fn environment(global: &Global, settings: &Settings) -> Result<Environment> {
    let generation = filled(global.env.as_ref()).or(settings.env.as_ref());
    let mut environment = match generation.map(String::as_str) {
        None | Some("algo") => Environment::algo(),
        Some("trade") => Environment::trade(),
        Some(_) => {
            return Err(Failure::usage(
                "--env (POCKETFUL_ENV, env in config.toml) is neither algo nor trade",
            )
            .hint("leave it out for the present generation of the API"));
        }
    };
    let choices = [
        (
            &global.base_url,
            &settings.base_url,
            Named("--base-url", "POCKETFUL_BASE_URL"),
        ),
        (
            &global.auth_url,
            &settings.auth_url,
            Named("--auth-url", "POCKETFUL_AUTH_URL"),
        ),
        (
            &global.feed_url,
            &settings.feed_url,
            Named("--feed-url", "POCKETFUL_FEED_URL"),
        ),
    ];
    for (at, (chosen, configured, name)) in choices.into_iter().enumerate() {
        let (url, name) = match (filled(chosen.as_ref()), configured) {
            (Some(url), _) => (url, name.to_string()),
            (None, Some(url)) => (
                url,
                format!(
                    "{} in config.toml",
                    name.0.trim_start_matches("--").replace('-', "_")
                ),
            ),
            (None, None) => continue,
        };
        let wrong = |error: OriginError| {
            let hint = match error {
                OriginError::PlainText => {
                    "a token must not cross a network in the clear; for a sandbox use its \
                                           loopback address, such as http://127.0.0.1:8080"
                }
                _ => "write scheme, host and port only, such as https://algo.pocketful.in",
            };
            Failure::usage(format!("{name} is refused: {error}")).hint(hint)
        };
        let origin: Origin = url.parse().map_err(wrong)?;
        let with = [
            Environment::with_api,
            Environment::with_auth,
            Environment::with_feed,
        ];
        environment = with[at](environment, origin).map_err(wrong)?;
    }
    Ok(environment)
}

fn source(global: &Global, settings: &Settings) -> Result<Option<SourceAddresses>> {
    const WHAT: &str = "--source-ip (POCKETFUL_SOURCE_IP, source_ip in config.toml)";
    let text = match filled(global.source_ip.as_ref()) {
        Some(text) => text.clone(),
        None if settings.source_ip.is_empty() => return Ok(None),
        None => settings
            .source_ip
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(","),
    };
    text.parse()
        .map(Some)
        .map_err(|error| Failure::usage(format!("{WHAT}: {error}")))
}

fn registered(settings: &Settings) -> Option<StaticAddresses> {
    let (primary, rest) = settings.registered_ip.split_first()?;
    let with_secondary = rest.first().map_or(StaticAddresses::new(*primary), |secondary| {
        StaticAddresses::new(*primary).with_secondary(*secondary)
    });
    let day: Option<Date> = settings.mapped_on;
    Some(day.map_or(with_secondary, |day| with_secondary.with_mapped_on(day)))
}

fn timeout(chosen: Option<&String>, configured: Option<&String>) -> Result<Duration> {
    let (text, what, example) = match (chosen, configured) {
        (Some(text), _) => (text, "--timeout (POCKETFUL_TIMEOUT)", "--timeout 7"),
        (None, Some(text)) => (text, "timeout in config.toml", "timeout = 7"),
        (None, None) => return Ok(TIMEOUT),
    };
    let seconds = text
        .parse()
        .ok()
        .filter(|seconds| (0.001..=3600.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| {
        Failure::usage(format!("{what} is a number of seconds from 0.001 to 3600"))
            .hint(format!("for example {example}"))
    })
}

/// A variable that is set to nothing counts as not set.
fn filled<T: AsRef<std::ffi::OsStr>>(value: Option<&T>) -> Option<&T> {
    value.filter(|value| !value.as_ref().is_empty())
}

#[cfg(test)]
mod tests;
