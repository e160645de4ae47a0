//! Standard output: text for people, JSON for programs, colours only where they help.

pub(crate) mod money;
pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod time;
mod wrap;

use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use serde_json::value::RawValue;

pub(crate) use self::{
    style::Style,
    wrap::{wrap, wrap_lines},
};
use crate::args::global::{ColorWhen, Global};

/// What standard output is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Tables and sentences.
    Human,
    /// One JSON document.
    Json,
    /// The data of the server's reply, untouched.
    Raw,
}

/// What took effect, kept until it is certain that it was reported.
pub(crate) struct Accepted {
    pub(crate) what: String,
    pub(crate) result: Option<Box<RawValue>>,
}

/// Standard output with the choices made for it.
pub(crate) struct Out {
    pub(crate) format: Format,
    pub(crate) style: Style,
    /// Width of the terminal in columns, `None` where stdout is none.
    pub(crate) width: Option<u16>,
    quiet: bool,
    accepted: Option<Accepted>,
    writer: Box<dyn Write>,
}

impl Out {
    /// The process's stdout, buffered: a table leaves in one write.
    pub(crate) fn stdout(global: &Global) -> Self {
        let terminal = io::stdout().is_terminal();
        Self {
            format: match (global.json, global.raw) {
                (_, true) => Format::Raw,
                (true, false) => Format::Json,
                (false, false) => Format::Human,
            },
            style: Style::new(wants_color(global.color, terminal)),
            quiet: global.quiet,
            accepted: None,
            width: if terminal { terminal_width() } else { None },
            writer: Box::new(io::BufWriter::new(io::stdout())),
        }
    }

    /// Whether a person reads.
    pub(crate) fn is_human(&self) -> bool {
        self.format == Format::Human
    }

    /// Writes `text` and a line end.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        self.writer.write_all(text.as_ref().as_bytes())?;
        self.writer.write_all(b"\n")
    }

    /// Writes a sentence, in lines that fit the terminal.
    pub(crate) fn sentence(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        self.line(wrap_lines(text.as_ref(), self.width))
    }

    /// Writes `bytes` as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer.write_all(bytes)
    }

    /// Writes one JSON document, indented.
    pub(crate) fn document(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.writer, value)?;
        self.writer.write_all(b"\n")
    }

    /// Writes one JSON object on a line of its own and sends it off.
    pub(crate) fn json_line(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.writer, value)?;
        self.writer.write_all(b"\n")?;
        self.writer.flush()
    }

    /// Says on stderr what is worth knowing although the command goes on.
    pub(crate) fn remark(&self, text: &str) {
        if !self.quiet {
            // Without stderr there is nobody to read it.
            let text = wrap(text, 9, stderr_width());
            drop(writeln!(io::stderr().lock(), "warning: {text}"));
        }
    }

    /// Notes that a write took effect, before it is reported: where stdout cannot be written, stderr says `what` (a
    /// clause such as `the order was taken in as 7`) and `result` instead of "nothing was sent".
    pub(crate) fn accepted(&mut self, what: impl Into<String>, result: &impl Serialize) {
        self.accepted = Some(Accepted {
            what: what.into(),
            result: serde_json::value::to_raw_value(result).ok(),
        });
    }

    /// [`accepted`](Self::accepted) for a reply whose data is JSON text already.
    pub(crate) fn accepted_raw(&mut self, what: impl Into<String>, result: &str) {
        self.accepted = Some(Accepted {
            what: what.into(),
            result: RawValue::from_string(result.to_owned()).ok(),
        });
    }

    pub(crate) fn take_accepted(&mut self) -> Option<Accepted> {
        self.accepted.take()
    }

    /// Sends off what was written.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Whether output to a stream that is or is not a terminal gets colours.
pub(crate) fn wants_color(when: ColorWhen, terminal: bool) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => {
            terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// Columns of the terminal that stderr is, if it is one.
pub(crate) fn stderr_width() -> Option<u16> {
    known(comfy_table::Table::new().use_stderr().width())
}

fn terminal_width() -> Option<u16> {
    known(comfy_table::Table::new().width())
}

/// A terminal that does not know its width says 0.
fn known(width: Option<u16>) -> Option<u16> {
    width.filter(|width| *width > 0)
}
