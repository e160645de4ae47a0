//! The text in which a record is kept in a file or a keyring: JSON with a format number.

use std::fmt;

use pocketful_types::{ClientId, IST};
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, Serialize, de::Visitor};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use zeroize::Zeroizing;

use crate::{AppId, Error, ErrorKind, TokenRecord};

/// The format this version writes. A reader refuses a higher one and leaves it alone.
const FORMAT: u64 = 1;

/// Text that is no longer than this may be a record.
pub(super) const MAX_LEN: usize = 64 * 1024;

/// Why a text is not a record for this version. Never quotes the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// Not a record at all, or half of one.
    Damaged,
    /// A record of a later version.
    Newer(u64),
}

impl Unreadable {
    /// The error for `place`, for example `the session file /home/…/token.json`.
    pub(super) fn in_place(self, place: &str) -> Error {
        match self {
            Self::Damaged => Error::new(
                ErrorKind::StoreCorrupt,
                format!("{place} is damaged; it was left as it is: log out to remove it, then log in"),
            ),
            Self::Newer(format) => Error::new(
                ErrorKind::StoreNewer,
                format!(
                    "{place} was written by a newer version (format {format}, this one reads {FORMAT}); \
                     it was left as it is: update this program, or use another place"
                ),
            ),
        }
    }
}

#[derive(Serialize)]
struct Written<'a> {
    format: u64,
    client_id: &'a ClientId,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_id: Option<&'a str>,
    audience: String,
    issued_at: String,
    expires_at: String,
    access_token: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    revoked: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[derive(Deserialize)]
struct Head {
    format: u64,
}

#[derive(Deserialize)]
struct Read {
    client_id: ClientId,
    app_id: Option<String>,
    audience: String,
    issued_at: String,
    expires_at: String,
    access_token: Secret,
    #[serde(default)]
    revoked: bool,
}

/// `record` as text, in a buffer that is wiped.
pub(super) fn encode(record: &TokenRecord) -> Result<Zeroizing<Vec<u8>>, Error> {
    let token = record.token().expose_secret();
    let written = Written {
        format: FORMAT,
        client_id: record.client_id(),
        app_id: record.app_id().map(AppId::as_str),
        audience: record.audience().to_string(),
        issued_at: written_time(record.issued_at())?,
        expires_at: written_time(record.expires_at())?,
        access_token: token,
        revoked: record.is_revoked(),
    };
    // Large enough never to grow: growing would leave a copy behind that nobody wipes.
    let others =
        written.client_id.as_str().len() + written.app_id.map_or(0, str::len) + written.audience.len();
    let mut text = Zeroizing::new(Vec::with_capacity(2 * token.len() + 6 * others + 512));
    serde_json::to_writer(&mut *text, &written)
        .map_err(|_| Error::new(ErrorKind::Store, "the session cannot be written down"))?;
    Ok(text)
}

/// The record that `text` holds.
pub(super) fn decode(text: &[u8]) -> Result<TokenRecord, Unreadable> {
    let damaged = |_| Unreadable::Damaged;
    let head: Head = serde_json::from_slice(text).map_err(damaged)?;
    if head.format > FORMAT {
        return Err(Unreadable::Newer(head.format));
    }
    if head.format != FORMAT {
        return Err(Unreadable::Damaged);
    }
    // What serde says may quote the text, so it is dropped.
    let read: Read = serde_json::from_slice(text).map_err(damaged)?;
    let audience = read.audience.parse().map_err(|_| Unreadable::Damaged)?;
    let issued_at = read_time(&read.issued_at)?;
    let record = TokenRecord::new(read.access_token.0, read.client_id, audience, issued_at)
        .map_err(|_| Unreadable::Damaged)?
        .with_expires_at(read_time(&read.expires_at)?);
    let record = if read.revoked { record.revoked() } else { record };
    Ok(match read.app_id {
        Some(id) => record.with_app_id(AppId::new(id)),
        None => record,
    })
}

fn written_time(time: OffsetDateTime) -> Result<String, Error> {
    time.checked_to_offset(IST)
        .unwrap_or(time)
        .format(&Rfc3339)
        .map_err(|_| {
            Error::new(
                ErrorKind::InvalidInput,
                "the time of the login lies outside of the calendar",
            )
        })
}

fn read_time(text: &str) -> Result<OffsetDateTime, Unreadable> {
    OffsetDateTime::parse(text, &Rfc3339).map_err(|_| Unreadable::Damaged)
}

/// Goes from the text into a buffer that is wiped, without a stop in between.
struct Secret(SecretString);

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ToSecret;
        impl Visitor<'_> for ToSecret {
            type Value = Secret;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a token")
            }

            fn visit_str<E>(self, text: &str) -> Result<Secret, E> {
                Ok(Secret(SecretString::from(text)))
            }
        }
        deserializer.deserialize_str(ToSecret)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;
    use crate::StoreVersion;

    fn record(token: &str) -> TokenRecord {
        TokenRecord::new(
            SecretString::from(token),
            ClientId::new("AB1234"),
            "http://127.0.0.1:8080".parse().unwrap(),
            datetime!(2026-03-10 09:15:00.123456789 +5:30),
        )
        .unwrap()
    }

    #[test]
    fn is_written_like_this() {
        let text = encode(&record("tok\"en\\1").with_app_id(AppId::new("app-1"))).unwrap();
        insta::assert_snapshot!(String::from_utf8_lossy(&text));
    }

    #[test]
    fn a_newer_format_is_told_from_a_damaged_one() {
        assert_eq!(
            decode(br#"{"format":2,"whatever":true}"#).unwrap_err(),
            Unreadable::Newer(2)
        );
        assert_eq!(decode(br#"{"format":0}"#).unwrap_err(), Unreadable::Damaged);
        assert_eq!(decode(br#"{"format":-1}"#).unwrap_err(), Unreadable::Damaged);
        assert_eq!(decode(b"").unwrap_err(), Unreadable::Damaged);
    }

    #[test]
    fn every_truncation_is_damage() {
        let text = encode(&record("token")).unwrap();
        for len in 0..text.len() {
            assert_eq!(decode(&text[..len]).unwrap_err(), Unreadable::Damaged, "{len}");
        }
    }

    #[test]
    fn the_written_end_cannot_outlive_midnight() {
        let text = String::from_utf8(encode(&record("token")).unwrap().to_vec()).unwrap();
        let text = text.replace("\"expires_at\":\"2026-03-11", "\"expires_at\":\"2036-03-11");
        assert_eq!(
            decode(text.as_bytes()).unwrap().expires_at(),
            datetime!(2026-03-11 00:00 +5:30)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn what_is_written_is_read(token in "[!-~]{1,80}", app in proptest::option::of("[!-~]{1,20}"), life in 0_i64..200_000) {
            let mut record = record(&token).with_expires_in(time::Duration::seconds(life));
            if let Some(app) = app {
                record = record.with_app_id(AppId::new(app));
            }
            if life % 2 == 1 {
                record = record.revoked();
            }
            let read = decode(&encode(&record).unwrap()).unwrap();
            prop_assert_eq!(read.is_revoked(), record.is_revoked());
            prop_assert_eq!(StoreVersion::of(&read), StoreVersion::of(&record));
        }

        #[test]
        fn rubbish_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn one_wrong_byte_is_damage_or_another_record(at in 0_usize..200, byte in any::<u8>()) {
            let mut text = encode(&record("token")).unwrap().to_vec();
            let at = at % text.len();
            text[at] = byte;
            let _ = decode(&text);
        }
    }
}
