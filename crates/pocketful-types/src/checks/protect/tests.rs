//! Limits on the tick, within the band and the day's range.

use proptest::prelude::*;

use super::*;
use crate::{Exchange, Instrument, InstrumentToken, Quantity, checks::is_on_tick};

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn rules(tick: &str, range: Option<(&str, &str)>) -> InstrumentRules {
    InstrumentRules {
        tick_size: Some(d(tick)),
        lower_circuit: range.map(|range| d(range.0)),
        upper_circuit: range.map(|range| d(range.1)),
        ..InstrumentRules::default()
    }
}

fn limit(
    side: Side,
    percent: &str,
    reference: &str,
    rules: &InstrumentRules,
) -> Result<String, ProtectError> {
    Protection::percent(d(percent))?
        .limit(side, d(reference), rules)
        .map(|price| price.normalize().to_string())
}

#[test]
fn limits_lie_beyond_the_reference_within_the_band() {
    let open = rules("0.05", None);
    let day = rules("0.05", Some(("95.00", "105.00")));
    for (side, percent, reference, rules, price) in [
        (Side::Buy, "1", "100.00", &open, "101"),
        (Side::Sell, "1", "100.00", &open, "99"),
        (Side::Buy, "0.5", "1875.55", &open, "1884.9"),
        (Side::Sell, "0.5", "1875.55", &open, "1866.2"),
        // The day's range ends before the band does.
        (Side::Buy, "10", "100", &day, "105"),
        (Side::Sell, "10", "100", &day, "95"),
        // At the edge of the range the reference itself is all that is left.
        (Side::Buy, "1", "105", &day, "105"),
        (Side::Sell, "1", "95", &day, "95"),
        // A band narrower than a tick leaves a reference that is on the tick.
        (Side::Buy, "0.01", "100", &open, "100"),
    ] {
        assert_eq!(
            limit(side, percent, reference, rules).as_deref(),
            Ok(price),
            "{side} {reference}"
        );
    }
}

#[test]
fn what_cannot_be_protected_says_why() {
    let open = rules("0.05", None);
    let day = rules("0.05", Some(("95.00", "105.00")));
    let unknown = InstrumentRules::default();
    for (side, percent, reference, rules, message) in [
        (Side::Buy, "0", "100", &open, "a protection of 0 % is none"),
        (Side::Buy, "100", "100", &open, "a protection of 100 % is none"),
        (Side::Buy, "1", "0", &open, "the last price 0 is not above 0"),
        (
            Side::Buy,
            "1",
            "100",
            &unknown,
            "the instrument's tick is not known",
        ),
        (
            Side::Buy,
            "1",
            "106",
            &day,
            "lies outside today's range, 95.00 to 105.00",
        ),
        (
            Side::Buy,
            "0.001",
            "100.02",
            &open,
            "there is no tick within 0.001 %",
        ),
        (
            Side::Sell,
            "0.001",
            "100.02",
            &open,
            "there is no tick within 0.001 %",
        ),
    ] {
        let error = limit(side, percent, reference, rules).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn only_orders_without_a_limit_are_changed() {
    let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
    let ten = Quantity::new(10);
    let one = Protection::percent(Decimal::ONE).unwrap();
    let open = rules("0.05", None);
    let last = d("100");
    let limit = NewOrder::limit(acc, Side::Buy, ten, d("90"));
    assert_eq!(one.protect(limit.clone(), last, &open), Ok(limit));
    let stop = NewOrder::stop_limit(acc, Side::Buy, ten, d("110"), d("109"));
    assert_eq!(one.protect(stop.clone(), last, &open), Ok(stop));

    let market = one
        .protect(NewOrder::market(acc, Side::Sell, ten).amo(), last, &open)
        .unwrap();
    assert_eq!(
        (market.order_type(), market.price()),
        (OrderType::Limit, Some(d("99.00")))
    );
    assert_eq!(market.execution_type(), crate::ExecutionType::Amo);
    // A stop is filled around its trigger, wherever the market is now.
    let stop = one
        .protect(NewOrder::stop_market(acc, Side::Buy, ten, d("200")), last, &open)
        .unwrap();
    assert_eq!(stop.order_type(), OrderType::StopLimit);
    assert_eq!(
        (stop.price(), stop.trigger_price()),
        (Some(d("202.00")), Some(d("200")))
    );
    assert_eq!(stop.validate(), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_protected_limit_is_on_the_tick_and_within_band_and_range(
        buy in any::<bool>(),
        reference in 1_i64..100_000_000,
        tick in prop::sample::select(vec!["0.05", "0.01", "0.0025", "1", "0.10", "5"]),
        percent in 1_i64..9_999,
        around in 0_i64..3_000,
    ) {
        let reference = Decimal::new(reference, 2);
        let percent = Decimal::new(percent, 2);
        let side = if buy { Side::Buy } else { Side::Sell };
        let around = reference * Decimal::new(around, 4);
        let rules = InstrumentRules {
            tick_size: Some(d(tick)),
            lower_circuit: Some(reference - around),
            upper_circuit: Some(reference + around),
            ..InstrumentRules::default()
        };
        let band = reference * percent / Decimal::ONE_HUNDRED;
        match Protection::percent(percent).unwrap().limit(side, reference, &rules) {
            Ok(price) => {
                prop_assert!(is_on_tick(price, d(tick)));
                prop_assert!((price - reference).abs() <= band);
                prop_assert!((price - reference).abs() <= around);
                let is_beyond = if buy { price >= reference } else { price <= reference };
                prop_assert!(is_beyond);
                // No tick further away would have done.
                let next = if buy { price + d(tick) } else { price - d(tick) };
                prop_assert!((next - reference).abs() > band.min(around) || next <= Decimal::ZERO);
            }
            Err(ProtectError::TooNarrow { .. }) => {
                let nearest = round_to_tick(reference, d(tick), if buy { Rounding::Up } else { Rounding::Down }).unwrap();
                prop_assert!((nearest - reference).abs() > band.min(around) || nearest <= Decimal::ZERO);
            }
            Err(other) => return Err(TestCaseError::fail(format!("{other:?}"))),
        }
    }

    #[test]
    fn any_numbers_are_never_a_panic(
        buy in any::<bool>(), reference in any::<i64>(), tick in any::<i64>(), percent in any::<i64>(),
        scales in (0_u32..28, 0_u32..28, 0_u32..28), low in any::<i64>(), high in any::<i64>(),
    ) {
        let side = if buy { Side::Buy } else { Side::Sell };
        let rules = InstrumentRules {
            tick_size: Some(Decimal::new(tick, scales.1)),
            lower_circuit: Some(Decimal::new(low, scales.0)),
            upper_circuit: Some(Decimal::new(high, scales.0)),
            ..InstrumentRules::default()
        };
        if let Ok(protection) = Protection::percent(Decimal::new(percent, scales.2)) {
            let _ = protection.limit(side, Decimal::new(reference, scales.0), &rules);
            let _ = protection.limit(side, Decimal::MAX, &rules);
        }
    }
}
