//! `pocketful completions SHELL`.

use std::fmt::Write;

use clap::{Command, CommandFactory};
use clap_complete::Shell;

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
    if args.shell == Shell::Fish {
        out.bytes(arguments_for_fish(&command).as_bytes())?;
    }
    Ok(())
}

/// What the generator leaves out for this shell: the words of arguments that are no options. Without them fish offers
/// files, which hardly any command wants.
fn arguments_for_fish(command: &Command) -> String {
    let mut lines = String::from("complete -c pocketful -f\n");
    for sub in command.get_subcommands() {
        let condition = format!("__fish_pocketful_using_subcommand {}", sub.get_name());
        arguments_of(sub, &condition, &mut lines);
        for inner in sub.get_subcommands() {
            let condition = format!(
                "{condition}; and __fish_seen_subcommand_from {}",
                inner.get_name()
            );
            arguments_of(inner, &condition, &mut lines);
        }
    }
    lines
}

fn arguments_of(command: &Command, condition: &str, lines: &mut String) {
    for argument in command.get_positionals() {
        let words: Vec<_> = (argument.get_possible_values().iter())
            .map(|word| word.get_name().to_owned())
            .collect();
        let is_path = argument.get_id() == "dir";
        // Writing into a String cannot fail.
        let _ = if is_path {
            writeln!(lines, "complete -c pocketful -n \"{condition}\" -F")
        } else if words.is_empty() {
            Ok(())
        } else {
            let words = words.join(" ");
            writeln!(
                lines,
                "complete -c pocketful -n \"{condition}\" -f -a \"{words}\""
            )
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fish_offers_words_where_there_are_words_and_files_where_files_are_wanted() {
        let lines = arguments_for_fish(&Cli::command());
        for line in [
            r#"complete -c pocketful -n "__fish_pocketful_using_subcommand order; and __fish_seen_subcommand_from place" -f -a "buy sell""#,
            r#"complete -c pocketful -n "__fish_pocketful_using_subcommand man" -F"#,
        ] {
            assert!(lines.lines().any(|other| other == line), "{lines}");
        }
        assert!(lines.contains("-a \"bash "), "{lines}");
    }
}
