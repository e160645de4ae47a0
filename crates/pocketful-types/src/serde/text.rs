//! Text that some replies print as a bare number.

use std::fmt;

use serde::{Deserializer, Serializer, de};

/// Reads a text, or a whole number as its digits.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(TextVisitor)
}

/// Writes a text that is a whole number as that number, any other as it is; null for none.
pub(crate) fn serialize_number<S: Serializer>(
    text: &Option<String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let Some(text) = text else {
        return serializer.serialize_none();
    };
    match text.trim_ascii().parse() {
        Ok(number) => serializer.serialize_i64(number),
        Err(_) => serializer.serialize_str(text),
    }
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
    fn a_number_is_written_as_one() {
        let written = |text: Option<&str>| {
            let mut out = Vec::new();
            let text = text.map(str::to_owned);
            super::serialize_number(&text, &mut serde_json::Serializer::new(&mut out)).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(Some("1")), "1");
        assert_eq!(written(Some(" -2 ")), "-2");
        assert_eq!(written(Some("CLIENT")), "\"CLIENT\"");
        assert_eq!(written(None), "null");
    }

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
