//! The money in the account (wire reference, section 10).

use pocketful_types::{Funds, FundsPath, GetFunds};

use crate::{Client, Error, RawReply, paths::first_that_leads};

/// Funds; see [`Client::funds`].
#[derive(Clone, Copy, Debug)]
pub struct FundsApi<'a> {
    client: &'a Client,
}

impl<'a> FundsApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// What is available, used and pledged, in ₹ (wire reference, section 10).
    ///
    /// Where there is nothing behind the documented path, the one of the older SDK is tried.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). When neither path leads anywhere, the error is that of the documented one.
    pub async fn view(&self) -> Result<Funds, Error> {
        self.first(async |endpoint| self.client.call(&endpoint).await)
            .await
    }

    /// The funds as the server wrote them, from the same path as [`view`](Self::view).
    ///
    /// # Errors
    /// As [`view`](Self::view).
    pub async fn view_raw(&self) -> Result<RawReply, Error> {
        self.first(async |endpoint| self.client.call_raw(&endpoint).await)
            .await
    }

    async fn first<T>(&self, call: impl AsyncFn(GetFunds) -> Result<T, Error>) -> Result<T, Error> {
        let funds = GetFunds::new(self.client.client_id().await?);
        let older = funds.clone().at(FundsPath::V1);
        first_that_leads(funds, [older], call).await
    }
}
