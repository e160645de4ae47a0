//! `cargo xtask features`: every combination of features of every library compiles.

use std::collections::BTreeMap;

use crate::{Outcome, cargo, workspace};

/// More combinations than this want to be grouped, not waited for.
const MOST_COMBINATIONS: usize = 32;

/// With `check_only` a warning is no error: an older compiler may warn about other things than ours.
pub(crate) fn run(check_only: bool) -> Outcome {
    for package in workspace::packages()?.workspace_packages() {
        if !package.targets.iter().any(|target| target.is_lib()) {
            continue;
        }
        let sets = combinations(&package.features);
        if sets.len() > MOST_COMBINATIONS {
            return Err(format!(
                "{} has {} combinations of features, more than {MOST_COMBINATIONS}: fewer features, please",
                package.name,
                sets.len()
            ));
        }
        for set in sets {
            // Clippy instead of a check: what is unused in one combination only is an error too.
            let (check, flags): (_, &[&str]) = if check_only {
                ("check", &[])
            } else {
                ("clippy", &["--", "--deny", "warnings"])
            };
            cargo::run(
                cargo::cargo([
                    check,
                    "--quiet",
                    "--package",
                    &package.name,
                    "--lib",
                    "--no-default-features",
                ])
                .args(["--features", &set.join(",")])
                .args(flags),
            )?;
        }
    }
    Ok(())
}

/// All sub-sets of the features, from none to all. `default` is one of them under another name.
fn combinations(features: &BTreeMap<String, Vec<String>>) -> Vec<Vec<&str>> {
    let mut sets = vec![Vec::new()];
    for feature in features.keys().filter(|name| *name != "default") {
        let with: Vec<Vec<&str>> = sets
            .iter()
            .map(|set| set.iter().copied().chain([feature.as_str()]).collect())
            .collect();
        sets.extend(with);
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_subsets_and_default_is_not_one_of_its_own() {
        let features = ["default", "a", "b"]
            .map(|name| (name.to_owned(), Vec::new()))
            .into();
        assert_eq!(
            combinations(&features),
            [vec![], vec!["a"], vec!["b"], vec!["a", "b"]]
        );
        assert_eq!(combinations(&BTreeMap::new()), [Vec::<&str>::new()]);
    }
}
