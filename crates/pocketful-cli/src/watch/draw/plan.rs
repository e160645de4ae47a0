//! What goes where, and which instruments are seen where not all of them fit.

use std::{fmt, ops::Range};

use ratatui::layout::{Constraint, Layout, Rect};

use super::{Board, ladders, lines_of_news};
use crate::args::watch::WatchMode;

/// The instruments that are seen: a part of all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) seen: Range<usize>,
    pub(crate) of: usize,
}

/// Where everything goes.
pub(super) struct Plan {
    pub(super) head: Rect,
    pub(super) table: Rect,
    pub(super) ladders: Rect,
    pub(super) news: Rect,
    pub(super) foot: Rect,
    /// The rows of the table.
    pub(super) rows: Range<usize>,
    /// What is scrolled: the ladders where there are some, else the rows.
    pub(super) window: Window,
}

/// A screen of so many lines has room for blank ones and for news, also where the list is cut.
const ROOMY: usize = 16;

/// Rows of the table that stay beside the ladders, its title among them.
const BESIDE_LADDERS: usize = 4;

impl Window {
    /// `room` of them, from `top` on or as near to it as there are enough.
    fn new(of: usize, top: usize, room: usize) -> Self {
        let first = top.min(of.saturating_sub(room));
        Self {
            seen: first..(first + room).min(of),
            of,
        }
    }

    pub(crate) fn is_all(&self) -> bool {
        self.seen.len() == self.of
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.seen.start + 1, self.seen.end);
        match self.seen.len() {
            0 => write!(f, "none of {} fits", self.of),
            1 => write!(f, "{first} of {}", self.of),
            _ => write!(f, "{first}–{last} of {}", self.of),
        }
    }
}

pub(super) fn of(board: &Board, top: usize, area: Rect) -> Plan {
    let count = board.rows.len();
    let has_ladders = board.asked.mode == WatchMode::Depth && count > 0;
    let lines = usize::from(area.height);
    let least = count + 1 + if has_ladders { ladders::HEIGHT } else { 0 };
    let (head, apart, mut news) = match lines {
        ROOMY.. => (2, 1, 3),
        _ if least + 5 <= lines => (2, 1, 1),
        _ => (1, 0, 1),
    };
    // The latest is read whole where it can be, as long as more is left for the list.
    let most = lines.saturating_sub(head + apart + 1) / 2;
    news = lines_of_news(board, area.width).min(most).max(news);
    // The foot is one more line.
    let body = lines.saturating_sub(head + apart + news + 1);
    let (mut ladders, mut ladder_lines) = (0, 0);
    if has_ladders {
        let beside = ladders::beside(area.width);
        let table = (count + 1).min(BESIDE_LADDERS);
        let lines = (body.saturating_sub(table) / ladders::HEIGHT).clamp(1, count.div_ceil(beside));
        ladders = lines * beside;
        ladder_lines = (lines * ladders::HEIGHT).min(body);
    }
    let mut table_lines = body - ladder_lines;
    // A title alone says nothing.
    if table_lines < 2 || count == 0 {
        table_lines = 0;
    }
    let table_lines = table_lines.min(count + 1);
    let room = table_lines.saturating_sub(1);
    let (rows, window) = if ladders == 0 {
        let window = Window::new(count, top, room);
        (window.seen.clone(), window)
    } else {
        let window = Window::new(count, top, ladders);
        (Window::new(count, window.seen.start, room).seen, window)
    };
    let height = |lines: usize| Constraint::Length(u16::try_from(lines).unwrap_or(u16::MAX));
    let [head, table, ladders, _, news, foot] = Layout::vertical([
        height(head),
        height(table_lines),
        height(ladder_lines),
        height(apart),
        Constraint::Min(1),
        height(1),
    ])
    .areas(area);
    Plan {
        head,
        table,
        ladders,
        news,
        foot,
        rows,
        window,
    }
}
