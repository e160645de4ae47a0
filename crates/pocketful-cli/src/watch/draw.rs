//! Draws the board into a frame: a pure function of board, moment, size, and how far down somebody has scrolled.

mod columns;
mod heading;
mod ladders;
mod paint;
mod plan;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
    widgets::Paragraph,
};
use time::OffsetDateTime;

use self::paint::Paint;
use super::{board::Board, news::Weight, words::wrapped};
use crate::output::time as moment;
pub(crate) use plan::Window;

/// Draws everything, with the instrument at `top` first where not all of them fit. Which of them are seen.
pub(crate) fn draw(
    frame: &mut Frame<'_>,
    board: &Board,
    top: usize,
    now: OffsetDateTime,
    color: bool,
) -> Window {
    let paint = Paint(color);
    let plan = plan::of(board, top, frame.area());
    heading::draw(frame, board, now, paint, plan.head);
    columns::rows(frame, board, &plan.rows, now, paint, plan.table);
    ladders::draw(frame, board, &plan.window, paint, plan.ladders);
    notices(frame, board, paint, plan.news);
    foot(frame, &plan.window, paint, plan.foot);
    plan.window
}

/// How it ends, and what of the list is seen where that is not all.
fn foot(frame: &mut Frame<'_>, window: &Window, paint: Paint, area: Rect) {
    let ends = "q or Ctrl-C ends";
    frame.render_widget(Line::styled(ends, paint.dim()), area);
    if window.is_all() {
        return;
    }
    let place = window.to_string();
    let keys = "  ↑ ↓ PgUp PgDn Home End";
    let room = usize::from(area.width);
    let taken = |text: &str| text.chars().count();
    let mut spans = vec![Span::styled(place.clone(), paint.of(Weight::Warn))];
    if taken(ends) + taken(&place) + taken(keys) + 2 <= room {
        spans.push(Span::styled(keys, paint.dim()));
    } else if taken(ends) + taken(&place) + 2 > room {
        // Where there is no room for both, what is hidden matters more.
        let blank = " ".repeat(room.saturating_sub(taken(&place)));
        spans.insert(0, Span::raw(blank));
    }
    frame.render_widget(Line::from(spans).right_aligned(), area);
}

/// The time of the news, and two cells.
const BEFORE_NEWS: usize = 10;

/// The latest news that fit, in as many lines as they need.
fn notices(frame: &mut Frame<'_>, board: &Board, paint: Paint, area: Rect) {
    let fit = usize::from(area.height);
    let width = usize::from(area.width).saturating_sub(BEFORE_NEWS);
    let mut lines: Vec<Line<'_>> = Vec::new();
    for notice in board.notices.iter().rev() {
        let mut texts = wrapped(&notice.text, width);
        if lines.is_empty() && texts.len() > fit {
            cut_to(&mut texts, fit, width);
        }
        if lines.len() + texts.len() > fit && !lines.is_empty() {
            break;
        }
        // From the last line to the first: all of it is turned round in the end.
        for (at, text) in texts.into_iter().enumerate().rev() {
            let when = if at == 0 {
                moment::clock(notice.at)
            } else {
                String::new()
            };
            lines.push(Line::from(vec![
                Span::styled(format!("{when:8}  "), paint.dim()),
                Span::styled(text, paint.of(notice.weight)),
            ]));
        }
    }
    lines.reverse();
    frame.render_widget(Paragraph::new(lines), area);
}

/// The first lines, with a mark where that is not all.
fn cut_to(lines: &mut Vec<String>, count: usize, width: usize) {
    lines.truncate(count);
    if let Some(last) = lines.last_mut() {
        *last = last.chars().take(width.saturating_sub(2)).collect();
        last.push_str(" …");
    }
}

/// How many lines the latest news needs.
fn lines_of_news(board: &Board, width: u16) -> usize {
    let width = usize::from(width).saturating_sub(BEFORE_NEWS);
    board
        .notices
        .back()
        .map_or(0, |notice| wrapped(&notice.text, width).len())
}

#[cfg(test)]
mod tests;
