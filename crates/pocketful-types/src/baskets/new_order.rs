//! An order for a basket, checked before it becomes a request (wire reference, section 6).

use rust_decimal::Decimal;
use serde::Serialize;

use crate::{
    BracketOrder, ClientId, CoverOrder, Exchange, ExecutionType, InstrumentToken, NewOrder, OrderError,
    OrderType, Product, Quantity, Side, UserOrderId, Validity,
};

/// An order to be put into a basket: an order as any, with what the basket shows of its instrument.
#[must_use = "an order does nothing until it is put into a basket"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBasketOrder {
    kind: Kind,
    trading_symbol: String,
    series: String,
    underlying_token: Option<InstrumentToken>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Plain(NewOrder),
    Cover(CoverOrder),
    Bracket(BracketOrder),
}

impl NewBasketOrder {
    /// A regular or after-market order; `trading_symbol` is what the exchange calls the instrument, such as `ACC-EQ`.
    pub fn new(order: NewOrder, trading_symbol: impl Into<String>) -> Self {
        Self::of(Kind::Plain(order), trading_symbol.into())
    }

    /// A cover order. The wire reference names `CO` for baskets but shows no sample: the stop goes where a cover
    /// order outside a basket has it (assumed).
    pub fn cover(order: CoverOrder, trading_symbol: impl Into<String>) -> Self {
        Self::of(Kind::Cover(order), trading_symbol.into())
    }

    /// A bracket order.
    pub fn bracket(order: BracketOrder, trading_symbol: impl Into<String>) -> Self {
        Self::of(Kind::Bracket(order), trading_symbol.into())
    }

    fn of(kind: Kind, trading_symbol: String) -> Self {
        Self {
            kind,
            trading_symbol,
            series: String::new(),
            underlying_token: None,
        }
    }

    /// `EQ`, `BE`, `A`, `OPTSTK`. Without it empty.
    pub fn series(mut self, series: impl Into<String>) -> Self {
        self.series = series.into();
        self
    }

    /// The underlying's number, of a derivative. Without it empty.
    pub fn underlying_token(mut self, token: InstrumentToken) -> Self {
        self.underlying_token = Some(token);
        self
    }

    /// The same with what `change` makes of the order, or of the entry of a cover or bracket order.
    pub fn map_order(mut self, change: impl FnOnce(NewOrder) -> NewOrder) -> Self {
        self.kind = match self.kind {
            Kind::Plain(order) => Kind::Plain(change(order)),
            Kind::Cover(order) => Kind::Cover(order.map_entry(change)),
            Kind::Bracket(order) => Kind::Bracket(order.map_entry(change)),
        };
        self
    }

    /// The order itself, or the entry of a cover or bracket order.
    pub fn order(&self) -> &NewOrder {
        match &self.kind {
            Kind::Plain(order) => order,
            Kind::Cover(order) => order.entry(),
            Kind::Bracket(order) => order.entry(),
        }
    }

    /// Looks for what would be refused, before anything is sent.
    ///
    /// # Errors
    /// When the order is wrong, or the trading symbol is empty.
    pub fn validate(&self) -> Result<(), OrderError> {
        if self.trading_symbol.trim().is_empty() {
            return Err(OrderError::Missing("trading_symbol"));
        }
        match &self.kind {
            Kind::Plain(order) => order.validate(),
            Kind::Cover(order) => order.validate(),
            Kind::Bracket(order) => order.validate(),
        }
    }

    pub(super) fn body<'a>(&'a self, client_id: &'a ClientId) -> Body<'a> {
        let order = self.order();
        let (execution_type, stop, target, trailing) = match &self.kind {
            Kind::Plain(order) => (order.execution_type(), None, None, None),
            Kind::Cover(order) => (
                ExecutionType::Cover,
                Some(order.stop()),
                None,
                Some(order.trailing_step()),
            ),
            Kind::Bracket(order) => (
                ExecutionType::Bracket,
                Some(order.stop_distance()),
                Some(order.target_distance()),
                Some(order.trailing_step()),
            ),
        };
        let trigger = match &self.kind {
            Kind::Cover(order) => order.stop_trigger(),
            _ => order.trigger_price(),
        };
        Body {
            client_id,
            exchange: order.instrument().exchange,
            instrument_token: order.instrument().token,
            order_type: order.order_type(),
            price: order.price().unwrap_or_default(),
            quantity: order.quantity(),
            disclosed_quantity: order.disclosed,
            validity: order.validity,
            product: order.product,
            trading_symbol: self.trading_symbol.trim(),
            order_side: order.side(),
            user_order_id: order.user_order_id.unwrap_or(NewOrder::DEFAULT_USER_ORDER_ID),
            underlying_token: self
                .underlying_token
                .map(|token| token.to_string())
                .unwrap_or_default(),
            series: &self.series,
            trigger_price: trigger.unwrap_or_default(),
            execution_type,
            oms_order_id: None,
            exchange_order_id: None,
            stop_loss_value: stop,
            square_off_value: target,
            trailing_stop_loss: trailing.map(Option::unwrap_or_default),
            is_trailing: trailing.map(|step| step.is_some()),
        }
    }
}

/// `order_info` of a request: the token a number and `disclosed_quantity` in snake case (wire reference, section 17,
/// row 22).
#[derive(Serialize)]
pub(super) struct Body<'a> {
    client_id: &'a ClientId,
    exchange: Exchange,
    instrument_token: InstrumentToken,
    order_type: OrderType,
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    price: Decimal,
    quantity: Quantity,
    disclosed_quantity: Quantity,
    validity: Validity,
    product: Product,
    trading_symbol: &'a str,
    order_side: Side,
    user_order_id: UserOrderId,
    underlying_token: String,
    series: &'a str,
    #[serde(serialize_with = "crate::serde::decimal::serialize")]
    trigger_price: Decimal,
    execution_type: ExecutionType,
    /// Of a change only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) oms_order_id: Option<&'a str>,
    /// Of a change only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exchange_order_id: Option<&'a str>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "crate::serde::decimal::option"
    )]
    stop_loss_value: Option<Decimal>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "crate::serde::decimal::option"
    )]
    square_off_value: Option<Decimal>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "crate::serde::decimal::option"
    )]
    trailing_stop_loss: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_trailing: Option<bool>,
}
