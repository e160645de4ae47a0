//! From the parsed command line to the function that does it.

mod completions;
mod man;
mod welcome;

use crate::{
    args::{Cli, Command},
    error::{Failure, Result},
    output::Out,
};

/// Does what `cli` asks for.
pub(crate) async fn run(cli: &Cli, out: &mut Out) -> Result {
    let Some(command) = &cli.command else {
        return welcome::print(out);
    };
    match command {
        Command::Completions(args) => completions::print(args, out),
        Command::Man(args) => man::write(args, out),
        _ => Err(Failure::usage("this command comes with the client library")),
    }
}
