//! Words that no file may hold.

use super::{Findings, rules::Rules};

pub(super) fn check(file: &str, text: &str, rules: &Rules, findings: &mut Findings) {
    for (word, why) in &rules.words {
        // Most files hold none of them: look once, then for the lines.
        if !holds(text, word) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            if holds(line, word) {
                findings.problem(file, number + 1, format!("`{word}`: {why}"));
            }
        }
    }
}

/// Whether the word stands in the text and not inside a longer one: `AXB` is not in `MAXBET`.
fn holds(text: &str, word: &str) -> bool {
    let starts_as_word = word.starts_with(is_word);
    let ends_as_word = word.ends_with(is_word);
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !(starts_as_word && before.is_some_and(is_word) || ends_as_word && after.is_some_and(is_word))
    })
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let rules = Rules::parse("[words]\nQQQ = no\nstub! = finish it\n/nowhere/ = a path\n").unwrap();
        let mut findings = Findings::default();
        check("a.rs", text, &rules, &mut findings);
        findings.problems
    }

    #[test]
    fn each_line_with_a_word_is_a_problem() {
        assert_eq!(found("fine\n// QQQ later\n"), ["a.rs:2: `QQQ`: no"]);
        assert_eq!(found("stub!()\n\nstub!(1)").len(), 2);
        assert_eq!(found("cd /nowhere/else"), ["a.rs:1: `/nowhere/`: a path"]);
    }

    #[test]
    fn a_word_inside_another_is_none() {
        assert!(found("QQQQ1234 and AQQQ and QQQ_ID").is_empty());
        assert_eq!(found("(QQQ)").len(), 1);
    }
}
