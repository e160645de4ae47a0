//! The order book and single orders.

use clap::{ArgGroup, Args, Subcommand};

#[derive(Args, Debug)]
pub(crate) struct OrdersArgs {
    /// Only orders that still wait
    #[arg(long, conflicts_with = "completed")]
    pub(crate) pending: bool,

    /// Only orders that are done: filled, cancelled or rejected
    #[arg(long)]
    pub(crate) completed: bool,
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
    /// Cancel an order that still waits
    ///
    /// The order book is asked briefly what kind of order it is. Where the book cannot tell, it is cancelled as a
    /// regular order.
    Cancel(CancelArgs),
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
#[command(group = ArgGroup::new("kind").required(true).args(["limit", "market", "stop_limit", "stop_market"]))]
#[command(group = ArgGroup::new("stop").args(["stop_limit", "stop_market"]))]
#[command(override_usage = "\
pocketful order place [OPTIONS] EXCHANGE INSTRUMENT buy|sell QTY
       (--limit P | --market | --stop-limit P --trigger T | --stop-market --trigger T)")]
#[command(after_help = "\
Examples:
  pocketful order place NSE 3045 buy 10 --limit 812.50
  pocketful order place NFO 52310 sell 75 --stop-limit 101 --trigger 102.5 --product NRML
  pocketful order place NSE 3045 buy 10 --market --dry-run")]
pub(crate) struct PlaceArgs {
    /// NSE, BSE, NFO, BFO, MCX or CDS
    #[arg(value_name = "EXCHANGE", ignore_case = true, value_parser = ["NSE", "BSE", "NFO", "BFO", "MCX", "CDS"])]
    #[arg(hide_possible_values = true)]
    pub(crate) exchange: String,

    /// The instrument's token, a number
    #[arg(value_name = "INSTRUMENT")]
    pub(crate) instrument: String,

    /// buy or sell
    #[arg(value_name = "buy|sell", ignore_case = true, value_parser = ["buy", "sell"], hide_possible_values = true)]
    pub(crate) side: String,

    /// How many units; units, not lots
    #[arg(value_name = "QTY", allow_hyphen_values = true)]
    pub(crate) quantity: String,

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
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true, requires = "stop")]
    pub(crate) trigger: Option<String>,

    /// CNC delivery, MIS intraday, NRML carried forward, MTF margin funding [default: CNC on NSE and BSE, else NRML]
    #[arg(long, value_name = "PRODUCT", ignore_case = true, value_parser = ["CNC", "MIS", "NRML", "MTF"])]
    #[arg(hide_possible_values = true)]
    pub(crate) product: Option<String>,

    /// How long it lives: the day, or immediate or cancel
    #[arg(long, value_name = "VALIDITY", ignore_case = true, value_parser = ["DAY", "IOC"], default_value = "DAY")]
    pub(crate) validity: String,

    /// Units shown to the market
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) disclosed: Option<String>,

    /// After-market order
    #[arg(long)]
    pub(crate) amo: bool,

    /// Your own number for the order, echoed in the books [default: a random one]
    #[arg(long, value_name = "N")]
    pub(crate) user_order_id: Option<u64>,

    /// Print the request that would be sent, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Do not ask before sending
    #[arg(long)]
    pub(crate) yes: bool,
}
