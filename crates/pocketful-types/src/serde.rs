//! Adapters for the wire's habits, one file each; used with `#[serde(with = …)]` and `deserialize_with`.

pub(crate) mod day;
pub(crate) mod decimal;
pub(crate) mod empty_as_none;
pub(crate) mod ist_datetime;
pub(crate) mod ist_text;
pub(crate) mod json_in_string;
pub(crate) mod members;
pub(crate) mod null_default;
pub(crate) mod number_or_string;
pub(crate) mod snake_case;
pub(crate) mod text;
