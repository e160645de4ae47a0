//! Five levels on each side, of as many instruments as fit beside and below each other.

use pocketful::stream::Level;
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

use super::{Board, Paint, Weight, plan::Window};
use crate::watch::{
    row::Row,
    words::{self, NONE, price_of, volume},
};

/// A line apart, a name, five levels.
pub(super) const HEIGHT: usize = 7;

const WIDTH: u16 = 44;

/// How many fit beside each other; one always has to.
pub(super) fn beside(width: u16) -> usize {
    usize::from((width + 2) / (WIDTH + 2)).max(1)
}

/// Draws those of the window, line by line.
pub(super) fn draw(frame: &mut Frame<'_>, board: &Board, window: &Window, paint: Paint, area: Rect) {
    if area.height == 0 {
        return;
    }
    let beside = beside(area.width);
    let shown = board.rows.get(window.seen.clone()).unwrap_or_default();
    let height = u16::try_from(HEIGHT).unwrap_or(u16::MAX);
    for (at, rows) in (0_u16..).zip(shown.chunks(beside)) {
        let top = area.y + at * height;
        let line = Rect {
            y: top,
            height: height.min(area.bottom().saturating_sub(top)),
            ..area
        };
        let areas = Layout::horizontal(vec![Constraint::Length(WIDTH); beside])
            .spacing(2)
            .split(line);
        for (row, area) in rows.iter().zip(areas.iter()) {
            frame.render_widget(Paragraph::new(ladder(row, paint)), *area);
        }
    }
}

fn ladder(row: &Row, paint: Paint) -> Vec<Line<'_>> {
    let title = format!("{:>19}   {}", "BUYERS", row.name);
    let mut lines = vec![Line::raw(""), Line::styled(title, paint.dim())];
    let Some((bids, asks)) = &row.levels else {
        lines.push(Line::styled(format!("{NONE:>19}"), paint.dim()));
        return lines;
    };
    let side = |level: &Level| (quantity(level.quantity), price_of(row.instrument, level.price));
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
    lines
}

/// Every unit, as long as they fit.
fn quantity(units: u32) -> String {
    match units {
        0..=999_999 => words::units(units),
        _ => volume(Some(units)),
    }
}
