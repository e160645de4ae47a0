//! Links in Markdown files lead to files, headings and tests that exist.

use std::{fs, path::Path};

use super::Findings;

pub(super) fn check(file: &str, text: &str, root: &Path, findings: &mut Findings) {
    let directory = root
        .join(file)
        .parent()
        .map_or_else(|| root.to_owned(), Path::to_owned);
    for (line, label, target) in links(text) {
        if !is_local(target) {
            continue;
        }
        let (path, heading) = target.split_once('#').unwrap_or((target, ""));
        let linked = if path.is_empty() {
            root.join(file)
        } else {
            directory.join(path)
        };
        if !linked.exists() {
            findings.problem(file, line, format!("the link to {target} leads nowhere"));
        } else if !heading.is_empty() && linked.is_file() {
            let page = fs::read_to_string(&linked).unwrap_or_default();
            if !headings(&page).any(|anchor| anchor == heading) {
                findings.problem(file, line, format!("{target}: no such heading"));
            }
        } else if target.ends_with(".rs") && label.starts_with('`') {
            // `name_of_a_test` as the label of a source file: the promise that the test is there.
            let source = fs::read_to_string(&linked).unwrap_or_default();
            let name = label.trim_matches('`');
            if is_snake(name) && !source.contains(&format!("fn {name}(")) {
                findings.problem(file, line, format!("{target} has no `{name}`"));
            }
        }
    }
}

/// Links outside fenced code: line, label, target.
fn links(text: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    prose(text).flat_map(|(number, line)| {
        line.match_indices("](").filter_map(move |(at, _)| {
            let (before, target) = (&line[..at], &line[at + 2..]);
            let label = &before[before.rfind('[')? + 1..];
            Some((number, label, &target[..target.find(')')?]))
        })
    })
}

fn is_snake(name: &str) -> bool {
    name.contains('_')
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Lines outside fenced code, counted from 1.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            return None;
        }
        (!in_code).then_some((index + 1, line))
    })
}

/// Not an address, and not an item of the crate whose documentation the file is (`Client`, `crate::Client::builder`).
fn is_local(target: &str) -> bool {
    let is_address = target.contains("://") || target.starts_with("mailto:");
    let is_item = target.contains("::") || target.chars().all(|c| c.is_alphanumeric() || c == '_');
    !is_address && !is_item
}

/// The anchors of the headings, as forges make them: lower case, spaces to hyphens, other punctuation gone.
fn headings(text: &str) -> impl Iterator<Item = String> {
    prose(text)
        .filter(|(_, line)| line.starts_with('#'))
        .map(|(_, line)| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;

    fn found(text: &str) -> Vec<String> {
        let mut findings = Findings::default();
        check("docs/page.md", text, workspace::root(), &mut findings);
        findings.problems
    }

    #[test]
    fn a_link_to_a_missing_file_is_a_problem() {
        assert_eq!(
            found("text\n[a](missing.md) [b](../Cargo.toml)\n"),
            ["docs/page.md:2: the link to missing.md leads nowhere"]
        );
    }

    #[test]
    fn a_link_to_a_missing_heading_is_a_problem() {
        assert!(found("[a](architecture.md#crates-and-arrows)").is_empty());
        assert_eq!(
            found("[a](architecture.md#nothing)"),
            ["docs/page.md:1: architecture.md#nothing: no such heading"]
        );
    }

    #[test]
    fn a_link_to_a_test_that_is_gone_is_a_problem() {
        assert!(
            found("[`a_link_to_a_test_that_is_gone_is_a_problem`](../xtask/src/tidy/links.rs)").is_empty()
        );
        assert_eq!(
            found("[`no_such_test`](../xtask/src/main.rs)"),
            ["docs/page.md:1: ../xtask/src/main.rs has no `no_such_test`"]
        );
    }

    #[test]
    fn addresses_items_and_code_are_not_files() {
        assert!(
            found("[a](https://example.org/x) [b](crate::Client) [c](Client) [d](mailto:a@b.example)")
                .is_empty()
        );
        assert!(found("```text\n[a](missing.md)\n```\n").is_empty());
    }

    #[test]
    fn headings_become_anchors() {
        let anchors: Vec<_> = headings("# A page: one, two\n## `code` here\n").collect();
        assert_eq!(anchors, ["a-page-one-two", "code-here"]);
    }
}
