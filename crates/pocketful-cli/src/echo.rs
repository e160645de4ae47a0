//! Switches the terminal's echo off for a hidden question, and on again however the question ends.

/// A terminal that does not show what is typed; dropped, it is as it was before.
///
/// The thread that reads the answer does the same, but only once the question is on the screen: what somebody fast, or a
/// script, types in between would be shown, and an end of input (Ctrl-D) would be lost. When Ctrl-C ends the command,
/// that thread is left behind in the middle, and the shell would go on without showing what is typed.
#[cfg(unix)]
pub(crate) struct Echo {
    terminal: std::fs::File,
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Echo {
    /// Hides what is typed from now on; `None` when there is no terminal.
    pub(crate) fn off() -> Option<Self> {
        use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

        let terminal = std::fs::File::open("/dev/tty").ok()?;
        let before = tcgetattr(&terminal).ok()?;
        let mut hidden = before.clone();
        // The modes of the reading thread. With others, what is typed before it sets its own would be read differently.
        hidden
            .local_modes
            .remove(LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        hidden.special_codes[SpecialCodeIndex::VMIN] = 1;
        hidden.special_codes[SpecialCodeIndex::VTIME] = 0;
        let echo = Self { terminal, before };
        tcsetattr(&echo.terminal, OptionalActions::Now, &hidden).ok()?;
        Some(echo)
    }
}

#[cfg(unix)]
impl Drop for Echo {
    fn drop(&mut self) {
        // A terminal that is gone needs no echo.
        let _ = rustix::termios::tcsetattr(
            &self.terminal,
            rustix::termios::OptionalActions::Now,
            &self.before,
        );
    }
}

/// Elsewhere the console takes back its mode by itself.
#[cfg(not(unix))]
pub(crate) struct Echo;

#[cfg(not(unix))]
impl Echo {
    pub(crate) fn off() -> Option<Self> {
        None
    }
}
