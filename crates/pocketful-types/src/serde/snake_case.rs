//! Objects whose members are named in `camelCase` by some servers and in `snake_case` by others.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, IntoDeserializer, value::MapAccessDeserializer},
};

/// Reads a `T`, whose members are named in `snake_case`, from an object that names them in either way.
pub(crate) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(SnakeVisitor(PhantomData))
}

struct SnakeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> de::Visitor<'de> for SnakeVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(SnakeMap(map)))
    }
}

struct SnakeMap<A>(A);

impl<'de, A: de::MapAccess<'de>> de::MapAccess<'de> for SnakeMap<A> {
    type Error = A::Error;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.0.next_key::<Cow<'de, str>>()? {
            Some(key) => seed.deserialize(snake_case(&key).into_deserializer()).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

/// `basketId`, `BasketId` and `basket_id` as `basket_id`.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut after_small = false;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            if after_small {
                snake.push('_');
            }
            snake.push(letter.to_ascii_lowercase());
            after_small = false;
        } else {
            snake.push(letter);
            after_small = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        }
    }
    snake
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize, Debug, PartialEq)]
    struct Basket {
        basket_id: u8,
    }

    #[test]
    fn names_in_either_way_are_the_same() {
        for name in ["basket_id", "basketId", "BasketId"] {
            let text = format!("{{\"{name}\":7,\"other\":[1]}}");
            let basket: Basket = super::deserialize(&mut serde_json::Deserializer::from_str(&text)).unwrap();
            assert_eq!(basket, Basket { basket_id: 7 });
        }
        for text in ["[7]", "null", "{}", r#"{"basketId":1,"basket_id":2}"#] {
            let read: Result<Basket, _> = super::deserialize(&mut serde_json::Deserializer::from_str(text));
            assert!(read.is_err(), "{text}");
        }
    }

    #[test]
    fn every_sort_of_name() {
        for (name, snake) in [
            ("unixBiddingStartDate", "unix_bidding_start_date"),
            ("MaxLimit", "max_limit"),
            ("amo_order_entry_time", "amo_order_entry_time"),
            ("IV", "iv"),
            ("", ""),
        ] {
            assert_eq!(super::snake_case(name), snake);
        }
    }
}
