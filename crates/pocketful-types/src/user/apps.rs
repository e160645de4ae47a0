//! The apps that are registered for the API (wire reference, section 1.5; not public).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Serialize};

use crate::{Effect, Endpoint, RateClass, Row, Rows, rows};

/// Reads the account's registered apps: `GET /api/v1/apps`.
///
/// Known from the broker's own middleware alone: a server may have nothing there, or keep it to its portal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GetApps;

impl Endpoint for GetApps {
    const NAME: &'static str = "user.apps";
    const METHOD: Method = Method::GET;
    // The published table names only the classes; that this is no data call is assumed.
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = RegisteredApps;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/apps")
    }

    fn decode(payload: &str) -> Result<RegisteredApps, serde_json::Error> {
        rows::decode(payload)
    }
}

/// The registered apps, and beside them the rows that could not be read.
pub type RegisteredApps = Rows<RegisteredApp>;

impl Row for RegisteredApp {
    const WHAT: &'static str = "apps";
    const LISTS: &'static [&'static str] = &["apps"];
    const EMPTY_OBJECT: bool = true;
    const REQUIRED: &'static [(&'static str, &'static str)] = &[("app_id", "\"1\"")];
}

/// An app as the list has it, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RegisteredApp {
    /// Its id; the one member that every row must have.
    pub app_id: String,
    /// Its name.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub app_name: Option<String>,
    /// Where a login may lead back to.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub redirect_uris: Vec<String>,
    /// What its tokens may do, separated by blanks.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub scope: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apps_in_every_form() {
        for payload in [
            r#"[{"app_id":"a","app_name":"One","redirect_uris":["http://x"],"scope":"orders"},{"app_name":"no id"}]"#,
            r#"{"apps":[{"app_id":"a","app_name":"One","redirect_uris":"[\"http://x\"]","scope":"orders","new":1},{}]}"#,
        ] {
            let apps = GetApps::decode(payload).unwrap();
            assert_eq!(apps.bad_rows.len(), 1, "{payload}");
            assert_eq!(apps.rows[0].redirect_uris, ["http://x"]);
        }
        for payload in ["null", "{}", "[]"] {
            assert!(GetApps::decode(payload).unwrap().rows.is_empty(), "{payload}");
        }
        let bare = GetApps::decode(r#"[{"app_id":"a","redirect_uris":null}]"#).unwrap();
        assert_eq!(bare.rows[0].scope, None);
    }
}
