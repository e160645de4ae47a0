//! A market order turned into a limit order that cannot be filled far from the last price.

use rust_decimal::Decimal;

use super::{InstrumentRules, Rounding, round_to_tick};
use crate::{NewOrder, OrderType, Side};

/// How far from the market an order may be filled. Only for whoever asks for it: nothing is protected by itself.
///
/// The broker's newer generation may refuse market orders (wire reference, section 17, rows 10 and 12); a limit a
/// little beyond the last price does nearly the same and has a worst price.
///
/// ```
/// use pocketful_types::{Exchange, Instrument, InstrumentRules, InstrumentToken, NewOrder, Protection, Quantity, Side};
///
/// let mut rules = InstrumentRules::default();
/// rules.tick_size = Some("0.05".parse()?);
/// let acc = Instrument::new(Exchange::Nse, InstrumentToken::new(22));
/// let market = NewOrder::market(acc, Side::Buy, Quantity::new(10));
/// let limit = Protection::percent("0.5".parse()?)?.protect(market, "1875.55".parse()?, &rules)?;
/// assert_eq!(limit.price().unwrap().to_string(), "1884.90"); // 1884.92775, and not a paisa beyond it
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protection {
    percent: Decimal,
}

/// Why a market order cannot be protected. Nothing was sent. Prices are ₹.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProtectError {
    /// A band of nothing, or of everything.
    #[error("a protection of {0} % is none; give more than 0 and less than 100, such as 1")]
    Percent(Decimal),
    /// No tick to round to.
    #[error("the instrument's tick is not known; load the contract master, or place a limit order yourself")]
    NoTick,
    /// No price to start from.
    #[error("the last price {0} is not above 0; place a limit order yourself")]
    NoReference(Decimal),
    /// The last price lies outside the day's range.
    #[error("the last price {reference} lies outside today's range, {low} to {high}; read both again")]
    OutsideRange {
        /// The last price.
        reference: Decimal,
        /// The day's lowest.
        low: Decimal,
        /// The day's highest.
        high: Decimal,
    },
    /// No tick between the last price and the end of the band.
    #[error("there is no tick within {percent} % of {reference}; allow more")]
    TooNarrow {
        /// The band.
        percent: Decimal,
        /// The last price.
        reference: Decimal,
    },
}

impl Protection {
    /// At most `percent` per cent worse than the reference.
    ///
    /// # Errors
    /// When it is not above 0 and below 100.
    pub fn percent(percent: Decimal) -> Result<Self, ProtectError> {
        if percent <= Decimal::ZERO || percent >= Decimal::ONE_HUNDRED {
            return Err(ProtectError::Percent(percent));
        }
        Ok(Self { percent })
    }

    /// `order` with a limit: a `MARKET` order becomes a `LIMIT` one around `last_price` (₹), an `SLM` order an `SL` one
    /// around its own trigger. An order that has a limit comes back as it is.
    ///
    /// A buy's limit lies above the reference and is rounded down, a sale's below and up, so that it is on the tick and
    /// never beyond the band; then it is drawn into the day's range.
    ///
    /// # Errors
    /// When the tick is not known, the reference is not above 0 or outside the day's range, or no tick lies within.
    pub fn protect(
        self,
        order: NewOrder,
        last_price: Decimal,
        rules: &InstrumentRules,
    ) -> Result<NewOrder, ProtectError> {
        let reference = match order.order_type() {
            OrderType::Market => last_price,
            OrderType::StopMarket => order.trigger_price().unwrap_or(last_price),
            OrderType::Limit | OrderType::StopLimit => return Ok(order),
        };
        let price = self.limit(order.side(), reference, rules)?;
        Ok(order.with_limit(price))
    }

    /// The limit in ₹ of an order on `side` around `reference` (₹).
    ///
    /// # Errors
    /// As [`Protection::protect`].
    pub fn limit(
        self,
        side: Side,
        reference: Decimal,
        rules: &InstrumentRules,
    ) -> Result<Decimal, ProtectError> {
        let tick = rules
            .tick_size
            .filter(|tick| *tick > Decimal::ZERO)
            .ok_or(ProtectError::NoTick)?;
        if reference <= Decimal::ZERO {
            return Err(ProtectError::NoReference(reference));
        }
        let given = |limit: Option<Decimal>| limit.filter(|limit| !limit.is_zero());
        let low = given(rules.lower_circuit).unwrap_or(Decimal::ZERO);
        let high = given(rules.upper_circuit).unwrap_or(Decimal::MAX);
        if reference < low || reference > high {
            return Err(ProtectError::OutsideRange { reference, low, high });
        }
        let too_narrow = ProtectError::TooNarrow {
            percent: self.percent,
            reference,
        };
        let band = reference
            .checked_mul(self.percent)
            .map(|hundredfold| hundredfold / Decimal::ONE_HUNDRED)
            .ok_or(ProtectError::NoReference(reference))?;
        // Towards the reference, so that neither the band nor the day's range is left.
        let (worst, rounding) = match side {
            Side::Buy => (reference.saturating_add(band).min(high), Rounding::Down),
            Side::Sell => (reference.saturating_sub(band).max(low), Rounding::Up),
        };
        let price = round_to_tick(worst, tick, rounding).ok_or(ProtectError::NoReference(reference))?;
        let is_within = match side {
            Side::Buy => price >= reference,
            Side::Sell => price <= reference,
        };
        if is_within && price > Decimal::ZERO {
            Ok(price)
        } else {
            Err(too_narrow)
        }
    }
}

#[cfg(test)]
mod tests;
