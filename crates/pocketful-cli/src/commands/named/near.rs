//! What somebody may have meant whose symbol does not exist.

use pocketful::{
    Exchange,
    types::{Contract, Contracts},
};

/// As many as can be read at a glance.
const MOST: usize = 4;

/// The contracts nearest to `text`: on `exchange` those that have it in their name, else those that are spelt much like it,
/// and only where it has neither those of other exchanges that have it in their name.
pub(super) fn matches<'a>(contracts: &'a Contracts, exchange: Exchange, text: &str) -> Vec<Contract<'a>> {
    let found = contracts.search(Some(exchange), text, MOST);
    if !found.is_empty() {
        return found;
    }
    let found = spelt_like(contracts, exchange, text);
    if !found.is_empty() {
        return found;
    }
    contracts.search(None, text, MOST)
}

fn spelt_like<'a>(contracts: &'a Contracts, exchange: Exchange, text: &str) -> Vec<Contract<'a>> {
    let text = text.to_ascii_uppercase();
    // A letter in three may be wrong.
    let most = (text.chars().count() / 3).clamp(1, 3);
    let mut found: Vec<_> = (contracts.iter())
        .filter(|contract| contract.exchange == exchange)
        .filter_map(|contract| {
            let whole = contract.trading_symbol.to_ascii_uppercase();
            // Nobody types the series of a share.
            let base = (contract.series())
                .and_then(|series| whole.strip_suffix(&series.to_ascii_uppercase()))
                .map(|base| base.trim_end_matches('-'));
            // Nor the rest of a long name, but of a future or an option.
            let beginning = whole.get(..text.len()).filter(|_| !contract.kind.is_derivative());
            let distance = [Some(whole.as_str()), base, beginning]
                .into_iter()
                .flatten()
                .filter(|name| name.len().abs_diff(text.len()) <= most)
                .map(|name| strsim::osa_distance(name, &text))
                .min()?;
            (distance <= most).then_some((distance, contract))
        })
        .collect();
    found.sort_by_key(|(distance, contract)| (*distance, contract.trading_symbol));
    found
        .into_iter()
        .take(MOST)
        .map(|(_, contract)| contract)
        .collect()
}

/// `NSE:SBIN-EQ (3045), NSE:PNB-EQ (10666) or BSE:PNB-A (532461)`.
pub(super) fn list(contracts: &[Contract<'_>]) -> String {
    let names: Vec<_> = contracts
        .iter()
        .map(|contract| {
            format!(
                "{}:{} ({})",
                contract.exchange, contract.trading_symbol, contract.token
            )
        })
        .collect();
    match names.split_last() {
        Some((last, most)) if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        Some((only, _)) => only.clone(),
        None => String::new(),
    }
}
