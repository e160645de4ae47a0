//! Frames out of a buffer, however the network cuts them.

use proptest::prelude::*;
use tokio::io::{DuplexStream, duplex};

use super::*;

fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        len @ 0..=125 => frame.push(u8::try_from(len).unwrap()),
        len @ 126..=65535 => {
            frame.push(126);
            frame.extend(u16::try_from(len).unwrap().to_be_bytes());
        }
        len => {
            frame.push(127);
            frame.extend(u64::try_from(len).unwrap().to_be_bytes());
        }
    }
    frame.extend(payload);
    frame
}

fn pair(first: &[u8]) -> (WebSocket, DuplexStream) {
    let (ours, theirs) = duplex(1 << 21);
    (WebSocket::new(Box::new(ours), first), theirs)
}

async fn read_all(socket: &mut WebSocket) -> (Vec<(char, Vec<u8>)>, SocketError) {
    let mut frames = Vec::new();
    loop {
        if let Err(error) = socket.ready().await {
            return (frames, error);
        }
        while let Some(frame) = socket.next_frame() {
            frames.push(match frame {
                Frame::Binary(bytes) => ('b', bytes.to_vec()),
                Frame::Text(bytes) => ('t', bytes.to_vec()),
                Frame::Pong => ('p', Vec::new()),
            });
        }
    }
}

#[tokio::test]
async fn frames_that_came_with_the_handshake_are_not_lost() {
    let (mut socket, theirs) = pair(&frame(0x82, b"first"));
    drop(theirs);
    let (frames, error) = read_all(&mut socket).await;
    assert_eq!(frames, [('b', b"first".to_vec())]);
    assert_eq!(error.kind(), SocketErrorKind::Closed);
}

#[tokio::test]
async fn pings_are_answered_and_fragments_are_put_together() {
    let (mut socket, mut theirs) = pair(&[]);
    let bytes = [
        frame(0x02, b"a"),
        frame(0x89, b"hello"),
        frame(0x00, b"b"),
        frame(0x80, b"c"),
        frame(0x81, b"{}"),
        frame(0x88, &[0x03, 0xF3, b'S', b'E', b'C', b'R', b'E', b'T']),
    ];
    theirs.write_all(&bytes.concat()).await.unwrap();
    let (frames, error) = read_all(&mut socket).await;
    assert_eq!(frames, [('b', b"abc".to_vec()), ('t', b"{}".to_vec())]);
    assert_eq!(
        error.to_string(),
        "the server closed the connection with code 1011"
    );
    let mut pong = [0; 11];
    theirs.read_exact(&mut pong).await.unwrap();
    assert_eq!(pong[..2], [0x8A, 0x85]);
    let payload: Vec<u8> = (0..5).map(|at| pong[6 + at] ^ pong[2 + at % 4]).collect();
    assert_eq!(payload, b"hello");
}

#[tokio::test]
async fn a_pong_that_nobody_asked_for_is_no_answer() {
    let (mut socket, mut theirs) = pair(&frame(0x8A, b""));
    socket.ping().await.unwrap();
    socket.ping().await.unwrap();
    let mut questions = Vec::new();
    for _ in 0..2 {
        let mut ping = [0; 10];
        theirs.read_exact(&mut ping).await.unwrap();
        assert_eq!(ping[..2], [0x89, 0x84]);
        questions.push((0..4).map(|at| ping[6 + at] ^ ping[2 + at]).collect::<Vec<_>>());
    }
    for (said, text) in [
        (&b""[..], b"1"),
        (b"alive", b"2"),
        (&questions[0], b"3"),
        (&questions[1], b"4"),
    ] {
        theirs.write_all(&frame(0x8A, said)).await.unwrap();
        theirs.write_all(&frame(0x81, text)).await.unwrap();
    }
    drop(theirs);
    let (frames, _) = read_all(&mut socket).await;
    let kinds: String = frames.iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, "ttptpt");
}

#[tokio::test]
async fn a_server_that_breaks_the_rules_is_left() {
    for bytes in [
        frame(0x80, b"never began"),
        [frame(0x02, b"a"), frame(0x82, b"another")].concat(),
        vec![0x82, 0x80, 0, 0, 0, 0],
        vec![0xF2, 0x00],
        vec![0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0],
    ] {
        let (mut socket, mut theirs) = pair(&[]);
        theirs.write_all(&bytes).await.unwrap();
        let (frames, error) = read_all(&mut socket).await;
        assert!(frames.is_empty());
        assert_eq!(error.kind(), SocketErrorKind::Protocol, "{bytes:?}");
        // Whoever asks again hears the same.
        assert_eq!(
            socket.ready().await.unwrap_err().kind(),
            SocketErrorKind::Protocol
        );
    }
}

#[tokio::test]
async fn a_message_that_never_ends_is_given_up() {
    let (mut socket, mut theirs) = pair(&[]);
    let part = vec![7; 60_000];
    theirs.write_all(&frame(0x02, &part)).await.unwrap();
    for _ in 0..20 {
        theirs.write_all(&frame(0x00, &part)).await.unwrap();
    }
    let (_, error) = read_all(&mut socket).await;
    assert_eq!(error.kind(), SocketErrorKind::Protocol);
}

#[tokio::test]
async fn the_room_of_a_long_message_is_given_back() {
    let (mut socket, mut theirs) = pair(&[]);
    let long = vec![7; 1_000_000];
    for frames in [
        vec![frame(0x82, &long)],
        vec![frame(0x02, &long[1..]), frame(0x80, b"z")],
    ] {
        theirs.write_all(&frames.concat()).await.unwrap();
        socket.ready().await.unwrap();
        assert!(matches!(socket.next_frame(), Some(Frame::Binary(bytes)) if bytes.len() == long.len()));
        theirs.write_all(&frame(0x82, b"short")).await.unwrap();
        socket.ready().await.unwrap();
        assert!(matches!(socket.next_frame(), Some(Frame::Binary(b"short"))));
        let kept = socket.incoming.capacity() + socket.assembled.capacity();
        assert!(kept <= 256 * 1024, "{kept} bytes");
    }
}

#[test]
fn ports_are_found() {
    for (authority, expected) in [
        ("algo.pocketful.in", None),
        ("127.0.0.1:8080", Some(8080)),
        ("[::1]", None),
        ("[::1]:9", Some(9)),
    ] {
        assert_eq!(port(authority), expected, "{authority}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whole messages come out, in order, wherever the network cuts and whatever control frames are in between.
    #[test]
    fn cuts_do_not_matter(messages in prop::collection::vec((0_usize..40_000, 1_usize..4, any::<bool>()), 1..12),
                          cut in 1_usize..9000) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (mut socket, mut theirs) = pair(&[]);
            let (mut bytes, mut expected) = (Vec::new(), Vec::new());
            for (index, (len, parts, pings)) in messages.into_iter().enumerate() {
                let message: Vec<u8> = (0..len).map(|at| u8::try_from((at + index) % 251).unwrap()).collect();
                let chunks: Vec<&[u8]> = message.chunks(len.div_ceil(parts).max(1)).collect();
                let chunks = if chunks.is_empty() { vec![&[][..]] } else { chunks };
                for (number, chunk) in chunks.iter().enumerate() {
                    let opcode = if number == 0 { 0x02 } else { 0x00 };
                    let last = if number + 1 == chunks.len() { 0x80 } else { 0x00 };
                    bytes.extend(frame(opcode | last, chunk));
                    if pings { bytes.extend(frame(0x89, b"?")); }
                }
                expected.push(('b', message));
            }
            let writer = async {
                for piece in bytes.chunks(cut) {
                    theirs.write_all(piece).await.unwrap();
                    tokio::task::yield_now().await;
                }
                theirs.shutdown().await.unwrap();
            };
            let ((frames, error), ()) = tokio::join!(read_all(&mut socket), writer);
            assert_eq!(frames, expected);
            assert_eq!(error.kind(), SocketErrorKind::Closed);
        });
    }
}

#[tokio::test]
async fn a_close_code_that_speaks_of_authorisation_is_told_from_others() {
    for (code, kind) in [
        (1000_u16, SocketErrorKind::Closed),
        (1008, SocketErrorKind::Evicted),
        (1011, SocketErrorKind::Closed),
        (3000, SocketErrorKind::Evicted),
        (4401, SocketErrorKind::Evicted),
        (4000, SocketErrorKind::Closed),
    ] {
        let (mut socket, _theirs) = pair(&frame(0x88, &code.to_be_bytes()));
        let (_, error) = read_all(&mut socket).await;
        assert_eq!(error.kind(), kind, "{code}");
        assert!(error.to_string().ends_with(&format!("code {code}")), "{error}");
    }
}
