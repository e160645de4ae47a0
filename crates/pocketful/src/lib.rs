#![doc = include_str!("../README.md")]

mod builder;
mod client;
mod error;
mod funds;
mod orders;
pub mod stream;
mod user;

pub use pocketful_auth as auth;
pub use pocketful_http as http;
pub use pocketful_types as types;

pub use builder::ClientBuilder;
pub use client::Client;
pub use error::{Error, ErrorKind};
pub use funds::FundsApi;
pub use orders::{OrdersApi, numbered};
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
    ApiError, Cancelled, ClientId, Exchange, Funds, Instrument, InstrumentToken, NewOrder, Order, OrderId,
    OrderUpdate, Orders, Origin, Placed, Product, Profile, Quantity, Side, TradeUpdate, TradingInfo,
    UserOrderId, Validity,
};
/// Exact decimal numbers, in which prices and amounts are given (₹).
pub use rust_decimal::Decimal;

/// The program in the project's own README is run as a test.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct ProjectReadme;

/// So are those of the page on streaming.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/streaming.md")]
struct Streaming;
