#![doc = include_str!("../README.md")]

mod api_code;
mod api_error;
mod baskets;
mod checks;
mod clock;
mod conditional;
mod contracts;
mod edis;
mod endpoint;
pub mod envelope;
mod events;
mod exchange;
mod funds;
mod gtt;
mod ids;
mod instruments;
mod ipo;
mod market;
mod money;
mod orders;
mod origin;
mod portfolio;
mod quantity;
mod raw_request;
mod rows;
mod serde;
mod user;
mod wire_enum;
mod worded_time;

pub use api_code::ApiCode;
pub use api_error::ApiError;
pub use baskets::{
    Acknowledged, AddBasketOrder, Basket, BasketId, BasketName, BasketNameError, BasketOrder,
    BasketOrderChange, BasketOrderId, BasketOrderInfo, BasketType, Baskets, CreateBasket, DeleteBasket,
    EditBasketOrder, ExecuteBasket, GetBaskets, NewBasketOrder, RemoveBasketOrder, RenameBasket,
    SetExecutionState,
};
pub use checks::{
    CheckedTerms, InstrumentRules, OrderFault, ProtectError, Protection, Rounding, is_on_tick, round_to_tick,
};
#[cfg(any(test, feature = "test-util"))]
pub use clock::ManualClock;
pub use clock::{Clock, IST, SystemClock, next_midnight};
pub use conditional::{
    BracketOrder, CoverOrder, ExitLeg, LegsAnswer, ModifyBracket, ModifyCover, PlaceBracket, PlaceCover,
};
pub use contracts::{
    BadContract, CacheError, Contract, ContractFile, ContractKind, Contracts, ContractsBuilder,
    ContractsError, ContractsGate, ContractsInfo, GateRefusal, OptionSide,
};
pub use edis::{AuthoriseSale, EdisForm, EdisRoute, GenerateTpin, SaleInstrument, TpinAnswer};
pub use endpoint::{Effect, EncodeError, Endpoint, RateClass, Route, json_body};
pub use events::{OrderUpdate, TradeUpdate, read_updates};
pub use exchange::{Exchange, Instrument};
pub use funds::{Funds, FundsPath, FundsRow, GetFunds};
pub use gtt::{
    CancelGtt, CreateGtt, GetGtts, Gtt, GttAction, GttAnswer, GttChange, GttId, GttOrder, GttPath, GttStatus,
    Gtts, ModifyGtt, NewGtt,
};
pub use ids::{
    ClientId, ExchangeOrderId, IdError, InstrumentToken, InstrumentTokenError, OrderId, UserOrderId,
    UserOrderIdError,
};
pub use instruments::{
    FoundInstrument, FoundInstruments, GetScripInfo, ScripInfo, ScripMembers, SearchInstruments,
};
pub use ipo::{
    BankAccount, CancelIpo, GetIpoOrders, GetIpos, Ipo, IpoActivity, IpoAnswer, IpoApplication, IpoBid,
    IpoCategory, IpoError, IpoOrder, IpoOrders, IpoSubCategory, Ipos, Pan, PlaceIpo,
};
pub use market::{
    Candle, CandleRangeError, CandleType, Candles, ChainContract, ChainExpiry, Dpr, ExchangeSession,
    ExchangeSessions, FuturesChain, FuturesExpiry, GetCandles, GetClose, GetDpr, GetFuturesChain, GetLtp,
    GetMargin, GetOptionChain, GetQuote, GetSessionInfo, Margin, MarginLeg, Margins, MarketPath, MarketPrice,
    OptionChain, OptionExpiry, OptionStrike, PriceUnit, Quote, Segment, UnscaledPrice,
};
pub use orders::{
    Book, CancelOrder, CancelOutcome, CancelPlan, CancelScope, CancelSkip, CancelStep, Cancellation,
    Cancelled, ExecutionType, GetOrderHistory, GetOrders, GetTrades, Leg, Modified, ModifyOrder, NewOrder,
    Order, OrderChange, OrderError, OrderEvent, OrderHistory, OrderMode, OrderProgress, OrderState,
    OrderStatus, OrderType, Orders, PlaceMtfOrder, PlaceOrder, Placed, PlacedMtf, Product, Side, Trade,
    Trades, Validity,
};
pub use origin::{HeaderStyle, Origin, OriginError, is_loopback_host};
pub use portfolio::{
    ConvertPosition, Converted, GetHoldings, GetPositions, Holding, HoldingInstrument, Holdings, Position,
    PositionConversion, Positions, PositionsView, ProfitAndLoss, profit_and_loss,
};
pub use quantity::{Quantity, QuantityError};
pub use raw_request::{RawPathError, RawRequest, RawRequestError};
pub use rows::{BadRow, Row, Rows};
pub use user::{
    CreatedApp, GetApps, GetProfile, GetTradingInfo, NewApp, Profile, ProfilePath, RegisterApp,
    RegisteredApp, RegisteredApps, Role, TradingInfo,
};
pub use wire_enum::{Received, UnknownValue, WireEnum};
pub use worded_time::WordedTime;

/// The method of an [`Endpoint`], in the version of the `http` crate that it is of.
pub use ::http::Method;
/// The crate of the moments, dates and spans in this crate's signatures, in the version that they are of.
pub use ::time;

#[cfg(doctest)]
#[doc = include_str!("../../../docs/units-and-time.md")]
struct UnitsAndTime;
