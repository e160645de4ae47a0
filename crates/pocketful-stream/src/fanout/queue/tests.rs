//! Room for ticks, the mark where they are missing, and the end.

use std::sync::Arc;

use pocketful_types::{Exchange, InstrumentToken};
use proptest::prelude::*;
use time::macros::datetime;

use super::*;
use crate::Books;

const NOW: OffsetDateTime = datetime!(2026-03-11 10:00 +5:30);

/// Updates that may wait.
const MOST: usize = 16_384;

fn unknown(len: usize) -> Event {
    Event::Unknown { mode: 9, len }
}

fn take(queue: &Queue) -> Option<Vec<Event>> {
    let mut events = VecDeque::new();
    match queue.poll_take(&mut Context::from_waker(Waker::noop()), &mut events) {
        Poll::Ready(true) => Some(events.into()),
        Poll::Ready(false) => None,
        Poll::Pending => Some(Vec::new()),
    }
}

#[test]
fn the_mark_stands_where_the_ticks_are_missing() {
    let queue = Queue::new(2);
    queue.extend((0..5).map(unknown), NOW);
    queue.extend([Event::Connected { connection: 0 }, unknown(5)].into_iter(), NOW);
    let taken = take(&queue).unwrap();
    let [
        Event::Unknown { .. },
        Event::Unknown { .. },
        Event::Gap(gap),
        Event::Connected { .. },
    ] = &taken[..]
    else {
        panic!("{taken:?}")
    };
    assert_eq!(
        (gap.missed, gap.since, gap.cause),
        (Some(4), NOW, GapCause::SlowReader)
    );
    // After the reader came there is room again.
    queue.extend([unknown(7)].into_iter(), NOW);
    assert!(matches!(
        take(&queue).unwrap()[..],
        [Event::Unknown { len: 7, .. }]
    ));
}

#[test]
fn who_leaves_too_much_unread_is_told_and_gets_no_more() {
    let queue = Queue::new(2);
    queue.extend(
        (0..MOST + 5).map(|connection| Event::Connected { connection }),
        NOW,
    );
    let taken = take(&queue).unwrap();
    assert_eq!(taken.len(), MOST + 1);
    assert!(matches!(taken[MOST], Event::Ended(EndReason::Overrun)));
    queue.extend([unknown(7)].into_iter(), NOW);
    assert!(take(&queue).is_none());
}

fn gap(cause: GapCause, names: u32) -> Event {
    let name = |token| Instrument::new(Exchange::Nse, InstrumentToken::new(token));
    Event::Gap(Gap {
        since: NOW,
        cause,
        instruments: (0..names).map(name).collect(),
        missed: None,
        order_updates: true,
        retry_at: None,
    })
}

#[test]
fn what_names_many_instruments_weighs_more() {
    let queue = Queue::new(2);
    let mut bytes = 0;
    for _ in 0..MOST {
        let gap = gap(GapCause::Disconnected, 5000);
        if let Event::Gap(gap) = &gap {
            bytes += size_of_val(&*gap.instruments);
        }
        queue.extend([gap].into_iter(), NOW);
        if locked(&queue.inner).ended {
            break;
        }
    }
    assert!(bytes < 34 << 20, "{bytes} bytes of names wait");
    let taken = take(&queue).unwrap();
    assert!(taken.len() > 500, "{}", taken.len());
    assert!(matches!(taken.last(), Some(Event::Ended(EndReason::Overrun))));
}

#[test]
fn a_mark_names_the_instrument_of_a_broken_frame_that_found_no_room() {
    let queue = Queue::new(2);
    queue.extend((0..2).map(unknown), NOW);
    queue.extend([gap(GapCause::BadFrame, 1), unknown(3)].into_iter(), NOW);
    let taken = take(&queue).unwrap();
    let [.., Event::Gap(mark)] = &taken[..] else {
        panic!("{taken:?}")
    };
    let named = Instrument::new(Exchange::Nse, InstrumentToken::new(0));
    assert_eq!((mark.missed, &mark.instruments[..]), (Some(2), &[named][..]));
}

/// Books with so many orders in them.
fn books(orders: usize) -> Event {
    let rows = vec![r#"{"oms_order_id":"1","order_status":"COMPLETE"}"#; orders];
    Event::Books(Arc::new(Books {
        completed: serde_json::from_str(&format!("[{}]", rows.join(","))).unwrap(),
        ..Books::default()
    }))
}

/// What waits, in a letter each; books by their number of orders.
fn taken(queue: &Queue) -> Vec<String> {
    let events = take(queue).unwrap();
    let name = |event: &Event| match event {
        Event::Books(books) => books.completed.rows.len().to_string(),
        Event::Gap(gap) if gap.cause == GapCause::SlowReader => format!("missed {}", gap.missed.unwrap()),
        Event::Gap(_) => "gap".to_owned(),
        Event::Unknown { .. } => "tick".to_owned(),
        other => format!("{other:?}"),
    };
    events.iter().map(name).collect()
}

#[test]
fn of_the_books_of_a_session_that_wait_the_newest_remain() {
    let queue = Queue::new(2);
    let lost = || gap(GapCause::Disconnected, 1);
    let first = books(1);
    let Event::Books(kept) = &first else { panic!() };
    let kept = Arc::downgrade(kept);
    queue.extend([unknown(0), first].into_iter(), NOW);
    // The mark of what is missing stands behind them, and stays where it is.
    queue.extend((0..3).map(unknown), NOW);
    queue.extend([lost(), books(2), lost(), books(3)].into_iter(), NOW);
    assert!(kept.upgrade().is_none(), "the first books are still in memory");
    assert_eq!(taken(&queue), ["tick", "tick", "missed 2", "gap", "gap", "3"]);
    // However often they are read, they do not fill the room for updates.
    queue.extend((0..2 * MOST).map(|_| books(1)), NOW);
    assert_eq!(taken(&queue), ["1"]);
    // Tomorrow's books do not have what was done today.
    let ended = || gap(GapCause::SessionEnded, 1);
    queue.extend([books(4), ended(), books(5), books(6)].into_iter(), NOW);
    assert_eq!(taken(&queue), ["4", "gap", "6"]);
    // Each connection tells that the session has ended; only one has the updates.
    let mut late = ended();
    if let Event::Gap(gap) = &mut late {
        gap.order_updates = false;
    }
    queue.extend([ended(), books(7), late, books(8)].into_iter(), NOW);
    assert_eq!(taken(&queue), ["gap", "gap", "8"]);
}

#[test]
fn of_failed_attempts_that_wait_the_latest_of_each_connection_remains() {
    let queue = Queue::new(2);
    let failed = |connection, attempts| Event::ConnectFailed {
        connection,
        attempts,
        cause: crate::SocketErrorKind::Connect,
        error: "".into(),
        retry_at: NOW,
    };
    for attempts in 1..50_000 {
        queue.extend([failed(0, attempts), failed(1, attempts)].into_iter(), NOW);
    }
    queue.extend([unknown(1), failed(1, 50_000)].into_iter(), NOW);
    let seen: Vec<_> = take(&queue)
        .unwrap()
        .iter()
        .map(|event| match event {
            Event::ConnectFailed {
                connection, attempts, ..
            } => (*connection, *attempts),
            _ => (9, 9),
        })
        .collect();
    assert_eq!(seen, [(0, 49_999), (1, 49_999), (9, 9), (1, 50_000)]);
}

#[test]
fn an_end_comes_after_what_waits_and_only_once() {
    let queue = Queue::new(2);
    queue.extend([unknown(1)].into_iter(), NOW);
    queue.end(EndReason::Closed);
    queue.end(EndReason::Closed);
    let taken = take(&queue).unwrap();
    assert!(
        matches!(
            taken[..],
            [Event::Unknown { .. }, Event::Ended(EndReason::Closed)]
        ),
        "{taken:?}"
    );
    assert!(take(&queue).is_none());
}

#[test]
fn the_room_of_a_burst_is_given_back() {
    let queue = Queue::new(8192);
    let mut events = VecDeque::new();
    let poll = |events: &mut VecDeque<_>| {
        let mut context = Context::from_waker(Waker::noop());
        queue.poll_take(&mut context, events).is_ready()
    };
    for (burst, is_kept) in [(1000, true), (8192, false)] {
        for _ in 0..2 {
            queue.extend((0..burst).map(unknown), NOW);
            assert!(poll(&mut events));
            events.clear();
        }
        assert!(!poll(&mut events));
        let room = events.capacity() + locked(&queue.inner).events.capacity();
        assert_eq!(room > 0, is_kept, "{room}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever is pushed and whenever it is taken: ticks come in order, and those that do not come are counted in
    /// the mark at their place; other events all come.
    #[test]
    fn nothing_is_lost_in_silence(capacity in 1_usize..8,
                                  steps in prop::collection::vec(prop_oneof![4 => Just(0_u8), 1 => Just(1), 1 => Just(2)], 0..200)) {
        let queue = Queue::new(capacity);
        let (mut pushed, mut seen, mut controls, mut controls_seen) = (0, 0, 0, 0);
        for step in steps.iter().chain([&2]) {
            match step {
                0 => { queue.extend([unknown(pushed)].into_iter(), NOW); pushed += 1; }
                1 => { queue.extend([Event::Connected { connection: controls }].into_iter(), NOW); controls += 1; }
                _ => for event in take(&queue).unwrap() {
                    match event {
                        Event::Unknown { len, .. } => { prop_assert_eq!(len, seen); seen += 1; }
                        Event::Gap(gap) => seen += usize::try_from(gap.missed.unwrap()).unwrap(),
                        Event::Connected { connection } => { prop_assert_eq!(connection, controls_seen); controls_seen += 1; }
                        other => prop_assert!(false, "{other:?}"),
                    }
                }
            }
        }
        prop_assert_eq!((seen, controls_seen), (pushed, controls));
    }
}
