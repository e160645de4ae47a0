//! Public offerings.

use clap::{Args, Subcommand};

use super::order::SendArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum IpoCommand {
    /// The offerings: open, to come, and over
    List(ListIposArgs),
    /// Your applications, as the broker words them
    Orders,
    /// Apply for shares
    ///
    /// The broker documents no application: the members are known, and hardly their values. What is left out is sent empty.
    Place(Box<PlaceIpoArgs>),
    /// Take an application back
    Cancel(CancelIpoArgs),
}

#[derive(Args, Debug)]
pub(crate) struct ListIposArgs {
    /// Only those that take bids now
    #[arg(long)]
    pub(crate) open: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
The PAN is better kept in POCKETFUL_PAN than typed: a command line is in the shell's history.

Examples:
  pocketful ipo place SANDPIPER --bid 149@100 --upi-id asha@upi --category IND
  pocketful ipo place SANDPIPER --bid 298@cut-off --upi-id asha@upi --dry-run")]
pub(crate) struct PlaceIpoArgs {
    /// The offering's symbol, as `pocketful ipo list` shows it
    #[arg(value_name = "SYMBOL")]
    pub(crate) symbol: String,

    /// Shares and price in whole rupees, or cut-off for the price that is found; up to three bids
    #[arg(long = "bid", value_name = "QTY@PRICE|QTY@cut-off", required = true)]
    pub(crate) bids: Vec<String>,

    /// The applicant's PAN
    #[arg(long, value_name = "PAN", env = "POCKETFUL_PAN", hide_env_values = true)]
    pub(crate) pan: Option<String>,

    /// The UPI address by which it is paid
    #[arg(long, value_name = "ADDRESS", default_value = "", hide_default_value = true)]
    pub(crate) upi_id: String,

    /// Which investors, such as IND: subCatCode of `pocketful ipo list --raw`
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    pub(crate) category: String,

    /// Their category, such as RETAIL: caCode of `pocketful ipo list --raw`
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    pub(crate) category_code: String,

    /// The applicant's name
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(crate) client_name: String,

    /// The applicant's account at the depository
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub(crate) client_ben_id: String,

    /// The depository participant
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub(crate) dp_id: String,

    /// How shares are to be handed over
    #[arg(long, value_name = "MODE", default_value = "", hide_default_value = true)]
    pub(crate) allotment_mode: String,

    /// The bank account, where it is not paid by UPI
    #[arg(long, value_name = "NUMBER")]
    pub(crate) bank_account: Option<String>,

    /// The bank's code
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    pub(crate) bank_code: String,

    /// The branch's code
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    pub(crate) ifsc: String,

    /// The branch's place
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    pub(crate) location_code: String,

    /// The broker
    #[arg(long, value_name = "BROKER", default_value = "", hide_default_value = true)]
    pub(crate) broker: String,

    /// It is paid without an amount reserved at a bank
    #[arg(long)]
    pub(crate) non_asba: bool,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
#[command(after_help = "\
The broker documents the path alone. Client id and symbol are sent, and what --member adds.

Example: pocketful ipo cancel SANDPIPER --member application_number=100000000001")]
pub(crate) struct CancelIpoArgs {
    /// The offering's symbol
    #[arg(value_name = "SYMBOL")]
    pub(crate) symbol: String,

    /// Send a text more, or another one for a member
    #[arg(long = "member", value_name = "NAME=TEXT")]
    pub(crate) members: Vec<String>,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

impl IpoCommand {
    /// Whether a request is only shown; `None` of a command that changes nothing.
    pub(crate) fn dry_run(&self) -> Option<bool> {
        match self {
            Self::List(_) | Self::Orders => None,
            Self::Place(args) => Some(args.send.dry_run),
            Self::Cancel(args) => Some(args.send.dry_run),
        }
    }
}
