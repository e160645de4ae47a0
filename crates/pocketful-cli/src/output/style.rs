//! The few colours and weights of the output.

use super::table::Tone;

/// Paints text when colours are on, and leaves it alone when they are off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) on: bool,
}

impl Style {
    pub(crate) fn new(on: bool) -> Self {
        Self { on }
    }

    fn paint(self, code: &str, text: impl AsRef<str>) -> String {
        let text = text.as_ref();
        if self.on && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    pub(crate) fn toned(self, tone: Tone, text: impl AsRef<str>) -> String {
        match tone {
            Tone::Plain => text.as_ref().to_owned(),
            Tone::Good => self.good(text),
            Tone::Bad => self.bad(text),
            Tone::Warn => self.warn(text),
            Tone::Dim => self.dim(text),
        }
    }

    pub(crate) fn bold(self, text: impl AsRef<str>) -> String {
        self.paint("1", text)
    }

    pub(crate) fn dim(self, text: impl AsRef<str>) -> String {
        self.paint("2", text)
    }

    pub(crate) fn good(self, text: impl AsRef<str>) -> String {
        self.paint("32", text)
    }

    pub(crate) fn bad(self, text: impl AsRef<str>) -> String {
        self.paint("31", text)
    }

    pub(crate) fn warn(self, text: impl AsRef<str>) -> String {
        self.paint("33", text)
    }

    pub(crate) fn accent(self, text: impl AsRef<str>) -> String {
        self.paint("36", text)
    }
}
