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
        fs::write(&path, page)?;
        written.push(path);
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            waiting.push((sub.clone(), format!("{name}-{}", sub.get_name())));
        }
    }
    written.sort();
    Ok(written)
}
