//! Instruments and the contract master.

use clap::{Args, Subcommand};

const EXCHANGES: [&str; 6] = ["NSE", "BSE", "NFO", "BFO", "MCX", "CDS"];

#[derive(Args, Debug)]
#[command(after_help = "Example: pocketful search state bank")]
pub(crate) struct SearchArgs {
    /// A name, a company or a symbol
    #[arg(value_name = "TEXT", required = true)]
    pub(crate) text: Vec<String>,
}

#[derive(Args, Debug)]
#[command(after_help = "Example: pocketful instrument NSE SBIN")]
pub(crate) struct InstrumentArgs {
    /// NSE, BSE, NFO, BFO, MCX or CDS
    #[arg(value_name = "EXCHANGE", ignore_case = true, value_parser = EXCHANGES, hide_possible_values = true)]
    pub(crate) exchange: String,

    /// The instrument: its trading symbol, such as SBIN, or the exchange's number for it
    #[arg(value_name = "INSTRUMENT")]
    pub(crate) instrument: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ContractsCommand {
    /// Download today's contracts, check them, and keep them
    ///
    /// Other commands do this by themselves at the first trading symbol of a day. A download that is empty, broken or
    /// much smaller than the one before does not take its place.
    Sync(SyncArgs),
    /// Find contracts by name, or by underlying, expiry, strike and side
    ///
    /// Looks into the contracts that are kept here, and asks no server unless there are none of today. When those
    /// cannot be had, the newest older ones are used, and said to be old.
    Find(FindArgs),
    /// What is kept here, and how old it is; asks no server
    Info,
}

#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct SyncArgs {
    /// Take what comes, also if it is much less than before
    #[arg(long)]
    pub(crate) anyway: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pocketful contracts find state bank
  pocketful contracts find 3045 --exchange NSE
  pocketful contracts find --underlying NIFTY --expiry 2026-11-24 --strike 26000 --side CE")]
pub(crate) struct FindArgs {
    /// Words of the symbol or the company, or the exchange's number
    #[arg(
        value_name = "TEXT",
        required_unless_present = "underlying",
        conflicts_with = "underlying"
    )]
    pub(crate) text: Vec<String>,

    /// Only this exchange: NSE, BSE, NFO, BFO, MCX or CDS
    #[arg(long, value_name = "EXCHANGE", ignore_case = true, value_parser = EXCHANGES, hide_possible_values = true)]
    pub(crate) exchange: Option<String>,

    /// Futures and options on this, such as NIFTY or SBIN
    #[arg(long, value_name = "NAME")]
    pub(crate) underlying: Option<String>,

    /// Only those that expire on this day, such as 2026-11-24
    #[arg(long, value_name = "DAY", requires = "underlying")]
    pub(crate) expiry: Option<String>,

    /// Only options with this strike, in rupees
    #[arg(
        long,
        value_name = "PRICE",
        requires = "underlying",
        allow_hyphen_values = true
    )]
    pub(crate) strike: Option<String>,

    /// Only calls, CE, or puts, PE
    #[arg(long, value_name = "CE|PE", requires = "underlying", ignore_case = true, value_parser = ["CE", "PE"])]
    #[arg(hide_possible_values = true)]
    pub(crate) side: Option<String>,

    /// Only futures
    #[arg(long, requires = "underlying", conflicts_with_all = ["strike", "side"])]
    pub(crate) futures: bool,

    /// The most that are shown
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: u32,

    /// Ask no server, however old the contracts here are
    #[arg(long)]
    pub(crate) offline: bool,
}
