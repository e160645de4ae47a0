//! JSON on many lines, with every digit and the order of the members as the server wrote them.

/// `json`, which is one valid value, indented by two blanks a level. Characters that move a terminal's cursor or turn the
/// direction of reading are written as escapes.
pub(super) fn indented(json: &str) -> String {
    let mut text = String::with_capacity(json.len() * 2);
    let mut depth = 0;
    let mut chars = json.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' => {
                text.push('"');
                string(&mut chars, &mut text);
            }
            '{' | '[' => {
                while chars.next_if(|next| next.is_ascii_whitespace()).is_some() {}
                let closing = if char == '{' { '}' } else { ']' };
                text.push(char);
                if chars.next_if_eq(&closing).is_some() {
                    text.push(closing);
                } else {
                    depth += 1;
                    line(&mut text, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut text, depth);
                text.push(char);
            }
            ',' => {
                text.push(',');
                line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            _ if char.is_ascii_whitespace() => {}
            _ => text.push(char),
        }
    }
    text
}

/// The rest of a string, with its end.
fn string(chars: &mut impl Iterator<Item = char>, text: &mut String) {
    while let Some(char) = chars.next() {
        match char {
            '"' => {
                text.push('"');
                return;
            }
            '\\' => {
                text.push('\\');
                text.extend(chars.next());
            }
            _ if is_unprintable(char) => text.push_str(&format!("\\u{:04x}", u32::from(char))),
            _ => text.push(char),
        }
    }
}

/// Controls, marks of direction and invisible characters. None is beyond 16 bits.
fn is_unprintable(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_order_stay() {
        let json = r#"{"z":1.50,"a":[{"nnf_id":1394446825558528718},[],{ }, "x, \"y\": {"],"e":{}}"#;
        let text = indented(json);
        assert_eq!(
            text,
            "{\n  \"z\": 1.50,\n  \"a\": [\n    {\n      \"nnf_id\": 1394446825558528718\n    },\n    [],\n    {},\n    \
             \"x, \\\"y\\\": {\"\n  ],\n  \"e\": {}\n}"
        );
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            serde_json::from_str::<serde_json::Value>(json).unwrap()
        );
        for plain in ["null", "812.50", "[]", "\"a\""] {
            assert_eq!(indented(plain), plain);
        }
    }

    #[test]
    fn a_reply_cannot_write_to_the_terminal() {
        let json = "{\"a\":\"\u{9b}2J\u{7f}\u{202e}\u{200b}é ₹\"}";
        let text = indented(json);
        assert_eq!(text, "{\n  \"a\": \"\\u009b2J\\u007f\\u202e\\u200bé ₹\"\n}");
        let values = [json, &text].map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
        assert_eq!(values[0], values[1]);
    }
}
