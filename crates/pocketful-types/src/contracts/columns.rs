//! Where the columns of a file are: their order is not documented, so they are addressed by name.

use csv::ByteRecord;

/// The place of each column, of those that a file has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    pub(super) token: usize,
    pub(super) symbol: usize,
    pub(super) exchange: Option<usize>,
    pub(super) instrument_name: Option<usize>,
    pub(super) company: Option<usize>,
    pub(super) lot: Option<usize>,
    pub(super) tick: Option<usize>,
    pub(super) segment: Option<usize>,
    pub(super) expiry: Option<usize>,
    pub(super) strike: Option<usize>,
    pub(super) option_type: Option<usize>,
    pub(super) close: Option<usize>,
    pub(super) isin: Option<usize>,
    /// Fields of a row that is not cut.
    len: usize,
}

impl Columns {
    /// The columns under `header`.
    ///
    /// # Errors
    /// The name of a column without which no row means anything.
    pub(super) fn of(header: &ByteRecord) -> Result<Self, &'static str> {
        let find = |name: &str| {
            header.iter().position(|field| {
                // A spreadsheet's mark may stand before the first name.
                let field = field.strip_prefix(b"\xef\xbb\xbf").unwrap_or(field);
                field.trim_ascii().eq_ignore_ascii_case(name.as_bytes())
            })
        };
        let mut columns = Self {
            token: find("exchange_token").ok_or("exchange_token")?,
            symbol: find("trading_symbol").ok_or("trading_symbol")?,
            exchange: find("exchange"),
            instrument_name: find("instrument_name"),
            company: find("company_name"),
            lot: find("lot_size"),
            tick: find("tick_size"),
            segment: find("segment"),
            expiry: find("expiry"),
            strike: find("strike"),
            option_type: find("option_type"),
            close: find("close_price"),
            isin: find("isin"),
            len: 0,
        };
        columns.len = 1 + [
            columns.exchange,
            columns.instrument_name,
            columns.company,
            columns.lot,
            columns.tick,
            columns.segment,
            columns.expiry,
            columns.strike,
            columns.option_type,
            columns.close,
            columns.isin,
        ]
        .into_iter()
        .flatten()
        .fold(columns.token.max(columns.symbol), usize::max);
        Ok(columns)
    }
}

/// A row with its columns.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) columns: &'a Columns,
    row: &'a ByteRecord,
    /// All fields one after the other: that they are text is looked at once and not for each.
    text: &'a str,
}

impl<'a> Fields<'a> {
    /// # Errors
    /// Where the row is no text, or ends before the last of the columns.
    pub(super) fn of(columns: &'a Columns, row: &'a ByteRecord) -> Result<Self, &'static str> {
        if row.len() < columns.len {
            return Err("the row ends before the last column");
        }
        let text = std::str::from_utf8(row.as_slice()).map_err(|_| "the row is not UTF-8 text")?;
        Ok(Self { columns, row, text })
    }

    /// A field without blanks around it; empty where the file does not have it.
    pub(super) fn get(self, column: Option<usize>) -> &'a str {
        let field = column
            .and_then(|column| self.text.get(self.row.range(column)?))
            .unwrap_or_default();
        match field.as_bytes() {
            // Nearly always there is nothing to trim, and looking for it in thirteen fields of each row would be felt.
            [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => field,
            _ => field.trim_ascii(),
        }
    }
}
