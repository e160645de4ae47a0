//! Unguessable text for `state` and PKCE.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::{Error, ErrorKind};

/// 43 characters of `A-Z a-z 0-9 - _` that carry 256 random bits of the operating system.
pub(crate) fn text() -> Result<String, Error> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|source| {
        Error::new(
            ErrorKind::InvalidInput,
            "the operating system gives no random bytes, and a login without them would not be safe",
        )
        .with_source(source)
    })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes.as_slice()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn no_text_comes_twice() {
        let texts: HashSet<String> = (0..200).map(|_| super::text().unwrap()).collect();
        assert_eq!(texts.len(), 200);
        assert!(texts.iter().all(|text| text.len() == 43));
    }
}
