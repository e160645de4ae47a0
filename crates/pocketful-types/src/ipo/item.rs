//! An offering (wire reference, section 14).

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};
use time::{Date, OffsetDateTime};

use crate::{Quantity, Row, WordedTime};

impl Row for Ipo {
    const WHAT: &'static str = "offerings";
    const LISTS: &'static [&'static str] = &["data"];
    const EMPTY_OBJECT: bool = true;
}

/// An offering. The members are read under their names in `camelCase`, `PascalCase`
/// and `snake_case`, which the wire mixes, and written in the latter. Those that are missing, null or empty are `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Ipo {
    /// Who offers.
    pub name: Option<String>,
    /// The offering's symbol.
    pub symbol: Option<String>,
    /// International securities number.
    pub isin: Option<String>,
    /// What kind of offering.
    pub sub_type: Option<String>,
    /// First day of bidding, IST.
    #[serde(serialize_with = "crate::serde::day::serialize")]
    pub bidding_start_date: Option<Date>,
    /// Last day of bidding, IST.
    #[serde(serialize_with = "crate::serde::day::serialize")]
    pub bidding_end_date: Option<Date>,
    /// When bidding begins, IST.
    #[serde(serialize_with = "crate::serde::ist_datetime::serialize")]
    pub unix_bidding_start_date: Option<OffsetDateTime>,
    /// When bidding ends, IST.
    #[serde(serialize_with = "crate::serde::ist_datetime::serialize")]
    pub unix_bidding_end_date: Option<OffsetDateTime>,
    /// When it begins each day.
    pub daily_start_time: Option<String>,
    /// When it ends each day.
    pub daily_end_time: Option<String>,
    /// The least shares of a bid.
    pub min_bid_quantity: Option<Quantity>,
    /// Bids are multiples of so many shares.
    pub lot_size: Option<Quantity>,
    /// Lowest price, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    pub min_price: Option<Decimal>,
    /// Highest price, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    pub max_price: Option<Decimal>,
    /// Price of a bid at cut-off, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    pub cut_off_price: Option<Decimal>,
    /// Prices are multiples of this, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    pub tick_size: Option<Decimal>,
    /// Face value, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    pub face_value: Option<Decimal>,
    /// Size of the offering; the unit is not documented.
    #[serde(with = "crate::serde::decimal::option")]
    pub issue_size: Option<Decimal>,
    /// The most that a bid may be worth, in ₹ (the unit is assumed).
    #[serde(with = "crate::serde::decimal::option")]
    pub max_limit: Option<Decimal>,
    /// Discount for retail investors, in ₹ (the unit is assumed).
    #[serde(with = "crate::serde::decimal::option")]
    pub retail_discount: Option<Decimal>,
    /// When bids outside the hours are taken.
    pub amo_order_entry_time: Option<WordedTime>,
    /// What the exchange calls the offering.
    pub exchange_issue_type: Option<String>,
    /// When shares are handed over, as `2026-11-26` where the server's text is a day.
    pub allotment_begins: Option<String>,
    /// Whether BSE takes bids.
    pub bse_allowed: Option<bool>,
    /// Whether NSE takes bids.
    pub nse_allowed: Option<bool>,
    /// When each category of investors may bid.
    pub category_details: Vec<IpoCategory>,
    /// What each sort of investors may bid.
    pub sub_category_settings: Vec<IpoSubCategory>,
}

/// When a category of investors may bid.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct IpoCategory {
    /// The category.
    pub code: Option<String>,
    /// When it begins each day.
    pub start_time: Option<String>,
    /// When it ends each day.
    pub end_time: Option<String>,
}

/// What a sort of investors may bid.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct IpoSubCategory {
    /// The sort of investors.
    pub sub_cat_code: Option<String>,
    /// Its category.
    pub ca_code: Option<String>,
    /// Its name.
    pub display_name: Option<String>,
    /// Whether it may bid.
    pub allowed: Option<bool>,
    /// The least that a bid is worth, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    pub min_value: Option<Decimal>,
    /// The most that a bid is worth, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    pub max_value: Option<Decimal>,
    /// The most that is paid by UPI, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    pub max_upi_limit: Option<Decimal>,
    /// Highest price, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    pub max_price: Option<Decimal>,
    /// Whether it may bid at cut-off.
    pub allow_cut_off: Option<bool>,
    /// Whether it may pay by UPI.
    pub allow_upi: Option<bool>,
    /// Discount, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    pub discount_price: Option<Decimal>,
    /// What the discount is counted in.
    pub discount_type: Option<String>,
    /// From when, as `2026-11-23` where the server's text is a day.
    pub start_date: Option<String>,
    /// Until when, as `2026-11-23` where the server's text is a day.
    pub end_date: Option<String>,
    /// The least shares of a bid.
    pub min_lot_size: Option<Quantity>,
}

#[derive(Deserialize)]
#[serde(remote = "Ipo")]
struct IpoWire {
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    name: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    symbol: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    isin: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    sub_type: Option<String>,
    #[serde(default, with = "crate::serde::day")]
    bidding_start_date: Option<Date>,
    #[serde(default, with = "crate::serde::day")]
    bidding_end_date: Option<Date>,
    #[serde(default, with = "crate::serde::ist_datetime")]
    unix_bidding_start_date: Option<OffsetDateTime>,
    #[serde(default, with = "crate::serde::ist_datetime")]
    unix_bidding_end_date: Option<OffsetDateTime>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    daily_start_time: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    daily_end_time: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    min_bid_quantity: Option<Quantity>,
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    lot_size: Option<Quantity>,
    #[serde(default, with = "crate::serde::decimal::option")]
    min_price: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    max_price: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    cut_off_price: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    tick_size: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    face_value: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    issue_size: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    max_limit: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    retail_discount: Option<Decimal>,
    #[serde(default, deserialize_with = "crate::worded_time::option")]
    amo_order_entry_time: Option<WordedTime>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    exchange_issue_type: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::day::worded")]
    allotment_begins: Option<String>,
    #[serde(default)]
    bse_allowed: Option<bool>,
    #[serde(default)]
    nse_allowed: Option<bool>,
    #[serde(default, deserialize_with = "crate::serde::null_default::deserialize")]
    category_details: Vec<IpoCategory>,
    #[serde(default, deserialize_with = "crate::serde::null_default::deserialize")]
    sub_category_settings: Vec<IpoSubCategory>,
}

impl<'de> Deserialize<'de> for Ipo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Snake(#[serde(with = "IpoWire")] Ipo);
        crate::serde::snake_case::deserialize::<Snake, D>(deserializer).map(|snake| snake.0)
    }
}

#[derive(Deserialize)]
#[serde(remote = "IpoCategory")]
struct IpoCategoryWire {
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    code: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    start_time: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    end_time: Option<String>,
}

impl<'de> Deserialize<'de> for IpoCategory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Snake(#[serde(with = "IpoCategoryWire")] IpoCategory);
        crate::serde::snake_case::deserialize::<Snake, D>(deserializer).map(|snake| snake.0)
    }
}

#[derive(Deserialize)]
#[serde(remote = "IpoSubCategory")]
struct IpoSubCategoryWire {
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    sub_cat_code: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    ca_code: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    display_name: Option<String>,
    #[serde(default)]
    allowed: Option<bool>,
    #[serde(default, with = "crate::serde::decimal::option")]
    min_value: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    max_value: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    max_upi_limit: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    max_price: Option<Decimal>,
    #[serde(default)]
    allow_cut_off: Option<bool>,
    #[serde(default)]
    allow_upi: Option<bool>,
    #[serde(default, with = "crate::serde::decimal::option")]
    discount_price: Option<Decimal>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    discount_type: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::day::worded")]
    start_date: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::day::worded")]
    end_date: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    min_lot_size: Option<Quantity>,
}

impl<'de> Deserialize<'de> for IpoSubCategory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Snake(#[serde(with = "IpoSubCategoryWire")] IpoSubCategory);
        crate::serde::snake_case::deserialize::<Snake, D>(deserializer).map(|snake| snake.0)
    }
}
