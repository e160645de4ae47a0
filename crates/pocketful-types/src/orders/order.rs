//! One row of the order book (wire reference, section 8.1).

mod read;

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;

use super::{ExecutionType, Leg, OrderMode, OrderState, OrderStatus, OrderType, Product, Side, Validity};
use crate::{ClientId, Exchange, ExchangeOrderId, InstrumentToken, OrderId, Quantity, Received, UserOrderId};

/// An order as the book shows it.
///
/// Prices are ₹, quantities are units, times are in IST. Everything but the id may be missing, null or, where it is
/// text, empty; that is `None`, never a made-up zero. Serialised, it has the wire's own member names.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Order {
    /// The broker's id of the order; the one member that every row must have.
    pub oms_order_id: OrderId,
    /// The exchange's id, once the order got there.
    pub exchange_order_id: Option<ExchangeOrderId>,
    /// The client's own number.
    pub user_order_id: Option<UserOrderId>,
    /// What ties the legs of a cover or bracket order together, or the basket that the order was placed from. The feed
    /// tells it (wire reference, section 16.3); that the books do is assumed, so it may be missing there.
    pub basket_id: Option<String>,
    /// The account.
    pub client_id: Option<ClientId>,
    /// Who placed it; normally the account as well.
    pub login_id: Option<String>,
    /// What was last asked of the order.
    pub mode: Option<Received<OrderMode>>,
    /// The status as the server words it; [`Order::state`] says what it comes down to.
    pub order_status: OrderStatus,
    /// More words on the status.
    pub order_status_info: Option<String>,
    /// Why it was refused: 0 none, 1009 adapter offline, 1010 blocked by the broker, 12001 margin shortfall, 16418
    /// exchange rejected the data (wire reference, section 0.3).
    pub rejection_code: Option<i64>,
    /// Why it was refused, in words.
    pub rejection_reason: Option<String>,
    /// Where it trades.
    pub exchange: Option<Received<Exchange>>,
    /// Segment; the books usually leave it empty.
    pub segment: Option<String>,
    /// The exchange's number for the instrument.
    pub instrument_token: Option<InstrumentToken>,
    /// The underlying's number, of a derivative.
    pub underlying_token: Option<InstrumentToken>,
    /// Of a spread order.
    pub spread_token: Option<String>,
    /// What the exchange calls the instrument, such as `ACC-EQ`.
    pub trading_symbol: Option<String>,
    /// Shorter name of the instrument.
    pub symbol: Option<String>,
    /// `EQ`, `BE`, `A`, `OPTSTK`.
    pub series: Option<String>,
    /// International securities number.
    pub isin: Option<String>,
    /// Of a derivative; usually an empty object.
    pub contract_description: Option<Value>,
    /// Units in a lot.
    pub lot_size: Option<Quantity>,
    /// Buy or sell.
    pub order_side: Option<Received<Side>>,
    /// How the price is found.
    pub order_type: Option<Received<OrderType>>,
    /// How the position is held.
    pub product: Option<Received<Product>>,
    /// How long it stays in the market.
    pub validity: Option<Received<Validity>>,
    /// Which machinery it goes through.
    pub execution_type: Option<Received<ExecutionType>>,
    /// Which part of a cover or bracket order it is.
    pub leg_order_indicator: Option<Received<Leg>>,
    /// On whose account: `CLIENT`.
    pub pro_cli: Option<String>,
    /// Where the order came from.
    pub source: Option<String>,
    /// What it was placed on: `web`, `android`, `WEB`.
    pub device: Option<String>,
    /// A label.
    pub order_tag: Option<String>,
    /// Labels, in whatever form the server has them.
    pub tags: Option<Value>,
    /// Units ordered.
    pub quantity: Option<Quantity>,
    /// Units shown to the market at a time.
    pub disclosed_quantity: Option<Quantity>,
    /// Units filled so far.
    pub filled_quantity: Option<Quantity>,
    /// Units still to be filled.
    pub remaining_quantity: Option<Quantity>,
    /// The limit, in ₹; 0 for a market order.
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub price: Option<Decimal>,
    /// The trigger, in ₹; 0 without one.
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub trigger_price: Option<Decimal>,
    /// Price of the last fill, in ₹.
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub trade_price: Option<Decimal>,
    /// Average price of the fills, in ₹; see [`Order::filled_price`].
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub average_price: Option<Decimal>,
    /// Another average, in ₹, 0 in some books; see [`Order::filled_price`].
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub average_trade_price: Option<Decimal>,
    /// Stop of a cover or bracket order, in ₹: absolute or from the entry.
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub stop_loss_value: Option<Decimal>,
    /// Target of a bracket order, in ₹ from the entry.
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub square_off_value: Option<Decimal>,
    /// Step of a trailing stop, in ₹.
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub trailing_stop_loss: Option<Decimal>,
    /// Whether the stop trails.
    pub is_trailing: Option<bool>,
    /// Whether the order closes a position.
    pub square_off: Option<bool>,
    /// Limit of the stop leg, in ₹.
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub sl_order_price: Option<Decimal>,
    /// Trigger of the stop leg, in ₹.
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub sl_trigger_price: Option<Decimal>,
    /// Units of the stop leg.
    pub sl_order_quantity: Option<Quantity>,
    /// `absolute`.
    pub target_price_type: Option<String>,
    /// How far a market order may move from the last price, in per cent.
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub market_protection_percentage: Option<Decimal>,
    /// Deposit, in ₹ (the unit is assumed).
    #[serde(serialize_with = "crate::serde::decimal::option::serialize")]
    pub deposit: Option<Decimal>,
    /// When the broker took it in, IST.
    #[serde(serialize_with = "crate::serde::ist_datetime::serialize")]
    pub order_entry_time: Option<OffsetDateTime>,
    /// When the exchange last spoke of it, IST.
    #[serde(serialize_with = "crate::serde::ist_datetime::serialize")]
    pub exchange_time: Option<OffsetDateTime>,
    /// The exchange's mark of the last change; all 64 bits.
    pub last_activity_reference: Option<u64>,
    /// The terminal's number at the exchange; all 64 bits. Some servers write `nnfid`.
    pub nnf_id: Option<u64>,
}

impl Order {
    /// What the status comes down to; see [`OrderStatus::state`].
    #[must_use]
    pub fn state(&self) -> OrderState {
        self.order_status
            .state(self.mode.as_ref().and_then(Received::known))
    }

    /// Whether it is a leg of a cover or bracket order.
    #[must_use]
    pub fn is_leg(&self) -> bool {
        matches!(
            self.execution_type,
            Some(Received::Known(ExecutionType::Cover | ExecutionType::Bracket))
        )
    }

    /// Average price of what was filled, in ₹: `average_price`, or `average_trade_price` where that is missing or 0;
    /// `None` while nothing is filled (wire reference, section 8.1).
    #[must_use]
    pub fn filled_price(&self) -> Option<Decimal> {
        [self.average_price, self.average_trade_price]
            .into_iter()
            .flatten()
            .find(|price| !price.is_zero())
    }
}
