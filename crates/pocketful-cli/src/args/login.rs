//! Ways to start a session.

use clap::{ArgGroup, Args};

#[derive(Args, Debug, Default)]
#[command(after_help = "\
Examples:
  pocketful login                            through the browser
  pocketful login --paste-url                on a server without a browser
  pocketful login --paste-token < token.txt  the token that the dashboard shows
  printf '%s\\n%s\\n' \"$PASSWORD\" \"$CODE\" |
    pocketful login --client-id AB1234 --password-stdin")]
#[command(group = ArgGroup::new("direct").args(["password", "password_stdin", "client_id"]).multiple(true))]
pub(crate) struct LoginArgs {
    /// Log in with the browser; the app's redirect URL must be on this machine
    #[arg(long, group = "way")]
    pub(crate) browser: bool,

    /// Print the login page's address and read the address that the browser ends on
    #[arg(long, group = "way")]
    pub(crate) paste_url: bool,

    /// Read the access token that the portal's dashboard shows
    #[arg(long, group = "way")]
    pub(crate) paste_token: bool,

    /// Ask for client id, password and PIN or TOTP code
    #[arg(long, group = "way")]
    pub(crate) password: bool,

    /// Read the password and then the PIN or TOTP code from standard input, a line each
    #[arg(long, requires = "client_id", conflicts_with_all = ["browser", "paste_url", "paste_token"])]
    pub(crate) password_stdin: bool,

    /// Account to log in to with a password
    #[arg(long, value_name = "ID", conflicts_with_all = ["browser", "paste_url", "paste_token"])]
    pub(crate) client_id: Option<String>,

    /// With client id and password: log in at /api/v1 instead of /api/v3, whose replies are taken for the same
    #[arg(long, requires = "direct")]
    pub(crate) v1: bool,

    /// Print the login page's address instead of opening a browser
    #[arg(long, conflicts_with_all = ["paste_token", "password", "password_stdin"])]
    pub(crate) no_open: bool,

    /// Log in again although there is a live session
    #[arg(long)]
    pub(crate) force: bool,
}
