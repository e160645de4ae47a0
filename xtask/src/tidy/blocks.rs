//! Which lines of a Rust file are test code, and which lie in tests whose clock stands still.

use std::ops::RangeInclusive;

/// The test code of a file, where secrets are made up.
pub(super) enum Tests {
    /// A test, a bench or a consumer.
    Whole,
    /// The items marked `#[cfg(test)]`, in lines counted from 1.
    Items(Vec<RangeInclusive<usize>>),
}

impl Tests {
    pub(super) fn of(file: &str, text: &str) -> Self {
        let is_test_file = file
            .split('/')
            .any(|part| ["tests", "tests.rs", "benches", "consumers"].contains(&part));
        if is_test_file {
            Self::Whole
        } else {
            Self::Items(marked(text, |line| line == "#[cfg(test)]"))
        }
    }

    pub(super) fn hold(&self, line: usize) -> bool {
        match self {
            Self::Whole => true,
            Self::Items(items) => items.iter().any(|lines| lines.contains(&line)),
        }
    }
}

/// The lines of functions in which tokio's clock is paused from the start.
pub(super) fn paused(text: &str) -> Vec<RangeInclusive<usize>> {
    marked(text, |line| {
        line.starts_with("#[") && line.contains("start_paused")
    })
}

/// The items behind the attributes that `marks` knows, attribute included: one line for `mod x;`, up to the brace that
/// closes it for any other.
fn marked(text: &str, marks: impl Fn(&str) -> bool) -> Vec<RangeInclusive<usize>> {
    let lines: Vec<&str> = text.lines().collect();
    lines
        .iter()
        .enumerate()
        .filter(|(_, line)| marks(line.trim()))
        .map(|(index, _)| index + 1..=end(&lines, index + 1) + 1)
        .collect()
}

/// The index of the last line of the item that begins at or after the line `start`.
///
/// rustfmt closes an item with a brace indented as its first line is, which tells more surely where it ends than
/// counting braces does: those in texts and comments do not count.
fn end(lines: &[&str], start: usize) -> usize {
    let first = (start..lines.len()).find(|&at| {
        let line = lines[at].trim_start();
        !line.is_empty() && !line.starts_with("#[") && !line.starts_with("//")
    });
    let Some(first) = first else {
        return lines.len().saturating_sub(1);
    };
    let whole = lines[first].trim_end();
    if whole.ends_with(';') || whole.ends_with('}') {
        return first;
    }
    let indent = &whole[..whole.len() - whole.trim_start().len()];
    let closes = |line: &str| {
        line.strip_prefix(indent)
            .is_some_and(|rest| rest.starts_with('}') || rest.trim_end() == ");")
    };
    (first + 1..lines.len())
        .find(|&at| closes(lines[at]))
        .unwrap_or(lines.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_marked_item_is_test_code() {
        let text = "//! A file.\n#[cfg(test)]\nmod tests;\nfn a() {}\n#[cfg(test)]\n#[path = \"x.rs\"]\nmod inline {\n    fn b() {\n        \"}\";\n    }\n}\nfn c() {}\n";
        let tests = Tests::of("src/a.rs", text);
        let held: Vec<_> = (1..=12).filter(|line| tests.hold(*line)).collect();
        assert_eq!(held, [2, 3, 5, 6, 7, 8, 9, 10, 11]);
    }

    #[test]
    fn an_item_of_one_line_ends_there() {
        let text = "#[cfg(test)]\nuse a::b;\nfn c() {}\n";
        let tests = Tests::of("src/a.rs", text);
        assert!(tests.hold(2) && !tests.hold(3));
    }

    #[test]
    fn a_clock_is_paused_in_its_own_test_alone() {
        let text = "#[tokio::test(start_paused = true)]\nasync fn a() {\n    b();\n}\n#[tokio::test]\nasync fn c() {\n    d();\n}\n";
        assert_eq!(paused(text), [1..=4]);
    }
}
