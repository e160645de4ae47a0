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
