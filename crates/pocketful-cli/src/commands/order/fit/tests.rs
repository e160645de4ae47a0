//! What is refused, by whom, and in which words.

use pocketful::{Exchange, Instrument, InstrumentToken, Quantity, Side};

use super::*;

fn rules(change: impl FnOnce(&mut InstrumentRules)) -> InstrumentRules {
    let mut rules = InstrumentRules::default();
    change(&mut rules);
    rules
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn sbin() -> Found {
    Found {
        symbol: Some("SBIN-EQ".to_owned()),
        ..Found::bare(Instrument::new(Exchange::Nse, InstrumentToken::new(3045)))
    }
}

fn fit(check: Check) -> Fit {
    Fit {
        found: sbin(),
        check,
        rules: rules(|rules| {
            rules.tick_size = Some(decimal("0.05"));
            rules.upper_circuit = Some(decimal("915"));
            rules.lot_size = Some(Quantity::new(5));
        }),
        was_asked: true,
        is_of_today: true,
    }
}

fn order(price: &str, units: u64) -> NewOrder {
    NewOrder::limit(sbin().instrument, Side::Buy, Quantity::new(units), decimal(price))
}

#[test]
fn everything_that_does_not_fit_is_said_at_once() {
    let mut fit = fit(Check::Ask);
    let failure = fit.check(
        &order("920.01", 7),
        fit.distance("trailing step", decimal("1.02")),
    );
    let failure = failure.unwrap_err();
    assert_eq!(failure.exit as u8, 6);
    assert_eq!(
        failure.to_string(),
        "the order does not fit NSE:SBIN-EQ (3045): the quantity 7 is no multiple of the lot 5; use 5 or 10. Also, \
         the price 920.01 is no multiple of the tick 0.05; use 920.00 or 920.05. Also, the price 920.01 lies above \
         the day's highest price 915; use at most that. Also, the trailing step 1.02 is no multiple of the tick 0.05; \
         use 1.00 or 1.05"
    );
    assert!(fit.check(&order("920", 5), []).is_err());
    // Tomorrow's range is not today's.
    fit.of_another_day();
    assert!(fit.check(&order("920", 5), []).is_ok());
    assert!(fit.check(&order("920.01", 5), []).is_err());
}

#[test]
fn whoever_knows_better_is_not_stopped() {
    assert!(fit(Check::Off).check(&order("920.01", 7), []).is_ok());
}

#[test]
fn what_the_broker_says_now_goes_before_the_contracts() {
    let broker = rules(|rules| {
        rules.tick_size = Some(decimal("0.10"));
        rules.tradable = Some(true);
    });
    let master = rules(|rules| {
        rules.tick_size = Some(decimal("0.05"));
        rules.lot_size = Some(Quantity::new(75));
        rules.tradable = Some(false);
    });
    let both = both(broker, &master);
    assert_eq!(both.tick_size, Some(decimal("0.10")));
    assert_eq!(
        (both.lot_size, both.tradable),
        (Some(Quantity::new(75)), Some(true))
    );
}

#[test]
fn prices_are_shown_with_both_decimals() {
    let rules = in_paise(rules(|rules| {
        rules.tick_size = Some(decimal("0.1"));
        rules.upper_circuit = Some(decimal("23400"));
        rules.lower_circuit = Some(decimal("0.0025"));
    }));
    let shown = [rules.tick_size, rules.upper_circuit, rules.lower_circuit];
    assert_eq!(
        shown.map(|price| price.unwrap().to_string()),
        ["0.10", "23400.00", "0.0025"]
    );
}

#[test]
fn percentages() {
    assert!(protection(None).unwrap().is_none());
    for good in ["1", "0.5", "0.5%", " 2 % "] {
        assert!(protection(Some(good)).unwrap().is_some(), "{good}");
    }
    for bad in ["", "0", "-1", "100", "much", "1e1", "%"] {
        assert_eq!(protection(Some(bad)).unwrap_err().exit as u8, 2, "{bad}");
    }
}

#[test]
fn what_stays_stops_no_change() {
    let fit = fit(Check::Ask);
    let stands = order("920.01", 7);
    assert!(fit.check_change(&stands, &order("920.01", 10), []).is_ok());
    let failure = fit.check_change(&stands, &order("920.01", 8), []).unwrap_err();
    assert_eq!(failure.exit as u8, 6);
    assert_eq!(
        failure.to_string(),
        "the order does not fit NSE:SBIN-EQ (3045): the quantity 8 is no multiple of the lot 5; use 5 or 10"
    );
    let others = fit.moved_price("stop", Some(decimal("920")), Some(decimal("930")));
    assert!(fit.check_change(&stands, &stands, others).is_err());
    let off = Fit {
        check: Check::Off,
        ..fit
    };
    assert!(off.check_change(&stands, &order("920.02", 8), []).is_ok());
}

#[test]
fn only_what_is_named_and_is_not_what_it_was_is_moved() {
    let fit = fit(Check::Known);
    let (odd, even) = (Some(decimal("1.02")), Some(decimal("1.00")));
    let faults = |from, to| fit.moved_distance("trailing step", from, to).len();
    assert_eq!([faults(odd, None), faults(odd, odd), faults(odd, even)], [0; 3]);
    assert_eq!([faults(even, odd), faults(None, odd)], [1; 2]);
    let high = Some(decimal("930"));
    assert_eq!(fit.moved_price("stop", even, high).len(), 1);
    assert_eq!(fit.moved_distance("trigger price", even, high).len(), 0);
    let units = |to| {
        let to = Some(Quantity::new(to));
        fit.moved_quantity("quantity of the stop", Some(Quantity::new(7)), to)
            .len()
    };
    assert_eq!([units(7), units(8), units(10)], [0, 1, 0]);
}
