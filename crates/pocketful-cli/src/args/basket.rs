//! Baskets: orders that are kept together and sent at once.

use clap::{Args, Subcommand};

use super::order::{ChangeArgs, CheckArgs, EntryArgs, SendArgs};

/// What `--product` is by default depends on the kind of order.
const PRODUCT: &str = "CNC delivery, MIS intraday, NRML carried forward, MTF margin funding [default: CNC on NSE and BSE, else NRML; MIS for \
                       cover and bracket orders]";

#[derive(Debug, Subcommand)]
pub(crate) enum BasketCommand {
    /// Make an empty basket
    Create(CreateBasketArgs),
    /// The baskets
    List,
    /// Show what is in a basket
    Show(BasketArgs),
    /// Give a basket another name
    Rename(RenameBasketArgs),
    /// Delete a basket with its orders; what it sent before is not touched
    Delete(BasketWriteArgs),
    /// Put an order into a basket
    ///
    /// Nothing goes to the market before the basket is executed. The names that the basket shows of the instrument come
    /// from today's contracts; of a number that is looked up in none, the broker is asked for them.
    #[command(mut_arg("product", |arg| arg.help(PRODUCT)))]
    Add(Box<AddArgs>),
    /// Change an order in a basket; what is not named stays
    ///
    /// What changes is held against the instrument before it is sent; what stays stops no change.
    Edit(Box<EditArgs>),
    /// Take an order out of a basket
    Remove(RemoveArgs),
    /// Send every order of a basket to the market
    ///
    /// On a terminal it shows the orders and asks before sending. The answer names no order: what became of each is in
    /// `pocketful orders`. A basket that was executed can be executed again, and then sends its orders again.
    Execute(BasketWriteArgs),
    /// Close what a basket opened
    ///
    /// The broker documents that a basket can be sent so, and not what exactly it does: look at `pocketful orders` and
    /// `pocketful positions` afterwards.
    SquareOff(BasketWriteArgs),
    /// Note whether a basket counts as executed, and send nothing (undocumented by the broker)
    Mark(MarkArgs),
}

#[derive(Args, Debug)]
pub(crate) struct CreateBasketArgs {
    /// Its name, at most 20 characters
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    /// For orders that hedge each other, which the broker takes on NIFTY 50 and NIFTY BANK only
    #[arg(long)]
    pub(crate) hedge: bool,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
pub(crate) struct BasketArgs {
    /// The basket's name, or its id
    #[arg(value_name = "BASKET")]
    pub(crate) basket: String,
}

#[derive(Args, Debug)]
pub(crate) struct BasketWriteArgs {
    #[command(flatten)]
    pub(crate) basket: BasketArgs,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
pub(crate) struct RenameBasketArgs {
    #[command(flatten)]
    pub(crate) basket: BasketArgs,

    /// Its new name, at most 20 characters
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
#[command(override_usage = "\
pocketful basket add [OPTIONS] BASKET EXCHANGE INSTRUMENT buy|sell QTY
       (--limit P | --market | --stop-limit P --trigger T | --stop-market --trigger T)")]
#[command(after_help = "\
Examples:
  pocketful basket add Morning NSE SBIN buy 10 --limit 812.50
  pocketful basket add Morning NSE 2885 buy 5 --limit 1390 --bracket-stop 12 --bracket-target 20")]
pub(crate) struct AddArgs {
    #[command(flatten)]
    pub(crate) basket: BasketArgs,

    #[command(flatten)]
    pub(crate) entry: EntryArgs,

    /// After-market order
    #[arg(long, conflicts_with_all = ["cover_stop", "bracket_stop"])]
    pub(crate) amo: bool,

    /// Cover order: where its stop lies, a price in rupees
    #[arg(
        long,
        value_name = "PRICE",
        allow_hyphen_values = true,
        conflicts_with = "bracket_stop"
    )]
    pub(crate) cover_stop: Option<String>,

    /// Bracket order: how far its stop lies from the entry, in rupees; needs --bracket-target
    #[arg(
        long,
        value_name = "RUPEES",
        allow_hyphen_values = true,
        requires = "bracket_target"
    )]
    pub(crate) bracket_stop: Option<String>,

    /// Bracket order: how far its target lies from the entry, in rupees
    #[arg(
        long,
        value_name = "RUPEES",
        allow_hyphen_values = true,
        requires = "bracket_stop"
    )]
    pub(crate) bracket_target: Option<String>,

    /// Cover or bracket order: let the stop trail the market in steps of so many rupees
    #[arg(long, value_name = "RUPEES", allow_hyphen_values = true)]
    pub(crate) trailing: Option<String>,

    /// The exchange's number for what a future or option is on; without it what today's contracts tell, which is nothing
    /// of those on an index
    #[arg(long, value_name = "TOKEN")]
    pub(crate) underlying_token: Option<String>,

    #[command(flatten)]
    pub(crate) check: CheckArgs,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
#[command(after_help = "Example: pocketful basket edit Morning 4a0f9c1e-… --price 811 --quantity 5")]
pub(crate) struct EditArgs {
    #[command(flatten)]
    pub(crate) basket: BasketArgs,

    /// The order's id in the basket, as `pocketful basket show` shows it
    #[arg(value_name = "ORDER")]
    pub(crate) order: String,

    #[command(flatten)]
    pub(crate) change: ChangeArgs,

    /// Another stop: a price of a cover order, a distance of a bracket order, in rupees
    #[arg(long, value_name = "RUPEES", allow_hyphen_values = true)]
    pub(crate) stop: Option<String>,

    /// Another distance of a bracket order's target from the entry, in rupees
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
pub(crate) struct RemoveArgs {
    #[command(flatten)]
    pub(crate) basket: BasketArgs,

    /// The order's id in the basket, as `pocketful basket show` shows it
    #[arg(value_name = "ORDER")]
    pub(crate) order: String,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
pub(crate) struct MarkArgs {
    #[command(flatten)]
    pub(crate) basket: BasketArgs,

    /// executed or not-executed
    #[arg(value_name = "executed|not-executed", value_parser = ["executed", "not-executed"])]
    #[arg(hide_possible_values = true)]
    pub(crate) state: String,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

impl BasketCommand {
    /// Whether a request is only shown; `None` of a command that changes nothing.
    pub(crate) fn dry_run(&self) -> Option<bool> {
        let send = match self {
            Self::List | Self::Show(_) => return None,
            Self::Create(args) => args.send,
            Self::Rename(args) => args.send,
            Self::Delete(args) | Self::Execute(args) | Self::SquareOff(args) => args.send,
            Self::Add(args) => args.send,
            Self::Edit(args) => args.send,
            Self::Remove(args) => args.send,
            Self::Mark(args) => args.send,
        };
        Some(send.dry_run)
    }
}
