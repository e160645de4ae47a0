//! Amounts as people in India read them: `₹1,23,456.50`.

use pocketful::Decimal;

/// The amount in rupees with Indian grouping and at least two decimals; no digit is ever dropped.
pub(crate) fn rupees(amount: Decimal) -> String {
    let sign = if amount.is_sign_negative() && !amount.is_zero() {
        "-"
    } else {
        ""
    };
    format!("{sign}₹{}", plain(amount.abs()))
}

/// The number with Indian grouping and at least two decimals, without the currency sign: for table columns.
pub(crate) fn plain(amount: Decimal) -> String {
    let mut amount = amount;
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
        ] {
            assert_eq!(rupees(amount.parse().unwrap()), text);
        }
    }
}
