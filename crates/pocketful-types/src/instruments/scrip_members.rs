//! The members of the scrip info that the wire reference names (section 11.2).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};
use time::OffsetDateTime;

use crate::{InstrumentToken, Quantity};

macro_rules! members {
    ($($(#[$meta:meta])* $name:ident: $type:ty,)+) => {
        /// What is known of the instrument. Numbers that the server holds in texts are numbers here. Members may be
        /// missing, null or empty; that is `None`.
        #[derive(Clone, Debug, Default, PartialEq, Deserialize)]
        #[non_exhaustive]
        pub struct ScripMembers {
            $($(#[$meta])* pub $name: $type,)+
        }

        impl ScripMembers {
            /// The names of the members.
            pub(super) const NAMES: &'static [&'static str] = &[$(stringify!($name),)+];

            /// The members by which an order is checked: one that cannot be read must not pass for one that is missing.
            pub(super) const CHECKED: &'static [&'static str] = &[
                "tick_size",
                "board_lot_quantity",
                "freeze",
                "lower_circuit_limit",
                "higher_circuit_limit",
                "tradable",
                "is_mis_eligible",
                "is_mtf_eligible",
            ];

            /// Writes every member into a map that others go into as well.
            pub(super) fn serialize_into<M: SerializeMap>(
                &self,
                map: &mut M,
                is_written_elsewhere: impl Fn(&str) -> bool,
            ) -> Result<(), M::Error> {
                $(if !is_written_elsewhere(stringify!($name)) {
                    map.serialize_entry(stringify!($name), &self.$name.written())?;
                })+
                Ok(())
            }
        }
    };
}

members! {
    /// The exchange's number; [`ScripInfo::instrument`](crate::ScripInfo::instrument) reads it.
    #[serde(
            default,
            deserialize_with = "crate::serde::number_or_string::option::deserialize"
        )]
    exchange: Option<i64>,
    /// The exchange's number for the instrument; the wire reference has no name for this member.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    token: Option<InstrumentToken>,
    /// The same under another name.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    instrument_token: Option<InstrumentToken>,
    /// What the exchange calls it.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    trading_symbol: Option<String>,
    /// Shorter name.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    symbol: Option<String>,
    /// The company.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    company_name: Option<String>,
    /// International securities number.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    isin: Option<String>,
    /// The exchange's number for the kind of instrument.
    #[serde(
            default,
            deserialize_with = "crate::serde::number_or_string::option::deserialize"
        )]
    instrument_type: Option<i64>,
    /// Whether orders for it are taken.
    #[serde(default)]
    tradable: Option<bool>,
    /// Whether it is an index.
    #[serde(default)]
    is_index: Option<bool>,
    /// Whether there are futures on it.
    #[serde(default)]
    have_futures: Option<bool>,
    /// Whether there are options on it.
    #[serde(default)]
    have_options: Option<bool>,
    /// Whether every trade must be delivered.
    #[serde(default)]
    trade_to_trade: Option<bool>,
    /// Whether it may be held as `MTF`.
    #[serde(default)]
    is_mtf_eligible: Option<bool>,
    /// Whether it may be held as `MIS`; not in every reply.
    #[serde(default)]
    is_mis_eligible: Option<bool>,
    /// Prices are multiples of this, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    tick_size: Option<Decimal>,
    /// The same in paise.
    #[serde(default, with = "crate::serde::decimal::option")]
    raw_tick_size: Option<Decimal>,
    /// Units in a lot.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    board_lot_quantity: Option<Quantity>,
    /// The most units in one order.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    freeze: Option<Quantity>,
    /// The most units in one order, as the broker has it.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    max_single_qty: Option<Quantity>,
    /// The largest order; the unit is taken to be units of quantity (assumed).
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    max_order_size: Option<Quantity>,
    /// Lowest price of the day, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    lower_circuit_limit: Option<Decimal>,
    /// Highest price of the day, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    higher_circuit_limit: Option<Decimal>,
    /// The range of the day as the server words it, in ₹: `18.3000 - 27.4000`.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    dpr: Option<String>,
    /// Closing price of the day before, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    close_price: Option<Decimal>,
    /// Highest price of the year, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    yearly_high_price: Option<Decimal>,
    /// Lowest price of the year, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    yearly_low_price: Option<Decimal>,
    /// Face value, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    face_value: Option<Decimal>,
    /// Strike of an option, in ₹; 0 otherwise.
    #[serde(default, with = "crate::serde::decimal::option")]
    strike: Option<Decimal>,
    /// Expiry of a derivative, IST. That it is counted in Unix seconds, as times are on this wire, is assumed here and
    /// for the three times below.
    #[serde(default, with = "crate::serde::ist_datetime")]
    expiry: Option<OffsetDateTime>,
    /// The same again.
    #[serde(default, with = "crate::serde::ist_datetime")]
    raw_expiry: Option<OffsetDateTime>,
    /// Exposure margin, in per cent (the unit is assumed).
    #[serde(default, with = "crate::serde::decimal::option")]
    exposure: Option<Decimal>,
    /// Value-at-risk margin, in per cent (the unit is assumed).
    #[serde(default, with = "crate::serde::decimal::option")]
    var: Option<Decimal>,
    /// The sixteen figures of the SPAN margin.
    #[serde(default, deserialize_with = "figures::deserialize")]
    span: Option<Vec<Decimal>>,
    /// Stage of the additional surveillance.
    #[serde(
            default,
            deserialize_with = "crate::serde::number_or_string::option::deserialize"
        )]
    asm: Option<i64>,
    /// Stage of the graded surveillance.
    #[serde(
            default,
            deserialize_with = "crate::serde::number_or_string::option::deserialize"
        )]
    gsm: Option<i64>,
    /// Number of a warning.
    #[serde(
            default,
            deserialize_with = "crate::serde::number_or_string::option::deserialize"
        )]
    warning: Option<i64>,
    /// Record date, IST.
    #[serde(default, with = "crate::serde::ist_datetime")]
    record_date: Option<OffsetDateTime>,
    /// Day of re-admission, IST.
    #[serde(default, with = "crate::serde::ist_datetime")]
    re_admission_date: Option<OffsetDateTime>,
    /// The same security's number on another exchange.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    alternate_token: Option<InstrumentToken>,
    /// Decimals of a price.
    #[serde(
            default,
            deserialize_with = "crate::serde::number_or_string::option::deserialize"
        )]
    precision: Option<i64>,
    /// What a unit's price is multiplied by.
    #[serde(default, with = "crate::serde::decimal::option")]
    multiplier: Option<Decimal>,
}

/// How a member is written: decimals with their own digits, everything else as it is.
trait Written {
    fn written(&self) -> impl Serialize;
}

macro_rules! as_it_is {
    ($($type:ty),+) => {
        $(impl Written for Option<$type> {
            fn written(&self) -> impl Serialize {
                self
            }
        })+
    };
}

as_it_is!(bool, i64, String, InstrumentToken, Quantity);

impl Written for Option<Decimal> {
    fn written(&self) -> impl Serialize {
        Exact(*self)
    }
}

impl Written for Option<OffsetDateTime> {
    fn written(&self) -> impl Serialize {
        Indian(*self)
    }
}

struct Indian(Option<OffsetDateTime>);

impl Serialize for Indian {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::serde::ist_datetime::serialize(&self.0, serializer)
    }
}

impl Written for Option<Vec<Decimal>> {
    fn written(&self) -> impl Serialize {
        self.as_ref().map(|figures| {
            figures
                .iter()
                .map(|figure| Exact(Some(*figure)))
                .collect::<Vec<_>>()
        })
    }
}

struct Exact(Option<Decimal>);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::serde::decimal::option::serialize(&self.0, serializer)
    }
}

/// A list of decimals, in which what is missing is 0.
mod figures {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer};

    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Figure(#[serde(with = "crate::serde::decimal::option")] Option<Decimal>);

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Vec<Decimal>>, D::Error> {
        let figures = Option::<Vec<Figure>>::deserialize(deserializer)?;
        Ok(figures.map(|figures| {
            figures
                .into_iter()
                .map(|figure| figure.0.unwrap_or_default())
                .collect()
        }))
    }
}
