//! Draws the board into a frame: a pure function of board, moment and size.

mod columns;

use pocketful::{Decimal, StreamState, stream::Level};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::{Color, Modifier, Style},
    text::{Line, Span},
    widgets::Paragraph,
};
use time::OffsetDateTime;

use super::{
    board::Board,
    news::Weight,
    words::{price, wrapped},
};
use crate::output::time as moment;

/// Colours, or none.
#[derive(Clone, Copy, Debug)]
struct Paint(bool);

impl Paint {
    fn fg(self, color: Color) -> Style {
        if self.0 {
            Style::new().fg(color)
        } else {
            Style::new()
        }
    }

    fn dim(self) -> Style {
        if self.0 {
            Style::new().add_modifier(Modifier::DIM)
        } else {
            Style::new()
        }
    }

    fn of(self, weight: Weight) -> Style {
        match weight {
            Weight::Good => self.fg(Color::Green),
            Weight::Plain => Style::new(),
            Weight::Warn => self.fg(Color::Yellow),
            Weight::Bad => self.fg(Color::Red),
        }
    }

    fn of_change(self, change: Option<Decimal>) -> Style {
        match change {
            Some(change) if change > Decimal::ZERO => self.fg(Color::Green),
            Some(change) if change < Decimal::ZERO => self.fg(Color::Red),
            _ => Style::new(),
        }
    }
}

/// Draws everything.
pub(crate) fn draw(frame: &mut Frame<'_>, board: &Board, now: OffsetDateTime, color: bool) {
    let paint = Paint(color);
    let ladders = board.rows.iter().filter(|row| row.levels.is_some()).count();
    let height = |lines: usize| Constraint::Length(u16::try_from(lines).unwrap_or(u16::MAX));
    // A line apart, a name, five levels each.
    let ladder_height = if ladders == 0 { 0 } else { 7 };
    let table_height = if board.rows.is_empty() {
        0
    } else {
        board.rows.len() + 1
    };
    let [head, table, ladder, _, news, foot] = Layout::vertical([
        height(2),
        height(table_height),
        height(ladder_height),
        height(1),
        Constraint::Min(1),
        height(1),
    ])
    .areas(frame.area());
    heading(frame, board, now, paint, head);
    columns::rows(frame, board, now, paint, table);
    depth(frame, board, paint, ladder);
    notices(frame, board, paint, news);
    frame.render_widget(Line::styled("q or Ctrl-C ends", paint.dim()), foot);
}

fn heading(frame: &mut Frame<'_>, board: &Board, now: OffsetDateTime, paint: Paint, area: Rect) {
    let (weight, state) = match board.state {
        StreamState::Live => (Weight::Good, "● live".to_owned()),
        StreamState::Waiting { attempts, pause } => {
            let pause = pause.as_secs_f64();
            (
                Weight::Bad,
                format!("○ lost, attempt {} within {pause:.0} s", attempts + 1),
            )
        }
        StreamState::AwaitingToken(_) => (Weight::Bad, "○ waiting for a login".to_owned()),
        StreamState::Ended(_) => (Weight::Bad, "○ ended".to_owned()),
        _ => (Weight::Warn, "○ connecting".to_owned()),
    };
    let gaps = match board.gaps {
        0 => Span::raw("  no gaps"),
        1 => Span::styled("  1 gap", paint.of(Weight::Bad)),
        gaps => Span::styled(format!("  {gaps} gaps"), paint.of(Weight::Bad)),
    };
    let left = Line::from(vec![
        Span::styled(state, paint.of(weight)),
        Span::raw(if board.ticks == 1 {
            "  1 tick".to_owned()
        } else {
            format!("  {} ticks", board.ticks)
        }),
        gaps,
    ]);
    let right = Line::raw(format!("{} IST", moment::clock(now))).right_aligned();
    frame.render_widget(left, area);
    frame.render_widget(
        right,
        Rect {
            height: 1.min(area.height),
            ..area
        },
    );
}

/// Five levels of as many instruments as fit beside each other.
fn depth(frame: &mut Frame<'_>, board: &Board, paint: Paint, area: Rect) {
    const WIDTH: u16 = 44;
    let fit = usize::from((area.width + 2) / (WIDTH + 2)).max(1);
    let shown = board
        .rows
        .iter()
        .filter_map(|row| Some((row, row.levels.as_ref()?)));
    let areas = Layout::horizontal(vec![Constraint::Length(WIDTH); fit])
        .spacing(2)
        .split(area);
    for ((row, (bids, asks)), area) in shown.zip(areas.iter()) {
        let side = |level: &Level| (level.quantity.to_string(), price(level.price));
        let mut lines = vec![
            Line::raw(""),
            Line::styled(format!("{:>19}   {}", "BUYERS", row.name), paint.dim()),
        ];
        for (bid, ask) in bids.iter().zip(asks) {
            let ((bid_quantity, bid), (ask_quantity, ask)) = (side(bid), side(ask));
            lines.push(Line::from(vec![
                Span::raw(format!("{bid_quantity:>8} ")),
                Span::styled(format!("{bid:>10}"), paint.of(Weight::Good)),
                Span::raw("  "),
                Span::styled(format!("{ask:<10}"), paint.of(Weight::Bad)),
                Span::raw(format!(" {ask_quantity:<6}")),
            ]));
        }
        frame.render_widget(Paragraph::new(lines), *area);
    }
}

/// The latest news that fit, in as many lines as they need.
fn notices(frame: &mut Frame<'_>, board: &Board, paint: Paint, area: Rect) {
    let fit = usize::from(area.height);
    // The time and two cells before the text.
    let width = usize::from(area.width).saturating_sub(10);
    let mut lines: Vec<Line<'_>> = Vec::new();
    for notice in board.notices.iter().rev() {
        let texts = wrapped(&notice.text, width);
        if lines.len() + texts.len() > fit {
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

#[cfg(test)]
mod tests;
