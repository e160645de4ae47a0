//! Amounts as people in India read them: `₹1,23,456.50`.

use pocketful::Decimal;

/// Decimals of a price, the finest: what is finer in an average is where the server cut a quotient off.
const PRICE: u32 = 4;

/// The price in rupees with Indian grouping, at least two decimals and at most the four that a price has.
pub(crate) fn rupees(amount: Decimal) -> String {
    let text = plain(amount);
    match text.strip_prefix('-') {
        Some(digits) => format!("-₹{digits}"),
        None => format!("₹{text}"),
    }
}

/// An amount as [`plain`] writes a price, to the paisa.
pub(crate) fn paise(amount: Decimal) -> String {
    plain(rounded(amount, 2))
}

/// Half away from zero, as sums of money are rounded.
fn rounded(amount: Decimal, decimals: u32) -> Decimal {
    if amount.scale() <= decimals {
        return amount;
    }
    let mut half = Decimal::new(5, decimals + 1);
    half.set_sign_negative(amount.is_sign_negative());
    amount
        .checked_add(half)
        .map_or(amount, |sum| sum.trunc_with_scale(decimals))
}

/// The price with Indian grouping, at least two decimals and at most the four that a price has, without the currency
/// sign: for table columns.
pub(crate) fn plain(amount: Decimal) -> String {
    let mut amount = rounded(amount, PRICE);
    if amount.scale() > 2 {
        amount = amount.normalize();
    }
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    let text = amount.to_string();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) if !amount.is_zero() => ("-", rest),
        Some(rest) => ("", rest),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    format!("{sign}{}.{fraction}", group(whole))
}

/// `1234567` → `12,34,567`: three digits, then twos.
pub(crate) fn group(digits: &str) -> String {
    let length = digits.len();
    let mut grouped = String::with_capacity(length + length / 2);
    for (index, digit) in digits.chars().enumerate() {
        let left = length - index;
        if index > 0 && (left == 3 || (left > 3 && left % 2 == 1)) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_as_in_india() {
        for (amount, text) in [
            ("0", "₹0.00"),
            ("-0", "₹0.00"),
            ("5", "₹5.00"),
            ("812.5", "₹812.50"),
            ("999.999", "₹999.999"),
            ("1000", "₹1,000.00"),
            ("99999.05", "₹99,999.05"),
            ("100000", "₹1,00,000.00"),
            ("1234567.8", "₹12,34,567.80"),
            ("-123456789.1234", "-₹12,34,56,789.1234"),
            ("834.4166666666666", "₹834.4167"),
            ("832.930000000001", "₹832.93"),
            ("-0.00001", "₹0.00"),
        ] {
            assert_eq!(rupees(amount.parse().unwrap()), text);
        }
    }

    #[test]
    fn amounts_are_told_to_the_paisa() {
        for (amount, text) in [
            ("0.405", "0.41"),
            ("-7.455", "-7.46"),
            ("-0.004", "0.00"),
            ("110.1500000000001", "110.15"),
            ("497462.2", "4,97,462.20"),
            ("5", "5.00"),
        ] {
            assert_eq!(paise(amount.parse().unwrap()), text);
        }
    }
}
