//! The authorization server's answer, as it stands in the query of the redirected address. Pure.

use secrecy::SecretString;

use super::LoginFailure;
use crate::OAuthError;

/// What the query says, not yet checked against the login that asked.
#[derive(Debug)]
pub(crate) struct Answer {
    /// `state`, where there is one.
    pub(crate) state: Option<SecretString>,
    /// The code, or why there is none.
    pub(crate) outcome: Result<SecretString, LoginFailure>,
}

/// Reads the query `code=…&scope=…&state=…` or `error=…&error_description=…&state=…`.
///
/// `None` when it has none of `code`, `error` and `state`: that is not an answer at all but a stray request.
pub(crate) fn read(query: &str) -> Option<Answer> {
    let mut code = Member::new("code");
    let mut state = Member::new("state");
    let mut error = Member::new("error");
    let mut description = Member::new("error_description");
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        for member in [&mut code, &mut state, &mut error, &mut description] {
            if member.name == name {
                member.add(&value);
            }
        }
    }
    if [&code, &state, &error].iter().all(|member| member.count == 0) {
        return None;
    }
    // A repeated state cannot be matched with anything: it counts as none.
    let known_state = (state.count == 1).then(|| state.value.into());
    let outcome = if let Some(twice) = [&code, &error].iter().find(|member| member.count > 1) {
        Err(LoginFailure::Repeated(twice.name))
    } else if error.count == 1 {
        let description = (description.count > 0).then_some(description.value.as_str());
        Err(LoginFailure::Refused(OAuthError::new(&error.value, description)))
    } else if code.value.trim().is_empty() {
        Err(LoginFailure::CodeMissing)
    } else {
        Ok(code.value.into())
    };
    Some(Answer {
        state: known_state,
        outcome,
    })
}

struct Member {
    name: &'static str,
    value: String,
    count: usize,
}

impl Member {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            value: String::new(),
            count: 0,
        }
    }

    fn add(&mut self, value: &str) {
        if self.count == 0 {
            self.value = value.to_owned();
        }
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    use super::*;
    use crate::OAuthErrorCode;

    fn outcome(query: &str) -> Result<String, LoginFailure> {
        let answer = read(query).expect("an answer");
        answer.outcome.map(|code| code.expose_secret().to_owned())
    }

    fn state(query: &str) -> Option<String> {
        let answer = read(query).expect("an answer");
        answer.state.map(|state| state.expose_secret().to_owned())
    }

    #[test]
    fn reads_code_and_state_decoded() {
        let query = "code=ory_ac_a%2Bb%2Fc&scope=orders+holdings&state=s-1_x";
        assert_eq!(outcome(query), Ok("ory_ac_a+b/c".to_owned()));
        assert_eq!(state(query), Some("s-1_x".to_owned()));
    }

    #[test]
    fn a_missing_or_empty_code_is_said() {
        for query in ["state=s", "code=&state=s", "code=%20&state=s", "code&state=s"] {
            assert_eq!(outcome(query), Err(LoginFailure::CodeMissing), "{query}");
        }
    }

    #[test]
    fn what_is_there_twice_decides_nothing() {
        assert_eq!(
            outcome("code=a&code=b&state=s"),
            Err(LoginFailure::Repeated("code"))
        );
        assert_eq!(
            outcome("code=a&code=a&state=s"),
            Err(LoginFailure::Repeated("code"))
        );
        assert_eq!(
            outcome("error=a&error=b&state=s"),
            Err(LoginFailure::Repeated("error"))
        );
        assert_eq!(state("code=a&state=s&state=s"), None);
    }

    #[test]
    fn an_error_wins_over_a_code() {
        let Err(LoginFailure::Refused(error)) =
            outcome("code=a&error=access_denied&error_description=No%0Athanks&state=s")
        else {
            panic!("not refused");
        };
        assert_eq!(error.code(), &OAuthErrorCode::AccessDenied);
        assert_eq!(error.description(), Some("No thanks"));
    }

    #[test]
    fn a_query_without_any_of_the_members_is_no_answer() {
        for query in ["", "x=1", "scope=orders", "CODE=a", "error_description=x"] {
            assert!(read(query).is_none(), "{query}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn never_panics_and_never_takes_two_codes(query in "[ -~]{0,200}") {
            let answer = read(&query);
            let codes = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "code").count();
            if codes > 1 {
                prop_assert!(answer.expect("an answer").outcome.is_err());
            }
        }

        #[test]
        fn any_code_and_state_come_back_as_they_were_sent(code in "\\PC{1,80}", sent in "\\PC{1,80}") {
            prop_assume!(!code.trim().is_empty());
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("code", &code)
                .append_pair("state", &sent)
                .finish();
            prop_assert_eq!(outcome(&query), Ok(code));
            prop_assert_eq!(state(&query), Some(sent));
        }
    }
}
