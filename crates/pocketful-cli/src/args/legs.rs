//! Cover and bracket orders.

use clap::{Args, Subcommand};

use super::order::{ChangeArgs, CheckArgs, EntryArgs, SendArgs};

/// What `--product` is by default differs from other orders: cover and bracket orders are of the day.
const PRODUCT: &str = "MIS intraday, NRML carried forward, CNC delivery, MTF margin funding [default: MIS]";

#[derive(Debug, Subcommand)]
pub(crate) enum CoverCommand {
    /// Place an entry together with its stop
    #[command(mut_arg("product", |arg| arg.help(PRODUCT)))]
    Place(Box<PlaceCoverArgs>),
    /// Change a leg, or move the stop; what is not named stays
    ///
    /// What changes is held against the instrument before it is sent; what stays stops no change.
    Modify(Box<ModifyCoverArgs>),
    /// Take a waiting entry back, or close what it opened
    Exit(ExitArgs),
}

#[derive(Debug, Subcommand)]
pub(crate) enum BracketCommand {
    /// Place an entry together with its stop and its target
    #[command(mut_arg("product", |arg| arg.help(PRODUCT)))]
    Place(Box<PlaceBracketArgs>),
    /// Change a leg, or move stop or target; what is not named stays
    ///
    /// What changes is held against the instrument before it is sent; what stays stops no change.
    Modify(Box<ModifyBracketArgs>),
    /// Take a waiting entry back, or close what it opened
    Exit(ExitArgs),
}

#[derive(Args, Debug)]
#[command(after_help = "Example: pocketful cover place NSE SBIN buy 10 --limit 812.50 --stop 800")]
pub(crate) struct PlaceCoverArgs {
    #[command(flatten)]
    pub(crate) entry: EntryArgs,

    /// Where the stop lies: a price in rupees, below a buy and above a sale
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true)]
    pub(crate) stop: String,

    /// Let the stop trail the market in steps of so many rupees
    #[arg(long, value_name = "RUPEES", allow_hyphen_values = true)]
    pub(crate) trailing: Option<String>,

    #[command(flatten)]
    pub(crate) check: CheckArgs,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Stop and target are distances from the entry, not prices.

Example: pocketful bracket place NSE SBIN buy 10 --limit 812.50 --stop 12 --target 20")]
pub(crate) struct PlaceBracketArgs {
    #[command(flatten)]
    pub(crate) entry: EntryArgs,

    /// How far the stop lies from the entry, in rupees
    #[arg(long, value_name = "RUPEES", allow_hyphen_values = true)]
    pub(crate) stop: String,

    /// How far the target lies from the entry, in rupees
    #[arg(long, value_name = "RUPEES", allow_hyphen_values = true)]
    pub(crate) target: String,

    /// Let the stop trail the market in steps of so many rupees
    #[arg(long, value_name = "RUPEES", allow_hyphen_values = true)]
    pub(crate) trailing: Option<String>,

    #[command(flatten)]
    pub(crate) check: CheckArgs,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ModifyCoverArgs {
    /// The leg's id, as `pocketful orders` shows it beside `entry`, `stop` or `target`
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    #[command(flatten)]
    pub(crate) change: ChangeArgs,

    /// Another stop, a price in rupees: name the entry while it waits, the stop leg afterwards
    ///
    /// The stop leg's own --trigger moves it as well. Which of the two the broker goes by is not documented: look at the
    /// leg with `pocketful order show` afterwards.
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true)]
    pub(crate) stop: Option<String>,

    /// Another step of the trailing stop in rupees; 0 for none
    #[arg(long, value_name = "RUPEES", allow_hyphen_values = true)]
    pub(crate) trailing: Option<String>,

    #[command(flatten)]
    pub(crate) check: CheckArgs,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ModifyBracketArgs {
    /// The leg's id, as `pocketful orders` shows it beside `entry`, `stop` or `target`
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    #[command(flatten)]
    pub(crate) change: ChangeArgs,

    /// Another distance of the stop from the entry, in rupees: name the entry while it waits, the stop leg afterwards
    ///
    /// The stop leg's own --trigger, which is a price, moves it as well. Which of the two the broker goes by is not
    /// documented: look at the leg with `pocketful order show` afterwards.
    #[arg(long, value_name = "RUPEES", allow_hyphen_values = true)]
    pub(crate) stop: Option<String>,

    /// Another distance of the target from the entry, in rupees: name the entry while it waits, the target leg afterwards
    ///
    /// The target leg's own --price moves it as well. Which of the two the broker goes by is not documented: look at the
    /// leg with `pocketful order show` afterwards.
    #[arg(long, value_name = "RUPEES", allow_hyphen_values = true)]
    pub(crate) target: Option<String>,

    /// Another step of the trailing stop in rupees; 0 for none
    #[arg(long, value_name = "RUPEES", allow_hyphen_values = true)]
    pub(crate) trailing: Option<String>,

    #[command(flatten)]
    pub(crate) check: CheckArgs,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ExitArgs {
    /// The leg's id, as `pocketful orders` shows it
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}
