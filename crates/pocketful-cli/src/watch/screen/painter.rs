//! The thread that draws: what is new, a frame at a time. While the terminal takes nothing it waits, and alone.

use std::{
    io,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use ratatui::{
    Terminal,
    crossterm::{event::KeyCode, execute, terminal::EnterAlternateScreen},
    prelude::CrosstermBackend,
};

use super::{FRAME, tty::Tty};
use crate::{
    clock,
    watch::{board::Board, draw::draw},
};

/// How long the end waits for the thread.
const LAST: Duration = Duration::from_millis(600);

/// What the thread is called.
const NAME: &str = "table";

/// The board and the thread that draws it.
pub(super) struct Painter {
    shown: Mutex<Shown>,
    color: bool,
    tty: Tty,
    has_begun: AtomicBool,
    stage: Mutex<Stage>,
    changed: Condvar,
}

/// What is drawn.
pub(super) struct Shown {
    pub(super) board: Board,
    /// The instrument that is shown first, where not all of them fit.
    top: usize,
    /// How many of them were drawn last.
    page: usize,
    /// Whether something has changed since it was drawn.
    pub(super) is_old: bool,
    /// The second in which it was drawn.
    drawn: Option<i64>,
}

/// How far the thread is.
#[derive(Default)]
struct Stage {
    is_to_end: bool,
    has_ended: bool,
    failed: Option<io::Error>,
}

impl Painter {
    pub(super) fn new(board: Board, color: bool, tty: Tty) -> Self {
        Self {
            shown: Mutex::new(Shown {
                board,
                top: 0,
                page: 1,
                is_old: true,
                drawn: None,
            }),
            color,
            tty,
            has_begun: AtomicBool::new(false),
            stage: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    pub(super) fn start(self: &Arc<Self>) -> io::Result<()> {
        let painter = Arc::clone(self);
        thread::Builder::new().name(NAME.to_owned()).spawn(move || {
            let drawn = painter.draw_on();
            painter.tty.give_back();
            let mut stage = painter.stage();
            stage.failed = drawn.err().filter(|_| !stage.is_to_end);
            stage.has_ended = true;
            painter.changed.notify_all();
        })?;
        self.has_begun.store(true, Ordering::Release);
        Ok(())
    }

    pub(super) fn shown(&self) -> MutexGuard<'_, Shown> {
        locked(&self.shown)
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        locked(&self.stage)
    }

    /// # Errors
    /// The thread cannot draw any more.
    pub(super) fn check(&self) -> io::Result<()> {
        self.stage().failed.take().map_or(Ok(()), Err)
    }

    /// Has the terminal given back: by the thread as a rule, and without it where it is stuck, is the one that panics, or never
    /// began.
    pub(super) fn end(&self) {
        self.tty.leave();
        let mut stage = self.stage();
        stage.is_to_end = true;
        self.changed.notify_all();
        let is_elsewhere = self.has_begun.load(Ordering::Acquire) && thread::current().name() != Some(NAME);
        let is_stuck = is_elsewhere && {
            let waited = self
                .changed
                .wait_timeout_while(stage, LAST, |stage| !stage.has_ended);
            !waited.unwrap_or_else(PoisonError::into_inner).0.has_ended
        };
        if !(is_stuck && Tty::WAITS_FOR_EVER) {
            self.tty.give_back();
        }
    }

    fn draw_on(&self) -> io::Result<()> {
        let mut tty = &self.tty;
        execute!(tty, EnterAlternateScreen)?;
        let mut terminal = Terminal::new(CrosstermBackend::new(tty))?;
        loop {
            self.draw(&mut terminal)?;
            let stage = self.stage();
            let waited = self
                .changed
                .wait_timeout_while(stage, FRAME, |stage| !stage.is_to_end);
            let (stage, _) = waited.unwrap_or_else(PoisonError::into_inner);
            if stage.is_to_end {
                return Ok(());
            }
        }
    }

    /// Draws, if something has changed or a second has passed.
    fn draw(&self, terminal: &mut Terminal<CrosstermBackend<&Tty>>) -> io::Result<()> {
        let now = clock::now();
        let second = Some(now.unix_timestamp());
        {
            let mut shown = self.shown();
            if !shown.is_old && shown.drawn == second {
                return Ok(());
            }
            (shown.is_old, shown.drawn) = (false, second);
        }
        // The board is locked while it is drawn into memory, and not while the terminal takes that.
        terminal.draw(|frame| {
            let shown = &mut *self.shown();
            let window = draw(frame, &shown.board, shown.top, now, self.color);
            shown.top = window.seen.start;
            shown.page = window.seen.len().max(1);
        })?;
        Ok(())
    }
}

impl Shown {
    pub(super) fn scroll(&mut self, key: KeyCode) {
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

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
