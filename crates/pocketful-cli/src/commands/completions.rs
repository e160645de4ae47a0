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
/// files, which hardly any command wants. Its own look at the command stops at an option whose value is just being
/// typed, so that function is written anew.
fn arguments_for_fish(command: &Command) -> String {
    let mut lines = FUNCTIONS.replace("VALUED", &valued(&[command]));
    for sub in command.get_subcommands() {
        let condition = format!("__fish_pocketful_using_subcommand {}", sub.get_name());
        arguments_of(&[command, sub], &condition, &mut lines);
        for inner in sub.get_subcommands() {
            let condition = format!(
                "{condition}; and __fish_seen_subcommand_from {}",
                inner.get_name()
            );
            arguments_of(&[command, sub, inner], &condition, &mut lines);
        }
    }
    lines
}

/// The words before the cursor that are neither options nor their values, and how many there are.
const FUNCTIONS: &str = "\
complete -c pocketful -f

function __fish_pocketful_words
    set -l is_value 0
    for token in (commandline -opc)[2..-1]
        if test $is_value = 1
            set is_value 0
        else if string match -q -- '-*' $token
            if contains -- $token $argv
                set is_value 1
            end
        else
            echo $token
        end
    end
end

function __fish_pocketful_needs_command
    set -l words (__fish_pocketful_words VALUED)
    if set -q words[1]
        echo $words[1]
        return 1
    end
end

function __fish_pocketful_after
    test (__fish_pocketful_words $argv[2..-1] | count) = $argv[1]
end

";

/// The options of these commands that take a value.
fn valued(commands: &[&Command]) -> String {
    let options = commands.iter().flat_map(|command| command.get_opts());
    let names: Vec<_> = options
        .flat_map(|option| {
            let long = option.get_long().map(|long| format!("--{long}"));
            let short = option.get_short().map(|short| format!("-{short}"));
            long.into_iter().chain(short)
        })
        .collect();
    names.join(" ")
}

/// The words of the last of `commands`, each where it belongs: behind the commands' names and the arguments before it.
fn arguments_of(commands: &[&Command], condition: &str, lines: &mut String) {
    let Some(command) = commands.last() else { return };
    let valued = valued(commands);
    for (index, argument) in command.get_positionals().enumerate() {
        let before = commands.len() - 1 + index;
        let condition = format!("{condition}; and __fish_pocketful_after {before} {valued}");
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
            (
                "__fish_pocketful_using_subcommand order; and __fish_seen_subcommand_from place; and __fish_pocketful_after 4 ",
                r#" -f -a "buy sell""#,
            ),
            (
                "__fish_pocketful_using_subcommand man; and __fish_pocketful_after 1 ",
                r#" -F"#,
            ),
        ] {
            let (condition, words) = line;
            assert!(
                (lines.lines()).any(|line| line.contains(condition) && line.ends_with(words)),
                "{condition}: {lines}"
            );
        }
        assert!(lines.contains("-a \"bash "), "{lines}");
    }
}
