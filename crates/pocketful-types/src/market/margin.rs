//! What orders would tie up (wire reference, section 13; undocumented by the broker).

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};

use crate::{
    Effect, EncodeError, Endpoint, Exchange, Instrument, InstrumentToken, Product, Quantity, RateClass, Row,
    Rows, Side, json_body,
};

/// One order of which the margin is asked. Every member travels as text.
#[must_use = "nothing happens until it is sent"]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MarginLeg {
    segment: String,
    series: String,
    exchange: Exchange,
    side: Side,
    mode: String,
    symbol: String,
    underlying: String,
    #[serde(serialize_with = "as_text")]
    token: InstrumentToken,
    #[serde(serialize_with = "as_text")]
    quantity: Quantity,
    #[serde(serialize_with = "price_as_text")]
    price: Decimal,
    product: Product,
}

fn as_text<T: std::fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

fn price_as_text<S: Serializer>(price: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    as_text(&crate::orders::amounts::without_long_tail(*price), serializer)
}

impl MarginLeg {
    /// `quantity` units of `instrument` at `price` (₹), held as `product`. The texts that nobody documents are empty
    /// and the mode is `NEW` (assumed) until they are set.
    pub fn new(
        instrument: Instrument,
        side: Side,
        quantity: Quantity,
        price: Decimal,
        product: Product,
    ) -> Self {
        Self {
            segment: String::new(),
            series: String::new(),
            exchange: instrument.exchange,
            side,
            mode: "NEW".to_owned(),
            symbol: String::new(),
            underlying: String::new(),
            token: instrument.token,
            quantity,
            price,
            product,
        }
    }

    /// `segment`, in the server's words.
    pub fn segment(mut self, segment: impl Into<String>) -> Self {
        self.segment = segment.into();
        self
    }

    /// `series`, such as `EQ` or `OPTSTK`.
    pub fn series(mut self, series: impl Into<String>) -> Self {
        self.series = series.into();
        self
    }

    /// `mode`, in the server's words.
    pub fn mode(mut self, mode: impl Into<String>) -> Self {
        self.mode = mode.into();
        self
    }

    /// `symbol`, the instrument's name.
    pub fn symbol(mut self, symbol: impl Into<String>) -> Self {
        self.symbol = symbol.into();
        self
    }

    /// `underlying`, of a derivative.
    pub fn underlying(mut self, underlying: impl Into<String>) -> Self {
        self.underlying = underlying.into();
        self
    }
}

/// Asks what orders would tie up together: `POST /api/v1/calc`. Nothing is ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetMargin {
    legs: Vec<MarginLeg>,
}

impl GetMargin {
    /// The margin of `legs`.
    #[must_use]
    pub fn new(legs: Vec<MarginLeg>) -> Self {
        Self { legs }
    }
}

impl Endpoint for GetMargin {
    const NAME: &'static str = "market.margin";
    const METHOD: Method = Method::POST;
    // The published table names only the classes; the stricter of the two that fit is assumed.
    const RATE: RateClass = RateClass::Data;
    const EFFECT: Effect = Effect::Read;
    type Response = Margins;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/calc")
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        json_body::<Self>(&self.legs)
    }
}

/// What the orders would tie up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Margins {
    /// All of them together.
    #[serde(default)]
    pub combined_margin: Option<Margin>,
    /// Each by itself, and beside them the rows that could not be read.
    #[serde(default)]
    pub individual_margin_values: Rows<Margin>,
}

impl Row for Margin {
    const WHAT: &'static str = "margins";
    const LISTS: &'static [&'static str] = &[];
    const EMPTY_OBJECT: bool = true;
}

/// The parts of a margin. Amounts are ₹ (assumed), quantities are units. Members may be missing, null or empty; that
/// is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Margin {
    /// For shares that are taken or given, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub delivery_margin: Option<Decimal>,
    /// SPAN margin, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub span: Option<Decimal>,
    /// Exposure margin, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub exposure_margin: Option<Decimal>,
    /// Value at risk, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub var_margin: Option<Decimal>,
    /// Extreme loss margin, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub extreme_loss_margin: Option<Decimal>,
    /// Additional margin, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub additional_margin: Option<Decimal>,
    /// For the premium of options, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub premium_margin: Option<Decimal>,
    /// What sold options bring, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub premium_benefit: Option<Decimal>,
    /// SPAN margin of spreads, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub span_spread_margin: Option<Decimal>,
    /// Short option minimum by tier, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub somtier_margin: Option<Decimal>,
    /// Largest SPAN margin, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub max_span: Option<Decimal>,
    /// Net SPAN margin, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub net_span: Option<Decimal>,
    /// Composite delta, without unit.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub composite_delta: Option<Decimal>,
    /// Rate of the short option minimum, in the server's unit.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub som_rate: Option<Decimal>,
    /// Rate of a spread, in the server's unit.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub spread_rate: Option<Decimal>,
    /// Units of futures bought.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub future_buy_quantity: Option<i64>,
    /// Units of futures sold.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub future_sell_quantity: Option<i64>,
    /// Units of options bought.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub option_buy_quantity: Option<i64>,
    /// Units of options sold.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub option_sell_quantity: Option<i64>,
    /// The underlying's number.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub underlying_token: Option<InstrumentToken>,
    /// SPAN's scenarios, in ₹, in the server's order.
    #[serde(default, with = "amounts")]
    pub net_span_array: Vec<Option<Decimal>>,
}

/// A list of amounts, or null.
mod amounts {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Amount(#[serde(with = "crate::serde::decimal::option")] Option<Decimal>);

    pub(super) fn serialize<S: Serializer>(
        amounts: &[Option<Decimal>],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(amounts.iter().map(|amount| Amount(*amount)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Option<Decimal>>, D::Error> {
        let amounts = Option::<Vec<Amount>>::deserialize(deserializer)?.unwrap_or_default();
        Ok(amounts.into_iter().map(|amount| amount.0).collect())
    }
}
