//! Text that some replies print as a bare number.

use std::fmt;

use serde::{Deserializer, de};

/// Reads a text, or a whole number as its digits.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(TextVisitor)
}

struct TextVisitor;

impl de::Visitor<'_> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a whole number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn takes_text_and_whole_numbers() {
        let read = |text: &str| super::deserialize(&mut serde_json::Deserializer::from_str(text));
        assert_eq!(read("\"20220103-1157\"").unwrap(), "20220103-1157");
        assert_eq!(read("1394446825558528718").unwrap(), "1394446825558528718");
        assert_eq!(read("-4").unwrap(), "-4");
        for text in ["null", "true", "1.5", "[]"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
