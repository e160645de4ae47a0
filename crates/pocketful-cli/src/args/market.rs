//! Market data.

use clap::Args;

use super::order::CheckArgs;

#[derive(Args, Debug)]
pub(crate) struct InstrumentsArgs {
    /// Instruments, by symbol or number: NSE:SBIN, NSE:3045
    #[arg(value_name = "EXCHANGE:INSTRUMENT", required = true)]
    pub(crate) instruments: Vec<String>,
}

#[derive(Args, Debug)]
#[command(after_help = "Example: pocketful option-chain NIFTY --price 24800 --strikes 5")]
pub(crate) struct OptionChainArgs {
    /// The underlying: its trading symbol on NSE, such as SBIN or NIFTY, or its number there; of BSE or MCX with the
    /// exchange before it, BSE:SENSEX, for which the broker documents no chain
    #[arg(value_name = "UNDERLYING")]
    pub(crate) underlying: String,

    /// The price around which the strikes lie, in rupees
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true)]
    pub(crate) price: String,

    /// How many strikes on each side of the price
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) strikes: u32,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pocketful candles NSE:SBIN
  pocketful candles NSE:3045 --every 5m --from 2026-11-20 --to 2026-11-23T15:30:00+05:30")]
pub(crate) struct CandlesArgs {
    /// The instrument, by symbol or number: NSE:SBIN, NSE:3045
    #[arg(value_name = "EXCHANGE:INSTRUMENT")]
    pub(crate) instrument: String,

    /// How long a candle is: a number and m, h or d
    #[arg(long, value_name = "LENGTH", default_value = "1d")]
    pub(crate) every: String,

    /// Where they start: a day, from 00:00 IST, or a moment in RFC 3339 [default: 30 days before the end]
    #[arg(long, value_name = "WHEN")]
    pub(crate) from: Option<String>,

    /// Where they end: a day, until 24:00 IST, or a moment in RFC 3339 [default: now]
    #[arg(long, value_name = "WHEN")]
    pub(crate) to: Option<String>,
}

#[derive(Args, Debug)]
#[command(after_help = "Example: pocketful futures-chain NIFTY")]
pub(crate) struct FuturesChainArgs {
    /// The underlying: its trading symbol on NSE, such as SBIN or NIFTY, or its number there; of BSE or MCX with the
    /// exchange before it, BSE:SENSEX, for which the broker documents no chain
    #[arg(value_name = "UNDERLYING")]
    pub(crate) underlying: String,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pocketful margin NSE:SBIN:buy:10@812.50
  pocketful margin NFO:35001:sell:75@101.50 NFO:35002:buy:75@40 --product NRML")]
pub(crate) struct MarginArgs {
    /// Orders; without a price the last one is asked for
    #[arg(value_name = "EXCHANGE:INSTRUMENT:buy|sell:QTY[@PRICE]", required = true)]
    pub(crate) legs: Vec<String>,

    /// How they are held: CNC, MIS, NRML or MTF [default: CNC on NSE and BSE, else NRML]
    #[arg(long, value_name = "PRODUCT", ignore_case = true, value_parser = ["CNC", "MIS", "NRML", "MTF"])]
    #[arg(hide_possible_values = true)]
    pub(crate) product: Option<String>,

    #[command(flatten)]
    pub(crate) check: CheckArgs,
}
