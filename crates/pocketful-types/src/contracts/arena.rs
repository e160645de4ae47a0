//! All texts of the contracts in one string, each repeated one once.

use std::collections::HashMap;

/// Where a text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) len: u16,
}

/// Texts that are being collected.
#[derive(Debug, Default)]
pub(super) struct Arena {
    text: String,
    known: HashMap<Box<str>, Span>,
}

impl Arena {
    /// Puts a text that hardly any other row has. `None` where there is no room, which no real file reaches.
    pub(super) fn put(&mut self, text: &str) -> Option<Span> {
        if text.is_empty() {
            return Some(Span::default());
        }
        let span = Span {
            start: u32::try_from(self.text.len()).ok()?,
            len: u16::try_from(text.len()).ok()?,
        };
        self.text.push_str(text);
        Some(span)
    }

    /// Puts a text that many rows have; `last` is where the row before has it, which is mostly the same.
    pub(super) fn share(&mut self, text: &str, last: Span) -> Option<Span> {
        if get(&self.text, last) == text {
            return Some(last);
        }
        if let Some(span) = self.known.get(text) {
            return Some(*span);
        }
        let span = self.put(text)?;
        self.known.insert(text.into(), span);
        Some(span)
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// The text at `span`; empty where there is none, which only a cache that was tampered with has.
pub(super) fn get(text: &str, span: Span) -> &str {
    let start = usize::try_from(span.start).unwrap_or(usize::MAX);
    text.get(start..start.saturating_add(usize::from(span.len)))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_texts_are_kept_once() {
        let mut arena = Arena::default();
        let nifty = arena.share("NIFTY", Span::default()).unwrap();
        let bank = arena.share("BANKNIFTY", nifty).unwrap();
        assert_eq!(arena.share("NIFTY", bank), Some(nifty));
        assert_eq!(arena.share("NIFTY", nifty), Some(nifty));
        assert_eq!(arena.put(""), Some(Span::default()));
        assert_eq!(arena.put(&"x".repeat(70_000)), None);
        let text = arena.into_text();
        assert_eq!(text, "NIFTYBANKNIFTY");
        assert_eq!(get(&text, bank), "BANKNIFTY");
        assert_eq!(get(&text, Span { start: 10, len: 9 }), "");
    }
}
