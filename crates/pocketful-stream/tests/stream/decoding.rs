//! What the frames mean, and that no bytes at all can do harm.

use pocketful_stream::{DecodeError, Level, Packet, PriceScales, decode};
use pocketful_types::{Exchange, Instrument, InstrumentToken};
use proptest::prelude::*;
use rust_decimal::Decimal;
use time::macros::datetime;

use crate::golden::frame;

fn read(bytes: &[u8]) -> Packet<'_> {
    decode(bytes, PriceScales::default()).unwrap()
}

fn rupees(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

#[test]
fn a_detailed_tick() {
    let bytes = frame("detailed_nse");
    let Packet::Detailed(tick) = read(&bytes) else {
        panic!()
    };
    assert_eq!(
        tick.instrument(),
        Some(Instrument::new(Exchange::Nse, InstrumentToken::new(14366)))
    );
    assert_eq!((tick.last_price(), tick.last_price_raw()), (rupees("8.15"), 815));
    assert_eq!(tick.last_trade_time(), Some(datetime!(2026-03-11 09:44:50 +5:30)));
    assert_eq!((tick.last_quantity(), tick.volume()), (25, 48_211_007));
    assert_eq!((tick.bid_price(), tick.bid_quantity()), (rupees("8.14"), 120_500));
    assert_eq!((tick.ask_price(), tick.ask_quantity()), (rupees("8.15"), 99_000));
    assert_eq!(
        (tick.total_buy_quantity(), tick.total_sell_quantity()),
        (5_000_000_123, 4_999_999_877)
    );
    assert_eq!(tick.average_price(), rupees("8.09"));
    assert_eq!(tick.exchange_time(), Some(datetime!(2026-03-11 09:44:51 +5:30)));
    let day = [
        tick.open_price(),
        tick.high_price(),
        tick.low_price(),
        tick.close_price(),
    ];
    assert_eq!(
        day,
        [rupees("8.01"), rupees("8.22"), rupees("7.99"), rupees("8.04")]
    );
    assert_eq!(
        (tick.yearly_high_price(), tick.yearly_low_price()),
        (rupees("19.98"), rupees("6.07"))
    );
    assert_eq!(
        (tick.lower_circuit(), tick.upper_circuit()),
        (rupees("7.24"), rupees("8.84"))
    );
    assert_eq!((tick.open_interest(), tick.initial_open_interest()), (0, 0));
}

#[test]
fn zero_is_absent_and_currencies_have_seven_decimals() {
    let bytes = frame("detailed_cds_empty");
    let Packet::Detailed(tick) = read(&bytes) else {
        panic!()
    };
    assert_eq!(
        (tick.last_price(), tick.last_trade_time(), tick.open_price()),
        (None, None, None)
    );
    assert_eq!(tick.bid_price(), rupees("87.4025"));
    assert_eq!(tick.price_decimals(), 7);
    let Ok(Packet::Detailed(tick)) = decode(&bytes, PriceScales::default().with_cds(2)) else {
        panic!()
    };
    assert_eq!(
        (tick.bid_price(), tick.bid_price_raw()),
        (rupees("8740250.00"), 874_025_000)
    );
}

#[test]
fn every_exchange_has_decimals_that_can_be_set() {
    let usual = PriceScales::default();
    for exchange in Exchange::ALL {
        let expected = if *exchange == Exchange::Cds { 7 } else { 2 };
        assert_eq!(usual.decimals(Some(*exchange)), expected, "{exchange}");
        let scales = usual.with(*exchange, 4);
        let mut bytes = frame("detailed_nse");
        for other in Exchange::ALL {
            bytes[1] = other.feed_code();
            let Ok(Packet::Detailed(tick)) = decode(&bytes, scales) else {
                panic!()
            };
            let expected = if other == exchange {
                4
            } else {
                usual.decimals(Some(*other))
            };
            assert_eq!(
                tick.last_price(),
                Some(Decimal::new(815, u32::from(expected))),
                "{other}"
            );
        }
    }
    assert_eq!(usual.with(Exchange::Mcx, 200).decimals(Some(Exchange::Mcx)), 28);
    assert_eq!(usual.decimals(None), 2);
}

#[test]
fn times_are_those_of_clocks_in_india() {
    let (detailed, compact) = (frame("detailed_nse"), frame("compact_mcx_down"));
    let (Packet::Detailed(tick), Packet::Compact(other)) = (read(&detailed), read(&compact)) else {
        panic!()
    };
    let times = [
        tick.last_trade_time(),
        tick.exchange_time(),
        other.last_trade_time(),
    ];
    let shown = times.map(|time| time.unwrap().to_string());
    assert_eq!(
        shown,
        [
            "2026-03-11 9:44:50.0 +05:30:00",
            "2026-03-11 9:44:51.0 +05:30:00",
            "2026-03-11 9:43:22.0 +05:30:00"
        ]
    );
}

#[test]
fn the_largest_numbers_are_not_negative() {
    let bytes = frame("detailed_limits");
    let Packet::Detailed(tick) = read(&bytes) else {
        panic!()
    };
    assert_eq!(tick.instrument_token().get(), u32::MAX);
    assert_eq!(tick.last_price(), rupees("42949672.95"));
    assert_eq!(tick.total_sell_quantity(), u64::MAX);
    assert_eq!(tick.exchange_time(), Some(datetime!(2106-02-07 11:58:15 +5:30)));
}

#[test]
fn the_change_is_signed() {
    let bytes = frame("compact_mcx_down");
    let Packet::Compact(tick) = read(&bytes) else {
        panic!()
    };
    assert_eq!(
        tick.instrument(),
        Some(Instrument::new(Exchange::Mcx, InstrumentToken::new(432_294)))
    );
    assert_eq!(
        (tick.change(), tick.change_raw()),
        ("-123.50".parse().unwrap(), -12_350)
    );
    assert_eq!(
        (tick.last_price(), tick.close_price()),
        (rupees("7215.00"), rupees("7338.50"))
    );
    assert_eq!(
        (tick.open_interest(), tick.initial_open_interest()),
        (15_204, 15_110)
    );
    assert_eq!(tick.last_trade_time(), Some(datetime!(2026-03-11 09:43:22 +5:30)));

    let bytes = frame("compact_bse_flat");
    let Packet::Compact(tick) = read(&bytes) else {
        panic!()
    };
    assert_eq!(
        (tick.change(), tick.close_price()),
        (Decimal::ZERO, rupees("8.12"))
    );
    assert_eq!((tick.bid_price(), tick.ask_price()), (rupees("8.11"), None));
    assert_eq!(
        (tick.lower_circuit(), tick.upper_circuit()),
        (rupees("7.31"), rupees("8.93"))
    );
}

#[test]
fn five_levels_on_each_side() {
    let bytes = frame("depth_nfo");
    let Packet::Depth(depth) = read(&bytes) else {
        panic!()
    };
    assert_eq!(
        depth.bids()[0],
        Level {
            price: rupees("22310.05"),
            price_raw: 2_231_005,
            quantity: 75,
            orders: 3
        }
    );
    assert_eq!(
        depth.bids()[4],
        Level {
            price: None,
            price_raw: 0,
            quantity: 0,
            orders: 0
        }
    );
    assert_eq!(
        depth.asks()[4],
        Level {
            price: rupees("22320.00"),
            price_raw: 2_232_000,
            quantity: 900,
            orders: 6
        }
    );
    assert_eq!(depth.asks().map(|level| level.orders), [1, 2, 4, 1, 6]);
    assert_eq!(
        (depth.total_buy_quantity(), depth.total_sell_quantity()),
        (6_000_000_075, 512_400)
    );
    assert_eq!(
        (depth.average_price(), depth.close_price()),
        (rupees("22298.40"), rupees("22240.10"))
    );
    assert_eq!(depth.volume(), 9_812_325);
}

#[test]
fn longer_frames_are_read_and_shorter_ones_are_errors() {
    for (name, len) in [
        ("detailed_nse", 102),
        ("compact_bse_flat", 42),
        ("depth_nfo", 166),
    ] {
        let bytes = frame(name);
        assert_eq!(bytes.len(), len);
        let longer = [&bytes[..], &[0xAA; 7]].concat();
        assert_eq!(read(&longer), read(&bytes));
        for cut in 1..len {
            let error = decode(&bytes[..cut], PriceScales::default()).unwrap_err();
            assert_eq!(
                error,
                DecodeError::Short {
                    mode: bytes[0],
                    len: cut,
                    expected: len
                }
            );
        }
    }
    assert_eq!(decode(&[], PriceScales::default()), Err(DecodeError::Empty));
}

#[test]
fn the_prefix_of_an_update_is_cut_in_bytes() {
    for (prefix, json) in [
        (&[50, 0, 0, 0, 9][..], &br#"{"a":"b"}"#[..]),
        (&[50, 0x80, 0xFF, 0xFE, 0xC3], br#"{"a":"b"}"#),
        (&[51, 0, 0, 0, 2], b"[]"),
        (&[50, 1, 2, 3, 4, 5, 6], br#"{"longer":"prefix"}"#),
        (&[51, 1], br#"{"shorter":"prefix"}"#),
        // A list is read from its bracket on: from its first brace it would lose all but one.
        (&[50, b'{', b'[', 0, 9, b' ', b'\n'], br#"[{"a":1},{"b":2}]"#),
        (&[50, 1, 2, 3, 4, 5, 6], br#"[ {"a":1},{"b":2}]"#),
        (&[51, 1], br#"[{"a":1},{"b":2}]"#),
        // A brace, or a bracket before one, may be a byte of a longer prefix; the first brace behind five bytes of a shorter one is
        // not the first.
        (&[50, 0, 0, 0, b'{', 0, 0], br#"{"a":{"b":1}}"#),
        (&[50, 0, 0, 0, 0, b'{', 1], br#"{"a":1}"#),
        (&[50, 0, b'[', b'{', 0, b'[', 1, 2], br#"[{"a":1},{"b":2}]"#),
        (&[50, 1], br#"{"a":{"b":1}}"#),
        // What breaks off begins where it would.
        (&[50, 1, 2, 3, 4, 5, 6], br#"{"a":{"b""#),
    ] {
        let bytes = [prefix, json].concat();
        match read(&bytes) {
            Packet::OrderUpdate(text) | Packet::TradeUpdate(text) => assert_eq!(text, json),
            other => panic!("{other:?}"),
        }
    }
    let bare = [50, 0, 0, 0, 0, b'x'];
    assert_eq!(
        decode(&bare, PriceScales::default()),
        Err(DecodeError::NoJson { mode: 50, len: 6 })
    );
}

#[test]
fn an_unknown_mode_is_told_by_number_and_length() {
    for mode in (0..=u8::MAX).filter(|mode| ![1, 2, 4, 50, 51].contains(mode)) {
        assert_eq!(read(&[mode, 1, 2]), Packet::Unknown { mode, len: 3 });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Any bytes at all: an answer, never a panic, and every field of the answer can be looked at.
    #[test]
    fn no_bytes_do_harm(mode in prop_oneof![Just(1_u8), Just(2), Just(4), Just(50), Just(51), any::<u8>()],
                        rest in prop::collection::vec(any::<u8>(), 0..200), cds in any::<u8>()) {
        let bytes = [&[mode][..], &rest].concat();
        let scales = PriceScales::default().with_cds(cds);
        match decode(&bytes, scales) {
            Ok(Packet::Detailed(tick)) => {
                let prices = [tick.last_price(), tick.bid_price(), tick.upper_circuit(), tick.yearly_low_price()];
                prop_assert!(prices.iter().flatten().all(|price| *price > Decimal::ZERO));
                let _ = (format!("{tick:?}"), tick.exchange_time(), tick.last_trade_time(), tick.total_sell_quantity());
            }
            Ok(Packet::Compact(tick)) => {
                let _ = (format!("{tick:?}"), tick.change(), tick.close_price(), tick.last_trade_time());
            }
            Ok(Packet::Depth(depth)) => {
                let _ = (format!("{depth:?}"), depth.asks(), depth.total_buy_quantity());
            }
            Ok(Packet::OrderUpdate(json) | Packet::TradeUpdate(json)) => {
                let opens_json = matches!(json[0], b'{' | b'[');
                prop_assert!(opens_json);
            }
            Ok(Packet::Unknown { mode, len }) => prop_assert_eq!((mode, len), (bytes[0], bytes.len())),
            Err(_) => {}
        }
    }
}
