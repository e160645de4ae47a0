//! Takes secrets out of what is remembered: by the name of a member, and by value wherever a known secret appears.

use serde_json::Value;

/// What stands in a secret's place.
const MASK: &str = "***";

/// Members whose value nobody needs to see, in JSON, forms and queries.
const SECRET_NAMES: [&str; 21] = [
    "access_token",
    "answer",
    "app_secret",
    "auth_token",
    "channel_secret",
    "client_secret",
    "code",
    "code_challenge",
    "code_verifier",
    "id_token",
    "otp",
    "pan",
    "password",
    "pin",
    "reference_token",
    "refresh_token",
    "secret",
    "state",
    "token",
    "totp",
    "twofa_token",
];

/// JSON with secrets masked, on one line; empty when it is not JSON.
pub(super) fn json(body: &[u8]) -> String {
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else {
        return String::new();
    };
    mask(&mut value);
    value.to_string()
}

fn mask(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(mask),
        Value::Object(members) => {
            for (name, value) in members {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                if !value.is_null() && is_secret(name, &text) {
                    *value = MASK.into();
                } else {
                    mask(value);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether a member holds something that nobody may see. Nothing at all is no secret, and neither is a `token` of
/// digits only: that is an instrument.
fn is_secret(name: &str, value: &str) -> bool {
    let named = SECRET_NAMES
        .iter()
        .any(|secret| secret.eq_ignore_ascii_case(name));
    let instrument = name == "token" && value.bytes().all(|byte| byte.is_ascii_digit());
    named && !value.is_empty() && !instrument
}

/// A form or a query with secrets masked, decoded and encoded again.
pub(super) fn form(encoded: &str) -> String {
    let pairs: Vec<_> = form_urlencoded::parse(encoded.as_bytes())
        .map(|(name, value)| {
            let value = if is_secret(&name, &value) {
                MASK.to_owned()
            } else {
                quoted(&value)
            };
            format!("{}={value}", quoted(&name))
        })
        .collect();
    pairs.join("&")
}

fn quoted(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// `text` without any of `secrets`, each longer than a word that could stand there by chance.
pub(super) fn scrub<'a>(mut text: String, secrets: impl Iterator<Item = &'a str>) -> String {
    for secret in secrets.filter(|secret| secret.len() >= 12) {
        if text.contains(secret) {
            text = text.replace(secret, MASK);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_by_name_at_any_depth_and_in_any_case() {
        let body = br#"{"data":{"auth_token":"s3cret","Token":"s3cret","token":14366,"twofa":[{"answer":"4711","question_id":"1"}],"pin":""}}"#;
        assert_eq!(
            json(body),
            r#"{"data":{"Token":"***","auth_token":"***","pin":"","token":14366,"twofa":[{"answer":"***","question_id":"1"}]}}"#
        );
        assert_eq!(json(b"password=s3cret"), "");
    }

    #[test]
    fn masks_forms_and_queries() {
        assert_eq!(
            form("grant_type=authorization_code&code=s3cret&redirect_uri=http%3A%2F%2F127.0.0.1%2F&x=a+b"),
            "grant_type=authorization_code&code=***&redirect_uri=http%3A%2F%2F127.0.0.1%2F&x=a+b"
        );
    }

    #[test]
    fn scrubs_known_secrets_wherever_they_stand() {
        let text = "/api/v1/orders/sentinel-token-1?x=sentinel-token-1&pin=4711".to_owned();
        let secrets = ["sentinel-token-1", "4711"];
        assert_eq!(
            scrub(text, secrets.into_iter()),
            "/api/v1/orders/***?x=***&pin=4711"
        );
    }
}
