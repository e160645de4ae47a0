//! `pocketful completions SHELL`.

use clap::CommandFactory;

use crate::{
    args::{Cli, CompletionsArgs},
    error::Result,
    output::Out,
};

pub(crate) fn print(args: &CompletionsArgs, out: &mut Out) -> Result {
    let mut script = Vec::new();
    // Elsewhere its words are looked at together with the configuration file's, whose key takes the same ones.
    let mut command = Cli::command().mut_arg("env", |arg| arg.value_parser(["algo", "trade"]));
    clap_complete::generate(args.shell, &mut command, "pocketful", &mut script);
    out.bytes(&script)?;
    Ok(())
}
