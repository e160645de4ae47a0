//! Positions and holdings (wire reference, section 9).

use pocketful_types::{
    ConvertPosition, GetHoldings, GetPositions, Holdings, PositionConversion, Positions, PositionsView,
};

use crate::{Client, Error};

/// Positions and holdings; see [`Client::portfolio`].
#[derive(Clone, Copy, Debug)]
pub struct PortfolioApi<'a> {
    client: &'a Client,
}

impl<'a> PortfolioApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// The shares in the demat account, prices in ₹ (wire reference, section 9.3).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). A row that cannot be read is no error: it stands beside the others.
    pub async fn holdings(&self) -> Result<Holdings, Error> {
        self.client
            .call(&GetHoldings::new(self.client.client_id().await?))
            .await
    }

    /// What was traded today (wire reference, section 9.1). Profit and loss of the rows together:
    /// [`profit_and_loss`](crate::profit_and_loss).
    ///
    /// # Errors
    /// As [`holdings`](Self::holdings).
    pub async fn positions(&self) -> Result<Positions, Error> {
        self.view(PositionsView::Day).await
    }

    /// What was traded today and what was carried forward (wire reference, section 9.1).
    ///
    /// # Errors
    /// As [`holdings`](Self::holdings).
    pub async fn net_positions(&self) -> Result<Positions, Error> {
        self.view(PositionsView::Net).await
    }

    /// Holds a position, or part of it, under another product (wire reference, section 9.2).
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). On [`Outcome::Unknown`](crate::Outcome::Unknown) it may have been
    /// converted: read the positions before asking again.
    pub async fn convert(&self, conversion: &PositionConversion) -> Result<(), Error> {
        conversion.validate()?;
        let request = ConvertPosition::new(conversion.clone(), self.client.client_id().await?)?;
        self.client.call(&request).await.map(drop)
    }

    async fn view(&self, view: PositionsView) -> Result<Positions, Error> {
        let client_id = self.client.client_id().await?;
        self.client.call(&GetPositions::new(client_id, view)).await
    }
}
