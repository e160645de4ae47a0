//! Requests in the caller's own words.

use clap::Args;

use super::order::SendArgs;

#[derive(Args, Debug)]
#[command(after_help = "\
A GET is a read, and may be sent again. Every other method may change something:
it is asked for on a terminal, leaves from a registered source address, counts
against the limits of orders, and is never sent again once it may have arrived.

Examples:
  pocketful api GET /api/v1/alerts
  pocketful api GET /api/v1/charts/tdv --query exchange=NSE --query token=3045
  pocketful api POST /api/v1/event/iceberg --body - --dry-run < order.json")]
pub(crate) struct ApiArgs {
    /// GET, POST, PUT, PATCH or DELETE
    #[arg(value_name = "METHOD", ignore_case = true, value_parser = ["GET", "POST", "PUT", "PATCH", "DELETE"])]
    #[arg(hide_possible_values = true)]
    pub(crate) method: String,

    /// A path of the API's host, such as /api/v1/alerts
    #[arg(value_name = "PATH")]
    pub(crate) path: String,

    /// A parameter of the query, not encoded; may be given again
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) query: Vec<String>,

    /// The body, as JSON; `-` reads it from standard input, where no other user of this machine sees it
    #[arg(long, value_name = "JSON")]
    pub(crate) body: Option<String>,

    #[command(flatten)]
    pub(crate) send: SendArgs,
}
