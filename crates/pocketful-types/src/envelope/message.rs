//! A server's message, made safe to print.

use std::borrow::Cow;

/// Longest message kept, in characters.
pub(crate) const MAX_CHARS: usize = 300;

/// The message on one line, cut to a sane length, without characters that would move a terminal's cursor or turn the
/// reading direction.
pub(crate) fn clean_message(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.len() <= MAX_CHARS && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len().min(MAX_CHARS + 1));
    let mut count = 0;
    for char in text.chars() {
        let char = if char.is_control() || char.is_whitespace() {
            ' '
        } else if is_invisible(char) {
            continue;
        } else {
            char
        };
        if char == ' ' && (clean.is_empty() || clean.ends_with(' ')) {
            continue;
        }
        if count == MAX_CHARS {
            clean.push('…');
            break;
        }
        clean.push(char);
        count += 1;
    }
    clean.truncate(clean.trim_end().len());
    Cow::Owned(clean)
}

/// Zero-width characters, marks of direction, and byte-order marks.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(
            clean_message(" Request Unauthorised "),
            Cow::Borrowed("Request Unauthorised")
        ));
    }

    #[test]
    fn one_line_without_tricks() {
        assert_eq!(clean_message("a\r\nb\t\tc"), "a b c");
        assert_eq!(clean_message("\u{1b}[31mred\u{7}"), "[31mred");
        assert_eq!(clean_message("ab\u{202e}cd\u{200b}e"), "abcde");
        assert_eq!(clean_message("₹ 5"), "₹ 5");
    }

    #[test]
    fn long_messages_are_cut_between_characters() {
        let long = clean_message(&"é".repeat(1000)).into_owned();
        assert_eq!(long.chars().count(), MAX_CHARS + 1);
        assert!(long.ends_with('…'));
        assert_eq!(clean_message(&"x".repeat(MAX_CHARS)).len(), MAX_CHARS);
    }
}
