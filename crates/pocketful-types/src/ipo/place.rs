//! Applying for shares (wire reference, section 14).

use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::{BankAccount, IpoBid, Pan};
use crate::{ClientId, Effect, EncodeError, Endpoint, RateClass, Route, json_body};

/// An application for shares. The members are the wire's; those that are left empty are sent empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IpoApplication {
    /// The offering's symbol.
    pub symbol: String,
    /// One to three bids.
    pub bids: Vec<IpoBid>,
    /// The UPI address by which it is paid.
    pub upi_id: String,
    /// The applicant's tax number.
    pub pan: Option<Pan>,
    /// The applicant's name.
    pub client_name: String,
    /// The depository's account of the applicant.
    pub client_ben_id: String,
    /// The depository participant.
    pub dp_id: String,
    /// Which investors: a code of the offering's [`IpoSubCategory`](crate::IpoSubCategory).
    pub category: String,
    /// The offering's category code.
    pub category_code: String,
    /// How shares are to be handed over.
    pub allotment_mode: String,
    /// The bank account, where it is not paid by UPI.
    pub bank_account: Option<BankAccount>,
    /// The bank's code.
    pub bank_code: String,
    /// The branch's code.
    pub ifsc: String,
    /// The branch's place.
    pub location_code: String,
    /// The broker.
    pub broker: String,
    /// Whether it is paid without an amount reserved at a bank.
    pub non_asba: bool,
}

/// What is wrong with an application. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IpoError {
    /// No offering.
    #[error("the offering's symbol is empty; the list of offerings has it")]
    NoSymbol,
    /// No bid.
    #[error("there is no bid; give at least one")]
    NoBid,
    /// A bid for nothing.
    #[error("a bid's quantity, price or amount is 0 or larger than can be counted")]
    ImpossibleBid,
    /// No tax number.
    #[error("the applicant's PAN is missing")]
    NoPan,
}

impl IpoApplication {
    /// An application for shares of `symbol` with these bids; set the other members as the offering wants them.
    #[must_use]
    pub fn new(symbol: impl Into<String>, bids: Vec<IpoBid>) -> Self {
        Self {
            symbol: symbol.into(),
            bids,
            ..Self::default()
        }
    }

    /// Looks for what would be refused, before anything is sent.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn validate(&self) -> Result<(), IpoError> {
        if self.symbol.trim().is_empty() {
            return Err(IpoError::NoSymbol);
        }
        if self.bids.is_empty() {
            return Err(IpoError::NoBid);
        }
        if self.bids.iter().any(IpoBid::is_impossible) {
            return Err(IpoError::ImpossibleBid);
        }
        if self.pan.as_ref().is_none_or(Pan::is_empty) {
            return Err(IpoError::NoPan);
        }
        Ok(())
    }
}

/// The request that applies for shares: `POST /api/v1/tradeipo/place-order`. The method is assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceIpo {
    application: IpoApplication,
    client_id: ClientId,
}

impl PlaceIpo {
    /// The request to apply for the account `client_id`.
    ///
    /// # Errors
    /// When [`IpoApplication::validate`] finds something wrong.
    pub fn new(application: IpoApplication, client_id: ClientId) -> Result<Self, IpoError> {
        application.validate()?;
        Ok(Self {
            application,
            client_id,
        })
    }
}

#[derive(Serialize)]
struct Body<'a> {
    client_id: &'a ClientId,
    symbol: &'a str,
    upi_id: &'a str,
    bids: &'a [IpoBid],
    allotment_mode: &'a str,
    bank_account: &'a BankAccount,
    bank_code: &'a str,
    broker: &'a str,
    category_code: &'a str,
    client_ben_id: &'a str,
    client_name: &'a str,
    dp_id: &'a str,
    ifsc: &'a str,
    location_code: &'a str,
    non_asba: bool,
    pan: &'a Pan,
    category: &'a str,
}

impl Endpoint for PlaceIpo {
    const NAME: &'static str = "ipo.place";
    const METHOD: Method = Method::POST;
    // Not an order at an exchange's book; where it leaves from costs nothing to be careful about (assumed).
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Write;
    const ROUTE: Route = Route::Registered;
    type Response = IpoAnswer;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed("/api/v1/tradeipo/place-order")
    }

    fn body(&self) -> Result<Option<Vec<u8>>, EncodeError> {
        let application = &self.application;
        let (no_account, no_pan) = (BankAccount::new(""), Pan::new(""));
        json_body::<Self>(&Body {
            client_id: &self.client_id,
            symbol: application.symbol.trim(),
            upi_id: &application.upi_id,
            bids: &application.bids,
            allotment_mode: &application.allotment_mode,
            bank_account: application.bank_account.as_ref().unwrap_or(&no_account),
            bank_code: &application.bank_code,
            broker: &application.broker,
            category_code: &application.category_code,
            client_ben_id: &application.client_ben_id,
            client_name: &application.client_name,
            dp_id: &application.dp_id,
            ifsc: &application.ifsc,
            location_code: &application.location_code,
            non_asba: application.non_asba,
            pan: application.pan.as_ref().unwrap_or(&no_pan),
            category: &application.category,
        })
    }
}

/// The answer to an application or to taking one back. No source shows one, so its JSON is kept as received.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IpoAnswer {
    json: String,
}

impl IpoAnswer {
    /// The JSON text of the answer's payload; `null` where it has none.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }
}

impl<'de> Deserialize<'de> for IpoAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let payload = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Self {
            json: String::from(Box::<str>::from(payload)),
        })
    }
}

impl Serialize for IpoAnswer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.json.clone())
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Quantity;

    #[test]
    fn what_would_be_refused_is_found() {
        let bid = IpoBid::at(Quantity::new(40), 369);
        assert_eq!(bid.amount(), 14_760);
        let mut application = IpoApplication::new("ACMEFOOD", vec![bid.clone()]);
        assert_eq!(application.validate(), Err(IpoError::NoPan));
        application.pan = Some(Pan::new("AAAPZ1234C"));
        assert_eq!(application.validate(), Ok(()));
        application.bids = vec![bid, IpoBid::at(Quantity::ZERO, 369)];
        assert_eq!(application.validate(), Err(IpoError::ImpossibleBid));
        application.bids = vec![IpoBid::at_cut_off(Quantity::new(u64::MAX), 2)];
        assert_eq!(application.validate(), Err(IpoError::ImpossibleBid));
        application.bids.clear();
        assert_eq!(application.validate(), Err(IpoError::NoBid));
        application.symbol = " ".to_owned();
        assert_eq!(application.validate(), Err(IpoError::NoSymbol));
    }
}
