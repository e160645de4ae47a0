//! The arrows that the page draws, in two fenced blocks that read well to people too.
//!
//! ```text
//! pocketful-http: pocketful-auth pocketful-types   (why, in parentheses, is for people)
//! dev pocketful: pocketful-sandbox                 (end-to-end tests)
//! ```

use std::collections::BTreeSet;

use super::{Arrow, Kind};

/// What the page says.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) crates: BTreeSet<String>,
    pub(super) arrows: BTreeSet<Arrow>,
    pub(super) network: BTreeSet<Arrow>,
}

impl Drawn {
    pub(super) fn parse(page: &str) -> Result<Self, String> {
        let (crates, arrows) = lines(page, "layers")?;
        let (_, network) = lines(page, "network")?;
        Ok(Self {
            crates,
            arrows,
            network,
        })
    }
}

type Lines = (BTreeSet<String>, BTreeSet<Arrow>);

/// The crates that have a line of their own, and the arrows, of the block that opens with ```` ```text NAME ````.
fn lines(page: &str, name: &str) -> Result<Lines, String> {
    let (mut crates, mut arrows) = Lines::default();
    let opening = format!("```text {name}");
    let mut inside = page.lines().skip_while(|line| line.trim_end() != opening);
    inside
        .next()
        .ok_or_else(|| format!("no block that opens with {opening}"))?;
    for line in inside.take_while(|line| !line.starts_with("```")) {
        let line = line.split('(').next().unwrap_or(line).trim();
        if line.is_empty() {
            continue;
        }
        let (from, targets) = line
            .split_once(':')
            .ok_or_else(|| format!("`{line}` is not `crate: crate crate`"))?;
        let (kind, from) = match from.split_once(' ') {
            None => (Kind::Normal, from),
            Some(("dev", from)) => (Kind::Dev, from),
            Some(("build", from)) => (Kind::Build, from),
            Some(_) => {
                return Err(format!(
                    "`{line}`: only `dev` and `build` may stand before the crate"
                ));
            }
        };
        if kind == Kind::Normal {
            crates.insert(from.to_owned());
        }
        arrows.extend(targets.split_whitespace().map(|to| Arrow {
            kind,
            from: from.to_owned(),
            to: to.to_owned(),
        }));
    }
    Ok((crates, arrows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_becomes_arrows() {
        let (crates, arrows) = lines(
            "# Page\n```text layers\na: b c  (because)\ndev a: d\n\nb:\n```\nx: y\n",
            "layers",
        )
        .unwrap();
        assert_eq!(crates, ["a".to_owned(), "b".to_owned()].into());
        let texts: Vec<String> = arrows.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["dev: a → d", "a → b", "a → c"]);
    }

    #[test]
    fn a_missing_block_and_a_line_that_is_no_rule_are_errors() {
        assert!(
            lines("no block", "layers")
                .unwrap_err()
                .contains("```text layers")
        );
        assert!(
            lines("```text layers\nwords\n```", "layers")
                .unwrap_err()
                .contains("words")
        );
        assert!(lines("```text layers\noptional a: b\n```", "layers").is_err());
    }
}
