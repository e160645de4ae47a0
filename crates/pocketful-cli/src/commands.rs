//! From the parsed command line to the function that does it.

mod account;
mod completions;
mod login;
mod logout;
mod man;
mod order;
pub(crate) mod orders;
mod sandbox;
mod status;
mod token;
mod welcome;

use crate::{
    args::{Cli, Command, TokenCommand, order::OrderCommand},
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
        Command::Token(TokenCommand::Print(args)) => token::print(args, &profile()?, out).await,
        Command::Profile => account::profile(&profile()?, out).await,
        Command::TradingInfo => account::trading_info(&profile()?, out).await,
        Command::Funds => account::funds(&profile()?, out).await,
        Command::Orders(args) => orders::run(args, &profile()?, out).await,
        Command::Order(OrderCommand::Place(args)) => order::place(args, &profile()?, out).await,
        Command::Order(OrderCommand::Show(args)) => order::show(args, &profile()?, out).await,
        Command::Order(OrderCommand::Cancel(args)) => order::cancel(args, &profile()?, out).await,
        Command::Doctor => doctor::run(&cli.global, out).await,
        Command::Completions(args) => completions::print(args, out),
        Command::Man(args) => man::write(args, out),
        Command::Demo => demo::run(out).await,
    }
}

/// An option that would do nothing is refused rather than ignored.
fn check_format(command: &Command, format: Format) -> Result {
    let has_reply = match command {
        Command::Profile | Command::TradingInfo | Command::Funds | Command::Orders(_) => true,
        Command::Order(OrderCommand::Place(args)) => !args.dry_run,
        Command::Order(_) => true,
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
