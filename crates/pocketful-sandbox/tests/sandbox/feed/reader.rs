//! A client of the feed that does nothing by itself.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use pocketful_sandbox::{Fault, FaultRule, Sandbox};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, protocol::CloseFrame},
};

use crate::visitor::Visitor;

/// An open connection.
pub(crate) struct Reader(pub(crate) WebSocketStream<TcpStream>);

/// Opens a connection with this query.
pub(crate) async fn open(sandbox: &Sandbox, query: &str) -> Result<Reader, Error> {
    let address = sandbox.feed_url();
    let stream = TcpStream::connect(address.trim_start_matches("ws://"))
        .await
        .unwrap();
    let url = format!("{address}/ws/v1/feeds?{query}");
    client_async(url, stream).await.map(|(socket, _)| Reader(socket))
}

impl Reader {
    /// A visitor with a standing clock, its token, and a connection.
    pub(crate) async fn new() -> (Visitor, String, Self) {
        let visitor = Visitor::new().await;
        let token = visitor.token().await;
        let reader = Self::of(&visitor, &token).await;
        (visitor, token, reader)
    }

    pub(crate) async fn of(visitor: &Visitor, token: &str) -> Self {
        let query = format!("login_id={}&access_token={token}", visitor.client_id());
        open(&visitor.sandbox, &query).await.unwrap()
    }

    pub(crate) async fn say(&mut self, text: impl Into<String>) {
        self.0.send(Message::text(text.into())).await.unwrap();
    }

    /// Asks for market data: `[[1,14366]]`.
    pub(crate) async fn ask(&mut self, verb: &str, pairs: &str, mode: &str) {
        self.say(format!(r#"{{"a":"{verb}","v":{pairs},"m":"{mode}"}}"#))
            .await;
    }

    /// Asks for order and trade updates, and waits until the feed knows it.
    pub(crate) async fn ask_updates(&mut self, visitor: &Visitor) {
        let client_id = visitor.client_id();
        self.say(format!(
            r#"{{"a":"subscribe","v":["{client_id}","web"],"m":"updates"}}"#
        ))
        .await;
        visitor
            .sandbox
            .feed()
            .until(|open| open.iter().any(|one| one.updates))
            .await;
    }

    async fn next(&mut self) -> Option<Result<Message, Error>> {
        tokio::time::timeout(Duration::from_secs(20), self.0.next())
            .await
            .expect("the feed says nothing")
    }

    pub(crate) async fn packet(&mut self) -> Vec<u8> {
        match self.next().await {
            Some(Ok(Message::Binary(packet))) => packet.to_vec(),
            other => panic!("not a packet: {other:?}"),
        }
    }

    /// The closing frame, after any packets that were under way.
    pub(crate) async fn closed(&mut self) -> CloseFrame {
        loop {
            match self.next().await {
                Some(Ok(Message::Binary(_))) => {}
                Some(Ok(Message::Close(Some(frame)))) => return frame,
                other => panic!("not closed: {other:?}"),
            }
        }
    }

    /// How the connection ends without a closing frame.
    pub(crate) async fn broken(&mut self) -> Error {
        match self.next().await {
            Some(Err(error)) => error,
            other => panic!("not broken: {other:?}"),
        }
    }
}

/// Puts a fault of the feed to work, once.
pub(crate) fn once(visitor: &Visitor, what: &str, fault: Fault) {
    let rule = FaultRule::new(format!("/ws/v1/feeds/{what}"), fault).times(1);
    visitor.sandbox.faults().add(rule).unwrap();
}

/// Four bytes of a packet.
pub(crate) fn u32_at(packet: &[u8], offset: usize) -> u32 {
    u32::from_be_bytes(packet[offset..offset + 4].try_into().unwrap())
}
