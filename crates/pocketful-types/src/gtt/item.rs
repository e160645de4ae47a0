//! A good-till-triggered order as the list shows it (wire reference, section 7).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::{GttAction, GttId};
use crate::{
    ClientId, Exchange, Instrument, InstrumentToken, OrderMode, OrderType, Product, Quantity, Received, Row,
    Side, Validity, wire_enum::wire_enum,
};

wire_enum! {
    /// What became of a good-till-triggered order. One value is known.
    pub enum GttStatus ("status of a GTT") {
        /// It waits.
        Active = "Active",
    }
}

impl Row for Gtt {
    const WHAT: &'static str = "GTT orders";
    const LISTS: &'static [&'static str] = &["gtt", "gtts"];
    const EMPTY_OBJECT: bool = true;
    const MAY_BE_ONE: bool = true;
    const REQUIRED: &'static [(&'static str, &'static str)] = &[("id", "\"1\"")];
}

/// A good-till-triggered order. Members may be missing, null or empty; that is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Gtt {
    /// Its id; the one member that every row must have.
    pub id: GttId,
    /// What happens when the market reaches the price.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub action_type: Option<Received<GttAction>>,
    /// What became of it.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub status: Option<Received<GttStatus>>,
    /// `GTTStock`.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub r#type: Option<String>,
    /// The account.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub client_id: Option<ClientId>,
    /// Who left it; normally the account as well.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub login_id: Option<String>,
    /// When it was left, IST.
    #[serde(default, with = "crate::serde::ist_text")]
    pub created_at: Option<OffsetDateTime>,
    /// When it was last changed, IST.
    #[serde(default, with = "crate::serde::ist_text")]
    pub updated_at: Option<OffsetDateTime>,
    /// Its last day, IST.
    #[serde(default, with = "crate::serde::day")]
    pub expiry_time: Option<Date>,
    /// Why it was refused; 0 for not at all.
    #[serde(
        default,
        deserialize_with = "crate::serde::number_or_string::option::deserialize"
    )]
    pub reject_code: Option<i64>,
    /// Why it was refused, in words.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub reject_reason: Option<String>,
    /// What is ordered.
    #[serde(default, deserialize_with = "crate::serde::null_default::deserialize")]
    pub order: GttOrder,
}

/// What a good-till-triggered order places. Prices are ₹, quantities are units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GttOrder {
    /// Where it trades.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub exchange: Option<Received<Exchange>>,
    /// The exchange's number for the instrument; some servers give `token` alone.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub instrument_token: Option<InstrumentToken>,
    /// The same number under another name.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub token: Option<InstrumentToken>,
    /// What the exchange calls the instrument.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub trading_symbol: Option<String>,
    /// `Capital`, `FutOpt`.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub segment: Option<String>,
    /// Buy or sell.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub order_side: Option<Received<Side>>,
    /// How the price is found.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub order_type: Option<Received<OrderType>>,
    /// How the position is held; some servers give `prod_type` alone.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub product: Option<Received<Product>>,
    /// The product under another name: a name here, though a number with positions.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub prod_type: Option<Received<Product>>,
    /// How long the order stays in the market once it is placed.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub validity: Option<Received<Validity>>,
    /// Which machinery it goes through.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub execution_type: Option<String>,
    /// What was last asked of it.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub mode: Option<Received<OrderMode>>,
    /// On whose account: `CLIENT`.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub pro_cli: Option<String>,
    /// Where it came from.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub vendor_code: Option<String>,
    /// Units to order.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub quantity: Option<Quantity>,
    /// Units shown to the market at a time.
    #[serde(
        default,
        alias = "disclosed_quantity",
        deserialize_with = "crate::serde::number_or_string::option_into"
    )]
    pub disclosed_qty: Option<Quantity>,
    /// The limit, in ₹; 0 for a market order.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub price: Option<Decimal>,
    /// The price that it waits for, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub trigger_price: Option<Decimal>,
    /// Limit of the stop of an `OCO`, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub sl_order_price: Option<Decimal>,
    /// Units of the stop of an `OCO`.
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    pub sl_order_quantity: Option<Quantity>,
    /// Trigger of the stop of an `OCO`, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub sl_trigger_price: Option<Decimal>,
    /// Price of the target, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub square_off_price: Option<Decimal>,
    /// Step of a trailing stop, in ₹.
    #[serde(default, with = "crate::serde::decimal::option")]
    pub trailing_stop_loss: Option<Decimal>,
}

impl GttOrder {
    /// The instrument, where exchange and token are both known.
    #[must_use]
    pub fn instrument(&self) -> Option<Instrument> {
        let token = self.instrument_token.or(self.token)?;
        Some(Instrument::new(self.exchange.as_ref()?.known()?, token))
    }

    /// How the position is held, from whichever member says so.
    #[must_use]
    pub fn held_as(&self) -> Option<&Received<Product>> {
        self.product.as_ref().or(self.prod_type.as_ref())
    }
}
