//! WebSocket frames (RFC 6455, section 5): pure functions from bytes to frames and back.

/// What kind of frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Opcode {
    const fn from_bits(bits: u8) -> Option<Self> {
        match bits {
            0 => Some(Self::Continuation),
            1 => Some(Self::Text),
            2 => Some(Self::Binary),
            8 => Some(Self::Close),
            9 => Some(Self::Ping),
            10 => Some(Self::Pong),
            _ => None,
        }
    }

    const fn bits(self) -> u8 {
        match self {
            Self::Continuation => 0,
            Self::Text => 1,
            Self::Binary => 2,
            Self::Close => 8,
            Self::Ping => 9,
            Self::Pong => 10,
        }
    }

    pub(crate) const fn is_control(self) -> bool {
        matches!(self, Self::Close | Self::Ping | Self::Pong)
    }
}

/// A frame's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) opcode: Opcode,
    /// Whether the message ends with it.
    pub(crate) is_final: bool,
    /// Bytes of the head itself.
    pub(crate) len: usize,
    /// Bytes of the payload after it.
    pub(crate) payload: usize,
}

/// What is wrong with a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FramingError {
    #[error("a frame uses reserved bits")]
    Reserved,
    #[error("a frame has an unknown opcode")]
    Opcode,
    #[error("a frame of the server is masked")]
    Masked,
    #[error("a control frame is fragmented or too long")]
    Control,
    #[error("a message is longer than {MAX_MESSAGE} bytes")]
    TooLong,
}

/// The longest message that is taken, in bytes; the longest packet that is laid out has 166.
pub(crate) const MAX_MESSAGE: usize = 1 << 20;

/// Reads the head of a frame of the server; `None` when more bytes are needed.
#[inline]
pub(crate) fn head(bytes: &[u8]) -> Result<Option<Head>, FramingError> {
    let [first, second, rest @ ..] = bytes else {
        return Ok(None);
    };
    if first & 0x70 != 0 {
        return Err(FramingError::Reserved);
    }
    if second & 0x80 != 0 {
        return Err(FramingError::Masked);
    }
    let opcode = Opcode::from_bits(first & 0x0F).ok_or(FramingError::Opcode)?;
    let is_final = first & 0x80 != 0;
    let (len, payload) = match second & 0x7F {
        126 => match rest.first_chunk() {
            Some(two) => (4, u64::from(u16::from_be_bytes(*two))),
            None => return Ok(None),
        },
        127 => match rest.first_chunk() {
            Some(eight) => (10, u64::from_be_bytes(*eight)),
            None => return Ok(None),
        },
        short => (2, u64::from(short)),
    };
    if opcode.is_control() && (!is_final || payload > 125) {
        return Err(FramingError::Control);
    }
    match usize::try_from(payload) {
        Ok(payload) if payload <= MAX_MESSAGE => Ok(Some(Head {
            opcode,
            is_final,
            len,
            payload,
        })),
        _ => Err(FramingError::TooLong),
    }
}

/// Writes a frame of the client, masked with `mask`.
pub(crate) fn write(opcode: Opcode, payload: &[u8], mask: [u8; 4]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(payload.len() + 14);
    frame.push(0x80 | opcode.bits());
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(len @ 0..=125), _) => frame.push(0x80 | len),
        (_, Ok(len)) => {
            frame.push(0x80 | 126);
            frame.extend(len.to_be_bytes());
        }
        _ => {
            frame.push(0x80 | 127);
            frame.extend(u64::try_from(payload.len()).unwrap_or(u64::MAX).to_be_bytes());
        }
    }
    frame.extend(mask);
    frame.extend(
        payload
            .iter()
            .zip(mask.iter().cycle())
            .map(|(byte, mask)| byte ^ mask),
    );
    frame
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unmasked(opcode: Opcode, payload: &[u8]) -> Vec<u8> {
        let mut frame = write(opcode, payload, [0; 4]);
        frame[1] &= 0x7F;
        let at = match frame[1] {
            126 => 4,
            127 => 10,
            _ => 2,
        };
        frame.drain(at..at + 4);
        frame
    }

    #[test]
    fn the_examples_of_the_standard() {
        // RFC 6455, section 5.7.
        let hello = [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f];
        let read = head(&hello).unwrap().unwrap();
        assert_eq!(
            read,
            Head {
                opcode: Opcode::Text,
                is_final: true,
                len: 2,
                payload: 5
            }
        );
        let masked = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
        assert_eq!(write(Opcode::Text, b"Hello", [0x37, 0xfa, 0x21, 0x3d]), masked);
        assert_eq!(head(&[0x82, 0x7E, 0x01, 0x00]).unwrap().unwrap().payload, 256);
        assert_eq!(
            head(&[0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0])
                .unwrap()
                .unwrap()
                .payload,
            65536
        );
    }

    #[test]
    fn what_a_server_may_not_send() {
        assert_eq!(head(&[0xC1, 0]), Err(FramingError::Reserved));
        assert_eq!(head(&[0x83, 0]), Err(FramingError::Opcode));
        assert_eq!(head(&masked()), Err(FramingError::Masked));
        assert_eq!(head(&[0x09, 0]), Err(FramingError::Control));
        assert_eq!(head(&[0x89, 126, 0, 126]), Err(FramingError::Control));
        assert_eq!(
            head(&[0x82, 127, 0, 0, 0, 0, 0, 0x10, 0, 1]),
            Err(FramingError::TooLong)
        );
        assert_eq!(
            head(&[0x82, 127, 0xFF, 0, 0, 0, 0, 0, 0, 0]),
            Err(FramingError::TooLong)
        );
    }

    fn masked() -> Vec<u8> {
        write(Opcode::Text, b"x", [1, 2, 3, 4])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            if let Ok(Some(head)) = head(&bytes) {
                prop_assert!(head.len <= bytes.len() && head.payload <= MAX_MESSAGE);
            }
        }

        #[test]
        fn what_is_written_is_read(len in prop_oneof![0_usize..300, 65_530_usize..65_540], mask: [u8; 4], byte: u8) {
            let payload = vec![byte; len];
            let plain = unmasked(Opcode::Binary, &payload);
            let read = head(&plain).unwrap().unwrap();
            prop_assert_eq!(read.payload, len);
            prop_assert_eq!(&plain[read.len..], &payload[..]);
            for cut in 0..read.len {
                prop_assert_eq!(head(&plain[..cut]), Ok(None));
            }
            let masked = write(Opcode::Binary, &payload, mask);
            let at = masked.len() - len;
            let back: Vec<u8> = masked[at..].iter().zip(mask.iter().cycle()).map(|(b, m)| b ^ m).collect();
            prop_assert_eq!(back, payload);
        }
    }
}
