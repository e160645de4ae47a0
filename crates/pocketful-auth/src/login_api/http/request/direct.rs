//! The requests of a direct login and of its relatives (wire reference, section 2).

use pocketful_types::ClientId;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::Request;
use crate::{Error, SecondFactorAnswer, TwoFactorType};

/// Which of the two direct logins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::login_api::http) enum DirectVersion {
    /// The older one, of which only the requests are known (section 2.3).
    V1,
    /// That of the official SDK (sections 2.1 and 2.2).
    V3,
}

impl Request {
    /// `POST /api/v3/user/login`, or `/api/v1/user/login`.
    pub(in crate::login_api::http) fn password(
        version: DirectVersion,
        client_id: &ClientId,
        password: &SecretString,
    ) -> Result<Self, Error> {
        #[derive(Serialize)]
        struct V3<'a> {
            channel_id: &'a str,
            channel_secret: &'a str,
        }
        #[derive(Serialize)]
        struct V1<'a> {
            login_id: &'a str,
            password: &'a str,
            device: &'static str,
        }
        let (id, secret) = (client_id.as_str(), password.expose_secret());
        match version {
            DirectVersion::V3 => Self::json(
                "/api/v3/user/login",
                &V3 {
                    channel_id: id,
                    channel_secret: secret,
                },
            ),
            DirectVersion::V1 => Self::json(
                "/api/v1/user/login",
                &V1 {
                    login_id: id,
                    password: secret,
                    device: "WEB",
                },
            ),
        }
    }

    /// `POST /api/v3/user/twofa`, or `/api/v1/user/twofa`, which has no `device_type`.
    pub(in crate::login_api::http) fn second_factor(
        version: DirectVersion,
        answer: &SecondFactorAnswer,
    ) -> Result<Self, Error> {
        #[derive(Serialize)]
        struct Body<'a> {
            login_id: &'a str,
            twofa: [Answer<'a>; 1],
            twofa_token: &'a str,
            r#type: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            device_type: Option<&'static str>,
        }
        #[derive(Serialize)]
        struct Answer<'a> {
            question_id: &'a str,
            answer: &'a str,
        }
        let (path, device_type) = match version {
            DirectVersion::V3 => ("/api/v3/user/twofa", Some("web")),
            DirectVersion::V1 => ("/api/v1/user/twofa", None),
        };
        Self::json(
            path,
            &Body {
                login_id: &answer.login_id,
                twofa: [Answer {
                    question_id: &answer.question_id,
                    answer: answer.answer.expose_secret(),
                }],
                twofa_token: answer.twofa_token.expose_secret(),
                r#type: answer.kind(),
                device_type,
            },
        )
    }

    /// `POST /api/v3/user/login/otp`. The method of this one and of the next three is assumed.
    pub(in crate::login_api::http) fn otp(
        reference_token: &SecretString,
        otp: &SecretString,
    ) -> Result<Self, Error> {
        #[derive(Serialize)]
        struct Body<'a> {
            reference_token: &'a str,
            otp: &'a str,
        }
        Self::json(
            "/api/v3/user/login/otp",
            &Body {
                reference_token: reference_token.expose_secret(),
                otp: otp.expose_secret(),
            },
        )
    }

    /// `POST /api/v3/setup_totp`.
    pub(in crate::login_api::http) fn setup_totp(client_id: &ClientId) -> Result<Self, Error> {
        #[derive(Serialize)]
        struct Body<'a> {
            client_id: &'a str,
        }
        let client_id = client_id.as_str();
        Self::json("/api/v3/setup_totp", &Body { client_id })
    }

    /// `POST /api/v3/choose_twofa`.
    pub(in crate::login_api::http) fn choose_twofa(
        login_id: &ClientId,
        wanted: TwoFactorType,
        totp: &SecretString,
    ) -> Result<Self, Error> {
        #[derive(Serialize)]
        struct Body<'a> {
            login_id: &'a str,
            twofa_type: &'static str,
            totp: &'a str,
        }
        Self::json(
            "/api/v3/choose_twofa",
            &Body {
                login_id: login_id.as_str(),
                twofa_type: wanted.as_str(),
                totp: totp.expose_secret(),
            },
        )
    }

    /// `POST /api/v3/user/forgot_totp`.
    pub(in crate::login_api::http) fn forgot_totp(
        login_id: &ClientId,
        pan: &SecretString,
    ) -> Result<Self, Error> {
        #[derive(Serialize)]
        struct Body<'a> {
            login_id: &'a str,
            pan: &'a str,
        }
        Self::json(
            "/api/v3/user/forgot_totp",
            &Body {
                login_id: login_id.as_str(),
                pan: pan.expose_secret(),
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::shown, *};

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn both_steps_of_both_logins() {
        let client_id = ClientId::new("AB1234");
        for (suffix, version) in [("", DirectVersion::V3), ("_v1", DirectVersion::V1)] {
            let password = Request::password(version, &client_id, &secret("p\"ssword")).unwrap();
            insta::assert_snapshot!(format!("request_password{suffix}"), shown(&password));
            for (name, question_id) in [("totp", "100"), ("pin", "21")] {
                let answer = SecondFactorAnswer {
                    login_id: "AB1234".to_owned(),
                    question_id: question_id.to_owned(),
                    answer: secret("123456"),
                    twofa_token: secret("tw0fa"),
                };
                let request = Request::second_factor(version, &answer).unwrap();
                insta::assert_snapshot!(format!("request_second_factor_{name}{suffix}"), shown(&request));
            }
        }
    }

    #[test]
    fn the_relatives() {
        let client_id = ClientId::new("AB1234");
        let code = secret("123456");
        for (name, request) in [
            ("request_otp", Request::otp(&secret("r3ference"), &code)),
            ("request_setup_totp", Request::setup_totp(&client_id)),
            (
                "request_choose_twofa_totp",
                Request::choose_twofa(&client_id, TwoFactorType::Totp, &code),
            ),
            (
                "request_choose_twofa_pin",
                Request::choose_twofa(&client_id, TwoFactorType::Pin, &code),
            ),
            (
                "request_forgot_totp",
                Request::forgot_totp(&client_id, &secret("ABCPS0000A")),
            ),
        ] {
            insta::assert_snapshot!(name, shown(&request.unwrap()));
        }
    }
}
