//! The command line: what can be typed, and the help that explains it.

pub(crate) mod api;
pub(crate) mod apps;
pub(crate) mod basket;
pub(crate) mod edis;
pub(crate) mod global;
pub(crate) mod gtt;
pub(crate) mod instruments;
pub(crate) mod ipo;
pub(crate) mod legs;
pub(crate) mod login;
pub(crate) mod market;
pub(crate) mod order;
pub(crate) mod portfolio;
pub(crate) mod sandbox;
pub(crate) mod two_factor;
pub(crate) mod watch;

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand,
    builder::styling::{AnsiColor, Styles},
};

use self::{
    api::ApiArgs,
    apps::AppsArgs,
    basket::BasketCommand,
    edis::EdisCommand,
    global::Global,
    gtt::GttCommand,
    instruments::{ContractsCommand, InstrumentArgs, SearchArgs},
    ipo::IpoCommand,
    legs::{BracketCommand, CoverCommand},
    login::LoginArgs,
    market::{CandlesArgs, FuturesChainArgs, InstrumentsArgs, MarginArgs, OptionChainArgs},
    order::{OrderCommand, OrdersArgs},
    portfolio::{ConvertArgs, PositionsArgs},
    sandbox::SandboxArgs,
    two_factor::TwoFactorCommand,
    watch::WatchArgs,
};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const AFTER_HELP: &str = "\
Environment (besides the variables shown with the options):
  POCKETFUL_ACCESS_TOKEN, POCKETFUL_CLIENT_ID    a read-only session: this token of this account
  POCKETFUL_APP_ID, POCKETFUL_APP_SECRET         the app registered in the portal
  POCKETFUL_REDIRECT_URI                         its redirect URL
  RUST_LOG, NO_COLOR                             which logs on stderr, and no colours

An option wins over its variable, a variable over config.toml in --home.

Exit status:
  0 done   1 the API refused   2 usage   3 login needed or expired
  4 nothing was sent, or a read failed   5 unknown: the request may have taken effect
  6 refused locally (limit, guard, source address)   130 Ctrl-C

The outcome of an error with --json:
  not_sent      nothing left this machine
  rejected      the server refused; nothing changed
  unknown       the request may have taken effect: look before you send it again
  no_effect     a read failed after it was sent (4): do it again; or found nothing (1)
  took_effect   it was done, but stdout cannot be written: the result is in `result`";

/// Pocketful's trading API from the terminal, with a sandbox to try it on.
#[derive(Debug, Parser)]
#[command(name = "pocketful", version, styles = STYLES, after_long_help = AFTER_HELP, max_term_width = 100)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The whole journey on a sandbox inside the command: no account, no network
    ///
    /// Starts a local Pocketful, logs in through the complete OAuth flow, says when the session dies, reads profile
    /// and funds, places a limit order, finds it in the book, is refused from an address that is not whitelisted,
    /// streams a few quotes, cancels, and is told so by the feed. Nothing is left behind.
    Demo,
    /// Serve a local Pocketful until Ctrl-C: portal, OAuth, REST, feed
    Sandbox(SandboxArgs),
    /// Start a session; it lives until midnight IST
    Login(LoginArgs),
    /// What a login asks for beside the password, and how to change it (undocumented by the broker)
    ///
    /// The requests are known, their replies are not: those are printed as they come. None of these commands needs a session.
    #[command(subcommand)]
    TwoFactor(TwoFactorCommand),
    /// Forget the session
    ///
    /// Removes the stored token. The token itself stays valid at the broker until midnight IST: no way to revoke it
    /// is documented.
    Logout,
    /// Is there a session, and when does it die
    ///
    /// Asks no server. Exit status 0 with a live session, 3 when nobody is logged in or the session has expired.
    Status(StatusArgs),
    /// The access token itself
    #[command(subcommand)]
    Token(TokenCommand),
    /// The account's profile
    Profile,
    /// The account as the trading server knows it: client id, exchanges, products
    TradingInfo,
    /// The apps registered for the API, without their secrets (undocumented by the broker)
    ///
    /// Without a command it lists them.
    Apps(AppsArgs),
    /// Margins and money, every row the server sends
    Funds,
    /// The shares in the demat account, and what they are worth
    Holdings,
    /// Positions with profit and loss
    Positions(PositionsArgs),
    /// Hold a position, or part of it, under another product
    ConvertPosition(ConvertArgs),
    /// The order book
    Orders(OrdersArgs),
    /// Place, show, change or cancel orders
    #[command(subcommand)]
    Order(OrderCommand),
    /// Today's trades
    Trades,
    /// Cover orders: an entry and a stop
    #[command(subcommand)]
    Cover(CoverCommand),
    /// Bracket orders: an entry, a stop and a target
    #[command(subcommand)]
    Bracket(BracketCommand),
    /// Baskets: orders that are kept together and sent at once
    #[command(subcommand)]
    Basket(BasketCommand),
    /// Orders that the broker keeps until the market reaches a price (good till triggered)
    #[command(subcommand)]
    Gtt(GttCommand),
    /// Look for instruments by name
    ///
    /// Asks the broker, who also knows names that no symbol has. `pocketful contracts find` looks into the contract
    /// master instead.
    Search(SearchArgs),
    /// All about an instrument: lot, tick, freeze quantity, today's price range, products
    Instrument(InstrumentArgs),
    /// The contract master: every instrument there is
    #[command(subcommand)]
    Contracts(ContractsCommand),
    /// Everything about the price of instruments
    Quote(InstrumentsArgs),
    /// The last traded price of instruments
    Ltp(InstrumentsArgs),
    /// The closing price of the day before of instruments
    Close(InstrumentsArgs),
    /// Between which prices instruments may trade today
    Dpr(InstrumentsArgs),
    /// The futures on an underlying, by expiry
    FuturesChain(FuturesChainArgs),
    /// The options on an underlying, by expiry and strike
    OptionChain(OptionChainArgs),
    /// What orders would tie up, together and one by one; nothing is ordered
    ///
    /// The broker documents no calculation of margins and may refuse.
    Margin(MarginArgs),
    /// When the exchanges are open, in the broker's own words
    MarketHours,
    /// Price history
    ///
    /// The broker documents no price history and may refuse.
    Candles(CandlesArgs),
    /// Public offerings: what there is, and your applications
    #[command(subcommand)]
    Ipo(IpoCommand),
    /// Authorise sales from the depository: TPIN and eDIS (undocumented by the broker)
    #[command(subcommand)]
    Edis(EdisCommand),
    /// Send a request of your own to a path that has no command
    ///
    /// The way of every other command: with the session's token, within the limits, its reply opened and its errors told
    /// with their exit status. Only the data of the reply is printed. For paths that are known by name alone.
    Api(ApiArgs),
    /// Watch live ticks, and orders as they change
    ///
    /// On a terminal it is a table that lives: last price, change since the close, best bid and ask, volume, trend, and the
    /// age of the last tick. A `!` before the age says that ticks are missing. Elsewhere it is a line for each tick, with
    /// --json one object a line. It reconnects by itself and says so; Ctrl-C ends it.
    Watch(WatchArgs),
    /// Find out why something does not work
    ///
    /// Looks at DNS, TLS, clock, session, source addresses and limits. Every line is a verdict and, where something is wrong, what to do about it. Exit status 0 when nothing is
    /// broken, 3 when only a login is missing, 4 when the server cannot be reached, 6 when orders would be refused.
    Doctor,
    /// Print a completion script for a shell
    #[command(
        after_help = "Example: pocketful completions bash > ~/.local/share/bash-completion/completions/pocketful"
    )]
    Completions(CompletionsArgs),
    /// Write the manual pages into a directory
    Man(ManArgs),
}

#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    /// Print every change of the session until Ctrl-C
    #[arg(long)]
    pub(crate) watch: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Print the bare access token
    Print(TokenPrintArgs),
}

#[derive(Debug, Args)]
pub(crate) struct TokenPrintArgs {
    /// Yes, show the secret on standard output
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// Shell to complete in
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Directory for the pages; made when it does not exist
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
}
