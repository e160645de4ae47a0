//! Amounts as people in India read them.

use rust_decimal::{Decimal, RoundingStrategy};

/// Rupees with paise and Indian grouping, without the sign of the currency: `12,34,567.80`.
pub(crate) fn rupees(amount: Decimal) -> String {
    let rounded = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let text = format!("{:.2}", rounded.abs());
    let (whole, paise) = text.split_once('.').unwrap_or((&text, "00"));
    let minus = rounded.is_sign_negative() && !rounded.is_zero();
    format!("{}{}.{paise}", sign(minus), grouped(whole))
}

/// Units of quantity with Indian grouping: `1,00,000`.
pub(crate) fn units(quantity: i64) -> String {
    format!(
        "{}{}",
        sign(quantity < 0),
        grouped(&quantity.unsigned_abs().to_string())
    )
}

/// The last three digits are a group, before them every two.
fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        let left = digits.len() - at;
        if at > 0 && (left == 3 || (left > 3 && left % 2 == 1)) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn sign(minus: bool) -> &'static str {
    if minus { "−" } else { "" }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn groups_by_hundreds_thousands_lakhs_and_crores() {
        for (amount, text) in [
            (Decimal::ZERO, "0.00"),
            (Decimal::new(875, 2), "8.75"),
            (Decimal::new(100_000, 2), "1,000.00"),
            (Decimal::from(500_000), "5,00,000.00"),
            (Decimal::new(1_234_567_895, 3), "12,34,567.90"),
            (Decimal::from(-12_345_678), "−1,23,45,678.00"),
            (Decimal::new(-1, 3), "0.00"),
        ] {
            assert_eq!(rupees(amount), text);
        }
    }

    #[test]
    fn quantities_have_no_paise() {
        assert_eq!(units(999), "999");
        assert_eq!(units(1_000_000), "10,00,000");
        assert_eq!(units(i64::MIN), "−92,23,37,20,36,85,47,75,808");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn grouping_loses_no_digit(paise in any::<i64>()) {
            let amount = Decimal::new(paise, 2);
            let plain = rupees(amount).replace(',', "").replace('−', "-");
            prop_assert_eq!(plain.parse::<Decimal>().unwrap(), amount);
        }
    }
}
