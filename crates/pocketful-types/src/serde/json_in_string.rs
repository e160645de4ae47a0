//! Lists that come as JSON arrays or as texts that hold JSON arrays (wire reference, section 3).

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{self, DeserializeOwned},
};

/// Reads a list from an array, from a text that holds one, or as empty from null and from blanks.
pub(crate) fn deserialize<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(ListVisitor(PhantomData))
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> de::Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or a text that holds one")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(list)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<T>, E> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        serde_json::from_str::<Option<Vec<T>>>(text)
            .map(Option::unwrap_or_default)
            .map_err(|error| E::custom(format_args!("the list inside the text: {error}")))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Exchange, Received};

    fn read(text: &str) -> Result<Vec<Received<Exchange>>, serde_json::Error> {
        super::deserialize(&mut serde_json::Deserializer::from_str(text))
    }

    #[test]
    fn an_array_and_its_text_are_the_same_list() {
        let list = vec![Exchange::Nse.into(), Received::Other("GIFT".into())];
        assert_eq!(read(r#"["NSE","GIFT"]"#).unwrap(), list);
        assert_eq!(read(r#""[\"NSE\",\"GIFT\"]""#).unwrap(), list);
        assert_eq!(read(r#"" [ \"NSE\" , \"GIFT\" ] ""#).unwrap(), list);
    }

    #[test]
    fn nothing_is_an_empty_list_and_rubbish_an_error() {
        for text in ["null", "\"\"", "\"null\"", "[]", "\"[]\""] {
            assert!(read(text).unwrap().is_empty(), "{text}");
        }
        for text in ["7", "{}", "\"NSE\"", "\"[\"", "[1]"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
