//! Tables without lines: a dim heading, aligned columns, two blanks between them.

use comfy_table::{
    Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, presets::NOTHING,
};

use super::{Out, wrap};

/// Which side a column leans to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
    /// To the left; where the table is too wide for the terminal, only such a column is broken into lines.
    Flexible,
}

/// How a cell looks where there are colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tone {
    #[default]
    Plain,
    Good,
    Bad,
    Warn,
    Dim,
}

/// One cell.
#[derive(Clone, Debug)]
pub(crate) struct Value(pub(crate) String, pub(crate) Tone);

impl<T: Into<String>> From<T> for Value {
    fn from(text: T) -> Self {
        Self(text.into(), Tone::Plain)
    }
}

/// As [`render`], with the columns that are to be shown: each row has a cell for every column that there can be.
pub(crate) fn render_shown<const N: usize>(
    out: &Out,
    columns: [(bool, &str, Align); N],
    rows: impl Iterator<Item = [Value; N]>,
) -> String {
    let shown = |(is_shown, title, align): (bool, _, _)| is_shown.then_some((title, align));
    let titles: Vec<_> = columns.into_iter().filter_map(shown).collect();
    let rows = rows.map(|row| {
        let cells = columns.iter().zip(row).filter(|((is_shown, ..), _)| *is_shown);
        cells.map(|(_, cell)| cell).collect()
    });
    render(out, &titles, rows.collect())
}

/// The table's text, without a line end after the last row.
pub(crate) fn render(out: &Out, columns: &[(&str, Align)], rows: Vec<Vec<Value>>) -> String {
    let mut table = Table::new();
    table
        .load_style(NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic);
    if out.style.on {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    // Not a terminal: no wrapping, so that `| grep` sees whole rows.
    table.set_width(out.width.unwrap_or(u16::MAX));
    table.set_header(columns.iter().map(|(title, align)| {
        Cell::new(title)
            .add_attribute(Attribute::Dim)
            .set_alignment(alignment(*align))
    }));
    for row in rows {
        table.add_row(
            row.into_iter()
                .zip(columns)
                .map(|(Value(text, tone), (_, align))| {
                    let cell = Cell::new(text).set_alignment(alignment(*align));
                    match tone {
                        Tone::Plain => cell,
                        Tone::Good => cell.fg(comfy_table::Color::DarkGreen),
                        Tone::Bad => cell.fg(comfy_table::Color::DarkRed),
                        Tone::Warn => cell.fg(comfy_table::Color::DarkYellow),
                        Tone::Dim => cell.add_attribute(Attribute::Dim),
                    }
                }),
        );
    }
    let last = columns.len().saturating_sub(1);
    let contents: usize = table
        .column_max_content_widths()
        .iter()
        .map(|width| usize::from(*width))
        .sum();
    let fits = out
        .width
        .is_none_or(|width| contents + 2 * last <= usize::from(width));
    for (index, (column, (_, align))) in table.column_iter_mut().zip(columns).enumerate() {
        column.set_padding((
            0,
            if index == last {
                0
            } else if fits {
                2
            } else {
                1
            },
        ));
        if *align != Align::Flexible {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    let text = table.to_string();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn alignment(align: Align) -> CellAlignment {
    match align {
        Align::Left | Align::Flexible => CellAlignment::Left,
        Align::Right => CellAlignment::Right,
    }
}

/// Label and value, one pair a line, the values in one column.
pub(crate) fn pairs(out: &Out, rows: &[(&str, String)]) -> String {
    let width = rows
        .iter()
        .map(|(label, _)| label.chars().count())
        .max()
        .unwrap_or(0);
    rows.iter()
        .map(|(label, value)| {
            let gap = " ".repeat(width - label.chars().count());
            let value = wrap(value, width + 2, out.width);
            format!("{}{gap}  {value}", out.style.dim(label))
        })
        .collect::<Vec<_>>()
        .join("\n")
}
