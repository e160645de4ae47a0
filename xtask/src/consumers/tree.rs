//! What a crate brings into its user's program.

use std::{collections::BTreeSet, path::Path};

use crate::{Outcome, cargo};

/// All crates that the crate of this manifest builds on this machine, itself excluded: `name version`.
pub(super) fn crates(manifest: &Path) -> Result<BTreeSet<String>, String> {
    let text = cargo::output(
        cargo::cargo([
            "tree",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--manifest-path",
        ])
        .arg(manifest),
    )?;
    Ok(parse(&text))
}

/// The first line is the crate itself; a line is `name vVERSION`, then a path or `(*)` or `(proc-macro)`.
fn parse(text: &str) -> BTreeSet<String> {
    text.lines()
        .skip(1)
        .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect()
}

/// Fails on a crate that has no place there, or on too many.
pub(super) fn check(crates: &BTreeSet<String>, no_place: &[&str], most: usize) -> Outcome {
    let name = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    let unwanted: Vec<String> = crates
        .iter()
        .map(|line| name(line))
        .filter(|name| no_place.contains(&name.as_str()))
        .collect();
    if !unwanted.is_empty() {
        return Err(format!(
            "without the HTTP client the tree still has {}",
            unwanted.join(", ")
        ));
    }
    if crates.len() > most {
        for line in crates {
            println!("{line}");
        }
        return Err(format!("{} crates, more than {most}", crates.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "consumer v0.0.0 (/tmp/consumer)\nours v0.1.0 (/ours)\nserde v1.0.0\n\
                        serde_derive v1.0.0 (proc-macro)\nserde v1.0.0 (*)\n";

    #[test]
    fn each_crate_counts_once_and_the_consumer_not() {
        let crates = parse(TREE);
        assert_eq!(
            crates,
            ["ours v0.1.0", "serde v1.0.0", "serde_derive v1.0.0"]
                .map(str::to_owned)
                .into()
        );
    }

    #[test]
    fn an_unwanted_crate_or_one_too_many_fails() {
        let crates = parse(TREE);
        assert_eq!(check(&crates, &["hyper"], 3), Ok(()));
        assert!(check(&crates, &["serde"], 3).unwrap_err().contains("serde"));
        assert!(check(&crates, &["hyper"], 2).unwrap_err().contains("3 crates"));
    }
}
