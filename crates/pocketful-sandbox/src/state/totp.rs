//! Time-based one-time passwords: six digits every thirty seconds, as authenticator apps compute them (wire
//! reference, section 2.3).

use pocketful_types::{Clock, SystemClock};
use time::OffsetDateTime;
use totp_rs::{Builder, Secret, Totp};

/// The base32 text of a secret, as shown beside a QR code.
pub(crate) fn secret_text(bytes: [u8; 20]) -> String {
    Secret::new(Box::new(bytes)).to_base32()
}

/// Whether `code` is right at the virtual `now` or at the machine's own time, one step of 30 s either way.
///
/// The second clock is there for people: the authenticator on their phone keeps the real time wherever the virtual
/// clock has been moved to.
pub(crate) fn is_right(secret: &str, code: &str, now: OffsetDateTime) -> bool {
    let Ok(secret) = Secret::try_from_base32(secret) else {
        return false;
    };
    let totp: Totp = Builder::new().with_secret(secret).build_noncompliant();
    [now, SystemClock.now()]
        .into_iter()
        .filter_map(|now| u64::try_from(now.unix_timestamp()).ok())
        .any(|seconds| totp.check(code, seconds).is_some())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    /// The key of RFC 6238's test vectors, `12345678901234567890`.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn agrees_with_the_standard() {
        // RFC 6238, appendix B: 94287082 at 59 s, of which the last six digits count here.
        assert!(is_right(SECRET, "287082", datetime!(1970-01-01 00:00:59 UTC)));
        assert!(is_right(SECRET, "287082", datetime!(1970-01-01 00:01:29 UTC)));
        assert!(!is_right(SECRET, "287082", datetime!(1970-01-01 00:02:00 UTC)));
        assert!(!is_right(SECRET, "", datetime!(1970-01-01 00:00:59 UTC)));
    }

    #[test]
    fn secrets_are_base32() {
        assert_eq!(secret_text(*b"12345678901234567890"), SECRET);
    }
}
