//! The terminal while the live table has it: taken, drawn on, and given back however it ends.

use std::{io, time::Duration};

use ratatui::{
    DefaultTerminal,
    crossterm::event::{self, Event as Input, KeyCode, KeyEventKind, KeyModifiers},
};
use time::OffsetDateTime;

use super::{board::Board, draw::draw};

/// How often it looks for keys and draws what is new. Ages count in seconds.
pub(crate) const FRAME: Duration = Duration::from_millis(100);

/// The terminal, given back when dropped; a panic gives it back too.
pub(crate) struct Screen {
    terminal: DefaultTerminal,
    color: bool,
    /// The instrument that is shown first, where not all of them fit.
    top: usize,
    /// How many of them were drawn last.
    page: usize,
    drawn: Option<i64>,
    is_old: bool,
}

impl Screen {
    pub(crate) fn take(color: bool) -> io::Result<Self> {
        Ok(Self {
            // It also has a panic give the terminal back before its message is printed. Half taken is given back, too.
            terminal: ratatui::try_init().inspect_err(|_| drop(ratatui::try_restore()))?,
            color,
            top: 0,
            page: 1,
            drawn: None,
            is_old: true,
        })
    }

    /// Something on the board has changed.
    pub(crate) fn changed(&mut self) {
        self.is_old = true;
    }

    /// Draws, if something has changed or a second has passed.
    pub(crate) fn draw(&mut self, board: &Board, now: OffsetDateTime) -> io::Result<()> {
        let second = Some(now.unix_timestamp());
        if self.is_old || self.drawn != second {
            let mut window = None;
            self.terminal
                .draw(|frame| window = Some(draw(frame, board, self.top, now, self.color)))?;
            if let Some(window) = window {
                self.top = window.seen.start;
                self.page = window.seen.len().max(1);
            }
            self.is_old = false;
            self.drawn = second;
        }
        Ok(())
    }

    /// Takes in the keys that were pressed, and whether one that ends it was among them; never waits for one.
    pub(crate) fn wants_end(&mut self) -> io::Result<bool> {
        while event::poll(Duration::ZERO)? {
            match event::read()? {
                Input::Key(key) if key.kind == KeyEventKind::Press => {
                    let ctrl_c =
                        key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
                    if ctrl_c || matches!(key.code, KeyCode::Char('q') | KeyCode::Esc) {
                        return Ok(true);
                    }
                    self.scroll(key.code);
                }
                Input::Resize(..) => self.is_old = true,
                _ => {}
            }
        }
        Ok(false)
    }

    fn scroll(&mut self, key: KeyCode) {
        let (top, page) = (self.top, self.page);
        self.top = match key {
            KeyCode::Up | KeyCode::Char('k') => top.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => top.saturating_add(1),
            KeyCode::PageUp => top.saturating_sub(page),
            KeyCode::PageDown | KeyCode::Char(' ') => top.saturating_add(page),
            KeyCode::Home => 0,
            // The last page begins where it has to.
            KeyCode::End => usize::MAX,
            _ => return,
        };
        self.is_old = true;
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        ratatui::restore();
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
