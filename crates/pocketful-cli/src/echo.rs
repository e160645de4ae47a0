//! Gives the terminal its echo back when a hidden question is broken off.

/// The terminal as it was before a hidden question; dropped, it is so again.
///
/// The thread that reads the answer switches the echo off and on again itself. When Ctrl-C ends the command, that
/// thread is left behind in the middle, and the shell would go on without showing what is typed.
#[cfg(unix)]
pub(crate) struct Echo {
    terminal: std::fs::File,
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Echo {
    /// Remembers the terminal; `None` when there is none.
    pub(crate) fn keep() -> Option<Self> {
        let terminal = std::fs::File::open("/dev/tty").ok()?;
        let before = rustix::termios::tcgetattr(&terminal).ok()?;
        Some(Self { terminal, before })
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
    pub(crate) fn keep() -> Option<Self> {
        None
    }
}
