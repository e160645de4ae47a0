//! The screen at the widths people have, as it looks.

use std::time::Duration;

use pocketful::{
    Event, Exchange, Instrument, InstrumentToken,
    stream::{Packet, PriceScales, decode},
};
use ratatui::{Terminal, backend::TestBackend};
use time::macros::datetime;

use super::*;

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
    let mut board = Board::new(&instruments, true);
    board.stands(StreamState::Live);
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
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let now = NOW + Duration::from_secs(60);
    terminal.draw(|frame| draw(frame, board, now, true)).unwrap();
    terminal.backend().to_string()
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
    let mut board = Board::new(&[nfo], false);
    board.stands(StreamState::Live);
    board.take(&event(&frame(golden!("depth_nfo"), None)), NOW);
    insta::assert_snapshot!("depth_80", drawn(&board, 80, 14));
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
    let mut board = Board::new(&[], false);
    let mut heads = Vec::new();
    for state in [
        StreamState::Connecting,
        StreamState::Live,
        StreamState::Waiting {
            attempts: 3,
            pause: Duration::from_secs(8),
        },
        StreamState::AwaitingToken(pocketful::stream::AwaitedToken::Expired),
        StreamState::Ended(pocketful::stream::EndReason::Closed),
    ] {
        board.stands(state);
        heads.push(drawn(&board, 80, 4).lines().next().unwrap().to_owned());
    }
    insta::assert_snapshot!("heads", heads.join("\n"));
}

#[test]
fn no_size_is_too_small() {
    let board = board();
    for (width, height) in [(1, 1), (3, 50), (200, 2), (10, 10), (300, 100)] {
        drawn(&board, width, height);
    }
}

#[test]
fn without_colours_nothing_is_styled_but_bold() {
    let mut terminal = Terminal::new(TestBackend::new(80, 14)).unwrap();
    terminal.draw(|frame| draw(frame, &board(), NOW, false)).unwrap();
    for cell in terminal.backend().buffer().content() {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
}
