//! An authorization from the question to the token.

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
