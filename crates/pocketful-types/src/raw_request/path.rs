//! Which texts are paths of the API's own host and nothing else.

/// A path that is not sent. It quotes nothing of it, since people paste addresses that hold secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RawPathError {
    /// It does not begin with one `/`: an address, another host, or a relative path.
    #[error("the path must begin with one `/`, without scheme and host: /api/v1/alerts")]
    NotAbsolute,
    /// It holds a query.
    #[error("the path holds a `?`; the query is given apart from it")]
    Query,
    /// It holds a fragment, which no server ever sees.
    #[error("the path holds a `#`, and what follows one is never sent")]
    Fragment,
    /// A segment is `.` or `..`, also written with `%2e`.
    #[error("a segment of the path is `.` or `..`")]
    Dots,
    /// A character that no path holds as it is, or a control character in any spelling.
    #[error(
        "the path holds a character that no path can hold; write anything but letters, digits and -._~!$&'()*+,;=:@ as %XX"
    )]
    Character,
}

/// Whether `path` can be sent as it is.
pub(super) fn check(path: &str) -> Result<(), RawPathError> {
    let Some(rest) = path.strip_prefix('/') else {
        return Err(RawPathError::NotAbsolute);
    };
    if rest.starts_with('/') {
        return Err(RawPathError::NotAbsolute);
    }
    if path.contains('?') {
        return Err(RawPathError::Query);
    }
    if path.contains('#') {
        return Err(RawPathError::Fragment);
    }
    for segment in rest.split('/') {
        let plain = decoded(segment).ok_or(RawPathError::Character)?;
        if matches!(plain.as_slice(), b"." | b"..") {
            return Err(RawPathError::Dots);
        }
    }
    Ok(())
}

/// The bytes of a segment, or `None` where it cannot be one.
fn decoded(segment: &str) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(segment.len());
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'%' => {
                let (high, low) = (digit(bytes.next()?)?, digit(bytes.next()?)?);
                // What a server takes for a control, or for the end of a segment, is nobody's honest path.
                Some(high << 4 | low).filter(|byte| !byte.is_ascii_control() && !b"/\\".contains(byte))?
            }
            _ if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte) => byte,
            _ => return None,
        };
        plain.push(byte);
    }
    Some(plain)
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_on_its_host() {
        for path in [
            "/",
            "/api/v1/alerts",
            "/api/v1/alerts/",
            "/api/space/v1/edis/x%20y",
            "/v1/a.b/..c/...",
            "/a:b@c",
        ] {
            assert_eq!(check(path), Ok(()), "{path}");
        }
        for (path, error) in [
            ("", RawPathError::NotAbsolute),
            ("api/v1/alerts", RawPathError::NotAbsolute),
            ("https://example.com/api", RawPathError::NotAbsolute),
            ("//example.com/api", RawPathError::NotAbsolute),
            ("@example.com/", RawPathError::NotAbsolute),
            ("/api?token=1", RawPathError::Query),
            ("/api#top", RawPathError::Fragment),
            ("/api/../oauth2", RawPathError::Dots),
            ("/api/./v1", RawPathError::Dots),
            ("/api/%2e%2E/x", RawPathError::Dots),
            ("/api/.%2e", RawPathError::Dots),
            ("/a b", RawPathError::Character),
            ("/a\\b", RawPathError::Character),
            ("/a\r\nHost: x", RawPathError::Character),
            ("/a\u{0}", RawPathError::Character),
            ("/a%0d%0a", RawPathError::Character),
            ("/a%00", RawPathError::Character),
            ("/a%7F", RawPathError::Character),
            ("/a%2Fb", RawPathError::Character),
            ("/a%5cb", RawPathError::Character),
            ("/a%4", RawPathError::Character),
            ("/a%zz", RawPathError::Character),
            ("/é", RawPathError::Character),
        ] {
            assert_eq!(check(path), Err(error), "{path}");
        }
    }
}
