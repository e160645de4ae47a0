//! The beginning of a reply that was an error, to be looked at by whoever asks for it.

/// As much as is kept, in bytes.
const MOST: usize = 4 * 1024;

/// What stands where the token was.
const MASK: &str = "***";

/// A part of the token this short is not told from other text.
const SHORTEST: usize = 4;

/// The beginning of `body` without `token`, however the server wrote it; `None` for an empty body.
pub(super) fn beginning(body: &[u8], token: &str) -> Option<Box<str>> {
    let head = body.get(..MOST).unwrap_or(body);
    let text = String::from_utf8_lossy(head);
    (!text.trim().is_empty()).then(|| masked(&text, token).into())
}

/// `text` with a mask for every `token`, also one whose characters are escaped, and for the part of one that `text` ends
/// in: it may have been cut there.
fn masked(text: &str, token: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match after(rest, token) {
            Some(behind) => {
                clean.push_str(MASK);
                rest.len() - behind.len()
            }
            None => {
                clean.push(first);
                first.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    clean
}

/// What follows `token` at the beginning of `text`; nothing where `text` ends within it. `None` where it is not there.
fn after<'a>(text: &'a str, token: &str) -> Option<&'a str> {
    let mut rest = text;
    for (read, wanted) in token.chars().enumerate() {
        match one(rest, wanted) {
            Some(behind) => rest = behind,
            None => {
                let is_cut = rest.is_empty() || is_half_an_escape(rest);
                return (is_cut && read >= SHORTEST).then_some("");
            }
        }
    }
    (!token.is_empty()).then_some(rest)
}

/// What follows `wanted` at the beginning of `text`, written as itself or as JSON, HTML and URLs escape it.
fn one(text: &str, wanted: char) -> Option<&str> {
    if let Some(behind) = text.strip_prefix(wanted) {
        return Some(behind);
    }
    if let Some(behind) = text.strip_prefix('\\') {
        return match behind.strip_prefix('u') {
            Some(digits) => number(digits.get(..4)?, 16, wanted).and_then(|()| digits.get(4..)),
            None => behind.strip_prefix(wanted),
        };
    }
    if let Some(digits) = text.strip_prefix('%') {
        return number(digits.get(..2)?, 16, wanted).and_then(|()| digits.get(2..));
    }
    let (digits, behind) = text.strip_prefix("&#")?.split_once(';')?;
    match digits.strip_prefix(['x', 'X']) {
        Some(digits) => number(digits, 16, wanted),
        None => number(digits, 10, wanted),
    }
    .map(|()| behind)
}

/// Whether `digits` are the number of `wanted`.
fn number(digits: &str, radix: u32, wanted: char) -> Option<()> {
    (u32::from_str_radix(digits, radix) == Ok(wanted.into())).then_some(())
}

/// Whether `text`, all that is left, may be the beginning of an escape.
fn is_half_an_escape(text: &str) -> bool {
    text.len() < "&#x00000;".len() && text.starts_with(['\\', '%', '&'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TOKEN: &str = "SENTINEL.to/ken+0=";

    fn escaped(token: &str, escape: impl Fn(char) -> String) -> String {
        token.chars().map(escape).collect()
    }

    fn forms() -> Vec<String> {
        vec![
            TOKEN.to_owned(),
            TOKEN.replace('.', "\\u002e").replace('/', "\\/"),
            TOKEN.replace('.', "\\u002E"),
            escaped(TOKEN, |c| format!("\\u{:04x}", u32::from(c))),
            TOKEN.replace('/', "%2F").replace('+', "%2b").replace('=', "%3D"),
            escaped(TOKEN, |c| format!("&#{};", u32::from(c))),
            escaped(TOKEN, |c| format!("&#x{:X};", u32::from(c))),
        ]
    }

    #[test]
    fn what_is_kept_is_bounded_and_without_the_token_however_it_is_written() {
        assert_eq!(beginning(b" \n", TOKEN), None);
        assert_eq!(beginning("é".as_bytes(), TOKEN).as_deref(), Some("é"));
        assert_eq!(beginning(b"bad\xff", "").as_deref(), Some("bad\u{fffd}"));
        for form in forms() {
            let text = format!("a {form}{form} b");
            assert_eq!(
                beginning(text.as_bytes(), TOKEN).as_deref(),
                Some("a ****** b"),
                "{form}"
            );
            for cut in 0..form.len() {
                let before = "x".repeat(MOST - form.len() + cut);
                let kept = beginning(format!("{before}{form} and more").as_bytes(), TOKEN).unwrap();
                assert!(
                    !kept.contains("SENT") && !kept.contains("\\u0053\\u0045\\u004e\\u0054"),
                    "{kept}"
                );
                assert!(kept.len() <= MOST + MASK.len());
            }
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in [
            "SENTINEL.to",
            "SEN",
            "100 % of a & b \\ c",
            "%",
            "&#",
            "\\u00",
            "{\"status\":\"error\"}",
        ] {
            let text = format!("{text} "); // Not at the end, where it may have been cut.
            assert_eq!(beginning(text.as_bytes(), TOKEN).as_deref(), Some(text.as_str()));
        }
        assert_eq!(beginning(b"SEN", TOKEN).as_deref(), Some("SEN"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn no_bytes_are_too_odd(body in proptest::collection::vec(any::<u8>(), 0..200), token in "[A-Za-z0-9._-]{2,12}") {
            let kept = beginning(&body, &token).unwrap_or_default();
            prop_assert!(!kept.contains(&token), "{}", kept);
        }
    }
}
