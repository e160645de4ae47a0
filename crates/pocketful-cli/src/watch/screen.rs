//! The terminal while the live table has it: taken, drawn on by a thread of its own, and given back however it ends.

mod painter;
mod tty;

use std::{
    io,
    sync::{Arc, MutexGuard},
    time::Duration,
};

use ratatui::crossterm::{
    event::{self, Event as Input, KeyCode, KeyEventKind, KeyModifiers},
    terminal::enable_raw_mode,
};

use self::{
    painter::{Painter, Shown},
    tty::Tty,
};
use super::board::Board;

/// How often it looks for keys and draws what is new. Ages count in seconds.
pub(crate) const FRAME: Duration = Duration::from_millis(100);

/// The terminal, given back when dropped; a panic gives it back too.
pub(crate) struct Screen {
    painter: Arc<Painter>,
}

impl Screen {
    /// Takes the terminal and draws `board` on it from here on. A terminal that takes nothing holds up nobody but the thread
    /// that draws.
    pub(crate) fn take(board: Board, color: bool) -> io::Result<Self> {
        let painter = Arc::new(Painter::new(board, color, Tty::of_stdout()?));
        // Before its message is printed, that is: it would be lost with the table.
        let (of_panic, hook) = (Arc::downgrade(&painter), std::panic::take_hook());
        std::panic::set_hook(Box::new(move |info| {
            if let Some(painter) = of_panic.upgrade() {
                painter.end();
            }
            hook(info);
        }));
        let screen = Self { painter };
        enable_raw_mode()?;
        screen.painter.start()?;
        Ok(screen)
    }

    /// Has `change` change the board. What is drawn is how it is then: no picture waits for another one.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Board) -> T) -> T {
        let mut shown = self.shown();
        shown.is_old = true;
        change(&mut shown.board)
    }

    /// Reads the board.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Board) -> T) -> T {
        read(&self.shown().board)
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.painter.shown()
    }

    /// Takes in the keys that were pressed, and whether one that ends it was among them; never waits for one.
    ///
    /// # Errors
    /// The terminal cannot be read, or not be drawn on.
    pub(crate) fn wants_end(&self) -> io::Result<bool> {
        self.painter.check()?;
        while event::poll(Duration::ZERO)? {
            match event::read()? {
                Input::Key(key) if key.kind == KeyEventKind::Press => {
                    let ctrl_c =
                        key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
                    if ctrl_c || matches!(key.code, KeyCode::Char('q') | KeyCode::Esc) {
                        return Ok(true);
                    }
                    self.shown().scroll(key.code);
                }
                Input::Resize(..) => self.shown().is_old = true,
                _ => {}
            }
        }
        Ok(false)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.painter.end();
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
