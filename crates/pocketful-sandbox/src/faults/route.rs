//! The pattern by which a fault finds its requests: `POST /api/v1/orders`, `/api/v1/orders/*`, `*`.

/// The methods that requests have here.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// Where the paths begin that faults strike: the API's, OAuth's and the feed's.
const ROOTS: [&str; 4] = ["/api/", "/v1/", "/oauth2/", "/ws/"];

/// A method, or any, and a path in which `*` stands for any text.
#[derive(Clone, Debug)]
pub(super) struct Route {
    method: Option<String>,
    path: String,
}

impl Route {
    /// The pattern, or nothing when the text is none or could never match: no request of the portal is struck.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (method, path) = match text.trim().split_once(' ') {
            Some((method, path)) => (Some(method.to_ascii_uppercase()), path.trim()),
            None => (None, text.trim()),
        };
        let is_known = |method: &String| METHODS.contains(&method.as_str());
        let sound = (path.starts_with('/') || path.starts_with('*'))
            && !path.contains([' ', '?'])
            && reaches(path)
            && method.as_ref().is_none_or(is_known);
        sound.then(|| Self {
            method,
            path: path.to_owned(),
        })
    }

    pub(super) fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted == method) && matches(&self.path, path)
    }
}

/// Whether the path of a pattern leads to something that faults strike.
fn reaches(path: &str) -> bool {
    let fixed = path.split_once('*').map(|(fixed, _)| fixed);
    ROOTS
        .iter()
        .any(|root| path.starts_with(root) || fixed.is_some_and(|fixed| root.starts_with(fixed)))
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
            ("/*x*x", "GET", "/api/x", false),
            ("/*x*x", "GET", "/api/x/x", true),
        ] {
            let route = Route::parse(pattern).unwrap();
            assert_eq!(route.matches(method, path), found, "{pattern} {method} {path}");
        }
    }

    #[test]
    fn refuses_what_could_never_match() {
        for bad in [
            "",
            "orders",
            "GET",
            "GET orders",
            "/api/v1/orders?b",
            "FETCH /api/v1/orders",
            "GET /api/v1/orders b",
            "/portal",
            "/sandbox/*",
            "/orders",
            "/api",
        ] {
            assert!(Route::parse(bad).is_none(), "{bad}");
        }
    }
}
