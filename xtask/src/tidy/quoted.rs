//! The texts that `docs/troubleshooting.md` explains are texts that the product says.

use super::Findings;

const PAGE: &str = "docs/troubleshooting.md";

/// What was read of the product and of the page.
#[derive(Default)]
pub(super) struct Quoted {
    product: String,
    texts: Vec<(usize, String)>,
}

impl Quoted {
    pub(super) fn read(&mut self, file: &str, text: &str) {
        if file == PAGE {
            self.texts = texts(text);
        } else if file.starts_with("crates/") && file.ends_with(".snap") {
            self.product.push_str(text);
        } else if file.starts_with("crates/") && file.contains("/src/") && file.ends_with(".rs") {
            self.product.push_str(&joined(text));
        }
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        for (line, text) in &self.texts {
            if !self.product.contains(text) {
                findings.problem(PAGE, *line, format!("nothing says `{text}` any more"));
            }
        }
    }
}

/// The first cell of each row of a table, where it is code: one text, or several with a dot between.
fn texts(page: &str) -> Vec<(usize, String)> {
    page.lines()
        .enumerate()
        .filter_map(|(index, line)| {
            let (cell, _) = line.strip_prefix("| `")?.split_once("` |")?;
            Some(cell.split("` · `").map(move |text| (index + 1, text.to_owned())))
        })
        .flatten()
        .collect()
}

/// The source with string literals that continue on the next line put together.
fn joined(source: &str) -> String {
    let mut parts = source.split("\\\n");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.trim_start());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_nothing_says_is_a_problem() {
        let mut quoted = Quoted::default();
        quoted.read("crates/a/src/error.rs", "\"the door is \\\n    locked; knock\"");
        quoted.read("docs/other.md", "| `nothing` | x |");
        quoted.read(
            PAGE,
            "| message | why |\n| `the door is locked` · `knock` | x |\n| `the roof leaks` | y |\n",
        );
        let mut findings = Findings::default();
        quoted.check(&mut findings);
        assert_eq!(
            findings.problems,
            ["docs/troubleshooting.md:3: nothing says `the roof leaks` any more"]
        );
    }
}
