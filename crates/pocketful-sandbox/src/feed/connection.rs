//! One client's connection: reads what it asks for, and tells it what is new until one of them ends it.

use std::time::Duration;

use futures_util::StreamExt;
use time::OffsetDateTime;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::Instant,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::frame::coding::CloseCode},
};

use super::{
    ask::Ask,
    delivery::{Delivery, End, Parcel},
    hub::Seat,
    market,
    subscriptions::Subscriptions,
    updates::Cursor,
};
use crate::{
    assumed::{HEARTBEAT_WITHIN, TICKS_APART},
    broker::Broker,
    state::tokens::Token,
};

/// What one client has asked for.
pub(super) struct Connection<'a> {
    broker: &'a Broker,
    token: &'a Token,
    seat: Seat<'a>,
    subscriptions: Subscriptions,
    /// How far order and trade updates are told; none while they are not subscribed.
    updates: Option<Cursor>,
    heartbeat_due: Instant,
}

impl<'a> Connection<'a> {
    pub(super) fn new(broker: &'a Broker, token: &'a Token) -> Self {
        Self {
            broker,
            token,
            seat: broker.feed().enter(&token.client_id, broker.now()),
            subscriptions: Subscriptions::default(),
            updates: None,
            heartbeat_due: Instant::now() + HEARTBEAT_WITHIN,
        }
    }

    /// Serves until the connection ends.
    pub(super) async fn run<T: AsyncRead + AsyncWrite + Unpin>(mut self, socket: WebSocketStream<T>) {
        let mut delivery = Delivery::new(self.broker.clone(), socket);
        let end = self.serve(&mut delivery).await;
        drop(self);
        if let End::Close(code, reason) = end {
            delivery.close(code, reason).await;
        }
    }

    async fn serve<T: AsyncRead + AsyncWrite + Unpin>(&mut self, delivery: &mut Delivery<T>) -> End {
        let mut bell = self.broker.feed().bell();
        let mut touches = self.broker.clock().touches();
        loop {
            if bell.borrow_and_update().closed >= self.seat.id {
                return End::Close(CloseCode::Away, "closed by the sandbox's owner");
            }
            if let Err(end) = self.tell(delivery).await {
                return end;
            }
            let pause = self.pause();
            tokio::select! {
                // What a client says comes first: a heartbeat that has arrived is not late.
                biased;
                frame = delivery.socket.next() => match frame {
                    Some(Ok(Message::Text(text))) => {
                        if let Err(end) = self.hear(&text) {
                            return end;
                        }
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Cut,
                    Some(Ok(_)) => {}
                },
                () = tokio::time::sleep_until(self.heartbeat_due) => {
                    return End::Close(CloseCode::Policy, "no heartbeat");
                }
                _ = bell.changed() => {}
                _ = touches.changed() => {}
                () = asleep(pause) => {}
            }
        }
    }

    /// Takes in a client's frame.
    fn hear(&mut self, text: &str) -> Result<(), End> {
        match Ask::parse(text) {
            None => {}
            Some(Ask::Heartbeat) => {
                self.heartbeat_due = Instant::now() + HEARTBEAT_WITHIN;
                self.seat.change(|connection| connection.heartbeats += 1);
            }
            Some(Ask::Data { wanted, mode, pairs }) => {
                if !wanted {
                    self.subscriptions.remove(mode, &pairs);
                } else if !self.subscriptions.has_room_for(mode, &pairs) {
                    return Err(End::Close(CloseCode::Policy, "too many subscriptions"));
                } else {
                    self.subscriptions.add(mode, &pairs);
                }
                let by_mode = self.subscriptions.by_mode();
                self.seat.change(|connection| connection.subscriptions = by_mode);
            }
            Some(Ask::Updates { wanted, client_id }) if client_id == self.token.client_id => {
                if !wanted {
                    self.updates = None;
                } else if self.updates.is_none() {
                    let state = self.broker.state();
                    self.updates = Some(Cursor::at_present(&state, &client_id));
                }
                self.seat.change(|connection| connection.updates = wanted);
            }
            Some(Ask::Updates { .. }) => {}
        }
        Ok(())
    }

    /// Tells what is new: what happened to the orders first, then the market.
    async fn tell<T: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        delivery: &mut Delivery<T>,
    ) -> Result<(), End> {
        let now = self.broker.now();
        let (updates, instruments, prices) = {
            let state = &mut *self.broker.state();
            if state.tokens.find(&self.token.secret, now).is_err() {
                return Err(End::Close(CloseCode::Policy, "the token is dead"));
            }
            state.turn(now);
            let updates = self
                .updates
                .as_mut()
                .map(|cursor| cursor.read(state, &self.token.client_id));
            let wanted = self.subscriptions.iter();
            let instruments: Vec<_> = wanted
                .filter_map(|(pair, modes)| Some((pair, market::find(state, pair)?, modes.clone())))
                .collect();
            (updates.unwrap_or_default(), instruments, state.prices)
        };
        for update in &updates {
            delivery.send(Parcel::Update(update)).await?;
        }
        for (pair, instrument, modes) in instruments {
            let quote = prices.quote(&instrument, now);
            for mode in modes {
                let packet = market::packet(mode, pair, &instrument, &quote);
                if self.subscriptions.is_news(pair, mode, &packet) {
                    delivery.send(Parcel::Market(mode.as_str(), packet)).await?;
                }
            }
        }
        delivery.flush().await?;
        let sent = std::mem::take(&mut delivery.sent);
        if sent > 0 {
            self.seat.change(|connection| connection.packets += sent);
        }
        Ok(())
    }

    /// Real time until something may be new by itself: the next virtual second, and the end of the token's life.
    fn pause(&self) -> Option<Duration> {
        let clock = self.broker.clock();
        let dies = clock.until(self.token.expires_at);
        if self.subscriptions.is_empty() && self.updates.is_none() {
            return dies;
        }
        let second = clock
            .until(next_second(clock.now()))
            .map(|left| left.max(TICKS_APART));
        match (second, dies) {
            (Some(second), Some(dies)) => Some(second.min(dies)),
            (one, other) => one.or(other),
        }
    }
}

fn next_second(now: OffsetDateTime) -> OffsetDateTime {
    let whole = now.replace_nanosecond(0).unwrap_or(now);
    whole.checked_add(time::Duration::SECOND).unwrap_or(now)
}

async fn asleep(pause: Option<Duration>) {
    match pause {
        Some(pause) => tokio::time::sleep(pause).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
