//! The terminal is given back, also when the program breaks while it has it.

use std::process::{Command, Stdio};

use time::OffsetDateTime;

use super::*;
use crate::{args::watch::WatchMode, watch::board::Asked};

const NAME: &str = "watch::screen::tests::a_panic_gives_the_terminal_back_before_it_speaks";

/// Set where this test runs itself to break.
const BREAKS: &str = "BREAKS_WITH_THE_TABLE_ON_SCREEN";

/// `script` gives this very test a terminal to break on, and `stty` says how that was left.
#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    if std::env::var_os(BREAKS).is_some() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let asked = Asked {
            mode: WatchMode::Detailed,
            orders: true,
        };
        let _screen = Screen::take(Board::new(&[], asked, now), true).unwrap();
        panic!("SENTINEL of a defect");
    }
    let output = Command::new("script")
        .args(["-qec", "$P $NAME --exact --nocapture; stty -a", "/dev/null"])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("SHELL", "/bin/sh")
        .env("TERM", "xterm-256color")
        .env("P", std::env::current_exe().unwrap())
        .env("NAME", NAME)
        .env(BREAKS, "1")
        .stdin(Stdio::null())
        .output()
        .expect("`script`, of util-linux");
    let seen = String::from_utf8_lossy(&output.stdout).into_owned();
    let at = |text: &str| seen.find(text).unwrap_or_else(|| panic!("no {text:?} in {seen}"));
    let (taken, given_back) = (at("\u{1b}[?1049h"), at("\u{1b}[?1049l"));
    assert!(
        taken < given_back && given_back < at("SENTINEL of a defect"),
        "{seen}"
    );
    assert!(
        seen.rfind("\u{1b}[?25h") > seen.rfind("\u{1b}[?25l"),
        "the cursor is hidden: {seen}"
    );
    let settings: Vec<_> = seen.split([' ', ';', '\r', '\n']).collect();
    for on in ["icanon", "echo", "isig", "opost"] {
        assert!(settings.contains(&on), "{on} is off: {seen}");
    }
}
