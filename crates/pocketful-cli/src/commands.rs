//! From the parsed command line to the function that does it.

mod account;
mod api;
mod apps;
mod basket;
mod completions;
mod contracts;
mod edis;
mod gtt;
mod instruments;
mod ipo;
mod legs;
mod login;
mod logout;
mod man;
mod market;
mod named;
mod order;
pub(crate) mod orders;
mod portfolio;
mod pretty;
mod raw;
pub(crate) mod read;
mod sandbox;
mod status;
mod token;
mod trades;
mod two_factor;
mod typed;
mod watch;
mod welcome;
mod write;

use crate::{
    args::{
        Cli, Command, TokenCommand,
        instruments::ContractsCommand,
        legs::{BracketCommand, CoverCommand},
        order::OrderCommand,
    },
    demo, doctor,
    error::{Failure, Result},
    output::{Format, Out},
    profile::Profile,
};

/// Does what `cli` asks for.
pub(crate) async fn run(cli: &Cli, out: &mut Out) -> Result {
    let Some(command) = &cli.command else {
        return welcome::print(out);
    };
    check_format(command, out.format)?;
    let profile = || Profile::load(&cli.global);
    match command {
        Command::Sandbox(args) => sandbox::run(args, out).await,
        Command::Login(args) => login::run(args, &profile()?, out).await,
        Command::Logout => logout::run(&profile()?, out).await,
        Command::Status(args) => status::run(args, &profile()?, out).await,
        Command::TwoFactor(command) => two_factor::run(command, &profile()?, out).await,
        Command::Token(TokenCommand::Print(args)) => token::print(args, &profile()?, out).await,
        Command::Profile => account::profile(&profile()?, out).await,
        Command::TradingInfo => account::trading_info(&profile()?, out).await,
        Command::Apps(args) => apps::run(args, &profile()?, out).await,
        Command::Funds => account::funds(&profile()?, out).await,
        Command::Orders(args) => orders::run(args, &profile()?, out).await,
        Command::Holdings => portfolio::holdings(&profile()?, out).await,
        Command::Positions(args) => portfolio::positions(args, &profile()?, out).await,
        Command::ConvertPosition(args) => portfolio::convert(args, &profile()?, out).await,
        Command::Trades => trades::run(&profile()?, out).await,
        Command::Cover(CoverCommand::Place(args)) => legs::place_cover(args, &profile()?, out).await,
        Command::Cover(CoverCommand::Modify(args)) => legs::modify_cover(args, &profile()?, out).await,
        Command::Bracket(BracketCommand::Place(args)) => legs::place_bracket(args, &profile()?, out).await,
        Command::Bracket(BracketCommand::Modify(args)) => legs::modify_bracket(args, &profile()?, out).await,
        Command::Cover(CoverCommand::Exit(args)) | Command::Bracket(BracketCommand::Exit(args)) => {
            legs::exit(args, &profile()?, out).await
        }
        Command::Basket(command) => basket::run(command, &profile()?, out).await,
        Command::Gtt(command) => gtt::run(command, &profile()?, out).await,
        Command::Search(args) => instruments::search(args, &profile()?, out).await,
        Command::Instrument(args) => instruments::instrument(args, &profile()?, out).await,
        Command::Contracts(ContractsCommand::Sync(args)) => contracts::sync(*args, &profile()?, out).await,
        Command::Contracts(ContractsCommand::Find(args)) => contracts::find(args, &profile()?, out).await,
        Command::Contracts(ContractsCommand::Info) => contracts::info(&profile()?, out).await,
        Command::Quote(args) => market::quote(args, &profile()?, out).await,
        Command::Ltp(args) => market::ltp(args, &profile()?, out).await,
        Command::Close(args) => market::close(args, &profile()?, out).await,
        Command::Dpr(args) => market::dpr(args, &profile()?, out).await,
        Command::FuturesChain(args) => market::futures_chain(args, &profile()?, out).await,
        Command::Margin(args) => market::margin(args, &profile()?, out).await,
        Command::MarketHours => market::market_hours(&profile()?, out).await,
        Command::Ipo(command) => ipo::run(command, &profile()?, out).await,
        Command::Edis(command) => edis::run(command, &profile()?, out).await,
        Command::Api(args) => api::run(args, &profile()?, out).await,
        Command::OptionChain(args) => market::option_chain(args, &profile()?, out).await,
        Command::Candles(args) => market::candles(args, &profile()?, out).await,
        Command::Order(OrderCommand::Modify(args)) => order::modify(args, &profile()?, out).await,
        Command::Order(OrderCommand::History(args)) => order::history(args, &profile()?, out).await,
        Command::Order(OrderCommand::CancelAll(args)) => order::cancel_all(*args, &profile()?, out).await,
        Command::Order(OrderCommand::Place(args)) => order::place(args, &profile()?, out).await,
        Command::Order(OrderCommand::Show(args)) => order::show(args, &profile()?, out).await,
        Command::Order(OrderCommand::Cancel(args)) => order::cancel(args, &profile()?, out).await,
        Command::Watch(args) => watch::run(args, &profile()?, out).await,
        Command::Doctor => doctor::run(&cli.global, out).await,
        Command::Completions(args) => completions::print(args, out),
        Command::Man(args) => man::write(args, out),
        Command::Demo => demo::run(out).await,
    }
}

/// An option that would do nothing is refused rather than ignored.
fn check_format(command: &Command, format: Format) -> Result {
    let has_reply = match command {
        Command::Profile
        | Command::TradingInfo
        | Command::Funds
        | Command::Holdings
        | Command::Positions(_)
        | Command::Orders(_)
        | Command::Trades
        | Command::Search(_)
        | Command::Instrument(_)
        | Command::OptionChain(_)
        | Command::FuturesChain(_)
        | Command::Margin(_)
        | Command::MarketHours
        | Command::Candles(_) => true,
        Command::Quote(args) | Command::Ltp(args) | Command::Close(args) | Command::Dpr(args) => {
            if format == Format::Raw && args.instruments.len() > 1 {
                return Err(
                    Failure::usage("--raw prints one reply, and every instrument has its own")
                        .hint("name one instrument, or use --json"),
                );
            }
            true
        }
        Command::Order(OrderCommand::CancelAll(_)) => false,
        Command::Order(OrderCommand::Place(args)) => !args.send.dry_run,
        Command::Order(OrderCommand::Modify(args)) => !args.send.dry_run,
        Command::Order(_) => true,
        Command::ConvertPosition(args) => !args.send.dry_run,
        Command::Cover(CoverCommand::Place(args)) => !args.send.dry_run,
        Command::Cover(CoverCommand::Modify(args)) => !args.send.dry_run,
        Command::Bracket(BracketCommand::Place(args)) => !args.send.dry_run,
        Command::Bracket(BracketCommand::Modify(args)) => !args.send.dry_run,
        Command::Cover(CoverCommand::Exit(args)) | Command::Bracket(BracketCommand::Exit(args)) => {
            !args.send.dry_run
        }
        Command::Apps(args) => args.dry_run() != Some(true),
        Command::Basket(command) => command.dry_run() != Some(true),
        Command::Gtt(command) => command.dry_run() != Some(true),
        Command::Ipo(command) => command.dry_run() != Some(true),
        Command::Edis(command) => command.dry_run() != Some(true),
        Command::TwoFactor(_) => true,
        Command::Api(args) => !args.send.dry_run,
        _ => false,
    };
    match (command, format) {
        (_, Format::Raw) if !has_reply => Err(Failure::usage(
            "--raw prints the server's reply, and this command has none",
        )
        .hint("use --json")),
        (Command::Completions(_), Format::Json) => {
            Err(Failure::usage("a completion script is not JSON").hint("leave out --json"))
        }
        _ => Ok(()),
    }
}
