//! Runs steps one after the other, keeps their times, and ends with a table.

use std::time::{Duration, Instant};

use crate::Outcome;

/// The steps so far.
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<Step>,
}

struct Step {
    name: &'static str,
    time: Duration,
    outcome: Outcome,
}

impl Report {
    /// Runs one step; a failure is kept and the next step still runs, so that one run shows everything.
    pub(crate) fn step(&mut self, name: &'static str, run: impl FnOnce() -> Outcome) {
        println!("\n== {name}");
        let (outcome, time) = timed(run);
        match &outcome {
            Ok(()) => println!("== {name}: passed in {}", seconds(time)),
            Err(message) => println!("error: {message}\n== {name}: FAILED after {}", seconds(time)),
        }
        self.steps.push(Step { name, time, outcome });
    }

    /// The table, and a failure if any step failed.
    pub(crate) fn finish(self) -> Outcome {
        println!("\n{}", self.table());
        let failed: Vec<&str> = self
            .steps
            .iter()
            .filter(|step| step.outcome.is_err())
            .map(|step| step.name)
            .collect();
        if failed.is_empty() {
            Ok(())
        } else {
            Err(format!("{} failed", failed.join(", ")))
        }
    }

    fn table(&self) -> String {
        let mut lines: Vec<String> = self
            .steps
            .iter()
            .map(|step| {
                let verdict = if step.outcome.is_ok() { "passed" } else { "FAILED" };
                format!("{:<12} {verdict}  {:>9}", step.name, seconds(step.time))
            })
            .collect();
        let total = self.steps.iter().map(|step| step.time).sum();
        lines.push(format!("{:<12} {:>6}  {:>9}", "total", "", seconds(total)));
        lines.join("\n")
    }
}

/// Runs something and says how long it took.
pub(crate) fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a tool ran is not a decision of the product"
    )]
    let start = Instant::now();
    let value = run();
    (value, start.elapsed())
}

/// A duration as people read it: `4.2 s`, `3 min 07 s`.
pub(crate) fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_fails_the_report_and_the_others_still_run() {
        let mut report = Report::default();
        let mut ran = false;
        report.step("first", || Err("no".into()));
        report.step("second", || {
            ran = true;
            Ok(())
        });
        assert!(ran);
        assert!(report.table().contains("first        FAILED"));
        assert!(report.table().contains("second       passed"));
        assert_eq!(report.finish(), Err("first failed".into()));
    }

    #[test]
    fn times_read_well() {
        assert_eq!(seconds(Duration::from_millis(4_240)), "4.2 s");
        assert_eq!(seconds(Duration::from_secs(187)), "3 min 07 s");
    }
}
