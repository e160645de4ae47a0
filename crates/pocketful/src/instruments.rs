//! Finding instruments, and what is known of one (wire reference, sections 11.1 and 11.2).

use pocketful_types::{FoundInstruments, GetScripInfo, Instrument, ScripInfo, SearchInstruments};

use crate::{Client, Error};

/// Instruments on the server; see [`Client::instruments`]. All of them at once are in
/// the contract master.
#[derive(Clone, Copy, Debug)]
pub struct InstrumentsApi<'a> {
    client: &'a Client,
}

impl<'a> InstrumentsApi<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Instruments that a name, a company or a symbol fits, the best first (wire reference, section 11.1). Nothing
    /// found is an empty list.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). A row that cannot be read is no error: it stands beside the others.
    pub async fn search(&self, text: &str) -> Result<FoundInstruments, Error> {
        self.client.call(&SearchInstruments::new(text)).await
    }

    /// All that the broker says of an instrument: limits of the day, tick, lot, margins; prices in ₹ (wire reference,
    /// section 11.2). Its [`rules`](ScripInfo::rules) check an order before it is sent.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind); one that does not exist is refused with the code 404.
    pub async fn info(&self, instrument: Instrument) -> Result<ScripInfo, Error> {
        self.client.call(&GetScripInfo::new(instrument)).await
    }
}
