//! Time-based one-time passwords from the secret shown beside the QR code (RFC 6238: SHA-1, 6 digits, 30 s).

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::LoginFailure;
use crate::{Error, ErrorKind};

/// The enrolment secret of an account's TOTP. `Debug` does not show it; it is wiped when dropped.
#[derive(Clone)]
pub struct TotpSecret(Zeroizing<Vec<u8>>);

impl TotpSecret {
    /// Reads the base32 text of the portal; blanks, dashes and padding in it and small letters are tolerated.
    ///
    /// # Errors
    /// [`LoginFailure::NotATotpSecret`] when it is something else, such as a code of six digits. The text is not repeated.
    pub fn new(text: &SecretString) -> Result<Self, Error> {
        match base32(text.expose_secret()) {
            Some(bytes) => Ok(Self(bytes)),
            None => Err(LoginFailure::NotATotpSecret.into()),
        }
    }

    /// The code of six digits at `now`.
    pub(super) fn code_at(&self, now: OffsetDateTime) -> Result<SecretString, Error> {
        let seconds = u64::try_from(now.unix_timestamp()).map_err(|_| {
            Error::new(
                ErrorKind::InvalidInput,
                "there are no TOTP codes before 1970; set the machine's clock",
            )
        })?;
        // The broker chooses the secret's length: a short one is not ours to refuse.
        let totp = totp_rs::Builder::new()
            .with_secret(self.0.as_slice())
            .build_noncompliant();
        Ok(SecretString::from(totp.generate(seconds).to_string()))
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret([redacted])")
    }
}

/// The bytes of base32 text (RFC 4648), at least five of them.
fn base32(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let (mut bits, mut held) = (0_u32, 0_u32);
    let text = text.trim_end_matches(|c: char| c == '=' || c.is_whitespace());
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let value = match c.to_ascii_uppercase() {
            c @ 'A'..='Z' => u32::from(c) - u32::from('A'),
            c @ '2'..='7' => u32::from(c) - u32::from('2') + 26,
            _ => return None,
        };
        bits = (bits << 5 | value) & 0xfff;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    (bytes.len() >= 5).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(secret: &str, unix: i64) -> String {
        let secret = TotpSecret::new(&SecretString::from(secret)).unwrap();
        let now = OffsetDateTime::from_unix_timestamp(unix).unwrap();
        secret.code_at(now).unwrap().expose_secret().to_owned()
    }

    #[test]
    fn the_standard_s_own_codes() {
        // RFC 6238, appendix B: the secret `12345678901234567890`, the last six digits of its eight.
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (unix, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(secret, unix), expected, "{unix}");
        }
    }

    #[test]
    fn the_secret_may_be_written_as_people_write_it() {
        let expected = code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59);
        for secret in [
            "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
            " GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ\n",
            "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ",
        ] {
            assert_eq!(code(secret, 59), expected, "{secret}");
        }
        // Sixteen characters, as many sites give, with padding.
        assert_eq!(code("GEZDGNBVGY3TQOJQ", 59), code("GEZDGNBVGY3TQOJQ====", 59));
    }

    #[test]
    fn what_is_no_secret_is_refused_and_not_repeated() {
        for text in [
            "",
            "  ",
            "123456",
            "287 082",
            "GEZD!",
            "SENTINEL0",
            "otpauth://totp/x?secret=SENTINEL",
        ] {
            let error = TotpSecret::new(&SecretString::from(text)).unwrap_err();
            assert_eq!(
                error.login_failure(),
                Some(&LoginFailure::NotATotpSecret),
                "{text}"
            );
            assert!(!format!("{error} {error:?}").contains("SENTINEL"));
        }
        let secret = TotpSecret::new(&SecretString::from("SENTINELSENTINEL")).unwrap();
        assert_eq!(format!("{secret:?}"), "TotpSecret([redacted])");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_text_is_a_secret_or_an_error(text in "\\PC{0,60}") {
            let _ = TotpSecret::new(&SecretString::from(text));
        }

        #[test]
        fn decoding_undoes_encoding(bytes in proptest::collection::vec(any::<u8>(), 5..40)) {
            let mut text = String::new();
            let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |i| byte >> i & 1)).collect();
            for five in bits.chunks(5) {
                let value = five.iter().fold(0, |value, bit| value << 1 | bit) << (5 - five.len());
                text.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[usize::from(value)]));
            }
            prop_assert_eq!(base32(&text).map(|decoded| decoded.to_vec()), Some(bytes));
        }
    }
}
