//! What `pocketful` says when nothing is asked of it.

use crate::{error::Result, output::Out};

const GROUPS: [(&str, &[(&str, &str)]); 4] = [
    (
        "Start here",
        &[
            ("demo", "the main job on a built-in sandbox: no account needed"),
            ("login", "start a session; it lives until midnight IST"),
        ],
    ),
    (
        "Your account",
        &[
            ("status", "is there a session, and when does it die"),
            ("profile, trading-info, funds", "who you are and what you have"),
            ("orders", "the order book"),
            ("order place | show | cancel", "one order"),
        ],
    ),
    (
        "Try things out",
        &[
            ("sandbox", "serve a local Pocketful: portal, OAuth, REST"),
            ("doctor", "find out why something does not work"),
        ],
    ),
    ("More", &[("--help", "every command and option")]),
];

/// Prints the short help.
pub(crate) fn print(out: &mut Out) -> Result {
    let style = out.style;
    out.line(format!(
        "{}  Pocketful's trading API from the terminal",
        style.bold("pocketful")
    ))?;
    for (title, commands) in GROUPS {
        out.line("")?;
        out.line(style.bold(title))?;
        for (command, what) in commands {
            let words = format!("{command:<28}");
            out.line(format!("  {}  {what}", style.accent(words)))?;
        }
    }
    Ok(())
}
