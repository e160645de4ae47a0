//! `cargo xtask tidy`: the house rules that no other tool checks. The data is `xtask/tidy.txt`.

mod blocks;
mod links;
mod quoted;
mod rules;
mod rust;
mod words;

use std::{fs, path::Path};

use crate::{Outcome, workspace};
use quoted::Quoted;
use rules::Rules;

const DATA: &str = "xtask/tidy.txt";

pub(crate) fn run() -> Outcome {
    let root = workspace::root();
    let data = fs::read_to_string(root.join(DATA)).map_err(|error| format!("{DATA}: {error}"))?;
    let mut rules = Rules::parse(&data).map_err(|error| format!("{DATA}: {error}"))?;
    let mut findings = Findings::default();
    let mut quoted = Quoted::default();
    let files = workspace::files()?;
    for file in &files {
        let bytes = fs::read(root.join(file)).map_err(|error| format!("{}: {error}", file.display()))?;
        // Pictures have no words.
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        let file = slashed(file);
        check(&file, &text, &mut rules, &mut findings);
        quoted.read(&file, &text);
    }
    quoted.check(&mut findings);
    for unused in rules.unused() {
        findings.problem(
            DATA,
            0,
            format!("`{unused}` is allowed, but nothing needs it any more"),
        );
    }
    for warning in &findings.warnings {
        println!("warning: {warning}");
    }
    for problem in &findings.problems {
        println!("{problem}");
    }
    match findings.problems.len() {
        0 => {
            println!("{} files are tidy", files.len());
            Ok(())
        }
        count => Err(format!("{count} untidy places")),
    }
}

fn check(file: &str, text: &str, rules: &mut Rules, findings: &mut Findings) {
    if file == DATA || file.ends_with("Cargo.lock") {
        return;
    }
    words::check(file, text, rules, findings);
    if file.ends_with(".rs") {
        rust::check(file, text, rules, findings);
    }
    if file.ends_with(".md") {
        links::check(file, text, workspace::root(), findings);
    }
}

/// A path of the project with `/` on every system, as `tidy.txt` writes it.
fn slashed(file: &Path) -> String {
    let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// What was found, each with its place.
#[derive(Debug, Default)]
struct Findings {
    problems: Vec<String>,
    warnings: Vec<String>,
}

impl Findings {
    /// A problem in a line, counted from 1; line 0 is the whole file.
    fn problem(&mut self, file: &str, line: usize, what: impl AsRef<str>) {
        self.problems.push(place(file, line, what.as_ref()));
    }

    fn warning(&mut self, file: &str, line: usize, what: impl AsRef<str>) {
        self.warnings.push(place(file, line, what.as_ref()));
    }
}

fn place(file: &str, line: usize, what: &str) -> String {
    if line == 0 {
        format!("{file}: {what}")
    } else {
        format!("{file}:{line}: {what}")
    }
}
