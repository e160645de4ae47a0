//! Lines that fit the terminal, with a hanging indent.

/// `text` broken between words so that no line is wider than `width` columns; every line but the first begins with
/// `indent` blanks, and the first is taken to begin there already.
pub(crate) fn wrap(text: &str, indent: usize, width: Option<u16>) -> String {
    let Some(room) = width.map(|width| usize::from(width).saturating_sub(indent).max(20)) else {
        return text.to_owned();
    };
    let mut lines = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > room {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            used = 0;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    lines
}

/// Each line of `text` in lines at most `width` wide, which begin two blanks further in than the line that they are of.
pub(crate) fn wrap_lines(text: &str, width: Option<u16>) -> String {
    let lines = text.lines().map(|line| {
        let words = line.trim_start_matches(' ');
        let indent = line.len() - words.len();
        format!("{}{}", &line[..indent], wrap(words, indent + 2, width))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_between_words_only() {
        assert_eq!(
            wrap("one two three four five six", 2, Some(22)),
            "one two three four\n  five six"
        );
        assert_eq!(
            wrap("a-word-that-is-longer-than-the-line x", 1, Some(10)),
            "a-word-that-is-longer-than-the-line\n x"
        );
        assert_eq!(wrap("one two three", 2, None), "one two three");
    }

    #[test]
    fn every_line_keeps_its_own_indentation() {
        assert_eq!(
            wrap_lines(
                "one two three four five six\n  seven eight nine ten eleven",
                Some(26)
            ),
            "one two three four five\n  six\n  seven eight nine ten\n    eleven"
        );
        assert_eq!(wrap_lines("one\n  two", None), "one\n  two");
    }
}
