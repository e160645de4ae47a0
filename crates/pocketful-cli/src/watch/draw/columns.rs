//! The table's columns: as wide as what they hold. Where not all of them fit, some are left out; no number is ever cut.

use std::ops::Range;

use ratatui::{
    Frame,
    layout::{Constraint, Rect},
    style::{Modifier, Style},
    text::Line,
    widgets::{Cell, Row as TableRow, Table},
};
use time::OffsetDateTime;

use super::{Paint, Weight};
use crate::{
    args::watch::WatchMode,
    watch::{
        board::Board,
        row::Row,
        words::{age, change_of, price_of, signed, sparkline, volume},
    },
};

/// The widest trend, and the narrowest that says anything.
const TREND: (usize, usize) = (5, 40);

/// What stands in the place of a trend where others tick and this one never has.
const NO_TICK: &str = "no tick yet";

/// Columns that are left out where they do not fit, first to go first.
const LEFT_OUT: [&str; 5] = ["VOLUME", "CHANGE", "ASK", "BID", "%"];

/// One column: its title and a cell for each row.
struct Column {
    title: &'static str,
    is_text: bool,
    cells: Vec<(String, Style)>,
    width: usize,
}

impl Column {
    /// At least `width` wide, so that the table does not move with every digit.
    fn new(title: &'static str, width: usize, mut cells: Vec<(String, Style)>) -> Self {
        if matches!(title, "LAST" | "CHANGE" | "BID" | "ASK") {
            align(&mut cells);
        }
        let widest = cells.iter().map(|(text, _)| text.chars().count()).max();
        Self {
            title,
            is_text: matches!(title, "INSTRUMENT" | "TREND"),
            width: width.max(widest.unwrap_or(0)),
            cells,
        }
    }

    fn cell(&self, text: &str, style: Style) -> Cell<'static> {
        let line = Line::styled(text.to_owned(), style);
        Cell::new(if self.is_text { line } else { line.right_aligned() })
    }
}

/// Has the decimal points of a column stand below each other.
fn align(cells: &mut [(String, Style)]) {
    let decimals = |text: &str| text.rsplit_once('.').map(|(_, decimals)| decimals.len());
    let most = cells.iter().filter_map(|(text, _)| decimals(text)).max();
    for (text, _) in cells {
        if let (Some(most), Some(has)) = (most, decimals(text)) {
            text.extend(std::iter::repeat_n(' ', most - has));
        }
    }
}

/// Draws the table with these rows. The columns are as wide as all of them need, so that scrolling moves none.
pub(super) fn rows(
    frame: &mut Frame<'_>,
    board: &Board,
    seen: &Range<usize>,
    now: OffsetDateTime,
    paint: Paint,
    area: Rect,
) {
    let columns = fitting(board, now, paint, usize::from(area.width));
    let header = columns
        .iter()
        .map(|column| column.cell(column.title, paint.dim()));
    let lines = seen.clone().map(|at| {
        let cells = columns.iter().filter_map(|column| {
            column
                .cells
                .get(at)
                .map(|(text, style)| column.cell(text, *style))
        });
        TableRow::new(cells.collect::<Vec<_>>())
    });
    let widths = columns
        .iter()
        .map(|column| Constraint::Length(u16::try_from(column.width).unwrap_or(u16::MAX)));
    let table = Table::new(lines, widths)
        .header(TableRow::new(header.collect::<Vec<_>>()))
        .column_spacing(1);
    frame.render_widget(table, area);
}

/// The columns that fit into so many cells; what is left over goes to the trend.
fn fitting(board: &Board, now: OffsetDateTime, paint: Paint, width: usize) -> Vec<Column> {
    let mut columns = all(board, now, paint);
    let taken = |columns: &[Column]| columns.iter().map(|column| column.width + 1).sum::<usize>();
    for title in LEFT_OUT {
        if taken(&columns) <= width + 1 {
            break;
        }
        columns.retain(|column| column.title != title);
    }
    let left = width.saturating_sub(taken(&columns)).min(TREND.1);
    if left >= TREND.0 {
        let cells = each(board, |row| {
            let is_said = board.is_silent(row, now) && NO_TICK.len() <= left;
            match is_said {
                true => (NO_TICK.to_owned(), paint.of(Weight::Warn)),
                false => (sparkline(&row.trend, left), paint.of_change(row.change())),
            }
        });
        let trend = Column::new("TREND", left, cells);
        columns.insert(columns.len() - 1, trend);
    }
    columns
}

fn all(board: &Board, now: OffsetDateTime, paint: Paint) -> Vec<Column> {
    let moved = |row: &Row| paint.of_change(row.change());
    let plain = |text: String| (text, Style::new());
    let mut columns = vec![
        Column::new("INSTRUMENT", 10, each(board, |row| plain(row.name.clone()))),
        Column::new(
            "LAST",
            8,
            each(board, |row| {
                let last = price_of(row.instrument, row.last);
                (last, moved(row).add_modifier(Modifier::BOLD))
            }),
        ),
        Column::new(
            "CHANGE",
            7,
            each(board, |row| (change_of(row.instrument, row.change()), moved(row))),
        ),
        Column::new("%", 6, each(board, |row| (signed(row.percent()), moved(row)))),
        Column::new(
            "BID",
            8,
            each(board, |row| plain(price_of(row.instrument, row.bid))),
        ),
        Column::new(
            "ASK",
            8,
            each(board, |row| plain(price_of(row.instrument, row.ask))),
        ),
        Column::new("VOLUME", 8, each(board, |row| plain(volume(row.volume)))),
        Column::new("AGE", 4, each(board, |row| old(board, row, now, paint))),
    ];
    if board.asked.mode == WatchMode::Compact {
        columns.retain(|column| column.title != "VOLUME");
    }
    columns
}

fn each(board: &Board, cell: impl Fn(&Row) -> (String, Style)) -> Vec<(String, Style)> {
    board.rows.iter().map(cell).collect()
}

/// The age of the last tick, with a mark where it may not be the last one there was.
fn old(board: &Board, row: &Row, now: OffsetDateTime, paint: Paint) -> (String, Style) {
    if board.is_silent(row, now) {
        return ("none".to_owned(), paint.of(Weight::Warn));
    }
    let age = age(board.age(row, now));
    if row.is_doubtful() {
        (format!("!{age}"), paint.of(Weight::Bad))
    } else {
        (age, paint.dim())
    }
}
