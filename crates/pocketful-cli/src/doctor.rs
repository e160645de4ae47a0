//! `pocketful doctor`: every line a verdict and, where something is wrong, a remedy.

mod account;
mod network;
mod sources;

use serde::Serialize;

use crate::{
    args::global::Global,
    clock,
    error::{Exit, Failure, Result},
    interrupt,
    output::{Out, wrap},
    profile::Profile,
    session, spinner,
};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Ok,
    /// Works, but not as well as it could.
    Warning,
    /// Something will not work.
    Failure,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    verdict: Verdict,
    finding: String,
    remedy: Option<String>,
    #[serde(skip)]
    exit: Option<Exit>,
}

impl Finding {
    fn ok(check: &'static str, finding: impl Into<String>) -> Self {
        Self {
            check,
            verdict: Verdict::Ok,
            finding: finding.into(),
            remedy: None,
            exit: None,
        }
    }

    fn warning(check: &'static str, finding: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Warning,
            remedy: Some(remedy.into()),
            ..Self::ok(check, finding)
        }
    }

    fn failure(
        check: &'static str,
        exit: Exit,
        finding: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            verdict: Verdict::Failure,
            exit: Some(exit),
            ..Self::warning(check, finding, remedy)
        }
    }
}

pub(crate) async fn run(global: &Global, out: &mut Out) -> Result {
    let profile = Profile::load(global)?;
    let looking = spinner::wait("Looking around…", look(&profile));
    let findings = interrupt::or(async { Ok(looking.await) }).await?;
    if out.is_human() {
        tell(&findings, out)?;
    } else {
        out.document(&findings)?;
    }
    match worst(&findings) {
        Some(exit) => Err(Failure::said(exit)),
        None => Ok(()),
    }
}

async fn look(profile: &Profile) -> Vec<Finding> {
    let mut findings = vec![account::config(profile)];
    // Everything but the session itself works with one that nobody has logged in to.
    let session = session::build(profile);
    let restored = session.restore().await;
    let client = session::connect(profile, session.clone());
    findings.extend(network::names(&profile.environment).await);
    match &client {
        Ok(client) => findings.extend(network::server(client, clock::now).await),
        Err(failure) => findings.push(Finding::failure(
            "connection",
            failure.exit,
            failure.to_string(),
            failure.remedy().unwrap_or("pocketful doctor -vv says more"),
        )),
    }
    findings.push(account::session(&session, restored, client.as_ref().ok()).await);
    findings.extend(sources::all(profile, clock::now()).await);
    if let Ok(client) = &client {
        findings.push(account::limits(client));
    }
    findings
}

/// The exit status: what stands in the way first comes first.
fn worst(findings: &[Finding]) -> Option<Exit> {
    let exits = || findings.iter().filter_map(|finding| finding.exit);
    [Exit::NotSent, Exit::Usage, Exit::Local, Exit::Login]
        .into_iter()
        .find(|wanted| exits().any(|exit| exit == *wanted))
        .or_else(|| exits().next())
}

fn tell(findings: &[Finding], out: &mut Out) -> Result {
    let style = out.style;
    for Finding {
        check,
        verdict,
        finding,
        remedy,
        ..
    } in findings
    {
        let mark = match verdict {
            Verdict::Ok => style.good("✓"),
            Verdict::Warning => style.warn("!"),
            Verdict::Failure => style.bad("✗"),
        };
        out.line(format!(
            "{mark} {}  {}",
            style.bold(format!("{check:<10}")),
            wrap(finding, 14, out.width)
        ))?;
        if let Some(remedy) = remedy {
            out.line(format!(
                "{:14}{} {}",
                "",
                style.accent("→"),
                wrap(remedy, 16, out.width)
            ))?;
        }
    }
    let count = |wanted: Verdict| {
        findings
            .iter()
            .filter(|finding| finding.verdict == wanted)
            .count()
    };
    out.line("")?;
    out.line(match (count(Verdict::Failure), count(Verdict::Warning)) {
        (0, 0) => style.good("Everything is in order."),
        (0, warnings) => format!(
            "Works; {warnings} {} above.",
            plural(warnings, "remark", "remarks")
        ),
        (failures, _) => style.bad(format!(
            "{failures} {} in the way.",
            plural(failures, "thing stands", "things stand")
        )),
    })?;
    Ok(())
}

fn plural(count: usize, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_way_first_decides_the_exit_status() {
        let failure = |exit| Finding::failure("x", exit, "", "");
        assert_eq!(
            worst(&[Finding::ok("x", ""), Finding::warning("x", "", "")]),
            None
        );
        assert_eq!(worst(&[failure(Exit::Login)]), Some(Exit::Login));
        assert_eq!(
            worst(&[failure(Exit::Login), failure(Exit::Local)]),
            Some(Exit::Local)
        );
        assert_eq!(
            worst(&[failure(Exit::Login), failure(Exit::NotSent)]),
            Some(Exit::NotSent)
        );
    }
}
