//! The two steps of a direct login as the wire writes them (wire reference, section 2).

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

/// The question id that means a TOTP code; any other means the PIN (wire reference, section 2.2).
const TOTP_QUESTION: &str = "100";

/// The `data` of the first step's reply. An implementation of [`LoginApi`](crate::LoginApi) deserialises it.
///
/// Members that are missing or `null` count as empty. `Debug` shows none of the tokens.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct PasswordReply {
    /// The access token, when there is no second step.
    #[serde(default, deserialize_with = "secret")]
    pub auth_token: Option<SecretString>,
    /// Who logs in; normally the client id.
    #[serde(default, deserialize_with = "text")]
    pub login_id: String,
    /// Names this login to the request that completes it with a one-time password; see `HttpLoginApi::login_otp`. That
    /// it is this one is assumed.
    #[serde(default, deserialize_with = "secret")]
    pub reference_token: Option<SecretString>,
    /// Whether a second step follows.
    #[serde(default, deserialize_with = "flag")]
    pub twofa_enabled: bool,
    /// Whether the password must be set anew.
    #[serde(default, deserialize_with = "flag")]
    pub reset_password: bool,
    /// Whether the second factor must be set anew.
    #[serde(default, deserialize_with = "flag")]
    pub reset_two_fa: bool,
    /// What the second step asks.
    #[serde(default)]
    pub twofa: Option<TwoFactor>,
}

/// What the second step asks.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct TwoFactor {
    /// The questions. The first one is answered; that there is one only, as in all that is known of it, is assumed.
    #[serde(default, deserialize_with = "null_as_empty")]
    pub questions: Vec<TwoFactorQuestion>,
    /// Ties the second step to the first.
    #[serde(default, deserialize_with = "secret")]
    pub twofa_token: Option<SecretString>,
}

/// One question of the second step.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[non_exhaustive]
pub struct TwoFactorQuestion {
    /// The question for a person's eyes.
    #[serde(default, deserialize_with = "text")]
    pub question: String,
    /// The id as text: it comes as a number or as text (wire reference, section 17, row 44).
    #[serde(deserialize_with = "text")]
    pub question_id: String,
}

impl TwoFactorQuestion {
    /// Whether it asks for a TOTP code; otherwise it asks for the PIN.
    #[must_use]
    pub fn is_totp(&self) -> bool {
        self.question_id == TOTP_QUESTION
    }
}

impl PasswordReply {
    /// The second step, unless the login ends after the first: the second factor is off, or nothing is asked.
    #[must_use]
    pub fn second_step(&self) -> Option<(&TwoFactor, &TwoFactorQuestion)> {
        let twofa = self.twofa.as_ref().filter(|_| self.twofa_enabled)?;
        Some((twofa, twofa.questions.first()?))
    }
}

/// What the second step sends. `Debug` shows neither the answer nor the token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SecondFactorAnswer {
    /// As the first step's reply said.
    pub login_id: String,
    /// As received, sent as text.
    pub question_id: String,
    /// The PIN or the TOTP code.
    pub answer: SecretString,
    /// As received.
    pub twofa_token: SecretString,
}

impl SecondFactorAnswer {
    /// `TOTP` exactly when the question id is `100`, else `PIN`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        if self.question_id == TOTP_QUESTION {
            "TOTP"
        } else {
            "PIN"
        }
    }
}

/// Text that may be absent, `null`, or empty; only real text is a secret.
fn secret<'de, D: Deserializer<'de>>(value: D) -> Result<Option<SecretString>, D::Error> {
    let text = Option::<String>::deserialize(value)?;
    Ok(text
        .filter(|text| !text.trim().is_empty())
        .map(SecretString::from))
}

/// Text or a whole number, `null` as empty.
fn text<'de, D: Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Wire {
        Text(String),
        Number(i64),
        Null(()),
    }
    Ok(match Wire::deserialize(value)? {
        Wire::Text(text) => text.trim().to_owned(),
        Wire::Number(number) => number.to_string(),
        Wire::Null(()) => String::new(),
    })
}

/// A bool, with `null` as false.
fn flag<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    Ok(Option::<bool>::deserialize(value)?.unwrap_or(false))
}

/// A list, with `null` as an empty one.
fn null_as_empty<'de, D: Deserializer<'de>>(value: D) -> Result<Vec<TwoFactorQuestion>, D::Error> {
    Ok(Option::<Vec<TwoFactorQuestion>>::deserialize(value)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::json;

    use super::*;

    fn reply(data: serde_json::Value) -> PasswordReply {
        serde_json::from_value(data).unwrap()
    }

    #[test]
    fn a_totp_question_comes_as_number_or_text() {
        for id in [json!(100), json!("100"), json!(" 100 ")] {
            let reply = reply(json!({
                "alert": "", "auth_token": "", "check_pan": false, "login_id": "AB1234", "name": "A B",
                "reference_token": "r", "reset_password": false, "reset_two_fa": false, "twofa_enabled": true,
                "twofa": {"questions": [{"question": "Enter TOTP", "question_id": id}], "twofa_token": "t-1", "type": "TOTP"},
            }));
            let (twofa, question) = reply.second_step().expect("a second step");
            assert!(question.is_totp());
            assert_eq!(question.question_id, "100");
            assert_eq!(twofa.twofa_token.as_ref().unwrap().expose_secret(), "t-1");
            assert!(reply.auth_token.is_none());
        }
    }

    #[test]
    fn any_other_id_asks_for_the_pin() {
        for (id, text) in [(json!(21), "21"), (json!("0100"), "0100"), (json!(1000), "1000")] {
            let reply = reply(json!({
                "twofa_enabled": true, "twofa": {"questions": [{"question": null, "question_id": id}], "twofa_token": "t"},
            }));
            let (_, question) = reply.second_step().expect("a second step");
            assert!(!question.is_totp());
            assert_eq!(question.question_id, text);
        }
    }

    #[test]
    fn the_login_ends_after_the_first_step_when_nothing_is_asked() {
        let question = json!({"questions": [{"question": "PIN", "question_id": 1}], "twofa_token": "t"});
        for data in [
            json!({"auth_token": "a", "twofa_enabled": false, "twofa": question}),
            json!({"auth_token": "a", "twofa_enabled": true, "twofa": {"questions": [], "twofa_token": "t"}}),
            json!({"auth_token": "a", "twofa_enabled": true, "twofa": {"questions": null}}),
            json!({"auth_token": "a", "twofa_enabled": true, "twofa": null}),
            json!({"auth_token": "a", "twofa_enabled": null}),
            json!({"auth_token": "a"}),
        ] {
            let reply = reply(data.clone());
            assert!(reply.second_step().is_none(), "{data}");
            assert_eq!(reply.auth_token.unwrap().expose_secret(), "a");
        }
    }

    #[test]
    fn questions_that_cannot_be_read_are_not_taken_for_none() {
        for questions in [
            json!({}),
            json!("PIN"),
            json!([{"question": "PIN"}]),
            json!([{"question_id": 1.5}]),
        ] {
            let data = json!({"auth_token": "a", "twofa_enabled": true, "twofa": {"questions": questions}});
            assert!(
                serde_json::from_value::<PasswordReply>(data.clone()).is_err(),
                "{data}"
            );
        }
    }

    #[test]
    fn debug_shows_no_token() {
        let reply = reply(json!({
            "auth_token": "SENTINEL-1", "reference_token": "SENTINEL-3", "twofa_enabled": true,
            "twofa": {"questions": [{"question": "PIN", "question_id": 1}], "twofa_token": "SENTINEL-2"},
        }));
        assert!(!format!("{reply:?}").contains("SENTINEL"));
    }
}
