//! What the client says to the feed, in the one place that writes it (wire reference, section 16.2).

use std::fmt::Write as _;

use pocketful_types::{ClientId, Instrument};

/// Which market data of an instrument is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DataMode {
    /// Everything but the depth; packets of mode 1.
    Detailed,
    /// Price, change, best bid and ask; packets of mode 2.
    Compact,
    /// Five levels on each side; packets of mode 4.
    Depth,
}

impl DataMode {
    /// All of them, in the order in which they are subscribed.
    pub const ALL: [Self; 3] = [Self::Detailed, Self::Compact, Self::Depth];

    /// Its place in [`ALL`](Self::ALL).
    pub(crate) const fn index(self) -> usize {
        match self {
            Self::Detailed => 0,
            Self::Compact => 1,
            Self::Depth => 2,
        }
    }

    /// The text on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Detailed => "marketdata",
            Self::Compact => "compact_marketdata",
            Self::Depth => "full_snapquote",
        }
    }
}

/// Most pairs in one frame; what other clients send in bulk.
pub(crate) const BATCH: usize = 50;

/// The long form, which every server of the family understands.
pub(crate) const HEARTBEAT: &str = r#"{"a":"h","v":[],"m":""}"#;

/// One frame that changes what the server sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Order and trade updates of the account.
    Updates { subscribe: bool },
    /// Market data of at most [`BATCH`] instruments.
    Data {
        subscribe: bool,
        mode: DataMode,
        instruments: Vec<Instrument>,
    },
}

impl Command {
    /// The frame's text.
    pub(crate) fn to_text(&self, client: &ClientId) -> String {
        match self {
            Self::Updates { subscribe } => {
                let client = serde_json::Value::from(client.as_str());
                let verb = verb(*subscribe);
                format!(r#"{{"a":"{verb}","v":[{client},"web"],"m":"updates"}}"#)
            }
            Self::Data {
                subscribe,
                mode,
                instruments,
            } => {
                let mut text = format!(r#"{{"a":"{}","v":["#, verb(*subscribe));
                for (index, instrument) in instruments.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    // Writing to a String does not fail.
                    let _ = write!(
                        text,
                        "{comma}[{},{}]",
                        instrument.exchange.feed_code(),
                        instrument.token
                    );
                }
                let _ = write!(text, r#"],"m":"{}"}}"#, mode.as_str());
                text
            }
        }
    }
}

const fn verb(subscribe: bool) -> &'static str {
    if subscribe { "subscribe" } else { "unsubscribe" }
}

#[cfg(test)]
mod tests {
    use pocketful_types::{Exchange, InstrumentToken};

    use super::*;

    #[test]
    fn every_frame_is_as_the_wire_reference_writes_it() {
        let instruments = vec![
            Instrument::new(Exchange::Nse, InstrumentToken::new(14366)),
            Instrument::new(Exchange::Bfo, InstrumentToken::new(u32::MAX)),
        ];
        let mut frames = vec![HEARTBEAT.to_owned()];
        for subscribe in [true, false] {
            frames.push(Command::Updates { subscribe }.to_text(&ClientId::new("AB1234")));
            for mode in DataMode::ALL {
                let instruments = instruments.clone();
                let command = Command::Data {
                    subscribe,
                    mode,
                    instruments,
                };
                frames.push(command.to_text(&ClientId::new("AB1234")));
            }
        }
        for frame in &frames {
            serde_json::from_str::<serde_json::Value>(frame).unwrap();
        }
        insta::assert_snapshot!("frames", frames.join("\n"));
        let odd = Command::Updates { subscribe: true }.to_text(&ClientId::new("A\"B"));
        assert_eq!(odd, r#"{"a":"subscribe","v":["A\"B","web"],"m":"updates"}"#);
    }
}
