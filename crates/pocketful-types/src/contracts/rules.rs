//! What a row is, by the habits of its exchange (wire reference, section 11.3).

use super::{ContractKind, OptionSide};
use crate::Exchange;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Keep(ContractKind),
    /// MCX lists spot prices of commodities, which nobody can trade.
    Drop,
}

pub(super) fn verdict(
    exchange: Exchange,
    instrument_name: &str,
    segment: &str,
    option_type: &str,
) -> Verdict {
    let is = |text: &str, words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if exchange == Exchange::Mcx && is(instrument_name, &["COM"]) {
        return Verdict::Drop;
    }
    if exchange.is_cash() {
        return Verdict::Keep(
            if is(segment, &["INDICES", "IDX"]) || is(instrument_name, &["INDEX"]) {
                ContractKind::Index
            } else if exchange == Exchange::Bse || is(instrument_name, &["EQ", "EQUITY"]) {
                ContractKind::Equity
            } else {
                ContractKind::Other
            },
        );
    }
    let is_future = instrument_name
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("FUT"));
    Verdict::Keep(match option_type {
        side if is(side, &["CE"]) => ContractKind::Option(OptionSide::Call),
        side if is(side, &["PE"]) => ContractKind::Option(OptionSide::Put),
        side if is(side, &["XX"]) || is_future || is(instrument_name, &["SF", "IF"]) => ContractKind::Future,
        _ => ContractKind::Other,
    })
}

/// The underlying of a derivative: the company's name on NFO and BFO, and where that is empty as well as on MCX and CDS
/// the letters before the first digit of the symbol. For BFO and CDS this is assumed.
pub(super) fn underlying<'a>(exchange: Exchange, company: &'a str, symbol: &'a str) -> &'a str {
    if matches!(exchange, Exchange::Nfo | Exchange::Bfo) && !company.is_empty() {
        return company;
    }
    let end = symbol
        .find(|letter: char| letter.is_ascii_digit())
        .unwrap_or(symbol.len());
    symbol.get(..end).unwrap_or(symbol).trim_ascii_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exchange_has_its_habits() {
        const CALL: ContractKind = ContractKind::Option(OptionSide::Call);
        const PUT: ContractKind = ContractKind::Option(OptionSide::Put);
        for (exchange, name, segment, side, kind) in [
            (Exchange::Nse, "EQ", "", "", ContractKind::Equity),
            (Exchange::Nse, "", "INDICES", "", ContractKind::Index),
            (Exchange::Nse, "GB", "", "", ContractKind::Other),
            (Exchange::Bse, "", "IDX", "", ContractKind::Index),
            (Exchange::Bse, "", "", "", ContractKind::Equity),
            (Exchange::Nfo, "OPTIDX", "", "CE", CALL),
            (Exchange::Nfo, "OPTSTK", "", "pe", PUT),
            (Exchange::Nfo, "FUTSTK", "", "XX", ContractKind::Future),
            (Exchange::Nfo, "FUTSTK", "", "", ContractKind::Future),
            (Exchange::Bfo, "SF", "", "", ContractKind::Future),
            (Exchange::Bfo, "IF", "", "", ContractKind::Future),
            (Exchange::Bfo, "IO", "", "CE", CALL),
            (Exchange::Mcx, "FUTCOM", "", "", ContractKind::Future),
            (Exchange::Mcx, "OPTFUT", "", "PE", PUT),
            (Exchange::Cds, "FUTCUR", "", "", ContractKind::Future),
            (Exchange::Cds, "UNDCUR", "", "", ContractKind::Other),
        ] {
            assert_eq!(
                verdict(exchange, name, segment, side),
                Verdict::Keep(kind),
                "{exchange} {name}"
            );
        }
        assert_eq!(verdict(Exchange::Mcx, "COM", "", ""), Verdict::Drop);
    }

    #[test]
    fn underlyings() {
        for (exchange, company, symbol, name) in [
            (Exchange::Nfo, "NIFTY", "NIFTY26NOV26000CE", "NIFTY"),
            (Exchange::Nfo, "", "NIFTY26NOV26000CE", "NIFTY"),
            (Exchange::Mcx, "CRUDE OIL", "CRUDEOIL26DECFUT", "CRUDEOIL"),
            (Exchange::Cds, "", "USDINR26NOVFUT", "USDINR"),
            (Exchange::Bfo, "SENSEX", "SENSEX26N26", "SENSEX"),
            (Exchange::Mcx, "", "GOLD", "GOLD"),
        ] {
            assert_eq!(underlying(exchange, company, symbol), name, "{symbol}");
        }
    }
}
