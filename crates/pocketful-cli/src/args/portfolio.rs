//! Positions and their conversion.

use clap::Args;

use super::order::SendArgs;

#[derive(Args, Debug)]
pub(crate) struct PositionsArgs {
    /// With what was carried forward from earlier days
    #[arg(long)]
    pub(crate) net: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Example: pocketful convert-position NSE SBIN buy 10 --from MIS --to CNC")]
pub(crate) struct ConvertArgs {
    /// NSE, BSE, NFO, BFO, MCX or CDS
    #[arg(value_name = "EXCHANGE", ignore_case = true, value_parser = ["NSE", "BSE", "NFO", "BFO", "MCX", "CDS"])]
    #[arg(hide_possible_values = true)]
    pub(crate) exchange: String,

    /// The instrument: its trading symbol, such as SBIN, or the exchange's number for it
    #[arg(value_name = "INSTRUMENT")]
    pub(crate) instrument: String,

    /// How the position was opened: buy or sell
    #[arg(value_name = "buy|sell", ignore_case = true, value_parser = ["buy", "sell"], hide_possible_values = true)]
    pub(crate) side: String,

    /// How many units; units, not lots
    #[arg(value_name = "QTY", allow_hyphen_values = true)]
    pub(crate) quantity: String,

    /// How it is held now: CNC, MIS, NRML or MTF
    #[arg(long, value_name = "PRODUCT", ignore_case = true, value_parser = ["CNC", "MIS", "NRML", "MTF"])]
    #[arg(hide_possible_values = true)]
    pub(crate) from: String,

    /// How it shall be held
    #[arg(long, value_name = "PRODUCT", ignore_case = true, value_parser = ["CNC", "MIS", "NRML", "MTF"])]
    #[arg(hide_possible_values = true)]
    pub(crate) to: String,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}
