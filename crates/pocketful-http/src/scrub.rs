//! Takes the token out of a text that the server wrote.

/// What stands where the token was.
const MASK: &str = "***";

/// `text` without `token`.
pub(crate) fn scrub(text: String, token: &str) -> String {
    if token.is_empty() || !text.contains(token) {
        return text;
    }
    text.replace(token, MASK)
}

/// `body` without `token`, or nothing when the token is not in it.
pub(crate) fn scrub_bytes(body: &[u8], token: &str) -> Option<Vec<u8>> {
    let needle = token.as_bytes();
    let mut rest = body;
    let mut out = Vec::new();
    while let Some(at) = find(rest, needle) {
        let (before, after) = rest.split_at(at);
        out.extend_from_slice(before);
        out.extend_from_slice(MASK.as_bytes());
        rest = after.get(needle.len()..).unwrap_or_default();
    }
    if rest.len() == body.len() {
        return None;
    }
    out.extend_from_slice(rest);
    Some(out)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() {
        return None;
    }
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn leaves_other_texts_alone() {
        assert_eq!(scrub("no such session".to_owned(), "tok.en"), "no such session");
        assert_eq!(scrub("anything".to_owned(), ""), "anything");
        assert_eq!(scrub_bytes(b"no such session", "tok.en"), None);
        assert_eq!(scrub_bytes(b"anything", ""), None);
    }

    #[test]
    fn takes_every_occurrence_out() {
        let text = "tok.en is bad: tok.entok.en";
        assert_eq!(scrub(text.to_owned(), "tok.en"), "*** is bad: ******");
        assert_eq!(
            scrub_bytes(text.as_bytes(), "tok.en").as_deref(),
            Some(&b"*** is bad: ******"[..])
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn nothing_is_left_of_the_token(before in "[a-z ]{0,9}", after in "[a-z ]{0,9}", token in "[A-Z0-9]{8,16}") {
            let text = format!("{before}{token}{after}{token}");
            let clean = scrub_bytes(text.as_bytes(), &token).unwrap();
            prop_assert!(find(&clean, token.as_bytes()).is_none());
            let clean = scrub(text, &token);
            prop_assert!(!clean.contains(&token));
        }
    }
}
