//! The order book and single orders.

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

#[derive(Args, Debug)]
pub(crate) struct OrdersArgs {
    /// Only orders that still wait
    #[arg(long, conflicts_with = "completed")]
    pub(crate) pending: bool,

    /// Only orders that are done: filled, cancelled or rejected
    #[arg(long)]
    pub(crate) completed: bool,

    /// Only the legs of this cover or bracket order, or what this basket placed: the basket id that placing it told
    #[arg(long, value_name = "ID")]
    pub(crate) basket: Option<String>,

    /// Only orders with this number of yours
    #[arg(long, value_name = "N")]
    pub(crate) user_order_id: Option<u64>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OrderCommand {
    /// Place an order
    ///
    /// On a terminal it shows the order and asks before sending. Success means that the order was accepted for
    /// processing: the exchange may still reject it, so look at `pocketful orders`.
    Place(Box<PlaceArgs>),
    /// Show one order of today's books
    Show(OrderId),
    /// Change an order that still waits; what is not named stays
    ///
    /// What changes is held against the instrument before it is sent; what stays stops no change.
    Modify(ModifyArgs),
    /// What happened to one order, event by event
    History(OrderId),
    /// Cancel an order that still waits
    ///
    /// The order book is asked briefly what kind of order it is. Where the book cannot tell, it is cancelled as a
    /// regular order, with a warning. A leg of a cover or bracket order is left with `cover exit` or `bracket exit`.
    Cancel(CancelArgs),
    /// Cancel every order that still waits; nothing is traded
    ///
    /// Reads the book, asks on a terminal, and cancels one order after the other. A cover or bracket order whose entry
    /// waits goes as a whole. The exits of a filled entry stay, because leaving those closes its position at the market:
    /// `cover exit` and `bracket exit` do that for one, --exit-positions for all. One failure does not stop the others.
    /// Exit status 5 when it is unknown whether an order is gone, else that of the first failure; 6 when an entry that is
    /// filled in part, or whose state nobody knows, was left where it is.
    CancelAll(CancelAllArgs),
}

#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct CancelAllArgs {
    /// Also close at the market what filled cover and bracket orders have opened
    #[arg(long)]
    pub(crate) exit_positions: bool,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
pub(crate) struct CancelArgs {
    /// The order's id, as `pocketful orders` shows it
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    /// It is an after-market order: cancel it as one, without a look at the order book
    #[arg(long)]
    pub(crate) amo: bool,
}

#[derive(Args, Debug)]
pub(crate) struct OrderId {
    /// The order's id, as `pocketful orders` shows it
    #[arg(value_name = "ID")]
    pub(crate) id: String,
}

#[derive(Args, Debug)]
#[command(override_usage = "\
pocketful order place [OPTIONS] EXCHANGE INSTRUMENT buy|sell QTY
       (--limit P | --market | --stop-limit P --trigger T | --stop-market --trigger T)")]
#[command(after_help = "\
Examples:
  pocketful order place NSE SBIN buy 10 --limit 812.50
  pocketful order place NFO 52310 sell 75 --stop-limit 101 --trigger 102.5 --product NRML
  pocketful order place NSE SBIN buy 10 --market --protect 0.5 --dry-run")]
pub(crate) struct PlaceArgs {
    #[command(flatten)]
    pub(crate) entry: EntryArgs,

    /// After-market order
    #[arg(long)]
    pub(crate) amo: bool,

    /// Send a limit order instead of a market order, at most so many per cent worse than the last price
    ///
    /// A stop-market order becomes a stop-limit order around its trigger. The limit is rounded to the tick, towards the
    /// last price, and kept within today's price range, for which the broker is asked: two more calls. Without this a
    /// market order is sent as one.
    #[arg(
        long,
        value_name = "PERCENT",
        requires = "unlimited",
        allow_hyphen_values = true
    )]
    pub(crate) protect: Option<String>,

    #[command(flatten)]
    pub(crate) check: CheckArgs,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

/// What an order is held against before it is sent.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct CheckArgs {
    /// What to hold the order against before it is sent
    #[arg(long, value_name = "BY", value_enum, default_value_t)]
    pub(crate) check: Check,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Check {
    /// Tick and lot, where today's contracts are here
    #[default]
    Known,
    /// Also freeze quantity, today's price range and products, for which the broker is asked: one more call
    Ask,
    /// Nothing
    Off,
}

/// What is ordered.
#[derive(Args, Debug)]
pub(crate) struct WhatArgs {
    /// NSE, BSE, NFO, BFO, MCX or CDS
    #[arg(value_name = "EXCHANGE", ignore_case = true, value_parser = ["NSE", "BSE", "NFO", "BFO", "MCX", "CDS"])]
    #[arg(hide_possible_values = true)]
    pub(crate) exchange: String,

    /// The instrument: its trading symbol, such as SBIN, or the exchange's number for it
    #[arg(value_name = "INSTRUMENT")]
    pub(crate) instrument: String,

    /// buy or sell
    #[arg(value_name = "buy|sell", ignore_case = true, value_parser = ["buy", "sell"], hide_possible_values = true)]
    pub(crate) side: String,

    /// How many units; units, not lots
    #[arg(value_name = "QTY", allow_hyphen_values = true)]
    pub(crate) quantity: String,
}

/// An order, as whatever places one takes it.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("kind").required(true).args(["limit", "market", "stop_limit", "stop_market"]))]
#[command(group = ArgGroup::new("unlimited").args(["market", "stop_market"]))]
#[command(group = ArgGroup::new("stop_kind").args(["stop_limit", "stop_market"]))]
pub(crate) struct EntryArgs {
    #[command(flatten)]
    pub(crate) what: WhatArgs,

    /// Limit order at this price, in rupees
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true)]
    pub(crate) limit: Option<String>,

    /// Market order
    #[arg(long)]
    pub(crate) market: bool,

    /// Stop order that becomes a limit order at this price; needs --trigger
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true, requires = "trigger")]
    pub(crate) stop_limit: Option<String>,

    /// Stop order that becomes a market order; needs --trigger
    #[arg(long, requires = "trigger")]
    pub(crate) stop_market: bool,

    /// Price at which a stop order wakes up, in rupees
    #[arg(
        long,
        value_name = "PRICE",
        allow_hyphen_values = true,
        requires = "stop_kind"
    )]
    pub(crate) trigger: Option<String>,

    /// CNC delivery, MIS intraday, NRML carried forward, MTF margin funding (its form is undocumented) [default: CNC on NSE
    /// and BSE, else NRML]
    #[arg(long, value_name = "PRODUCT", ignore_case = true, value_parser = ["CNC", "MIS", "NRML", "MTF"])]
    #[arg(hide_possible_values = true)]
    pub(crate) product: Option<String>,

    /// How long it lives: the day, or immediate or cancel
    #[arg(long, value_name = "VALIDITY", ignore_case = true, value_parser = ["DAY", "IOC"], default_value = "DAY")]
    pub(crate) validity: String,

    /// Units shown to the market
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) disclosed: Option<String>,

    /// Your own number for the order, echoed in the books [default: a random one]
    #[arg(long, value_name = "N")]
    pub(crate) user_order_id: Option<u64>,
}

/// What every write takes.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct SendArgs {
    /// Print the request that would be sent, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Do not ask before sending
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pocketful order modify 202611231001 --price 812.75
  pocketful order modify 202611231001 --type MARKET --dry-run")]
pub(crate) struct ModifyArgs {
    /// The order's id, as `pocketful orders` shows it
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    #[command(flatten)]
    pub(crate) change: ChangeArgs,

    #[command(flatten)]
    pub(crate) check: CheckArgs,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

/// What can be changed about an order.
#[derive(Args, Debug)]
pub(crate) struct ChangeArgs {
    /// Another limit, in rupees
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true)]
    pub(crate) price: Option<String>,

    /// Another trigger, in rupees
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true)]
    pub(crate) trigger: Option<String>,

    /// Another quantity, in units
    #[arg(long, value_name = "QTY", allow_hyphen_values = true)]
    pub(crate) quantity: Option<String>,

    /// Other units shown to the market
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) disclosed: Option<String>,

    /// Another type: LIMIT, MARKET, SL or SLM; name the prices that it has and the order lacks
    #[arg(long = "type", value_name = "TYPE", ignore_case = true, value_parser = ["LIMIT", "MARKET", "SL", "SLM"])]
    #[arg(hide_possible_values = true)]
    pub(crate) order_type: Option<String>,

    /// How long it lives: DAY or IOC
    #[arg(long, value_name = "VALIDITY", ignore_case = true, value_parser = ["DAY", "IOC"])]
    #[arg(hide_possible_values = true)]
    pub(crate) validity: Option<String>,
}
