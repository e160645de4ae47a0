//! Price history as candles (wire reference, section 13; undocumented by the broker).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{Effect, Endpoint, Instrument, Quantity, RateClass, Row, Rows, rows};

/// How long a candle is, before it is multiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CandleType {
    /// Minutes: 1 on the wire.
    Minute,
    /// Hours: 2 on the wire.
    Hour,
    /// Days: 3 on the wire.
    Day,
}

impl CandleType {
    /// The number on the wire.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Minute => 1,
            Self::Hour => 2,
            Self::Day => 3,
        }
    }
}

/// A range of candles that has no meaning. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CandleRangeError {
    /// It ends before it starts.
    #[error("the candles would end before they start; give a later end")]
    EndBeforeStart,
    /// A candle of no length.
    #[error("a candle of 0 units has no length; give at least 1")]
    NoLength,
}

/// Reads candles: `GET /api/v1/charts`. The broker documents no price history and is said to have withdrawn it, so be
/// ready for a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetCandles {
    instrument: Instrument,
    kind: CandleType,
    multiple: u32,
    from: OffsetDateTime,
    to: OffsetDateTime,
}

impl GetCandles {
    /// The candles of `instrument` from `from` to `to`, each as long as one `kind`.
    ///
    /// # Errors
    /// When the range ends before it starts.
    pub fn new(
        instrument: Instrument,
        kind: CandleType,
        from: OffsetDateTime,
        to: OffsetDateTime,
    ) -> Result<Self, CandleRangeError> {
        if to < from {
            return Err(CandleRangeError::EndBeforeStart);
        }
        Ok(Self {
            instrument,
            kind,
            multiple: 1,
            from,
            to,
        })
    }

    /// Candles `multiple` times as long: `Minute` and 5 are five minutes.
    ///
    /// # Errors
    /// When `multiple` is 0.
    pub fn every(mut self, multiple: u32) -> Result<Self, CandleRangeError> {
        if multiple == 0 {
            return Err(CandleRangeError::NoLength);
        }
        self.multiple = multiple;
        Ok(self)
    }
}

impl Endpoint for GetCandles {
    const NAME: &'static str = "market.candles";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::Data;
    const EFFECT: Effect = Effect::Read;
    type Response = Candles;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/charts")
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![
            ("exchange", Cow::Borrowed(self.instrument.exchange.as_str())),
            ("token", Cow::Owned(self.instrument.token.to_string())),
            ("candletype", Cow::Owned(self.kind.code().to_string())),
            ("starttime", Cow::Owned(self.from.unix_timestamp().to_string())),
            ("endtime", Cow::Owned(self.to.unix_timestamp().to_string())),
            ("data_duration", Cow::Owned(self.multiple.to_string())),
        ]
    }

    fn decode(payload: &str) -> Result<Candles, serde_json::Error> {
        rows::decode(payload)
    }
}

/// Candles, and beside them the rows that could not be read.
pub type Candles = Rows<Candle>;

impl Row for Candle {
    const WHAT: &'static str = "candles";
    const LISTS: &'static [&'static str] = &["candles"];
    const IS_OBJECT: bool = false;
}

/// One candle; on the wire an array of these six, the volume perhaps missing.
///
/// Prices are ₹; an array in which one cannot be read is a bad row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Candle {
    /// When it begins, IST.
    #[serde(serialize_with = "time")]
    pub time: OffsetDateTime,
    /// First price, in ₹.
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    pub open: Decimal,
    /// Highest price, in ₹.
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    pub high: Decimal,
    /// Lowest price, in ₹.
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    pub low: Decimal,
    /// Last price, in ₹.
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    pub close: Decimal,
    /// Units traded.
    pub volume: Option<Quantity>,
}

fn time<S: serde::Serializer>(time: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    crate::serde::ist_datetime::serialize(&Some(*time), serializer)
}

impl<'de> Deserialize<'de> for Candle {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(CandleVisitor)
    }
}

#[derive(Deserialize)]
struct Price(#[serde(deserialize_with = "crate::serde::decimal::option::deserialize")] Option<Decimal>);

#[derive(Deserialize)]
struct Time(#[serde(deserialize_with = "crate::serde::ist_datetime::deserialize")] Option<OffsetDateTime>);

#[derive(Deserialize)]
struct Volume(#[serde(deserialize_with = "crate::serde::number_or_string::option_into")] Option<Quantity>);

struct CandleVisitor;

impl<'de> serde::de::Visitor<'de> for CandleVisitor {
    type Value = Candle;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a candle: [time, open, high, low, close, volume]")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Candle, A::Error> {
        fn missing<E: serde::de::Error>(what: &str) -> E {
            E::custom(format_args!("a candle without its {what}"))
        }
        let time = seq
            .next_element::<Time>()?
            .and_then(|time| time.0)
            .ok_or_else(|| missing("time"))?;
        let mut price = |what: &str| {
            seq.next_element::<Price>()?
                .and_then(|price| price.0)
                .ok_or_else(|| missing::<A::Error>(what))
        };
        let candle = Candle {
            time,
            open: price("open")?,
            high: price("high")?,
            low: price("low")?,
            close: price("close")?,
            volume: None,
        };
        let volume = seq.next_element::<Volume>()?.and_then(|volume| volume.0);
        while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(Candle { volume, ..candle })
    }
}
