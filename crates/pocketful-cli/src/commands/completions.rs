//! `pocketful completions SHELL`.

use clap::CommandFactory;

use crate::{
    args::{Cli, CompletionsArgs},
    error::Result,
    output::Out,
};

pub(crate) fn print(args: &CompletionsArgs, out: &mut Out) -> Result {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "pocketful", &mut script);
    out.bytes(&script)?;
    Ok(())
}
