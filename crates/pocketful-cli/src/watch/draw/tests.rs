//! The screen at the widths people have, as it looks.

use std::time::Duration;

use pocketful::{
    DataMode, Event, Exchange, Instrument, InstrumentToken, StreamState,
    stream::{Packet, PriceScales, SocketErrorKind, decode},
};
use ratatui::{Terminal, backend::TestBackend, style::Color};
use time::macros::datetime;

use super::*;
use crate::{args::watch::WatchMode, watch::board::Asked};

const NOW: OffsetDateTime = datetime!(2026-11-23 10:00:00 +5:30);

/// The frame of a golden file, with another last price.
fn frame(text: &str, price: Option<u32>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in text.lines().filter(|row| !row.trim_start().starts_with('#')) {
        let hex = row.split_whitespace().nth(3).unwrap();
        for at in (0..hex.len()).step_by(2) {
            bytes.push(u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
        }
    }
    if let Some(price) = price {
        bytes[6..10].copy_from_slice(&price.to_be_bytes());
    }
    bytes
}

macro_rules! golden {
    ($name:literal) => {
        include_str!(concat!(
            "../../../../pocketful-types/fixtures/frames/",
            $name,
            ".txt"
        ))
    };
}

fn event(bytes: &[u8]) -> Event {
    match decode(bytes, PriceScales::default()).unwrap() {
        Packet::Detailed(tick) => Event::Detailed(tick.into_owned()),
        Packet::Compact(tick) => Event::Compact(tick.into_owned()),
        Packet::Depth(tick) => Event::Depth(tick.into_owned()),
        other => panic!("{other:?}"),
    }
}

fn board() -> Board {
    let one = |exchange, token| Instrument::new(exchange, InstrumentToken::new(token));
    let instruments = [
        one(Exchange::Nse, 14_366),
        one(Exchange::Mcx, 432_294),
        one(Exchange::Cds, 1066),
        one(Exchange::Bse, 532_822),
    ];
    let mut board = Board::new(&instruments, asked(WatchMode::Detailed), NOW);
    board.stands(StreamState::Live, NOW);
    board.take(&Event::Connected { connection: 0 }, NOW);
    for (at, price) in (0..60).zip([810, 812, 815, 811, 818, 822, 816].into_iter().cycle()) {
        let tick = event(&frame(golden!("detailed_nse"), Some(price)));
        board.take(&tick, NOW + Duration::from_secs(at));
    }
    board.take(&event(&frame(golden!("compact_mcx_down"), None)), NOW);
    board.take(
        &event(&frame(golden!("detailed_cds_empty"), None)),
        NOW + Duration::from_secs(55),
    );
    let stale = Event::Stale {
        instrument: one(Exchange::Bse, 532_822),
        mode: DataMode::Detailed,
        since: None,
    };
    board.take(&stale, NOW + Duration::from_secs(58));
    let back = Event::Reconnected {
        connection: 0,
        since: NOW,
        attempts: 2,
    };
    board.take(&back, NOW + Duration::from_secs(59));
    board.take(
        &Event::Unknown { mode: 99, len: 42 },
        NOW + Duration::from_secs(59),
    );
    board
}

fn drawn(board: &Board, width: u16, height: u16) -> String {
    scrolled(board, 0, width, height).0
}

fn scrolled(board: &Board, top: usize, width: u16, height: u16) -> (String, Window) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let now = NOW + Duration::from_secs(60);
    let mut window = None;
    terminal
        .draw(|frame| window = Some(draw(frame, board, top, now, true)))
        .unwrap();
    (terminal.backend().to_string(), window.unwrap())
}

fn asked(mode: WatchMode) -> Asked {
    Asked { mode, orders: true }
}

/// Thirty instruments, the first and the last of which have ticked.
fn many(mode: WatchMode) -> Board {
    let instruments: Vec<_> = (54_423..=54_452)
        .map(|token| Instrument::new(Exchange::Nfo, InstrumentToken::new(token)))
        .collect();
    let mut board = Board::new(&instruments, asked(mode), NOW);
    board.stands(StreamState::Live, NOW);
    board.take(&Event::Connected { connection: 0 }, NOW);
    board.take(&event(&frame(golden!("depth_nfo"), None)), NOW);
    board
}

#[test]
fn the_table_fits_the_widths_of_terminals() {
    let board = board();
    for width in [40, 80, 120] {
        insta::assert_snapshot!(format!("table_{width}"), drawn(&board, width, 14));
    }
}

#[test]
fn depth_shows_five_levels_and_its_last_price_comes_from_elsewhere() {
    let nfo = Instrument::new(Exchange::Nfo, InstrumentToken::new(54_452));
    let mut board = Board::new(&[nfo], asked(WatchMode::Depth), NOW);
    board.stands(StreamState::Live, NOW);
    board.take(&event(&frame(golden!("depth_nfo"), None)), NOW);
    insta::assert_snapshot!("depth_80", drawn(&board, 80, 14));
}

#[test]
fn what_does_not_fit_is_counted_and_can_be_scrolled_to() {
    for (mode, name) in [(WatchMode::Compact, "many"), (WatchMode::Depth, "many_depth")] {
        let board = many(mode);
        for (width, height) in [(80, 24), (120, 40), (40, 10)] {
            let (first, _) = scrolled(&board, 0, width, height);
            let (last, _) = scrolled(&board, usize::MAX, width, height);
            insta::assert_snapshot!(format!("{name}_{width}"), format!("{first}\n{last}"));
        }
    }
}

#[test]
fn every_instrument_is_seen_on_some_page() {
    for mode in [WatchMode::Detailed, WatchMode::Depth] {
        let board = many(mode);
        for (width, height) in [(80, 24), (120, 40), (40, 10), (40, 60)] {
            let mut seen = std::collections::BTreeSet::new();
            let mut top = 0;
            loop {
                let (text, window) = scrolled(&board, top, width, height);
                for row in window.seen.clone() {
                    let name = board.rows[row].instrument.to_string();
                    assert!(text.contains(&name), "{name} at {width}×{height}: {text}");
                }
                assert_eq!(text.contains(" of 30"), !window.is_all(), "{text}");
                seen.extend(window.seen.clone());
                if window.seen.end == window.of {
                    break;
                }
                top += window.seen.len();
            }
            assert_eq!(seen.len(), 30, "{mode:?} at {width}×{height}");
        }
    }
}

#[test]
fn ticks_that_only_the_table_needs_are_not_counted() {
    let nse = Instrument::new(Exchange::Nse, InstrumentToken::new(14_366));
    let compact = event(&frame(golden!("compact_mcx_down"), None));
    let depth = event(&frame(golden!("depth_nfo"), None));
    let asked = Asked {
        mode: WatchMode::Depth,
        orders: false,
    };
    let mut board = Board::new(&[nse], asked, NOW);
    for tick in [&compact, &depth, &compact] {
        board.take(tick, NOW);
    }
    assert_eq!(board.ticks, 1);
    assert!(asked.counts(&depth) && !asked.counts(&compact));
}

#[test]
fn a_price_of_hours_ago_is_not_young_because_it_has_just_arrived() {
    let (old, new) = (golden!("detailed_nse"), golden!("detailed_cds_empty"));
    let at = |text: &str, seconds: u32| {
        let mut bytes = frame(text, None);
        bytes[58..62].copy_from_slice(&seconds.to_be_bytes());
        event(&bytes)
    };
    let one = |exchange, token| Instrument::new(exchange, InstrumentToken::new(token));
    let instruments = [one(Exchange::Nse, 14_366), one(Exchange::Cds, 1066)];
    let mut board = Board::new(&instruments, asked(WatchMode::Detailed), NOW);
    let ages = |board: &Board, after: u64| {
        let ages = board.rows.iter();
        let ages = ages.map(|row| board.age(row, NOW + Duration::from_secs(after)));
        ages.map(|age| age.unwrap().whole_seconds()).collect::<Vec<_>>()
    };
    board.take(&at(old, 1_773_200_000), NOW);
    board.take(&at(new, 1_773_207_200), NOW);
    assert_eq!(ages(&board, 5), [7200, 5]);
    // It trades again.
    board.take(&at(old, 1_773_207_210), NOW + Duration::from_secs(10));
    assert_eq!(ages(&board, 12), [2, 12]);
    // An exchange that tells no time is as old as its arrival.
    board.take(&at(new, 0), NOW + Duration::from_secs(12));
    assert_eq!(ages(&board, 14), [4, 2]);
}

#[test]
fn what_was_asked_for_by_symbol_is_shown_by_it() {
    let mut board = board();
    let nse = Instrument::new(Exchange::Nse, InstrumentToken::new(14_366));
    board.call(nse, "NSE:IDEA-EQ".to_owned());
    let mcx = Instrument::new(Exchange::Mcx, InstrumentToken::new(432_294));
    board.call(mcx, "MCX:CRUDEOIL18DEC265400CE".to_owned());
    insta::assert_snapshot!("names_80", drawn(&board, 80, 14));
}

#[test]
fn every_state_of_the_stream_is_named() {
    let mut board = Board::new(&[], asked(WatchMode::Detailed), NOW);
    let mut heads = Vec::new();
    for state in [
        StreamState::Connecting,
        StreamState::Live,
        StreamState::Waiting {
            attempts: 0,
            pause: Duration::from_millis(3400),
            cause: None,
        },
        StreamState::Waiting {
            attempts: 3,
            pause: Duration::from_secs(8),
            cause: Some(SocketErrorKind::Refused),
        },
        StreamState::AwaitingToken(pocketful::stream::AwaitedToken::Expired),
        StreamState::Ended(pocketful::stream::EndReason::Closed),
    ] {
        board.stands(state, NOW + Duration::from_secs(57));
        heads.push(drawn(&board, 80, 4).lines().next().unwrap().to_owned());
    }
    insta::assert_snapshot!("heads", heads.join("\n"));
}

#[test]
fn no_size_is_too_small() {
    for board in [board(), many(WatchMode::Detailed), many(WatchMode::Depth)] {
        for width in [1, 3, 10, 40, 300] {
            for height in (1..20).chain([50, 100]) {
                for top in [0, 7, usize::MAX] {
                    scrolled(&board, top, width, height);
                }
            }
        }
    }
}

#[test]
fn without_colours_nothing_is_styled_but_bold() {
    let mut terminal = Terminal::new(TestBackend::new(80, 14)).unwrap();
    terminal
        .draw(|frame| {
            draw(frame, &board(), 0, NOW, false);
        })
        .unwrap();
    for cell in terminal.backend().buffer().content() {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
}
