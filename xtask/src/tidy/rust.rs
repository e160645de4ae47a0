//! Rules for Rust files: first line, name, length, opened secrets, waiting tests.

use super::{
    Findings,
    blocks::{Tests, paused},
    rules::{Permission, Rules},
};

/// Split, so that this file does not look as if it opened one.
const OPENS: &str = concat!("expose_", "secret");

const LOOK_HARD: usize = 300;
const TOO_LONG: usize = 400;

/// Names that say nothing about the one idea of a file.
const SAYS_NOTHING: [&str; 7] = ["common", "helper", "helpers", "manager", "misc", "util", "utils"];

pub(super) fn check(file: &str, text: &str, rules: &mut Rules, findings: &mut Findings) {
    first_line(file, text, findings);
    name(file, findings);
    length(file, text, rules, findings);
    opened_secrets(file, text, rules, findings);
    waiting_tests(file, text, rules, findings);
}

fn first_line(file: &str, text: &str, findings: &mut Findings) {
    let first = text.lines().next().unwrap_or_default();
    let is_readme = file.ends_with("lib.rs") && first.starts_with("#![doc = include_str!(");
    if !first.starts_with("//! ") && !is_readme {
        findings.problem(
            file,
            1,
            "the first line is a `//!` sentence that says what the file is",
        );
    }
}

fn name(file: &str, findings: &mut Findings) {
    if file.ends_with("/mod.rs") {
        findings.problem(file, 0, "`foo.rs` beside `foo/`, not `foo/mod.rs`");
    }
    for part in file.split('/') {
        let stem = part.strip_suffix(".rs").unwrap_or(part);
        if SAYS_NOTHING.contains(&stem) {
            findings.problem(
                file,
                0,
                format!("`{stem}` says nothing: name the one idea of the file"),
            );
        }
    }
}

fn length(file: &str, text: &str, rules: &mut Rules, findings: &mut Findings) {
    let lines = text.lines().count();
    if lines > TOO_LONG && !rules.allows(Permission::Long, file) {
        findings.problem(file, 0, format!("{lines} lines: is there a second idea in it?"));
    } else if lines > LOOK_HARD {
        findings.warning(file, 0, format!("{lines} lines"));
    }
}

fn opened_secrets(file: &str, text: &str, rules: &mut Rules, findings: &mut Findings) {
    let tests = Tests::of(file, text);
    for (number, line) in numbered_code(text).filter(|(number, _)| !tests.hold(*number)) {
        if line.contains(OPENS) && !rules.allows(Permission::ExposeSecret, file) {
            findings.problem(
                file,
                number,
                "opens a secret; a file that must is listed in xtask/tidy.txt with the reason",
            );
        }
    }
}

fn waiting_tests(file: &str, text: &str, rules: &mut Rules, findings: &mut Findings) {
    let tests = Tests::of(file, text);
    let paused = paused(text);
    for (number, line) in numbered_code(text).filter(|(number, _)| tests.hold(*number)) {
        let blocks = line.contains("thread::sleep(");
        let waits = line.contains("time::sleep(") || line.contains(" sleep(Duration");
        let is_paused = paused.iter().any(|lines| lines.contains(&number));
        if (blocks || (waits && !is_paused)) && !rules.allows(Permission::Sleep, file) {
            findings.problem(
                file,
                number,
                "a test waits in real time; pause tokio's clock instead",
            );
        }
    }
}

/// Lines that are not comments, counted from 1.
fn numbered_code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, text: &str) -> Vec<String> {
        let mut rules =
            Rules::parse("[secrets]\nheader.rs = the header\n[long]\ntable.rs = one table\n").unwrap();
        let mut findings = Findings::default();
        check(file, text, &mut rules, &mut findings);
        findings.problems
    }

    #[test]
    fn every_file_says_what_it_is() {
        assert_eq!(found("a.rs", "//! A file.\n").len(), 0);
        assert_eq!(found("a.rs", "use std::fs;\n").len(), 1);
        assert_eq!(found("a.rs", "").len(), 1);
        let readme = "#![doc = include_str!(\"../README.md\")]\n";
        assert_eq!(found("src/lib.rs", readme).len(), 0);
        assert_eq!(found("src/other.rs", readme).len(), 1);
    }

    #[test]
    fn names_say_something() {
        for file in ["src/orders/mod.rs", "src/utils.rs", "tests/common/client.rs"] {
            assert_eq!(found(file, "//! A file.\n").len(), 1, "{file}");
        }
        assert_eq!(found("src/utilisation.rs", "//! A file.\n").len(), 0);
    }

    #[test]
    fn long_files_are_listed_or_split() {
        let long = "//! A file.\n".repeat(401);
        assert_eq!(
            found("a.rs", &long),
            ["a.rs: 401 lines: is there a second idea in it?"]
        );
        assert_eq!(found("table.rs", &long).len(), 0);
        assert_eq!(found("a.rs", &"//! A file.\n".repeat(400)).len(), 0);
    }

    #[test]
    fn secrets_are_opened_only_where_listed_or_in_tests() {
        let open = "//! A file.\nfn f() { x.expose_secret(); }\n";
        assert!(found("log.rs", open)[0].starts_with("log.rs:2: opens a secret"));
        assert_eq!(found("header.rs", open).len(), 0);
        assert_eq!(found("crates/a/tests/login/main.rs", open).len(), 0);
        let test = "//! A file.\n// never expose_secret\n#[cfg(test)]\nmod tests {\n x.expose_secret();\n}\n";
        assert_eq!(found("log.rs", test).len(), 0);
        let after = "//! A file.\n#[cfg(test)]\nmod tests;\nfn f() { x.expose_secret(); }\n";
        assert!(found("log.rs", after)[0].starts_with("log.rs:4: opens a secret"));
    }

    #[test]
    fn tests_do_not_wait_in_real_time() {
        // Split, so that this file does not look as if it waited.
        let waits = concat!("tokio::time::", "sleep(second).await;");
        let test = |body: &str| format!("//! A file.\n#[cfg(test)]\nmod tests {{\n{body}\n}}\n");
        assert_eq!(
            found("a.rs", &test(concat!("std::thread::", "sleep(second);"))).len(),
            1
        );
        assert_eq!(found("a.rs", &test(waits)).len(), 1);
        let paused =
            format!("    #[tokio::test(start_paused = true)]\n    async fn a() {{\n {waits}\n    }}\n");
        assert_eq!(found("a.rs", &test(&paused)).len(), 0);
        let beside = format!("{paused}    #[tokio::test]\n    async fn b() {{\n {waits}\n    }}");
        assert_eq!(found("a.rs", &test(&beside)).len(), 1);
        let product = format!("//! A file.\nasync fn f() {{ {waits} }}\n");
        assert_eq!(found("a.rs", &product).len(), 0);
    }
}
