//! Where a login leads: nowhere in particular, to a new token, or back to the page that asked for it.

use std::fmt;

/// What happens once somebody is logged in. It travels through the login form as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Then {
    /// The list of apps.
    #[default]
    Apps,
    /// A new token for this app: the broker's "Click here to generate" leads through the login page.
    Token(String),
    /// A page of this server.
    Page(String),
}

impl Then {
    /// Reads what a form or an address says. Anything that is not a page of this server is the list of apps, so that
    /// no link can make the login page lead to another place.
    pub(crate) fn parse(text: &str) -> Self {
        if let Some(app) = text.strip_prefix("token:")
            && !app.is_empty()
            && app
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            return Self::Token(app.to_owned());
        }
        let local = text.starts_with("/portal/");
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if local && plain {
            Self::Page(text.to_owned())
        } else {
            Self::Apps
        }
    }
}

impl fmt::Display for Then {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Apps => Ok(()),
            Self::Token(app) => write!(f, "token:{app}"),
            Self::Page(path) => f.write_str(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_the_form() {
        for then in [
            Then::Apps,
            Then::Token("app-1".into()),
            Then::Page("/portal/orders".into()),
            Then::Page("/portal/authorize?request=abc".into()),
        ] {
            assert_eq!(Then::parse(&then.to_string()), then);
        }
    }

    #[test]
    fn leads_to_no_other_server() {
        for elsewhere in [
            "https://evil.example/",
            "//evil.example/portal/",
            "/\\evil.example",
            "/portal/\r\nset-cookie: a=b",
            "/portal/\\..",
            "javascript:alert(1)",
            "token:",
            "token:../x",
        ] {
            assert_eq!(Then::parse(elsewhere), Then::Apps, "{elsewhere}");
        }
    }
}
