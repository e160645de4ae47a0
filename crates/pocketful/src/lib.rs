#![doc = include_str!("../README.md")]

mod baskets;
mod builder;
mod client;
mod conditional;
mod contracts;
mod edis;
mod error;
mod funds;
mod gtt;
mod instruments;
mod ipo;
mod market;
mod null_list;
mod orders;
mod paths;
mod portfolio;
pub mod stream;
mod user;

pub use pocketful_auth as auth;
pub use pocketful_http as http;
pub use pocketful_types as types;

pub use baskets::BasketsApi;
pub use builder::ClientBuilder;
pub use client::Client;
pub use conditional::{BracketChange, ConditionalApi, CoverChange};
pub use contracts::{ContractsApi, ContractsOrigin, LoadedContracts};
pub use edis::EdisApi;
pub use error::{Error, ErrorKind};
pub use funds::FundsApi;
pub use gtt::GttApi;
pub use instruments::InstrumentsApi;
pub use ipo::IpoApi;
pub use market::MarketApi;
pub use orders::{CancelAll, CancelOne, OrdersApi, numbered};
pub use portfolio::PortfolioApi;
pub use user::UserApi;

pub use pocketful_auth::{
    AccessToken, App, AppId, BrowserLogin, CodeFlow, DirectLogin, EnvStore, FileStore, HttpLoginApi, Login,
    MemoryStore, PastedTokenLogin, PastedUrlLogin, RedirectUri, SecondFactor, Session, SessionState,
    TokenSource, TokenStore,
};
pub use pocketful_http::{
    Environment, IpVersion, LimitPolicy, Outcome, PreparedRequest, Probe, Quota, RateLimits, RawReply,
    RetryPolicy, SourceAddresses,
};
pub use pocketful_stream::{DataMode, Event, Events, Feed, StreamState};
pub use pocketful_types::{
    ApiError, Basket, BasketId, BasketName, BasketOrderChange, BasketOrderId, BasketType, Baskets,
    BracketOrder, CancelOutcome, CancelPlan, CancelScope, CancelSkip, CancelStep, Cancelled, Candles,
    ClientId, Contract, ContractKind, Contracts, ContractsGate, ContractsInfo, CoverOrder, EdisRoute,
    Exchange, FoundInstruments, Funds, GateRefusal, Gtt, GttChange, GttId, Gtts, Holding, Holdings,
    Instrument, InstrumentRules, InstrumentToken, IpoApplication, IpoBid, Ipos, LegsAnswer, Margins,
    MarketPrice, Modified, NewApp, NewBasketOrder, NewGtt, NewOrder, OptionChain, OptionSide, Order,
    OrderChange, OrderHistory, OrderId, OrderUpdate, Orders, Origin, Pan, Placed, PlacedMtf, Position,
    PositionConversion, Positions, Product, Profile, Protection, Quantity, Quote, RawRequest, SaleInstrument,
    ScripInfo, Side, Trade, TradeUpdate, Trades, TradingInfo, UserOrderId, Validity, profit_and_loss,
};
/// Exact decimal numbers, in which prices and amounts are given (₹).
pub use rust_decimal::Decimal;
/// Text that is never shown, and overwritten when it is dropped: passwords, the app's secret. With the trait it is read
/// where it must be, such as to keep the secret of an app that was just registered.
pub use secrecy::{ExposeSecret, SecretString};
/// The crate of the moments, dates and spans in this crate's signatures, in the version that they are of.
pub use time;

/// The program in the project's own README is run as a test.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct ProjectReadme;

/// So is the one of the page on every operation.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/operations.md")]
struct Operations;

/// So are those of the page on streaming.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/streaming.md")]
struct Streaming;
