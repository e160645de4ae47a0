//! `pocketful basket create|list|show|rename|delete|add|edit|remove|execute|square-off|mark`.

mod add;
mod edit;
mod execute;
mod keep;
mod list;
mod show;

use pocketful::{Basket, BasketName, Client};

use super::read;
use crate::{
    args::basket::{BasketArgs, BasketCommand},
    error::{Failure, Result},
    output::Out,
    profile::Profile,
};

pub(super) async fn run(command: &BasketCommand, profile: &Profile, out: &mut Out) -> Result {
    match command {
        BasketCommand::Create(args) => keep::create(args, profile, out).await,
        BasketCommand::List => list::run(profile, out).await,
        BasketCommand::Show(args) => show::run(args, profile, out).await,
        BasketCommand::Rename(args) => keep::rename(args, profile, out).await,
        BasketCommand::Delete(args) => keep::delete(args, profile, out).await,
        BasketCommand::Add(args) => add::run(args, profile, out).await,
        BasketCommand::Edit(args) => edit::edit(args, profile, out).await,
        BasketCommand::Remove(args) => edit::remove(args, profile, out).await,
        BasketCommand::Execute(args) => execute::run(args, profile, out, false).await,
        BasketCommand::SquareOff(args) => execute::run(args, profile, out, true).await,
        BasketCommand::Mark(args) => keep::mark(args, profile, out).await,
    }
}

fn name(text: &str) -> Result<BasketName> {
    text.parse()
        .map_err(|error: pocketful::types::BasketNameError| Failure::usage(error.to_string()))
}

/// The basket that `wanted` names, or is the id of, and the name by which the server wants it called.
async fn find(client: &Client, args: &BasketArgs, out: &Out) -> Result<(Basket, BasketName)> {
    let baskets = read::ask("Looking for the basket…", client.baskets().certain_list()).await?;
    let wanted = args.basket.trim();
    let named = baskets
        .rows
        .iter()
        .find(|basket| basket.name.as_deref() == Some(wanted));
    let found = named.or_else(|| {
        baskets
            .rows
            .iter()
            .find(|basket| basket.basket_id.as_str() == wanted)
    });
    let Some(basket) = found else {
        read::remark(&baskets, out);
        return Err(unknown(wanted));
    };
    let name = basket.name.as_deref().unwrap_or_default();
    Ok((basket.clone(), self::name(name)?))
}

fn unknown(wanted: &str) -> Failure {
    Failure::not_found(format!("there is no basket `{wanted}`"))
        .hint("`pocketful basket list` has their names")
}

/// How to find out what became of a basket when nobody knows.
fn look(name: &BasketName) -> String {
    format!(
        "Look with `pocketful basket show {}` before you do it again.",
        quoted(name)
    )
}

/// The name as a shell takes it.
fn quoted(name: &BasketName) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.as_str().chars().all(is_plain) && !name.as_str().starts_with('-') {
        return name.to_string();
    }
    format!("'{}'", name.as_str().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_every_name() {
        for (name, text) in [
            ("Morning_1", "Morning_1"),
            ("Noon tide", "'Noon tide'"),
            ("it's $HOME", r"'it'\''s $HOME'"),
        ] {
            assert_eq!(quoted(&name.parse().unwrap()), text);
        }
    }
}
