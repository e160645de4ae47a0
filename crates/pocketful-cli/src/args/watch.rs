//! The feed's command line.

use clap::{Args, ValueEnum};

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pocketful watch NSE:SBIN NSE:14366
  pocketful watch NFO:35001 --mode depth
  pocketful watch --orders --json")]
pub(crate) struct WatchArgs {
    /// What to watch, by symbol or number: NSE:SBIN, NSE:3045
    #[arg(value_name = "EXCHANGE:INSTRUMENT", required_unless_present = "orders")]
    pub(crate) instruments: Vec<String>,

    /// How much of each: everything, the price only, or five levels on each side
    #[arg(long, value_name = "MODE", value_enum, default_value_t)]
    pub(crate) mode: WatchMode,

    /// Show order and trade updates too
    #[arg(long)]
    pub(crate) orders: bool,

    /// End after so many ticks and updates
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) count: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum WatchMode {
    #[default]
    Detailed,
    Compact,
    Depth,
}
