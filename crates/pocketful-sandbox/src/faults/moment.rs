//! The moment at which a fault acts: two that act at the same one cannot both happen to one request.

use super::Fault;

/// In the order in which they come. A request, or a packet, has one rule of each at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moment {
    /// Its answer, or a packet, waits.
    Wait,
    /// Its token is looked at.
    Token,
    /// What is sent before a packet.
    Ahead,
    /// The words of the answer are written.
    Words,
    /// The lists of the answer are written.
    Lists,
    /// The form of an update is chosen.
    Form,
    /// It is decided what becomes of it: every fault that puts something in the place of the answer or breaks it.
    Fate,
}

impl Moment {
    pub(super) fn of(fault: &Fault) -> Self {
        match fault {
            Fault::Delay { .. } | Fault::FeedDelay { .. } => Self::Wait,
            Fault::TokenRevoked => Self::Token,
            Fault::FeedUnknownMode => Self::Ahead,
            Fault::UnknownEnum => Self::Words,
            Fault::NullList => Self::Lists,
            Fault::FeedFlatUpdate | Fault::FeedArrayUpdate => Self::Form,
            Fault::ServerError { .. }
            | Fault::TooManyRequests { .. }
            | Fault::AddressRefusedPlain
            | Fault::HtmlPage
            | Fault::TruncatedBody
            | Fault::TruncatedJson
            | Fault::ResetBefore
            | Fault::ResetAfter
            | Fault::DuplicateReply
            | Fault::BigBody { .. }
            | Fault::FeedHalfPacket
            | Fault::FeedHalfFrame
            | Fault::FeedSilent
            | Fault::FeedClose => Self::Fate,
        }
    }

    /// Whether it still comes when `fate` is what becomes of the request or packet.
    pub(super) fn comes_with(self, fate: Option<&Fault>) -> bool {
        let needs_no_answer = matches!(self, Self::Wait | Self::Token);
        needs_no_answer
            || matches!(
                fate,
                None | Some(
                    Fault::TruncatedBody
                        | Fault::TruncatedJson
                        | Fault::DuplicateReply
                        | Fault::FeedHalfPacket
                        | Fault::FeedHalfFrame
                )
            )
    }
}
