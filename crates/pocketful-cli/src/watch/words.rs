//! Values as the live table shows them: short, and never wrong by being shortened.

use std::collections::VecDeque;

use pocketful::{Decimal, Exchange, Instrument};
use time::Duration;

use crate::output::money;

/// What stands where nothing is known.
pub(super) const NONE: &str = "–";

/// A price with Indian grouping.
pub(super) fn price(price: Option<Decimal>) -> String {
    price.map_or_else(|| NONE.to_owned(), money::plain)
}

/// A signed amount: `+1.20`.
pub(super) fn signed(amount: Option<Decimal>) -> String {
    match amount {
        None => NONE.to_owned(),
        Some(amount) if amount > Decimal::ZERO => format!("+{}", money::plain(amount)),
        Some(amount) => money::plain(amount),
    }
}

/// A price of `instrument`, with as many decimals as its exchange's ticks have, so that it does not move with every tick.
pub(super) fn price_of(instrument: Instrument, price: Option<Decimal>) -> String {
    with_decimals(instrument, self::price(price))
}

/// A [`signed`] difference of prices of `instrument`.
pub(super) fn change_of(instrument: Instrument, change: Option<Decimal>) -> String {
    with_decimals(instrument, signed(change))
}

/// Ticks of currencies are a quarter of a paisa.
fn with_decimals(instrument: Instrument, mut text: String) -> String {
    if instrument.exchange == Exchange::Cds
        && let Some((_, decimals)) = text.rsplit_once('.')
    {
        let missing = 4_usize.saturating_sub(decimals.len());
        text.extend(std::iter::repeat_n('0', missing));
    }
    text
}

/// Units with Indian grouping, or in lakhs and crores where they are many: `12.35 L`, `4.82 Cr`.
pub(super) fn volume(units: Option<u32>) -> String {
    let Some(units) = units else {
        return NONE.to_owned();
    };
    let of = |unit: u32, name: &str| {
        let hundredths = u64::from(units) * 100 / u64::from(unit);
        format!("{}.{:02} {name}", hundredths / 100, hundredths % 100)
    };
    match units {
        0..=99_999 => self::units(units),
        100_000..=9_999_999 => of(100_000, "L"),
        _ => of(10_000_000, "Cr"),
    }
}

/// Units with Indian grouping.
pub(super) fn units(units: u32) -> String {
    money::group(&units.to_string())
}

/// `1 tick`, `2 ticks`.
pub(super) fn counted(count: u64, one: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{} {one}{s}", money::group(&count.to_string()))
}

/// `0s`, `59s`, `12m`, `3h`.
pub(super) fn age(age: Option<Duration>) -> String {
    match age.map(Duration::whole_seconds) {
        None => NONE.to_owned(),
        Some(seconds @ ..60) => format!("{seconds}s"),
        Some(seconds @ 60..3600) => format!("{}m", seconds / 60),
        Some(seconds) => format!("{}h", seconds / 3600),
    }
}

/// The text in lines of at most `width`, broken between words; a longer word has a line of its own.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut room = width;
    for word in text.split_whitespace() {
        let len = word.chars().count();
        if let Some(line) = lines.last_mut().filter(|line| line.is_empty() || len < room) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
        room = width.saturating_sub(lines.last().map_or(0, |line| line.chars().count()));
    }
    lines
}

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The latest prices as bars between the lowest and the highest of them, the newest at the right end.
pub(super) fn sparkline(prices: &VecDeque<Decimal>, width: usize) -> String {
    let shown = prices.iter().skip(prices.len().saturating_sub(width));
    let (Some(low), Some(high)) = (shown.clone().min(), shown.clone().max()) else {
        return String::new();
    };
    let bar = |price: &Decimal| {
        let height = (price - low)
            .checked_mul(Decimal::from(7))
            .and_then(|part| part.checked_div(high - low))
            .and_then(|height| height.round().to_string().parse::<usize>().ok());
        // A price that has not moved is in the middle.
        BARS[height.unwrap_or(3).min(7)]
    };
    shown.map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_signed_and_grouped() {
        let decimal = |text: &str| Some(text.parse().unwrap());
        assert_eq!(signed(decimal("1.2")), "+1.20");
        assert_eq!(signed(decimal("-123456.5")), "-1,23,456.50");
        assert_eq!(signed(decimal("0")), "0.00");
        assert_eq!(signed(None), "–");
        assert_eq!(price(decimal("87.4025000")), "87.4025");
        assert_eq!(price(decimal("87.4000000")), "87.40");
    }

    #[test]
    fn prices_of_currencies_do_not_move_with_every_tick() {
        let of = |exchange| Instrument::new(exchange, pocketful::InstrumentToken::new(1));
        let (cds, nse) = (of(Exchange::Cds), of(Exchange::Nse));
        let decimal = |text: &str| Some(text.parse().unwrap());
        assert_eq!(price_of(cds, decimal("85.71")), "85.7100");
        assert_eq!(price_of(cds, decimal("85.7125000")), "85.7125");
        assert_eq!(price_of(cds, None), "–");
        assert_eq!(change_of(cds, decimal("0.0025")), "+0.0025");
        assert_eq!(price_of(nse, decimal("812.5")), "812.50");
    }

    #[test]
    fn volumes_are_short_and_rounded_down() {
        for (units, text) in [
            (0, "0"),
            (99_999, "99,999"),
            (100_000, "1.00 L"),
            (9_999_999, "99.99 L"),
            (48_211_007, "4.82 Cr"),
            (u32::MAX, "429.49 Cr"),
        ] {
            assert_eq!(volume(Some(units)), text);
        }
    }

    #[test]
    fn one_thing_is_not_many() {
        assert_eq!(counted(0, "tick"), "0 ticks");
        assert_eq!(counted(1, "tick"), "1 tick");
        assert_eq!(counted(123_456, "tick"), "1,23,456 ticks");
    }

    #[test]
    fn ages_have_one_unit() {
        for (seconds, text) in [(0, "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (90_000, "25h")] {
            assert_eq!(age(Some(Duration::seconds(seconds))), text);
        }
        assert_eq!(age(None), "–");
    }

    #[test]
    fn long_news_go_on_in_the_next_line() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 13), ["one two three"]);
        assert_eq!(wrapped("one incomprehensible", 5), ["one", "incomprehensible"]);
        assert_eq!(wrapped("", 5), [""]);
    }

    #[test]
    fn the_trend_ends_with_the_newest_price() {
        let prices = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        assert_eq!(sparkline(&prices(&[]), 5), "");
        assert_eq!(sparkline(&prices(&["5", "5"]), 5), "▄▄");
        assert_eq!(sparkline(&prices(&["9", "1", "2", "3", "8"]), 4), "▁▂▃█");
    }
}
