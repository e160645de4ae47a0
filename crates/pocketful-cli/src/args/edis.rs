//! Authorising sales from the depository.

use clap::{Args, Subcommand};

use super::order::SendArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum EdisCommand {
    /// Have the depository send you a TPIN (undocumented by the broker)
    Tpin(TpinArgs),
    /// Ask for the values of the depository's form, where the TPIN is entered (undocumented by the broker)
    ///
    /// The form is the depository's own page: a browser posts these values to it. Nothing is authorised before the TPIN is
    /// entered there.
    Authorise(AuthoriseArgs),
}

#[derive(Args, Debug)]
#[command(after_help = "\
The PAN is better kept in POCKETFUL_PAN than typed: a command line is in the shell's history.

Example: pocketful edis tpin")]
pub(crate) struct TpinArgs {
    /// The depository's account [default: the account's own, where it has only one]
    #[arg(long, value_name = "ID")]
    pub(crate) boid: Option<String>,

    /// The PAN of its owner
    #[arg(long, value_name = "PAN", env = "POCKETFUL_PAN", hide_env_values = true)]
    pub(crate) pan: Option<String>,

    /// Send the app gateway's form of the request instead of the one behind it
    #[arg(long)]
    pub(crate) gateway: bool,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

#[derive(Args, Debug)]
#[command(after_help = "Example: pocketful edis authorise NSE:SBIN=10 NSE:2885=5 --request-type TYPE")]
pub(crate) struct AuthoriseArgs {
    /// Shares to be authorised and how many, by symbol or number: NSE:SBIN=10
    #[arg(value_name = "EXCHANGE:INSTRUMENT=QTY", required = true)]
    pub(crate) sales: Vec<String>,

    /// How many of each are authorised already
    #[arg(long, value_name = "QTY", default_value = "0", allow_hyphen_values = true)]
    pub(crate) authorised: String,

    /// The kind of request; the broker documents no values
    #[arg(long, value_name = "TYPE")]
    pub(crate) request_type: String,

    /// Send the app gateway's form of the request instead of the one behind it
    #[arg(long)]
    pub(crate) gateway: bool,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}

impl EdisCommand {
    /// Whether a request is only shown.
    pub(crate) fn dry_run(&self) -> Option<bool> {
        match self {
            Self::Tpin(args) => Some(args.send.dry_run),
            Self::Authorise(args) => Some(args.send.dry_run),
        }
    }
}
