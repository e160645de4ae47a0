//! A server made of sockets, which behaves and misbehaves as told.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::mpsc,
    thread,
};

use pocketful_types::{HeaderStyle, Origin};

use crate::HttpLoginApi;

/// What the server does with each connection, once the request is read.
#[derive(Clone)]
pub(super) enum Reply {
    /// Sends the text and closes.
    Text(String),
    /// Sends the text for the path that the request asks for, or closes, and closes.
    Paths(Vec<(&'static str, String)>),
    /// Sends what the function makes of the request, and closes.
    Echo(fn(&str) -> String),
    /// Closes without a word.
    Nothing,
    /// Keeps the connection and stays silent.
    Silence,
    /// Sends the head, then bytes without end.
    Endless(&'static str),
}

/// A server on loopback that serves until its handle goes. Yields the requests as they came.
pub(super) struct Server {
    pub(super) origin: Origin,
    pub(super) requests: mpsc::Receiver<String>,
}

impl Server {
    pub(super) fn start(reply: Reply) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap())
            .parse()
            .unwrap();
        let (sender, requests) = mpsc::channel();
        thread::spawn(move || {
            let mut kept = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = read_request(&mut stream);
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                if let Reply::Echo(answer) = &reply {
                    stream.write_all(answer(&request).as_bytes()).unwrap();
                }
                if sender.send(request).is_err() {
                    break;
                }
                match &reply {
                    Reply::Paths(paths) => {
                        if let Some((_, text)) = paths.iter().find(|(known, _)| *known == path) {
                            stream.write_all(text.as_bytes()).unwrap();
                        }
                    }
                    Reply::Text(text) => stream.write_all(text.as_bytes()).unwrap(),
                    Reply::Echo(_) | Reply::Nothing => {}
                    Reply::Silence => kept.push(stream),
                    Reply::Endless(head) => {
                        stream.write_all(head.as_bytes()).unwrap();
                        // Chunks of 4 KiB until the client has had enough, or 100 MiB.
                        let chunk = format!("1000\r\n{}\r\n", "x".repeat(4096));
                        let sent = (0..25_600)
                            .take_while(|_| stream.write_all(chunk.as_bytes()).is_ok())
                            .count();
                        let _ = sender.send(format!("{sent}"));
                    }
                }
            }
        });
        Self { origin, requests }
    }

    pub(super) fn json(status: &str, body: &str) -> Self {
        Self::start(Reply::Text(json(status, body)))
    }

    pub(super) fn api(&self) -> HttpLoginApi {
        HttpLoginApi::new(
            self.origin.clone(),
            self.origin.clone(),
            HeaderStyle::XAuthorizationToken,
        )
    }
}

/// The text of a JSON answer.
pub(super) fn json(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut chunk = [0; 1024];
    loop {
        let len = stream.read(&mut chunk).unwrap();
        bytes.extend_from_slice(&chunk[..len]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.parse::<usize>().unwrap())
            });
            if body.len() >= length.unwrap_or(0) {
                return text.replace("\r\n", "\n");
            }
        }
        assert_ne!(len, 0, "the request is cut");
    }
}
