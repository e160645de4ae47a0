//! Good-till-triggered orders.

use clap::{ArgGroup, Args, Subcommand};

use super::order::{CheckArgs, SendArgs, WhatArgs};

#[derive(Debug, Subcommand)]
pub(crate) enum GttCommand {
    /// Leave an order with the broker that is placed when the market reaches a price
    ///
    /// On a terminal it shows the order and asks before sending. With --stop-trigger and --stop-limit it is one of two: the
    /// order is the target, and when the market reaches the stop first, that is placed instead (the broker documents no such
    /// pair and may refuse).
    Create(Box<CreateGttArgs>),
    /// The orders that wait
    List,
    /// Show one order that waits
    Show(GttIdArgs),
    /// Change an order that waits; what is not named stays
    ///
    /// The broker wants the whole order anew, so its list is read first. The list tells neither the protection of a market
    /// order nor your own number: name them again where they matter. What changes is held against the instrument before it is
    /// sent; what stays stops no change.
    Modify(Box<ModifyGttArgs>),
    /// Take an order back that waits
    Cancel(CancelGttArgs),
}

#[derive(Args, Debug)]
#[command(override_usage = "\
pocketful gtt create [OPTIONS] EXCHANGE INSTRUMENT buy|sell QTY
       (--limit P | --market) --trigger T")]
#[command(after_help = "\
Examples:
  pocketful gtt create NSE SBIN buy 10 --limit 780 --trigger 781
  pocketful gtt create NSE SBIN sell 10 --limit 90 --trigger 90 --stop-trigger 76 --stop-limit 75")]
#[command(group = ArgGroup::new("kind").required(true).args(["limit", "market"]))]
pub(crate) struct CreateGttArgs {
    #[command(flatten)]
    pub(crate) what: WhatArgs,

    /// Price that it waits for, in rupees
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true)]
    pub(crate) trigger: String,

    /// Last day on which it waits, such as 2027-03-31 [default: a year from today, or the day on which the contract ends]
    #[arg(long, value_name = "DAY")]
    pub(crate) expires: Option<String>,

    #[command(flatten)]
    pub(crate) terms: TermsArgs,

    #[command(flatten)]
    pub(crate) check: CheckArgs,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

/// What can be said of an order that waits, new or not.
#[derive(Args, Debug)]
pub(crate) struct TermsArgs {
    /// Place a limit order at this price, in rupees
    #[arg(
        long,
        value_name = "PRICE",
        allow_hyphen_values = true,
        conflicts_with = "market"
    )]
    pub(crate) limit: Option<String>,

    /// Place a market order
    #[arg(long)]
    pub(crate) market: bool,

    /// How far a market order may move from the last price, in whole per cent
    #[arg(long, value_name = "PERCENT", conflicts_with = "limit", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) protection: Option<u8>,

    /// CNC delivery, MIS intraday, NRML carried forward, MTF margin funding; a new order is CNC on NSE and BSE, else NRML
    #[arg(long, value_name = "PRODUCT", ignore_case = true, value_parser = ["CNC", "MIS", "NRML", "MTF"])]
    #[arg(hide_possible_values = true)]
    pub(crate) product: Option<String>,

    /// Units shown to the market
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) disclosed: Option<String>,

    /// Your own number for the order; without it a random one
    #[arg(long, value_name = "N")]
    pub(crate) user_order_id: Option<u64>,

    /// One of two: the price that the stop waits for, in rupees
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true)]
    pub(crate) stop_trigger: Option<String>,

    /// One of two: the limit of the stop, in rupees
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true)]
    pub(crate) stop_limit: Option<String>,

    /// One of two: the units of the stop; without it those of the order
    #[arg(long, value_name = "QTY", allow_hyphen_values = true)]
    pub(crate) stop_quantity: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct GttIdArgs {
    /// The order's id, as `pocketful gtt list` shows it
    #[arg(value_name = "ID")]
    pub(crate) id: String,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pocketful gtt modify 4a0f9c1e-… --trigger 785 --limit 784
  pocketful gtt modify 4a0f9c1e-… --expires 2027-03-31 --dry-run")]
pub(crate) struct ModifyGttArgs {
    /// The order's id, as `pocketful gtt list` shows it
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    /// Another price to wait for, in rupees
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true)]
    pub(crate) trigger: Option<String>,

    /// Another quantity, in units
    #[arg(long, value_name = "QTY", allow_hyphen_values = true)]
    pub(crate) quantity: Option<String>,

    /// Another last day, such as 2027-03-31
    #[arg(long, value_name = "DAY")]
    pub(crate) expires: Option<String>,

    #[command(flatten)]
    pub(crate) terms: TermsArgs,

    #[command(flatten)]
    pub(crate) check: CheckArgs,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
pub(crate) struct CancelGttArgs {
    /// The order's id, as `pocketful gtt list` shows it
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

impl GttCommand {
    /// Whether a request is only shown; `None` of a command that changes nothing.
    pub(crate) fn dry_run(&self) -> Option<bool> {
        let send = match self {
            Self::List | Self::Show(_) => return None,
            Self::Create(args) => args.send,
            Self::Modify(args) => args.send,
            Self::Cancel(args) => args.send,
        };
        Some(send.dry_run)
    }
}
