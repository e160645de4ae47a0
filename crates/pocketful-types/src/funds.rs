//! Funds: a list of labelled amounts (wire reference, section 10).

mod row;

use std::borrow::Cow;

use http::Method;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use row::FundsRow;

use crate::{ClientId, Effect, Endpoint, RateClass};

/// Where the funds are read; the documentation and the older SDK disagree (wire reference, section 10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FundsPath {
    /// `/api/v2/funds/view`: both generations of the documentation, and programs in production.
    #[default]
    V2,
    /// `/api/v1/funds/view`: the older SDK. That it takes the same query is assumed.
    V1,
}

impl FundsPath {
    /// The path from the root of the host.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2 => "/api/v2/funds/view",
            Self::V1 => "/api/v1/funds/view",
        }
    }
}

/// Reads the funds: `GET /api/v2/funds/view?type=all`, or at the older path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetFunds {
    client_id: ClientId,
    path: FundsPath,
}

impl GetFunds {
    /// Reads the funds of the account `client_id`.
    #[must_use]
    pub fn new(client_id: ClientId) -> Self {
        Self {
            client_id,
            path: FundsPath::default(),
        }
    }

    /// Where they are read. Without it [`FundsPath::V2`].
    #[must_use]
    pub fn at(mut self, path: FundsPath) -> Self {
        self.path = path;
        self
    }
}

impl Endpoint for GetFunds {
    const NAME: &'static str = "funds.view";
    const METHOD: Method = Method::GET;
    // The published table names only the classes; that this is no data call is assumed.
    const RATE: RateClass = RateClass::NonTrading;
    const EFFECT: Effect = Effect::Read;
    type Response = Funds;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.path.as_str())
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![
            ("client_id", Cow::Borrowed(self.client_id.as_str())),
            ("type", Cow::Borrowed("all")),
        ]
    }
}

/// The account's funds: labelled amounts in ₹, in the server's order.
///
/// The set of labels is open and differs between generations, so amounts are looked up by label, and every row is
/// kept as it came.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Funds {
    /// The account.
    #[serde(default, deserialize_with = "crate::serde::empty_as_none::deserialize")]
    pub client_id: Option<ClientId>,
    /// Headings of the columns.
    #[serde(default, deserialize_with = "crate::serde::json_in_string::deserialize")]
    pub headers: Vec<String>,
    /// The rows.
    #[serde(
        default,
        rename = "values",
        deserialize_with = "crate::serde::null_default::deserialize"
    )]
    pub rows: Vec<FundsRow>,
}

impl Funds {
    /// The amount of the first row with this label that has one, in ₹. Case, blanks and underscores do not matter.
    #[must_use]
    pub fn amount(&self, label: &str) -> Option<Decimal> {
        self.rows
            .iter()
            .filter(|row| row.is_labelled(label))
            .find_map(FundsRow::amount)
    }
}

/// One accessor for the labels that mean the same in the generations, the first that is there.
macro_rules! named {
    ($($(#[$meta:meta])* $name:ident = $($label:literal),+;)+) => {
        impl Funds {
            $(
                $(#[$meta])*
                #[must_use]
                pub fn $name(&self) -> Option<Decimal> {
                    [$($label),+].into_iter().find_map(|label| self.amount(label))
                }
            )+
        }
    };
}

named! {
    /// What can be spent, in ₹: `Available Margin`, or `Available` in the documentation's form.
    available = "Available Margin", "Available";
    /// What is tied up, in ₹: `Margin Used`, or the sum is not given.
    margin_used = "Margin Used";
    /// `Net Margin`, in ₹.
    net_margin = "Net Margin";
    /// `Cash Deposit`, in ₹.
    cash_deposit = "Cash Deposit";
    /// `Adhoc Deposit`, in ₹.
    adhoc_deposit = "Adhoc Deposit";
    /// `Notion Deposit`, in ₹.
    notional_deposit = "Notion Deposit", "Notional Deposit";
    /// `Pay In`, in ₹.
    pay_in = "Pay In", "Payin";
    /// `Pay out`, in ₹.
    pay_out = "Pay out", "Payout";
    /// What pledged shares are worth, in ₹: `Total Pledge Collateral`, or `DP Pledge Collateral` in the documentation's form.
    pledge_collateral = "Total Pledge Collateral", "DP Pledge Collateral";
    /// `Span Margin`, in ₹.
    span_margin = "Span Margin";
    /// `Var Margin`, in ₹.
    var_margin = "Var Margin";
    /// `Extreme Loss Margin`, in ₹.
    extreme_loss_margin = "Extreme Loss Margin";
    /// `Premium`, in ₹.
    premium = "Premium";
    /// `Delivery`, in ₹.
    delivery = "Delivery";
    /// `Option Credit For Sell`, in ₹.
    option_credit = "Option Credit For Sell";
    /// Profit or loss of open positions, in ₹: `unrealized_mtm`.
    unrealized_mtm = "unrealized_mtm";
    /// Profit or loss of closed positions, in ₹: `realized_mtm`.
    realized_mtm = "realized_mtm";
}
