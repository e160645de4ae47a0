//! Where configuration and session live on this platform.

use std::{ffi::OsString, path::PathBuf};

/// The three conventions there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Platform {
    Xdg,
    Mac,
    Windows,
}

impl Platform {
    pub(crate) const HERE: Self = if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::Mac
    } else {
        Self::Xdg
    };
}

/// The directory of this program's files, or `None` where the environment names no home.
///
/// XDG: `$XDG_CONFIG_HOME/pocketful`, else `~/.config/pocketful`. A relative `XDG_CONFIG_HOME` is ignored, as the
/// specification demands. macOS: `~/Library/Application Support/pocketful`. Windows: `%APPDATA%\pocketful`.
pub(crate) fn default_home(platform: Platform, var: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name| var(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = match platform {
        Platform::Xdg => absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config"))),
        Platform::Mac => absolute("HOME").map(|home| home.join("Library/Application Support")),
        Platform::Windows => absolute("APPDATA"),
    };
    base.map(|base| base.join("pocketful"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn home(platform: Platform, vars: &[(&str, &str)]) -> Option<PathBuf> {
        default_home(platform, |name| {
            vars.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn follows_the_rules_of_each_platform() {
        for (platform, vars, expected) in [
            (Platform::Xdg, &[("HOME", "/h")][..], Some("/h/.config/pocketful")),
            (
                Platform::Xdg,
                &[("HOME", "/h"), ("XDG_CONFIG_HOME", "/x")],
                Some("/x/pocketful"),
            ),
            (
                Platform::Xdg,
                &[("HOME", "/h"), ("XDG_CONFIG_HOME", "x")],
                Some("/h/.config/pocketful"),
            ),
            (
                Platform::Xdg,
                &[("HOME", "/h"), ("XDG_CONFIG_HOME", "")],
                Some("/h/.config/pocketful"),
            ),
            (Platform::Xdg, &[], None),
            (
                Platform::Mac,
                &[("HOME", "/h")],
                Some("/h/Library/Application Support/pocketful"),
            ),
            (Platform::Windows, &[("APPDATA", "/a")], Some("/a/pocketful")),
            (Platform::Windows, &[("HOME", "/h")], None),
        ] {
            assert_eq!(
                home(platform, vars),
                expected.map(PathBuf::from),
                "{platform:?} {vars:?}"
            );
        }
    }
}
