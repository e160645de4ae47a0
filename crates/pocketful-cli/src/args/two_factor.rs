//! How the account's second factor is set up and changed.

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum TwoFactorCommand {
    /// Ask for TOTP to be set up
    ///
    /// The reply is printed as it comes, and may hold the secret for an authenticator: mind where it goes.
    SetupTotp(AccountArgs),
    /// Choose what a login asks for: a TOTP code or the PIN
    ///
    /// Asks for a TOTP code, which is needed for either; without a terminal it is a line of standard input.
    Choose(ChooseArgs),
    /// Say that the authenticator is lost, and prove with the PAN whose account it is
    ///
    /// What a login asks for then, the broker decides: try it.
    ForgotTotp(ForgotTotpArgs),
    /// Log in with a one-time password that the broker sends
    ///
    /// Asks for client id and password, and then for the one-time password; without a terminal they are lines of standard
    /// input. No session is started, since it is not known where in the reply a token would be: the reply is printed as it
    /// comes, and `pocketful login --paste-token` takes the token that it may hold.
    Otp(OtpArgs),
}

#[derive(Args, Debug)]
pub(crate) struct AccountArgs {
    /// The account [default: it is asked for]
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Option<String>,

    /// Do not ask before sending
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pocketful two-factor choose totp
  printf '%s\\n' \"$CODE\" | pocketful two-factor choose pin --client-id AB1234 --yes")]
pub(crate) struct ChooseArgs {
    /// totp or pin
    #[arg(
        value_name = "totp|pin",
        ignore_case = true,
        value_enum,
        hide_possible_values = true
    )]
    pub(crate) wanted: Wanted,

    #[command(flatten)]
    pub(crate) account: AccountArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Wanted {
    Totp,
    Pin,
}

#[derive(Args, Debug)]
#[command(after_help = "\
The PAN is better kept in POCKETFUL_PAN, or asked for, than typed: a command line is in the shell's history.")]
pub(crate) struct ForgotTotpArgs {
    #[command(flatten)]
    pub(crate) account: AccountArgs,

    /// The PAN of the account's owner [default: it is asked for]
    #[arg(long, value_name = "PAN", env = "POCKETFUL_PAN", hide_env_values = true)]
    pub(crate) pan: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct OtpArgs {
    /// The account [default: it is asked for]
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Option<String>,
}
