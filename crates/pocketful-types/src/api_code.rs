//! The codes with which the server refuses (wire reference, section 0.3).

use std::fmt;

/// A refusal's code, where the wire reference knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiCode {
    /// 40000: not authorised, or forbidden. The token is expired, revoked or of another app.
    Unauthorised,
    /// 44000: a parameter is invalid or blank, or the price lies outside the day's range.
    InvalidParameter,
    /// 45000: the backend behind the gateway refused; see [`ApiError::backend_number`](crate::ApiError::backend_number).
    Backend,
    /// 45010: "something went wrong", typically a wrong instrument token.
    SomethingWentWrong,
    /// 46001: the instrument is in the basket already.
    AlreadyInBasket,
    /// 48001: the basket's name is taken or too long, it does not exist, or hedging is not allowed for the instrument.
    Basket,
    /// 48004: an order of a basket has no price though its type needs one.
    BasketPrice,
    /// 49002: the instrument cannot be hedged.
    HedgingDisabled,
    /// 404 in `error.code`: no such instrument or underlying.
    NotFound,
    /// A code that the wire reference does not list.
    Other(i64),
}

impl ApiCode {
    /// The codes that the wire reference lists.
    const KNOWN: [(i64, Self); 9] = [
        (40000, Self::Unauthorised),
        (44000, Self::InvalidParameter),
        (45000, Self::Backend),
        (45010, Self::SomethingWentWrong),
        (46001, Self::AlreadyInBasket),
        (48001, Self::Basket),
        (48004, Self::BasketPrice),
        (49002, Self::HedgingDisabled),
        (404, Self::NotFound),
    ];

    /// The code with this number.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        Self::KNOWN
            .iter()
            .find(|(known, _)| *known == number)
            .map_or(Self::Other(number), |(_, code)| *code)
    }

    /// The number on the wire.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Unauthorised => 40000,
            Self::InvalidParameter => 44000,
            Self::Backend => 45000,
            Self::SomethingWentWrong => 45010,
            Self::AlreadyInBasket => 46001,
            Self::Basket => 48001,
            Self::BasketPrice => 48004,
            Self::HedgingDisabled => 49002,
            Self::NotFound => 404,
            Self::Other(number) => number,
        }
    }

    /// What it means, for a person; `None` where the wire reference does not know.
    #[must_use]
    pub fn meaning(self) -> Option<&'static str> {
        Some(match self {
            Self::Unauthorised => "the token is expired, revoked, or not allowed to do this",
            Self::InvalidParameter => {
                "a value is missing or not accepted, or the price lies outside the day's range"
            }
            Self::Backend => "the order system refused the price, the quantity or an id",
            Self::SomethingWentWrong => {
                "the server could not process it; the usual cause is a wrong instrument token"
            }
            Self::AlreadyInBasket => "the instrument is in the basket already",
            Self::Basket => {
                "the basket's name is taken or longer than 20 characters, or there is no such basket"
            }
            Self::BasketPrice => "an SL or LIMIT order of the basket has no price",
            Self::HedgingDisabled => "the instrument cannot be hedged",
            Self::NotFound => "there is no such instrument",
            Self::Other(_) => return None,
        })
    }
}

impl fmt::Display for ApiCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_codes_agree() {
        for (number, code) in ApiCode::KNOWN {
            assert_eq!(code.number(), number);
            assert_eq!(ApiCode::from_number(number), code);
            assert!(code.meaning().is_some());
        }
        assert_eq!(ApiCode::from_number(7), ApiCode::Other(7));
        assert_eq!(ApiCode::Other(7).number(), 7);
        assert_eq!(ApiCode::Other(7).meaning(), None);
    }
}
