//! Takes the token out of a text that the server wrote.

/// What stands where the token was.
const MASK: &str = "***";

/// What a message that was cut ends in.
const CUT: char = '…';

/// A part of the token this short is not told from other text.
const SHORTEST: usize = 4;

/// `text` without `token`, and without the part of it at which the text was cut.
pub(crate) fn scrub(text: String, token: &str) -> String {
    if token.is_empty() {
        return text;
    }
    let text = if text.contains(token) {
        text.replace(token, MASK)
    } else {
        text
    };
    match text.strip_suffix(CUT).and_then(|head| without_part(head, token)) {
        Some(head) => format!("{head}{MASK}{CUT}"),
        None => text,
    }
}

/// `text` without the beginning of `token` that it ends in, if it does.
fn without_part<'a>(text: &'a str, token: &str) -> Option<&'a str> {
    (SHORTEST..token.len())
        .rev()
        .filter_map(|length| token.get(..length))
        .find_map(|part| text.strip_suffix(part))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn leaves_other_texts_alone() {
        for text in ["no such session", "no such session…", "tok…", "", "…"] {
            assert_eq!(scrub(text.to_owned(), "tok.en"), text);
        }
        assert_eq!(scrub("anything".to_owned(), ""), "anything");
    }

    #[test]
    fn takes_every_occurrence_and_the_part_at_the_cut_out() {
        let scrubbed = |text: &str| scrub(text.to_owned(), "tok.en");
        assert_eq!(scrubbed("tok.en is bad: tok.entok.en"), "*** is bad: ******");
        assert_eq!(scrubbed("bad: tok.e…"), "bad: ***…");
        assert_eq!(scrubbed("bad: tok.en…"), "bad: ***…");
        assert_eq!(scrubbed("tok.en, tok.…"), "***, ***…");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn nothing_is_left_of_the_token(before in "[a-z ]{0,9}", token in "[A-Z0-9é]{8,16}", cut in 4_usize..17) {
            let part: String = token.chars().take(cut).collect();
            for text in [format!("{before}{token}{before}{token}"), format!("{token}{before}{part}…")] {
                let clean = scrub(text, &token);
                let shortest: String = token.chars().take(4).collect();
                prop_assert!(!clean.contains(&shortest), "{}", clean);
            }
        }
    }
}
