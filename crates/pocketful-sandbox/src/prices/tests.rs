//! Prices hold what they promise, for every instrument, seed and moment.

use proptest::prelude::*;
use time::macros::{date, datetime};

use super::*;
use crate::instruments::Universe;

const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 +5:30);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_quote_is_on_the_tick_within_the_range_and_consistent(
        seed in any::<u64>(), at in 0usize..900, second in -40_000_000i64..40_000_000,
    ) {
        let moment = NOW + Duration::seconds(second);
        let universe = Universe::on(moment.date());
        let all: Vec<_> = universe.iter().collect();
        let one = all[at % all.len()];
        let prices = Prices::new(seed);
        let quote = prices.quote(one, moment);
        prop_assert_eq!(&quote, &Prices::new(seed).quote(one, moment));
        for price in [quote.last, quote.open, quote.high, quote.low, quote.close] {
            prop_assert!(price % one.tick == 0 && price >= one.low && price <= one.high, "{quote:?} {one:?}");
        }
        prop_assert!(quote.low <= quote.last && quote.last <= quote.high, "{quote:?}");
        prop_assert!(quote.low <= quote.open && quote.open <= quote.high, "{quote:?}");
        prop_assert!(quote.asks[0] == Level::EMPTY || quote.bids[0].price < quote.asks[0].price, "{quote:?}");
        for (side, apart) in [(quote.bids, -1), (quote.asks, 1)] {
            let levels = side.iter().take_while(|level| level.quantity > 0).count();
            prop_assert!(side[levels..].iter().all(|level| *level == Level::EMPTY), "{quote:?}");
            prop_assert!(side[..levels].windows(2).all(|two| two[1].price - two[0].price == apart * one.tick), "{quote:?}");
            prop_assert!(side[..levels].iter().all(|level| (one.low..=one.high).contains(&level.price)), "{quote:?}");
        }
        prop_assert_eq!(quote.last, prices.last(one, moment));
        prop_assert_eq!(quote.close, prices.close(one, moment));
    }

    #[test]
    fn a_days_high_only_rises_and_its_volume_only_grows(seed in any::<u64>(), from in 0i64..22_000, more in 1i64..500) {
        let universe = Universe::on(NOW.date());
        let one = universe.find("NSE", 2885).unwrap();
        let open = datetime!(2026-11-23 9:15 +5:30);
        let [before, after] = [from, from + more].map(|second| Prices::new(seed).quote(one, open + Duration::seconds(second)));
        prop_assert!(before.high <= after.high && before.low >= after.low && before.volume <= after.volume);
        prop_assert_eq!(before.open, after.open);
    }
}

#[test]
fn a_currency_is_counted_in_hundredths_of_a_paisa_and_moves_with_its_seed_alone() {
    let universe = Universe::on(NOW.date());
    let one = universe.find("CDS", 14_500).unwrap();
    assert_eq!(one.tick().to_string(), "0.0025");
    let last = Prices::new(7).last(one, NOW);
    assert!((83..=88).contains(&(last / 10_000)), "{last}");
    assert_eq!(one.counted(last), last * 1000);
    assert_eq!(one.rupees(last).to_string().len(), "85.1425".len());
    // Its hours are its own.
    let [before, after] = [
        datetime!(2026-11-23 16:00 +5:30),
        datetime!(2026-11-23 16:59 +5:30),
    ];
    assert_ne!(
        Prices::new(7).quote(one, before).volume,
        Prices::new(7).quote(one, after).volume
    );
}

#[test]
fn beyond_the_daily_range_a_book_is_empty() {
    let universe = Universe::on(NOW.date());
    let prices = Prices::new(7);
    // Far options are worth their least.
    let far = universe
        .iter()
        .find(|one| prices.last(one, NOW) == one.low && matches!(one.kind, Kind::Option { .. }))
        .unwrap();
    let quote = prices.quote(far, NOW);
    assert_eq!(quote.bids.map(|level| level.price), [far.low, 0, 0, 0, 0]);
    assert_eq!(quote.bids[1], Level::EMPTY);
    assert_eq!(
        quote.asks.map(|level| (level.price - far.low) / far.tick),
        [1, 2, 3, 4, 5]
    );
    // And at the other end there is nobody to buy from.
    let mut dear = (**far).clone();
    dear.high = far.low;
    let quote = prices.quote(&dear, NOW);
    assert_eq!((quote.asks, quote.total_sell), ([Level::EMPTY; 5], 0));
}

#[test]
fn contracts_have_an_open_interest_that_grows_with_the_session_and_shares_have_none() {
    let universe = Universe::on(NOW.date());
    let prices = Prices::new(7);
    let later = NOW + Duration::minutes(30);
    let mut contracts = 0;
    for one in universe.iter() {
        let [before, after] = [NOW, later].map(|at| prices.quote(one, at));
        if !matches!(one.kind, Kind::Future { .. } | Kind::Option { .. }) {
            assert_eq!((after.open_interest, after.initial_open_interest), (0, 0));
            continue;
        }
        assert_eq!(before.initial_open_interest, after.initial_open_interest);
        assert_eq!(before.open_interest % one.lot, 0);
        if before.initial_open_interest > 0 {
            contracts += 1;
            assert!(before.open_interest > before.initial_open_interest);
            assert_eq!(after.open_interest - before.open_interest, 30 * one.lot);
        }
    }
    assert!(contracts > 100, "{contracts}");
}

#[test]
fn at_night_and_at_weekends_nothing_moves() {
    let universe = Universe::on(NOW.date());
    let one = universe.find("NSE", 3045).unwrap();
    let prices = Prices::new(7);
    let evening = prices.quote(one, datetime!(2026-11-20 15:30 +5:30));
    for later in [
        datetime!(2026-11-20 23:59 +5:30),
        datetime!(2026-11-22 12:00 +5:30),
        datetime!(2026-11-23 9:14:59 +5:30),
    ] {
        assert_eq!(prices.quote(one, later), evening);
    }
    let morning = prices.quote(one, datetime!(2026-11-23 9:15 +5:30));
    assert_eq!(morning.close, evening.last);
    assert_ne!(morning.last, evening.last);
    // Commodities go on into the night.
    let oil = universe.find("MCX", 430_001).unwrap();
    assert_ne!(
        prices.last(oil, datetime!(2026-11-23 15:31 +5:30)),
        prices.last(oil, datetime!(2026-11-23 23:00 +5:30))
    );
}

#[test]
fn what_has_one_symbol_moves_together_and_options_follow() {
    let universe = Universe::on(NOW.date());
    let prices = Prices::new(7);
    let [nse, bse] =
        [("NSE", 10666), ("BSE", 532_461)].map(|(exchange, token)| universe.find(exchange, token).unwrap());
    let near = prices.quote(nse, NOW).last - prices.quote(bse, NOW).last;
    assert!(near.abs() <= 2, "{near}");
    assert_eq!(option_value(10_000, 9_000, Right::Call, -1), 1_000);
    assert_eq!(option_value(10_000, 9_000, Right::Put, -1), 0);
    assert!(option_value(10_000, 10_000, Right::Put, 30) > option_value(10_000, 10_000, Right::Put, 3));
    assert!(option_value(10_000, 10_000, Right::Call, 9) > option_value(10_000, 10_300, Right::Call, 9));
}

#[test]
fn candles_join_up() {
    let universe = Universe::on(NOW.date());
    let one = universe.find("NSE", 2885).unwrap();
    let prices = Prices::new(7);
    let open = datetime!(2026-11-23 9:15 +5:30);
    let minutes = prices.candles(one, (open, NOW), Some(15), 100);
    assert_eq!(minutes.len(), 3);
    assert!(minutes.windows(2).all(|pair| pair[0].close == pair[1].open));
    let quote = prices.quote(one, NOW);
    assert_eq!(minutes[0].open, quote.open);
    assert_eq!(minutes.iter().map(|candle| candle.high).max(), Some(quote.high));
    assert_eq!(
        minutes.iter().map(|candle| candle.volume).sum::<i64>(),
        quote.volume
    );
    let days = prices.candles(one, (datetime!(2026-11-16 0:00 +5:30), NOW), None, 100);
    let dates: Vec<_> = days.iter().map(|candle| candle.start.date()).collect();
    assert_eq!(dates.first(), Some(&date!(2026 - 11 - 16)));
    assert_eq!(dates.len(), 6);
}
