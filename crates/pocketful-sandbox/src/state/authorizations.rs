//! Authorizations on their way: asked for, waiting for a person, approved into a one-time code, redeemed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::{accounts::same, random::Random};
use crate::assumed::{CODE_LIVES, CONSENT_WAITS};

/// A checked request for authorization that waits at the login and consent pages.
#[derive(Clone)]
pub(crate) struct PendingAuthorization {
    /// Unguessable: whoever has it may ask the person.
    pub(crate) id: String,
    pub(crate) app_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    pub(crate) state: String,
    /// PKCE's S256 challenge, where the client sent one.
    pub(crate) code_challenge: Option<String>,
    until: OffsetDateTime,
}

/// A code that was handed out.
struct Code {
    secret: String,
    request: PendingAuthorization,
    client_id: String,
    until: OffsetDateTime,
    /// The token it was redeemed for; kept so that a second use can revoke it.
    redeemed: Option<Redeemed>,
}

/// How a code was used up.
enum Redeemed {
    /// For this token.
    ForToken(String),
    /// For nothing: the attempt was wrong.
    InVain,
}

/// What a redeemed code stands for.
pub(crate) struct Grant {
    pub(crate) app_id: String,
    pub(crate) client_id: String,
    pub(crate) scope: String,
}

/// Why a code was not redeemed. All are `invalid_grant` to the client (RFC 6749, section 5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeRefusal {
    /// Never issued, or to another app.
    Unknown,
    /// Older than its 60 s.
    Expired,
    /// Used before. The token it was redeemed for, if any, is to be revoked.
    Used { token: Option<String> },
    /// Not the redirect URL of the authorization.
    RedirectUri,
    /// PKCE's verifier is missing or wrong.
    Verifier,
}

/// The person took too long, or the form was sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoSuchAuthorization;

/// All of them.
#[derive(Default)]
pub(crate) struct Authorizations {
    pending: Vec<PendingAuthorization>,
    codes: Vec<Code>,
}

/// What `/oauth2/auth` was asked for, after its checks.
pub(crate) struct Asked {
    pub(crate) app_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    pub(crate) state: String,
    pub(crate) code_challenge: Option<String>,
}

impl Authorizations {
    /// Starts waiting for a person; the answer is the id to show the pages for.
    pub(crate) fn open(&mut self, asked: Asked, random: &mut Random, now: OffsetDateTime) -> String {
        self.pending.retain(|pending| now < pending.until);
        let id = random.word(32);
        self.pending.push(PendingAuthorization {
            id: id.clone(),
            app_id: asked.app_id,
            redirect_uri: asked.redirect_uri,
            scope: asked.scope,
            state: asked.state,
            code_challenge: asked.code_challenge,
            until: now + CONSENT_WAITS,
        });
        id
    }

    /// What is being asked for, to show it to the person.
    pub(crate) fn pending(&self, id: &str, now: OffsetDateTime) -> Option<&PendingAuthorization> {
        self.pending
            .iter()
            .find(|pending| pending.id == id && now < pending.until)
    }

    /// The person said yes: the URL to send the browser to, with a fresh code.
    pub(crate) fn approve(
        &mut self,
        id: &str,
        client_id: &str,
        random: &mut Random,
        now: OffsetDateTime,
    ) -> Result<String, NoSuchAuthorization> {
        let request = self.take(id, now)?;
        let secret = random.word(43);
        let answer = [
            ("code", secret.as_str()),
            ("scope", request.scope.as_str()),
            ("state", request.state.as_str()),
        ];
        let location = with_query(&request.redirect_uri, &answer);
        self.codes.push(Code {
            secret,
            request,
            client_id: client_id.to_owned(),
            until: now + CODE_LIVES,
            redeemed: None,
        });
        Ok(location)
    }

    /// The person said no: the URL to send the browser to.
    pub(crate) fn deny(&mut self, id: &str, now: OffsetDateTime) -> Result<String, NoSuchAuthorization> {
        let request = self.take(id, now)?;
        Ok(error_location(
            &request.redirect_uri,
            "access_denied",
            "The resource owner denied the request",
            &request.state,
        ))
    }

    /// Uses a code up. A failed attempt by the right app uses it up too.
    pub(crate) fn redeem(
        &mut self,
        secret: &str,
        app_id: &str,
        redirect_uri: &str,
        verifier: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<Grant, CodeRefusal> {
        let code = self
            .codes
            .iter_mut()
            .find(|code| code.secret == secret && code.request.app_id == app_id)
            .ok_or(CodeRefusal::Unknown)?;
        if let Some(redeemed) = &code.redeemed {
            let token = match redeemed {
                Redeemed::ForToken(token) => Some(token.clone()),
                Redeemed::InVain => None,
            };
            return Err(CodeRefusal::Used { token });
        }
        code.redeemed = Some(Redeemed::InVain);
        if now >= code.until {
            return Err(CodeRefusal::Expired);
        }
        if redirect_uri != code.request.redirect_uri {
            return Err(CodeRefusal::RedirectUri);
        }
        if !proves(verifier, code.request.code_challenge.as_deref()) {
            return Err(CodeRefusal::Verifier);
        }
        Ok(Grant {
            app_id: app_id.to_owned(),
            client_id: code.client_id.clone(),
            scope: code.request.scope.clone(),
        })
    }

    /// Remembers which token a code was redeemed for.
    pub(crate) fn redeemed_for(&mut self, secret: &str, token: &str) {
        if let Some(code) = self.codes.iter_mut().find(|code| code.secret == secret) {
            code.redeemed = Some(Redeemed::ForToken(token.to_owned()));
        }
    }

    fn take(&mut self, id: &str, now: OffsetDateTime) -> Result<PendingAuthorization, NoSuchAuthorization> {
        let at = self
            .pending
            .iter()
            .position(|pending| pending.id == id && now < pending.until)
            .ok_or(NoSuchAuthorization)?;
        Ok(self.pending.swap_remove(at))
    }
}

/// The redirect URL with RFC 6749's error members (section 4.1.2.1).
pub(crate) fn error_location(redirect_uri: &str, error: &str, description: &str, state: &str) -> String {
    let mut answer = vec![("error", error), ("error_description", description)];
    if !state.is_empty() {
        answer.push(("state", state));
    }
    with_query(redirect_uri, &answer)
}

fn with_query(url: &str, pairs: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}{query}")
}

/// PKCE (RFC 7636, section 4.6): the verifier's SHA-256 is the challenge. Without a challenge none is asked for.
fn proves(verifier: Option<&str>, challenge: Option<&str>) -> bool {
    match (verifier, challenge) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(verifier), Some(challenge)) => same(
            challenge,
            &URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())),
        ),
    }
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;
    use crate::state::random::Stream;

    const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 +5:30);
    const BACK: &str = "http://127.0.0.1:8123/callback";

    struct World {
        authorizations: Authorizations,
        random: Random,
    }

    impl World {
        fn new() -> Self {
            Self {
                authorizations: Authorizations::default(),
                random: Random::new(7, Stream::Secrets),
            }
        }

        fn open(&mut self, code_challenge: Option<&str>) -> String {
            let asked = Asked {
                app_id: "app".to_owned(),
                redirect_uri: BACK.to_owned(),
                scope: "orders holdings".to_owned(),
                state: "eight+chars".to_owned(),
                code_challenge: code_challenge.map(str::to_owned),
            };
            self.authorizations.open(asked, &mut self.random, NOW)
        }

        fn code(&mut self, challenge: Option<&str>) -> String {
            let id = self.open(challenge);
            let location = self
                .authorizations
                .approve(&id, "AB1234", &mut self.random, NOW)
                .unwrap();
            let query = location.split_once('?').unwrap().1.to_owned();
            let code = form_urlencoded::parse(query.as_bytes()).next().unwrap();
            assert_eq!(code.0, "code");
            code.1.into_owned()
        }

        fn redeem(&mut self, code: &str, verifier: Option<&str>, after: Duration) -> Option<CodeRefusal> {
            self.authorizations
                .redeem(code, "app", BACK, verifier, NOW + after)
                .err()
        }
    }

    #[test]
    fn an_approved_request_answers_once() {
        let mut world = World::new();
        let id = world.open(None);
        let location = world
            .authorizations
            .approve(&id, "AB1234", &mut world.random, NOW)
            .unwrap();
        assert!(location.starts_with(&format!("{BACK}?code=")), "{location}");
        assert!(
            location.ends_with("&scope=orders+holdings&state=eight%2Bchars"),
            "{location}"
        );
        assert!(
            world
                .authorizations
                .approve(&id, "AB1234", &mut world.random, NOW)
                .is_err()
        );
    }

    #[test]
    fn a_denied_request_says_so() {
        let mut world = World::new();
        let id = world.open(None);
        let location = world.authorizations.deny(&id, NOW).unwrap();
        assert!(location.contains("?error=access_denied&"), "{location}");
        assert!(world.authorizations.deny(&id, NOW).is_err());
    }

    #[test]
    fn a_person_has_ten_minutes() {
        let mut world = World::new();
        let id = world.open(None);
        let late = NOW + CONSENT_WAITS;
        assert!(
            world
                .authorizations
                .pending(&id, late - Duration::SECOND)
                .is_some()
        );
        assert!(world.authorizations.pending(&id, late).is_none());
        assert!(world.authorizations.deny(&id, late).is_err());
    }

    #[test]
    fn a_code_lives_sixty_seconds_and_once() {
        let mut world = World::new();
        let code = world.code(None);
        assert_eq!(world.redeem(&code, None, Duration::seconds(59)), None);
        world.authorizations.redeemed_for(&code, "t.t");
        assert_eq!(
            world.redeem(&code, None, Duration::seconds(59)),
            Some(CodeRefusal::Used {
                token: Some("t.t".to_owned())
            })
        );
        let code = world.code(None);
        assert_eq!(
            world.redeem(&code, None, Duration::seconds(60)),
            Some(CodeRefusal::Expired)
        );
        assert_eq!(
            world.redeem("nonsense", None, Duration::ZERO),
            Some(CodeRefusal::Unknown)
        );
    }

    #[test]
    fn another_app_cannot_use_up_a_code_but_a_wrong_url_does() {
        let mut world = World::new();
        let code = world.code(None);
        let refusal = world.authorizations.redeem(&code, "other", BACK, None, NOW).err();
        assert_eq!(refusal, Some(CodeRefusal::Unknown));
        let refusal = world
            .authorizations
            .redeem(&code, "app", "http://127.0.0.1:8123/", None, NOW)
            .err();
        assert_eq!(refusal, Some(CodeRefusal::RedirectUri));
        assert_eq!(
            world.redeem(&code, None, Duration::ZERO),
            Some(CodeRefusal::Used { token: None })
        );
    }

    #[test]
    fn pkce_is_checked_when_it_was_asked_for() {
        // The verifier and challenge of RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        let mut world = World::new();
        for (given, refusal) in [
            (Some(verifier), None),
            (Some("another"), Some(CodeRefusal::Verifier)),
            (None, Some(CodeRefusal::Verifier)),
        ] {
            let code = world.code(challenge);
            assert_eq!(world.redeem(&code, given, Duration::ZERO), refusal);
        }
    }
}
