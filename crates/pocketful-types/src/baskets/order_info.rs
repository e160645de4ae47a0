//! What a basket says of an order in it (wire reference, section 6).

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    ClientId, Exchange, ExchangeOrderId, ExecutionType, Instrument, InstrumentToken, Leg, OrderStatus,
    OrderType, Product, Quantity, Received, Side, UserOrderId, Validity,
};

macro_rules! order_info {
    ($($(#[$meta:meta])* $name:ident: $type:ty,)+) => {
        /// An order in a basket. Prices are ₹, quantities are units. Members may be missing, null or empty; that is
        /// `None`. They are read under their names in `camelCase` and in `snake_case`, and written in the latter.
        #[derive(Clone, Debug, Default, PartialEq, Serialize)]
        #[non_exhaustive]
        pub struct BasketOrderInfo {
            $($(#[$meta])* pub $name: $type,)+
        }

        impl From<Wire> for BasketOrderInfo {
            fn from(wire: Wire) -> Self {
                Self { $($name: wire.$name,)+ }
            }
        }
    };
}

order_info! {
    /// Where it trades.
    exchange: Option<Received<Exchange>>,
    /// The exchange's number for the instrument.
    instrument_token: Option<InstrumentToken>,
    /// What the exchange calls the instrument, such as `ACC-EQ`.
    trading_symbol: Option<String>,
    /// `EQ`, `BE`, `A`, `OPTSTK`.
    series: Option<String>,
    /// The underlying's number, of a derivative.
    underlying_token: Option<InstrumentToken>,
    /// Units in a lot.
    lot_size: Option<Quantity>,
    /// Buy or sell.
    order_side: Option<Received<Side>>,
    /// How the price is found.
    order_type: Option<Received<OrderType>>,
    /// How the position is held.
    product: Option<Received<Product>>,
    /// How long it stays in the market.
    validity: Option<Received<Validity>>,
    /// Which machinery it goes through.
    execution_type: Option<Received<ExecutionType>>,
    /// Units ordered.
    quantity: Option<Quantity>,
    /// Units shown to the market at a time.
    disclosed_quantity: Option<Quantity>,
    /// The limit, in ₹; 0 for a market order.
    #[serde(with = "crate::serde::decimal::option")]
    price: Option<Decimal>,
    /// The trigger, in ₹; 0 without one.
    #[serde(with = "crate::serde::decimal::option")]
    trigger_price: Option<Decimal>,
    /// Stop of a cover or bracket order, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    stop_loss_value: Option<Decimal>,
    /// Target of a bracket order, in ₹ from the entry.
    #[serde(with = "crate::serde::decimal::option")]
    square_off_value: Option<Decimal>,
    /// Step of a trailing stop, in ₹.
    #[serde(with = "crate::serde::decimal::option")]
    trailing_stop_loss: Option<Decimal>,
    /// Whether the stop trails.
    is_trailing: Option<bool>,
    /// The client's own number.
    user_order_id: Option<UserOrderId>,
    /// The broker's id, or the basket's own id of the order before it is sent.
    oms_order_id: Option<String>,
    /// The exchange's id, once the order got there.
    exchange_order_id: Option<ExchangeOrderId>,
    /// The status, once it was sent.
    order_status: Option<OrderStatus>,
    /// Which part of a cover or bracket order it is.
    leg_order_indicator: Option<Received<Leg>>,
    /// Why it was refused, in words.
    rejection_reason: Option<String>,
    /// The account.
    client_id: Option<ClientId>,
    /// Who put it there.
    login_id: Option<String>,
    /// What it was made on.
    device: Option<String>,
    /// Where it came from.
    source: Option<String>,
}

#[derive(Deserialize)]
struct Wire {
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    exchange: Option<Received<Exchange>>,
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    instrument_token: Option<InstrumentToken>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    trading_symbol: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    series: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    underlying_token: Option<InstrumentToken>,
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    lot_size: Option<Quantity>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    order_side: Option<Received<Side>>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    order_type: Option<Received<OrderType>>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    product: Option<Received<Product>>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    validity: Option<Received<Validity>>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    execution_type: Option<Received<ExecutionType>>,
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    quantity: Option<Quantity>,
    #[serde(
        default,
        alias = "disclose_quantity",
        deserialize_with = "crate::serde::number_or_string::option_into"
    )]
    disclosed_quantity: Option<Quantity>,
    #[serde(default, with = "crate::serde::decimal::option")]
    price: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    trigger_price: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    stop_loss_value: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    square_off_value: Option<Decimal>,
    #[serde(default, with = "crate::serde::decimal::option")]
    trailing_stop_loss: Option<Decimal>,
    #[serde(default)]
    is_trailing: Option<bool>,
    #[serde(default, deserialize_with = "crate::serde::number_or_string::option_into")]
    user_order_id: Option<UserOrderId>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    oms_order_id: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    exchange_order_id: Option<ExchangeOrderId>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    order_status: Option<OrderStatus>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    leg_order_indicator: Option<Received<Leg>>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    rejection_reason: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    client_id: Option<ClientId>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    login_id: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    device: Option<String>,
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    source: Option<String>,
}

impl BasketOrderInfo {
    /// The instrument, where exchange and token are both known.
    #[must_use]
    pub fn instrument(&self) -> Option<Instrument> {
        Some(Instrument::new(
            self.exchange.as_ref()?.known()?,
            self.instrument_token?,
        ))
    }
}

impl<'de> Deserialize<'de> for BasketOrderInfo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde::snake_case::deserialize::<Wire, D>(deserializer).map(Self::from)
    }
}
