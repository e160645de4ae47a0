//! Members where an explicit null means the same as a missing one.

use serde::{Deserialize, Deserializer};

/// Reads a `T`, or its default for null. `#[serde(default)]` alone covers a missing member only.
pub(crate) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize, Debug, PartialEq)]
    struct Listed {
        #[serde(default, deserialize_with = "super::deserialize")]
        bo_id: Vec<String>,
    }

    #[test]
    fn null_missing_and_empty_are_the_same() {
        for text in ["{}", r#"{"bo_id":null}"#, r#"{"bo_id":[]}"#] {
            assert_eq!(
                serde_json::from_str::<Listed>(text).unwrap(),
                Listed { bo_id: vec![] }
            );
        }
        let full: Listed = serde_json::from_str(r#"{"bo_id":["1208"]}"#).unwrap();
        assert_eq!(full.bo_id, ["1208"]);
        assert!(serde_json::from_str::<Listed>(r#"{"bo_id":7}"#).is_err());
    }
}
