//! The demo's steps as they are told: a line with a tick and its time, or one JSON document at the end.

use serde::Serialize;
use tokio::time::Instant;

use crate::{error::Result, output::Out};

/// One step that was done.
#[derive(Debug, Serialize)]
struct Step {
    step: &'static str,
    what: String,
    took_ms: f64,
}

#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    took_ms: f64,
    steps: &'a [Step],
}

/// Tells the steps.
pub(super) struct Steps<'a> {
    out: &'a mut Out,
    done: Vec<Step>,
    started: Instant,
    last: Instant,
}

impl<'a> Steps<'a> {
    pub(super) fn start(out: &'a mut Out) -> Result<Self> {
        if out.is_human() {
            let style = out.style;
            out.line(style.bold("Pocketful demo"))?;
            out.line(
                style.dim("Everything happens on a sandbox inside this command: no account, no network."),
            )?;
            out.line("")?;
            out.flush()?;
        }
        let started = Instant::now();
        Ok(Self {
            out,
            done: Vec::new(),
            started,
            last: started,
        })
    }

    /// `step` is done; tells `what` came of it.
    pub(super) fn done(&mut self, step: &'static str, what: String) -> Result {
        let now = Instant::now();
        let took_ms = milliseconds(self.last, now);
        self.last = now;
        if self.out.is_human() {
            let style = self.out.style;
            let time = style.dim(format!("{took_ms:>6.1} ms"));
            self.out.line(format!(
                "  {} {time}  {}  {what}",
                style.good("✓"),
                style.bold(format!("{step:<7}"))
            ))?;
            self.out.flush()?;
        }
        self.done.push(Step { step, what, took_ms });
        Ok(())
    }

    /// Tells the end, good or bad.
    pub(super) fn finish(self, outcome: Result) -> Result {
        let took_ms = milliseconds(self.started, Instant::now());
        let ok = outcome.is_ok();
        if !self.out.is_human() {
            self.out.document(&Document {
                ok,
                took_ms,
                steps: &self.done,
            })?;
            return outcome;
        }
        let style = self.out.style;
        if let Err(failure) = outcome {
            self.out
                .line(format!("  {} {:>9}  {failure}", style.bad("✗"), ""))?;
            return Err(failure);
        }
        self.out.line("")?;
        self.out.line(format!(
            "Done in {:.2} s; nothing is left behind.",
            took_ms / 1000.0
        ))?;
        self.out.line("")?;
        for (command, what) in [
            ("pocketful sandbox --open", "look around in the sandbox's portal"),
            ("pocketful login", "start a session with your own account"),
        ] {
            self.out
                .line(format!("  {}  {what}", style.accent(format!("{command:<24}"))))?;
        }
        Ok(())
    }
}

/// Milliseconds with one decimal.
fn milliseconds(from: Instant, to: Instant) -> f64 {
    ((to - from).as_secs_f64() * 10_000.0).round() / 10.0
}
