//! The form that creates an app, field by field.

use std::net::IpAddr;

use super::App;

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

/// A form without problems.
pub(super) struct CheckedApp {
    pub(super) name: String,
    pub(super) redirect_uri: String,
    pub(super) primary: IpAddr,
    pub(super) secondary: Option<IpAddr>,
}

impl NewApp {
    /// Checks each field, the name also against the owner's other apps.
    pub(super) fn check<'a>(&self, others: impl Iterator<Item = &'a App>) -> Result<CheckedApp, AppProblems> {
        let name = self.name.trim();
        let redirect_uri = self.redirect_uri.trim();
        let primary = parse_address(&self.primary);
        let secondary = match self.secondary.trim() {
            "" => Ok(None),
            text => parse_address(text).map(Some),
        };
        let problems = AppProblems {
            name: name_problem(name, others),
            redirect_uri: redirect_problem(redirect_uri),
            primary: primary.err(),
            secondary: match (primary, secondary) {
                (_, Err(problem)) => Some(problem),
                (Ok(one), Ok(Some(two))) if one == two => Some("Give an address other than the primary one"),
                _ => None,
            },
        };
        match (primary, secondary) {
            (Ok(primary), Ok(secondary)) if problems == AppProblems::default() => Ok(CheckedApp {
                name: name.to_owned(),
                redirect_uri: redirect_uri.to_owned(),
                primary,
                secondary,
            }),
            _ => Err(problems),
        }
    }
}

/// Checks what is known of an app that is registered without addresses: its name and URL, tidied.
pub(super) fn check_name_and_url<'a>(
    name: &str,
    redirect_uri: &str,
    others: impl Iterator<Item = &'a App>,
) -> Result<(String, String), AppProblems> {
    let (name, redirect_uri) = (name.trim(), redirect_uri.trim());
    let problems = AppProblems {
        name: name_problem(name, others),
        redirect_uri: redirect_problem(redirect_uri),
        ..AppProblems::default()
    };
    if problems == AppProblems::default() {
        Ok((name.to_owned(), redirect_uri.to_owned()))
    } else {
        Err(problems)
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

pub(super) fn parse_address(text: &str) -> Result<IpAddr, &'static str> {
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
    use super::*;

    fn form() -> NewApp {
        NewApp {
            name: "Breakout".to_owned(),
            redirect_uri: "http://127.0.0.1:8123/callback".to_owned(),
            primary: "127.0.0.2".to_owned(),
            secondary: String::new(),
        }
    }

    fn create(form: &NewApp) -> Result<CheckedApp, AppProblems> {
        form.check([].iter())
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
