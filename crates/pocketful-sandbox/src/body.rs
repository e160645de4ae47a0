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

    /// A whole body that is an array of objects.
    pub(crate) fn parse_list(bytes: &[u8]) -> Result<Vec<Self>, Refusal> {
        let maps: Vec<BTreeMap<String, Box<RawValue>>> =
            serde_json::from_slice(bytes).map_err(|_| Refusal::NotJson)?;
        Ok(maps.into_iter().map(Self).collect())
    }

    /// A member that is there and not null.
    fn raw(&self, name: &'static str) -> Result<&str, Refusal> {
        self.optional(name).ok_or(Refusal::Blank(name))
    }

    /// Whether a member is there and not null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.optional(name).is_some()
    }

    fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|raw| raw.get()).filter(|raw| *raw != "null")
    }

    /// A text, which may be blank but not absent.
    pub(crate) fn string(&self, name: &'static str) -> Result<String, Refusal> {
        serde_json::from_str(self.raw(name)?).map_err(|_| Refusal::Invalid(name))
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

    /// A number, or a text that holds one.
    pub(crate) fn number_or_text(&self, name: &'static str) -> Result<Decimal, Refusal> {
        if self.raw(name)?.starts_with('"') {
            return Decimal::from_str(self.text(name)?.trim()).map_err(|_| Refusal::Invalid(name));
        }
        self.number(name)
    }

    /// A whole number, or a text that holds one.
    pub(crate) fn integer_or_text(&self, name: &'static str) -> Result<i64, Refusal> {
        self.text_or_number(name)?
            .parse()
            .map_err(|_| Refusal::Invalid(name))
    }

    /// A boolean that may be absent.
    pub(crate) fn flag(&self, name: &'static str) -> Result<Option<bool>, Refusal> {
        self.optional(name)
            .map(|raw| raw.parse().map_err(|_| Refusal::Invalid(name)))
            .transpose()
    }

    /// An object.
    pub(crate) fn object(&self, name: &'static str) -> Result<Self, Refusal> {
        serde_json::from_str(self.raw(name)?)
            .map(Self)
            .map_err(|_| Refusal::Invalid(name))
    }

    /// An array of texts.
    pub(crate) fn texts(&self, name: &'static str) -> Result<Vec<String>, Refusal> {
        serde_json::from_str(self.raw(name)?).map_err(|_| Refusal::Invalid(name))
    }

    /// An array of objects.
    pub(crate) fn objects(&self, name: &'static str) -> Result<Vec<Self>, Refusal> {
        let maps: Vec<BTreeMap<String, Box<RawValue>>> =
            serde_json::from_str(self.raw(name)?).map_err(|_| Refusal::Invalid(name))?;
        Ok(maps.into_iter().map(Self).collect())
    }
}
