//! The data of tidy: sections of `what = why` lines, and which of them were needed.

use std::collections::{BTreeMap, BTreeSet};

/// The sections of `tidy.txt`.
#[derive(Debug, Default)]
pub(super) struct Rules {
    allowed: BTreeMap<Permission, BTreeSet<String>>,
    used: BTreeSet<(Permission, String)>,
    /// Forbidden words, each with the reason.
    pub(super) words: Vec<(String, String)>,
}

/// What a file may be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Permission {
    ExposeSecret,
    Long,
    Sleep,
}

enum Section {
    Allowed(Permission),
    Words,
}

impl Rules {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut rules = Self::default();
        let mut section = None;
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with("# ") {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                section = Some(Section::named(name)?);
                continue;
            }
            let (what, why) = line
                .split_once(" = ")
                .ok_or_else(|| format!("`{line}` is not `what = why`"))?;
            match &section {
                None => return Err(format!("`{line}` stands before the first [section]")),
                Some(Section::Words) => rules.words.push((what.replace('|', ""), why.to_owned())),
                Some(Section::Allowed(permission)) => {
                    rules
                        .allowed
                        .entry(*permission)
                        .or_default()
                        .insert(what.to_owned());
                }
            }
        }
        Ok(rules)
    }

    /// Whether the file may; asking counts as needing it.
    pub(super) fn allows(&mut self, permission: Permission, file: &str) -> bool {
        let allowed = self
            .allowed
            .get(&permission)
            .is_some_and(|files| files.contains(file));
        if allowed {
            self.used.insert((permission, file.to_owned()));
        }
        allowed
    }

    /// Files that are allowed something and never asked.
    pub(super) fn unused(&self) -> Vec<String> {
        self.allowed
            .iter()
            .flat_map(|(permission, files)| files.iter().map(|file| (*permission, file.clone())))
            .filter(|entry| !self.used.contains(entry))
            .map(|(_, file)| file)
            .collect()
    }
}

impl Section {
    fn named(name: &str) -> Result<Self, String> {
        match name {
            "secrets" => Ok(Self::Allowed(Permission::ExposeSecret)),
            "long" => Ok(Self::Allowed(Permission::Long)),
            "sleep" => Ok(Self::Allowed(Permission::Sleep)),
            "words" => Ok(Self::Words),
            _ => Err(format!("[{name}] is not a section")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_hold_files_and_words() {
        let mut rules =
            Rules::parse("# text\n[long]\na.rs = one table\n[words]\nfo|o! = no\n#[b|ar = no\n").unwrap();
        assert!(rules.allows(Permission::Long, "a.rs"));
        assert!(!rules.allows(Permission::Sleep, "a.rs"));
        assert_eq!(
            rules.words,
            [("foo!".into(), "no".into()), ("#[bar".into(), "no".into())]
        );
    }

    #[test]
    fn an_allowance_that_nobody_asked_for_is_known() {
        let mut rules = Rules::parse("[long]\na.rs = a\nb.rs = b\n").unwrap();
        assert!(rules.allows(Permission::Long, "b.rs"));
        assert_eq!(rules.unused(), ["a.rs"]);
    }

    #[test]
    fn a_reason_is_not_optional() {
        assert!(Rules::parse("[long]\na.rs\n").unwrap_err().contains("what = why"));
        assert!(Rules::parse("[other]\n").unwrap_err().contains("[other]"));
        assert!(
            Rules::parse("a.rs = a\n")
                .unwrap_err()
                .contains("before the first")
        );
    }
}
