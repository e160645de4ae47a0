//! Members of a request's JSON body, read one by one as strictly as the wire reference types them.

use std::{collections::BTreeMap, str::FromStr};

use rust_decimal::Decimal;
use serde_json::value::RawValue;

use crate::reply::Refusal;

/// A JSON object whose numbers keep the digits they were sent with.
pub(crate) struct JsonBody(BTreeMap<String, Box<RawValue>>);

impl JsonBody {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        serde_json::from_slice(bytes)
            .map(Self)
            .map_err(|_| Refusal::NotJson)
    }

    /// A member that is there and not null.
    fn raw(&self, name: &'static str) -> Result<&str, Refusal> {
        self.optional(name).ok_or(Refusal::Blank(name))
    }

    fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|raw| raw.get()).filter(|raw| *raw != "null")
    }

    /// A text that is not blank.
    pub(crate) fn text(&self, name: &'static str) -> Result<String, Refusal> {
        let text: String = serde_json::from_str(self.raw(name)?).map_err(|_| Refusal::Invalid(name))?;
        if text.trim().is_empty() {
            return Err(Refusal::Blank(name));
        }
        Ok(text)
    }

    /// A number or a text, as text.
    pub(crate) fn text_or_number(&self, name: &'static str) -> Result<String, Refusal> {
        let raw = self.raw(name)?;
        if raw.starts_with('"') {
            return self.text(name);
        }
        raw.parse::<i64>().map_err(|_| Refusal::Invalid(name))?;
        Ok(raw.to_owned())
    }

    /// A whole number.
    pub(crate) fn integer(&self, name: &'static str) -> Result<i64, Refusal> {
        self.raw(name)?.parse().map_err(|_| Refusal::Invalid(name))
    }

    /// A number, exact.
    pub(crate) fn number(&self, name: &'static str) -> Result<Decimal, Refusal> {
        let raw = self.raw(name)?;
        Decimal::from_str(raw)
            .or_else(|_| Decimal::from_scientific(raw))
            .map_err(|_| Refusal::Invalid(name))
    }

    /// A boolean that may be absent.
    pub(crate) fn flag(&self, name: &'static str) -> Result<Option<bool>, Refusal> {
        self.optional(name)
            .map(|raw| raw.parse().map_err(|_| Refusal::Invalid(name)))
            .transpose()
    }

    /// An array of objects.
    pub(crate) fn objects(&self, name: &'static str) -> Result<Vec<Self>, Refusal> {
        let maps: Vec<BTreeMap<String, Box<RawValue>>> =
            serde_json::from_str(self.raw(name)?).map_err(|_| Refusal::Invalid(name))?;
        Ok(maps.into_iter().map(Self).collect())
    }
}
