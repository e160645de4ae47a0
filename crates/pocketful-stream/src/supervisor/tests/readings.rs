//! A reading of the books, and what gets in its way: a loss, another account, an update that cannot be read, an answer that never
//! comes, the end of the day.

use super::{
    books::{books_of, changed, list, told},
    *,
};
use crate::{Backoff, Books};

/// Books of these orders, which take so long to arrive.
fn books(
    builder: StreamBuilder,
    takes: Duration,
    pending: &'static [(usize, &'static str)],
    completed: &'static [(usize, &'static str)],
) -> StreamBuilder {
    builder.books(move || async move {
        let books = Books {
            pending: list(pending),
            completed: list(completed),
            trades: Some(Default::default()),
            ..Books::default()
        };
        sleep(takes).await;
        Ok::<_, std::io::Error>(books)
    })
}

#[tokio::test(start_paused = true)]
async fn what_was_told_before_a_loss_does_not_undo_what_the_books_say() {
    let second = Duration::from_secs(1);
    let mut rig = rig_at(MORNING, |builder| books(builder, second, &[], &[(7, "COMPLETE")]));
    let peer = rig.accept().await;
    peer.pong();
    sleep(second / 2).await;
    peer.binary(changed(7, "OPEN"));
    assert!(matches!(rig.event().await, Event::OrderUpdate(_)));
    // It is filled in the hole, and there is no other connection for a while.
    drop(peer);
    assert!(rig.gap().await.order_updates);
    let lost = Instant::now();
    let books = books_of(&mut rig).await;
    assert_eq!(told(&books.completed), [("7", "COMPLETE")]);
    assert!(told(&books.pending).is_empty());
    assert_eq!(lost.elapsed(), second, "another reading has begun at once");
    assert!(rig.is_quiet().await);
}

#[tokio::test(start_paused = true)]
async fn the_books_of_one_account_are_not_told_as_another_ones() {
    for takes in [300, 3000].map(Duration::from_millis) {
        let reads = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&reads);
        let mut rig = rig_at(MORNING, |builder| {
            builder.books(move || {
                let number = counted.fetch_add(1, Ordering::SeqCst);
                async move {
                    sleep(takes).await;
                    Ok::<_, std::io::Error>(Books {
                        pending: list(&[(number, "OPEN")]),
                        trades: Some(Default::default()),
                        ..Books::default()
                    })
                }
            })
        });
        let peer = rig.accept().await;
        sleep(Duration::from_millis(100)).await;
        peer.pong();
        sleep(Duration::from_millis(100)).await;
        let other = AccessToken::new(
            "second".to_owned().into(),
            ClientId::new("CD5678"),
            next_midnight(MORNING),
        );
        *rig.tokens.token.lock().unwrap() = Some(other);
        let mut said = Vec::new();
        let peer = loop {
            tokio::select! {
                event = rig.events.next() => said.push(event.unwrap()),
                attempt = rig.server.attempt() => break attempt.unwrap().accept(),
            }
        };
        peer.pong();
        while !matches!(said.last(), Some(Event::Reconnected { .. })) {
            said.push(rig.event().await);
        }
        said.push(rig.event().await);
        let first = |events: &[Event]| {
            let books = events.iter().filter_map(|event| match event {
                Event::Books(books) => Some(told(&books.pending)[0].0 == "0"),
                _ => None,
            });
            books.collect::<Vec<_>>()
        };
        let told = first(&said);
        assert!(!told.is_empty() && !told.contains(&true), "{takes:?}: {said:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_update_that_cannot_be_read_leaves_the_order_as_the_books_have_it() {
    const DONE: [(usize, &str); 2] = [(7, "COMPLETE"), (8, "COMPLETE")];
    for (unreadable, pending, completed) in [
        // Of order 7; of who knows which.
        (r#"{"oms_order_id":"7","quantity":{}}"#, vec!["8"], vec!["7", "9"]),
        ("{", vec![], vec!["7", "8", "9"]),
    ] {
        let second = Duration::from_secs(1);
        let mut rig = rig_at(MORNING, |builder| books(builder, second, &[(9, "OPEN")], &DONE));
        let peer = rig.accept().await;
        peer.pong();
        sleep(second / 2).await;
        // What is done remains done.
        for (id, status) in [(7, "OPEN"), (8, "OPEN"), (9, "COMPLETE")] {
            peer.binary(changed(id, status));
            assert!(matches!(rig.event().await, Event::OrderUpdate(_)));
        }
        peer.binary(update(50, unreadable));
        assert!(matches!(rig.event().await, Event::UnreadableUpdate { .. }));
        let books = books_of(&mut rig).await;
        let ids = |orders| {
            let rows = told(orders).into_iter().map(|(id, _)| id.to_owned());
            rows.collect::<std::collections::BTreeSet<_>>()
        };
        let expected = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
        assert_eq!(ids(&books.pending), expected(pending), "{unreadable}");
        assert_eq!(ids(&books.completed), expected(completed), "{unreadable}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_order_that_was_told_of_is_in_the_books_whatever_came_after_it() {
    let second = Duration::from_secs(1);
    // The snapshot was made before there was an order 5.
    let mut rig = rig_at(MORNING, |builder| books(builder, second, &[(4, "OPEN")], &[]));
    let peer = rig.accept().await;
    peer.pong();
    sleep(second / 2).await;
    peer.binary(changed(5, "OPEN"));
    assert!(matches!(rig.event().await, Event::OrderUpdate(_)));
    peer.binary(update(50, "{"));
    assert!(matches!(rig.event().await, Event::UnreadableUpdate { .. }));
    let books = books_of(&mut rig).await;
    assert_eq!(told(&books.pending), [("4", "OPEN"), ("5", "OPEN")]);
}

#[tokio::test(start_paused = true)]
async fn a_status_that_nobody_knows_leaves_an_order_where_it_is() {
    let second = Duration::from_secs(1);
    let mut rig = rig_at(MORNING, |builder| {
        books(builder, second, &[(8, "OPEN")], &[(7, "COMPLETE")])
    });
    let peer = rig.accept().await;
    peer.pong();
    sleep(second / 2).await;
    for id in [7, 8, 9] {
        peer.binary(changed(id, "FROZEN"));
        assert!(matches!(rig.event().await, Event::OrderUpdate(_)));
    }
    let books = books_of(&mut rig).await;
    assert_eq!(told(&books.completed), [("7", "FROZEN")]);
    assert_eq!(told(&books.pending), [("8", "FROZEN"), ("9", "FROZEN")]);
}

#[tokio::test(start_paused = true)]
async fn a_reading_that_never_ends_is_given_up_and_tried_again() {
    let reads = AtomicUsize::new(0);
    let mut rig = rig_at(MORNING, |builder| {
        builder.books(move || {
            let number = reads.fetch_add(1, Ordering::SeqCst);
            async move {
                if number == 0 {
                    std::future::pending::<()>().await;
                }
                Ok::<_, std::io::Error>(Books::default())
            }
        })
    });
    let _peer = rig.accept().await;
    let began = Instant::now();
    match rig.event().await {
        Event::BooksUnread { error } => assert_eq!(&*error, "no answer within 60 s"),
        other => panic!("{other:?}"),
    }
    // 2 s for the answer to a ping, which this server never gives.
    assert_eq!(began.elapsed().as_secs(), 62);
    assert!(matches!(rig.event().await, Event::Books(_)));
    assert!(began.elapsed() <= Duration::from_secs(63));
}

#[tokio::test(start_paused = true)]
async fn without_a_session_nobody_tries_to_read_them_all_night() {
    // While the connection stands, and while there is none.
    for stands in [true, false] {
        let evening = datetime!(2026-03-11 23:59:30 +5:30);
        let mut rig = rig_at(evening, |builder| {
            builder
                .backoff(Backoff::default().with_random(|| u32::MAX))
                .books(|| async { Err::<Books, _>(std::io::Error::other("no route")) })
        });
        if stands {
            rig.accept().await.pong();
        } else {
            let attempt = rig.server.attempt().await.unwrap();
            attempt.refuse(SocketErrorKind::Forbidden);
        }
        let mut unread = 0;
        loop {
            match rig.event().await {
                Event::BooksUnread { .. } => unread += 1,
                Event::AwaitingToken(AwaitedToken::Expired) => break,
                _ => {}
            }
            if let Some(attempt) = rig.server.try_attempt() {
                attempt.refuse(SocketErrorKind::Forbidden);
            }
        }
        assert!(unread > 0);
        sleep(Duration::from_secs(8 * 3600)).await;
        assert!(rig.is_quiet().await);
    }
}
