//! What an envelope says: success, refusal, or nothing.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Head, clean_message};

/// What the members around the payload say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Success,
    Refusal,
    Silent,
}

/// The object in `error`, of the contract envelope.
#[derive(Default, Deserialize)]
struct ErrorMember<'a> {
    #[serde(borrow, default)]
    code: Option<&'a RawValue>,
    #[serde(borrow, default)]
    message: Option<&'a RawValue>,
}

impl<'a> Head<'a> {
    /// A refusal outweighs a success beside it: taking a refused order for a placed one is the worse mistake. A code
    /// in the OMS and gateway envelopes refuses only where nothing says that the call succeeded.
    pub(super) fn verdict(&self) -> Verdict {
        let status = self.status.map_or(Verdict::Silent, said);
        let success = self.success.map_or(Verdict::Silent, said);
        let error = self.error.map_or(Verdict::Silent, |raw| self.error_verdict(raw));
        let typed = self.error_type.is_some_and(|raw| text_of(raw).is_some());
        let verdicts = [status, success, error];
        if typed || verdicts.contains(&Verdict::Refusal) {
            Verdict::Refusal
        } else if verdicts.contains(&Verdict::Success) {
            Verdict::Success
        } else if self.error_code.is_some_and(|raw| !is_nothing(raw)) {
            Verdict::Refusal
        } else {
            Verdict::Silent
        }
    }

    /// `error` as an object with a code (contract), as a word (OAuth), or as anything else that is not nothing.
    fn error_verdict(&self, raw: &RawValue) -> Verdict {
        let member = error_member(raw);
        match member.code {
            Some(code) if number_of(code) == Some(0) => Verdict::Success,
            Some(code) if !is_nothing(code) => Verdict::Refusal,
            _ if is_nothing(raw) || raw.get() == "false" => Verdict::Silent,
            // An empty code beside an empty message says nothing.
            _ if raw.get().starts_with('{') && member.message.is_none_or(is_nothing) => Verdict::Silent,
            _ => Verdict::Refusal,
        }
    }

    /// The code, where there is one and it is a number.
    pub(super) fn code(&self) -> Option<i64> {
        let inner = self.error.and_then(|raw| error_member(raw).code);
        [self.error_code, inner]
            .into_iter()
            .flatten()
            .find_map(|raw| number_of(raw).filter(|code| *code != 0))
    }

    /// `error_type`, or whatever else stands for the kind of error and is not a number: a textual `errorcode`, OAuth's
    /// `error`.
    pub(super) fn error_type(&self) -> Option<Cow<'a, str>> {
        [self.error_type, self.error_code, self.error]
            .into_iter()
            .flatten()
            .filter(|raw| raw.get().starts_with('"') && number_of(raw).is_none())
            .find_map(text_of)
    }

    /// The server's words.
    pub(super) fn message(&self) -> Option<Cow<'a, str>> {
        let inner = self.error.and_then(|raw| error_member(raw).message);
        [self.message, inner, self.error_description, self.error]
            .into_iter()
            .flatten()
            .find_map(text_of)
    }
}

fn error_member(raw: &RawValue) -> ErrorMember<'_> {
    serde_json::from_str(raw.get()).unwrap_or_default()
}

/// A status or a success flag: a bool, a word, or an HTTP status in the body. Other words, such as the `active` of an
/// account, say nothing about the call.
fn said(raw: &RawValue) -> Verdict {
    match raw.get() {
        "true" => return Verdict::Success,
        "false" => return Verdict::Refusal,
        _ => {}
    }
    if let Some(number) = number_of(raw) {
        return if (400..600).contains(&number) {
            Verdict::Refusal
        } else {
            Verdict::Silent
        };
    }
    let Some(word) = text_of(raw) else {
        return Verdict::Silent;
    };
    let is = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    if is(&["success", "ok", "true"]) {
        Verdict::Success
    } else if is(&["error", "err", "fail", "failed", "failure", "false"]) {
        Verdict::Refusal
    } else {
        Verdict::Silent
    }
}

/// Null, empty text, 0 or an empty object or list.
fn is_nothing(raw: &RawValue) -> bool {
    let json = raw.get();
    let inside = |open: char, close: char| {
        json.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|rest| rest.trim().is_empty())
    };
    json == "null" || inside('"', '"') || inside('{', '}') || inside('[', ']') || number_of(raw) == Some(0)
}

/// A whole number, as a number or as text.
fn number_of(raw: &RawValue) -> Option<i64> {
    raw.get().trim_matches('"').trim().parse().ok()
}

/// A text that is not empty, made safe to print; an object or a list counts as its JSON.
pub(super) fn text_of<'a>(raw: &'a RawValue) -> Option<Cow<'a, str>> {
    let json = raw.get();
    let text = match json.as_bytes().first()? {
        b'"' => match serde_json::from_str::<&'a str>(json) {
            Ok(text) => clean_message(text),
            Err(_) => Cow::Owned(clean_message(&serde_json::from_str::<String>(json).ok()?).into_owned()),
        },
        b'{' | b'[' if !is_nothing(raw) => clean_message(json),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
