//! The pattern by which a fault finds its requests: `POST /api/v1/orders`, `/api/v1/orders/*`, `*`.

/// A method, or any, and a path in which `*` stands for any text.
#[derive(Clone, Debug)]
pub(super) struct Route {
    method: Option<String>,
    path: String,
}

impl Route {
    /// The pattern, or nothing when the text is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (method, path) = match text.trim().split_once(' ') {
            Some((method, path)) => (Some(method.to_ascii_uppercase()), path.trim()),
            None => (None, text.trim()),
        };
        let is_word = |method: &String| method.bytes().all(|byte| byte.is_ascii_uppercase());
        let sound = (path.starts_with('/') || path.starts_with('*'))
            && !path.contains([' ', '?'])
            && method.as_ref().is_none_or(is_word);
        sound.then(|| Self {
            method,
            path: path.to_owned(),
        })
    }

    pub(super) fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted == method) && matches(&self.path, path)
    }
}

/// Whether `text` is `pattern` with each `*` replaced by some text. The pieces between stars are looked for from the
/// left; the last must end the text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let last = pieces.pop().unwrap_or_default();
    for piece in pieces {
        let Some(at) = text.find(piece) else {
            return false;
        };
        text = &text[at + piece.len()..];
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_its_requests() {
        for (pattern, method, path, found) in [
            ("*", "GET", "/api/v1/orders", true),
            ("post /api/v1/orders", "POST", "/api/v1/orders", true),
            ("POST /api/v1/orders", "GET", "/api/v1/orders", false),
            ("/api/v1/orders", "GET", "/api/v1/orders/1", false),
            ("/api/v1/orders/*", "DELETE", "/api/v1/orders/1", true),
            ("/api/*/orders", "GET", "/api/v1/orders", true),
            ("/api/*/orders", "GET", "/api/v1/orders/1", false),
            ("/*a*a", "GET", "/a", false),
            ("/*a*a", "GET", "/xaxa", true),
        ] {
            let route = Route::parse(pattern).unwrap();
            assert_eq!(route.matches(method, path), found, "{pattern} {method} {path}");
        }
    }

    #[test]
    fn refuses_what_could_never_match() {
        for bad in ["", "orders", "GET", "GET orders", "/a?b", "GE7 /a", "GET /a b"] {
            assert!(Route::parse(bad).is_none(), "{bad}");
        }
    }
}
