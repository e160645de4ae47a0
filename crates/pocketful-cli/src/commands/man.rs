//! `pocketful man DIR`: one page for the program and one for every command.

use std::{fs, io, path::PathBuf};

use clap::CommandFactory;

use crate::{
    args::{Cli, ManArgs},
    error::{Failure, Result},
    output::Out,
};

pub(crate) fn write(args: &ManArgs, out: &mut Out) -> Result {
    let pages = pages(&args.dir).map_err(|error| {
        Failure::system(
            format!("cannot write manual pages into {}", args.dir.display()),
            &error,
        )
    })?;
    if out.is_human() {
        out.line(format!(
            "{} manual pages written to {}",
            pages.len(),
            args.dir.display()
        ))?;
        out.line(format!(
            "Read one with: man {}",
            args.dir.join("pocketful.1").display()
        ))?;
    } else {
        out.document(&pages)?;
    }
    Ok(())
}

fn pages(dir: &std::path::Path) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    let mut root = Cli::command();
    root.build();
    let mut written = Vec::new();
    let mut waiting = vec![(root, "pocketful".to_owned())];
    while let Some((command, name)) = waiting.pop() {
        let mut page = Vec::new();
        clap_mangen::Man::new(command.clone())
            .title(&name)
            .render(&mut page)?;
        let path = dir.join(format!("{name}.1"));
        fs::write(&path, with_lines_kept(&String::from_utf8_lossy(&page)))?;
        written.push(path);
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            waiting.push((sub.clone(), format!("{name}-{}", sub.get_name())));
        }
    }
    written.sort();
    Ok(written)
}

/// The page with the text after the options line for line: it is laid out by hand, in columns and commands to copy.
fn with_lines_kept(page: &str) -> String {
    let Some((before, rest)) = page.split_once("\n.SH EXTRA\n") else {
        return page.to_owned();
    };
    let (text, after) = rest.split_at(rest.find("\n.SH ").unwrap_or(rest.trim_end().len()));
    format!("{before}\n.SH NOTES\n.nf\n{text}\n.fi{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_after_the_options_keeps_its_lines() {
        for (page, kept) in [
            (".TH x 1\n.SH NAME\nx\n", ".TH x 1\n.SH NAME\nx\n"),
            (
                "a\n.SH EXTRA\nb\n c\n.SH VERSION\nd\n",
                "a\n.SH NOTES\n.nf\nb\n c\n.fi\n.SH VERSION\nd\n",
            ),
            ("a\n.SH EXTRA\nb\n c\n", "a\n.SH NOTES\n.nf\nb\n c\n.fi\n"),
        ] {
            assert_eq!(with_lines_kept(page), kept);
        }
    }
}
